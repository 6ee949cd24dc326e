package dev.filch.channel;

import dev.filch.internal.PaddedWord;
import dev.filch.queue.MpmcRing;
import java.util.function.Consumer;

/** A channel whose elements are in a ring. A send to the full ring removes the oldest element. */
final class DropOldestChannel<E> extends BufferedChannel<E> {

    private final MpmcRing<E> ring;
    private final Consumer<? super E> onDrop;

    /** Padded: the other fields are read with every element. */
    private final PaddedWord dropped = new PaddedWord();

    DropOldestChannel(int capacity, Consumer<? super E> onDrop) {
        ring = MpmcRing.padded(capacity);
        this.onDrop = onDrop;
    }

    @Override
    boolean put(E element) {
        if (!ring.offer(element) && !displace(element)) {
            return false;
        }
        // The ring has moved tail by a volatile read-modify-write, as the queue of receivers requires.
        receivers.wake();
        return true;
    }

    /** Sends an element although the ring was full; false if it is closed. */
    private boolean displace(E element) {
        if (ring.isClosed()) {
            return false;
        }
        E oldest;
        try {
            oldest = ring.forceOffer(element);
        } catch (IllegalStateException closedMeanwhile) {
            return false;
        }
        if (oldest != null) {
            dropped.getAndAddValue(1);
            receivers.wake();
            onDrop.accept(oldest);
        }
        return true;
    }

    @Override
    E take() {
        return ring.poll();
    }

    @Override
    Line line(boolean sends) {
        // Sends never wait.
        return sends ? null : receivers;
    }

    /** Called after a put has failed: never for lack of room. */
    @Override
    boolean sendUntil(E element, long deadlineNanos) {
        throw closed();
    }

    @Override
    void shut() {
        ring.close();
        receivers.callAll();
    }

    @Override
    boolean isEmpty() {
        return ring.isEmpty();
    }

    @Override
    public int size() {
        return ring.size();
    }

    @Override
    public int capacity() {
        return ring.capacity();
    }

    @Override
    public long dropped() {
        return dropped.valueVolatile();
    }

    @Override
    public boolean isClosed() {
        return ring.isClosed();
    }
}
