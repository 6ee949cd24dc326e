package dev.filch.stress.cores.work;

import java.util.AbstractQueue;
import java.util.Iterator;

/** A queue for benchmarks that supports only offer and poll. */
abstract class OfferAndPoll<E> extends AbstractQueue<E> {

    @Override
    public abstract boolean offer(E element);

    @Override
    public abstract E poll();

    @Override
    public final E peek() {
        throw new UnsupportedOperationException("only offer and poll are supported");
    }

    @Override
    public final int size() {
        throw new UnsupportedOperationException("only offer and poll are supported");
    }

    @Override
    public final Iterator<E> iterator() {
        throw new UnsupportedOperationException("only offer and poll are supported");
    }
}
