package dev.filch.channel;

/** The channels, which must all behave alike, except for their capacity. */
enum ChannelKind {
    RENDEZVOUS(0),
    ONE(1),
    THREE(3),
    UNBOUNDED(Integer.MAX_VALUE);

    private final int capacity;

    ChannelKind(int capacity) {
        this.capacity = capacity;
    }

    int capacity() {
        return capacity;
    }

    <E> Channel<E> create() {
        return switch (this) {
            case RENDEZVOUS -> Channel.rendezvous();
            case UNBOUNDED -> Channel.unbounded();
            default -> Channel.bounded(capacity);
        };
    }
}
