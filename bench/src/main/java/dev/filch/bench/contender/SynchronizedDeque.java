package dev.filch.bench.contender;

import java.util.AbstractQueue;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;

/** An {@link ArrayDeque} behind {@code synchronized}, used as a FIFO queue. */
public final class SynchronizedDeque<E> extends AbstractQueue<E> {

    private final ArrayDeque<E> elements = new ArrayDeque<>();
    private final int capacity;

    /** A queue without bounds. */
    public SynchronizedDeque() {
        this(Integer.MAX_VALUE);
    }

    /** A queue that refuses what is more than that. */
    public SynchronizedDeque(int capacity) {
        this.capacity = capacity;
    }

    @Override
    public synchronized boolean offer(E element) {
        return elements.size() < capacity && elements.offer(element);
    }

    @Override
    public synchronized E poll() {
        return elements.poll();
    }

    @Override
    public synchronized E peek() {
        return elements.peek();
    }

    @Override
    public synchronized int size() {
        return elements.size();
    }

    /** Over what it held when asked. */
    @Override
    public synchronized Iterator<E> iterator() {
        return List.copyOf(elements).iterator();
    }
}
