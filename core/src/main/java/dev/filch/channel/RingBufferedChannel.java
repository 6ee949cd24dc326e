package dev.filch.channel;

import dev.filch.queue.MpmcRing;
import java.util.Queue;

/** A channel whose elements are in a ring. The subclasses differ in what a send to the full channel does. */
abstract sealed class RingBufferedChannel<E> extends BufferedChannel<E> permits RingChannel, DropOldestChannel {

    final MpmcRing<E> ring;

    RingBufferedChannel(int capacity) {
        ring = MpmcRing.padded(capacity);
    }

    final E pollOrTakeFromCells() {
        E element = ring.poll();
        return element != null ? element : takeFromCells();
    }

    @Override
    final Queue<E> buffer() {
        return ring;
    }

    @Override
    final boolean isBufferEmpty() {
        return ring.isEmpty();
    }

    @Override
    final boolean isBufferClosed() {
        return ring.isClosed();
    }

    @Override
    final void closeBuffer() {
        ring.close();
    }

    @Override
    final long cellLimit() {
        return (long) ring.capacity() - leftInBuffer();
    }

    @Override
    public final int capacity() {
        return ring.capacity();
    }
}
