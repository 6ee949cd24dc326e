package dev.filch.channel;

import dev.filch.queue.Injector;
import java.util.Queue;
import java.util.concurrent.TransferQueue;

/** A channel whose elements are in an injector. */
final class InjectorChannel<E> extends BufferedChannel<E> {

    private final Injector<E> injector = new Injector<>();

    @Override
    boolean put(E element) {
        if (!injector.offer(element) && !putToCells(element)) {
            return false;
        }
        // The element was published by a volatile read-modify-write, as the queue of receivers requires.
        receivers.wake();
        return true;
    }

    @Override
    E take() {
        E element = injector.poll();
        return element != null ? element : takeFromCells();
    }

    @Override
    int putAll(E[] elements, int from) {
        int sent = injector.offerAll(elements, from, elements.length);
        receivers.wake();
        return sent + putAllToCells(elements, from + sent);
    }

    @Override
    public TransferQueue<E> asTransferQueue() {
        beginView();
        return new ChannelTransferQueue<>(this);
    }

    /**
     * Gives an element to a thread that waits to receive one.
     *
     * <p>Both threads have found the channel empty and open: this thread at the beginning of the call, and the receiver
     * before it opened its choice. The later of these two instants is the linearization point of both operations.
     */
    @Override
    boolean handOver(E element) {
        if (!isEmpty() || isClosed()) {
            return false;
        }
        for (Place place = receivers.first(); place != null; place = receivers.after(place)) {
            if (place.choice.tryMatch(place.index)) {
                place.giveToReceiver(element);
                return true;
            }
        }
        return false;
    }

    @Override
    boolean handOverUntil(E element, long deadlineNanos) throws InterruptedException {
        Choice choice = new Choice(Choice.OPEN);
        Cell<E> cell = new TransferCell<>(element, choice);
        if (!append(cells(), cell)) {
            throw closed();
        }
        receivers.wake();
        try {
            receivers.spin.await(choice);
            choice.await(this, deadlineNanos);
        } catch (Throwable failure) {
            // Thrown by the pool, as in Side. Better to drop it than to hide that the element was received.
            if (withdraw(cell, choice)) {
                throw failure;
            }
            return true;
        }
        if (!withdraw(cell, choice)) {
            return true;
        }
        throwIfClosed();
        throwIfInterrupted();
        return false;
    }

    /** Ends the wait; false if the element was received. */
    private boolean withdraw(Cell<E> cell, Choice choice) {
        choice.end();
        return remove(cell);
    }

    @Override
    Queue<E> buffer() {
        return injector;
    }

    @Override
    boolean isBufferEmpty() {
        return injector.isEmpty();
    }

    @Override
    boolean isBufferClosed() {
        return injector.isClosed();
    }

    @Override
    void closeBuffer() {
        injector.close();
    }

    @Override
    long cellLimit() {
        return Long.MAX_VALUE;
    }

    @Override
    public int capacity() {
        return Integer.MAX_VALUE;
    }
}
