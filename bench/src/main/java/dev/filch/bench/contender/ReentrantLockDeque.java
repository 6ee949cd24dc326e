package dev.filch.bench.contender;

import java.util.AbstractQueue;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** An {@link ArrayDeque} behind a {@link ReentrantLock}, used as a FIFO queue. */
public final class ReentrantLockDeque<E> extends AbstractQueue<E> {

    private final ArrayDeque<E> elements = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final int capacity;

    /** Creates an unbounded queue. */
    public ReentrantLockDeque() {
        this(Integer.MAX_VALUE);
    }

    /** Creates a queue with a capacity. */
    public ReentrantLockDeque(int capacity) {
        this.capacity = capacity;
    }

    @Override
    public boolean offer(E element) {
        lock.lock();
        try {
            return elements.size() < capacity && elements.offer(element);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public E poll() {
        lock.lock();
        try {
            return elements.poll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public E peek() {
        return locked(elements::peek);
    }

    @Override
    public int size() {
        return locked(elements::size);
    }

    /** Returns an iterator over a snapshot. */
    @Override
    public Iterator<E> iterator() {
        return locked(() -> List.copyOf(elements).iterator());
    }

    private <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }
}
