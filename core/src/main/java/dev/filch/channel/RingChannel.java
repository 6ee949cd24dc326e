package dev.filch.channel;

import java.util.function.Consumer;

/** A channel whose elements are in a ring. A send to the full ring waits. */
final class RingChannel<E> extends RingBufferedChannel<E> {

    private final Side senders = new Side() {

        @Override
        boolean isReady() {
            // isFull is true of a closed ring, whether or not it has room.
            return !ring.isFull() || ring.isClosed() && isReadyToSendToCells();
        }

        @Override
        public int available() {
            return capacity() - size();
        }
    };

    RingChannel(int capacity) {
        super(capacity);
    }

    @Override
    boolean put(E element) {
        if (!ring.offer(element) && !putToCells(element)) {
            return false;
        }
        // The element was published by a volatile read-modify-write, as the queue of receivers requires.
        receivers.wake();
        return true;
    }

    @Override
    E take() {
        E element = pollOrTakeFromCells();
        if (element != null) {
            // Room was made by a volatile read-modify-write, as the queue of senders requires.
            senders.wake();
        }
        return element;
    }

    @Override
    int putAll(E[] elements, int from) {
        int sent = ring.offerAll(elements, from, elements.length);
        receivers.wake();
        return sent + putAllToCells(elements, from + sent);
    }

    /** One by one, so that a destination that throws loses only one element; but with one wake-up. */
    @Override
    int takeAll(Consumer<? super E> destination, int limit) {
        int taken = 0;
        try {
            while (taken < limit) {
                E element = pollOrTakeFromCells();
                if (element == null) {
                    break;
                }
                destination.accept(element);
                taken++;
            }
        } finally {
            senders.wake();
        }
        return taken;
    }

    @Override
    boolean sendUntil(E element, long deadlineNanos) throws InterruptedException {
        while (true) {
            throwIfClosed();
            boolean inTime = senders.await(this, deadlineNanos);
            try {
                if (put(element)) {
                    return true;
                }
            } finally {
                // If this thread was woken, others may go on too: also if there is no memory for a cell.
                senders.wake();
            }
            throwIfClosed();
            if (!inTime) {
                return false;
            }
        }
    }

    @Override
    Line line(boolean sends) {
        return sends ? senders : receivers;
    }
}
