package dev.filch.stress.cores.work;

import java.util.ArrayDeque;

/** A JDK {@link ArrayDeque} behind a lock, with the same capacity as the rings. */
final class LockedDeque<E> extends OfferAndPoll<E> {

    private final SpinLock lock;
    private final ArrayDeque<E> elements = new ArrayDeque<>(Queues.CAPACITY);

    LockedDeque(SpinLock lock) {
        this.lock = lock;
    }

    @Override
    public boolean offer(E element) {
        lock.lock();
        boolean hasRoom = elements.size() < Queues.CAPACITY;
        if (hasRoom) {
            elements.addLast(element);
        }
        lock.unlock();
        return hasRoom;
    }

    @Override
    public E poll() {
        lock.lock();
        E element = elements.pollFirst();
        lock.unlock();
        return element;
    }
}
