package dev.filch.channel;

import dev.filch.queue.MpmcRing;
import java.util.function.Consumer;

/** A channel whose elements are in a ring. */
final class RingChannel<E> extends BufferedChannel<E> {

    private final MpmcRing<E> ring;

    private final Side senders = new Side() {

        @Override
        boolean isReady() {
            return !ring.isFull() || ring.isClosed();
        }

        @Override
        public int available() {
            return capacity() - size();
        }
    };

    RingChannel(int capacity) {
        ring = MpmcRing.padded(capacity);
    }

    @Override
    boolean put(E element) {
        if (!ring.offer(element)) {
            return false;
        }
        // The offer has moved tail by a volatile read-modify-write, as the queue of receivers requires.
        receivers.wake();
        return true;
    }

    @Override
    E take() {
        E element = ring.poll();
        if (element != null) {
            // The poll has moved head by a volatile read-modify-write, as the queue of senders requires.
            senders.wake();
        }
        return element;
    }

    @Override
    int putAll(E[] elements, int from) {
        int sent = ring.offerAll(elements, from, elements.length);
        receivers.wake();
        return sent;
    }

    /** A drain stops at an element whose sender has not finished, and poll waits for that one. */
    @Override
    int takeAll(Consumer<? super E> destination, int limit) {
        int taken = 0;
        try {
            while (taken < limit) {
                int drained = ring.drain(destination, limit - taken);
                if (drained == 0) {
                    E element = ring.poll();
                    if (element == null) {
                        break;
                    }
                    destination.accept(element);
                    drained = 1;
                }
                taken += drained;
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
            boolean sent = put(element);
            // If this thread was woken, others may go on too.
            senders.wake();
            if (sent) {
                return true;
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

    @Override
    void shut() {
        ring.close();
        receivers.callAll();
        senders.callAll();
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
    public boolean isClosed() {
        return ring.isClosed();
    }
}
