package dev.filch.channel;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;

/** Receives elements until the channel is closed and empty. For one thread. */
final class ReceivingIterator<E> implements Iterator<E> {

    private final Channel<E> channel;

    /** What the next call of {@link #next} returns; null if it must receive first. */
    private E received;

    private boolean ended;

    ReceivingIterator(Channel<E> channel) {
        this.channel = channel;
    }

    @Override
    public boolean hasNext() {
        if (received == null && !ended) {
            receive();
        }
        return received != null;
    }

    private void receive() {
        try {
            received = channel.receive();
        } catch (ChannelClosedException e) {
            if (e.getCause() != null) {
                throw e;
            }
            ended = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            CancellationException cancelled = new CancellationException("interrupted while waiting for an element");
            cancelled.initCause(e);
            throw cancelled;
        }
    }

    @Override
    public E next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the channel is closed and empty");
        }
        E element = received;
        received = null;
        return element;
    }
}
