package dev.filch.bench.contender;

import java.util.AbstractQueue;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;

/** An {@link ArrayDeque} behind {@code synchronized}, used as a FIFO queue. */
public final class SynchronizedDeque<E> extends AbstractQueue<E> {

    private final ArrayDeque<E> elements = new ArrayDeque<>();
    private final int capacity;

    /** Creates an unbounded queue. */
    public SynchronizedDeque() {
        this(Integer.MAX_VALUE);
    }

    /** Creates a queue with a capacity. */
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

    /** Returns an iterator over a snapshot. */
    @Override
    public synchronized Iterator<E> iterator() {
        return List.copyOf(elements).iterator();
    }
}
