package dev.filch.channel;

import java.util.ArrayList;
import java.util.List;

/** The channels, which must all behave alike, except for their capacity. */
enum ChannelKind {
    RENDEZVOUS(0),
    ONE(1),
    THREE(3),
    UNBOUNDED(Integer.MAX_VALUE),
    /** Has room for all elements of the tests of the common contract. */
    DROP_OLDEST(16);

    private final int capacity;

    ChannelKind(int capacity) {
        this.capacity = capacity;
    }

    int capacity() {
        return capacity;
    }

    /** Whether a sender waits while the channel is full. */
    boolean sendersWait() {
        return this != UNBOUNDED && this != DROP_OLDEST;
    }

    <E> Channel<E> create() {
        return switch (this) {
            case RENDEZVOUS -> Channel.rendezvous();
            case UNBOUNDED -> Channel.unbounded();
            case DROP_OLDEST -> Channel.dropOldest(capacity);
            default -> Channel.bounded(capacity);
        };
    }

    /** Fills a channel that has room for few elements, and sends a few to another one; returns what is inside. */
    static List<Integer> fill(Channel<? super Integer> channel) {
        List<Integer> inside = new ArrayList<>();
        while (inside.size() < 5 && channel.trySend(inside.size())) {
            inside.add(inside.size());
        }
        return inside;
    }
}
