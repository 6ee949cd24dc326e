package dev.filch.channel;

import java.util.AbstractQueue;
import java.util.Collection;
import java.util.Iterator;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A channel as a queue. {@link Channel#asBlockingQueue} specifies it. */
sealed class ChannelQueue<E> extends AbstractQueue<E> implements BlockingQueue<E> permits ChannelTransferQueue {

    final Channel<E> channel;

    ChannelQueue(Channel<E> channel) {
        this.channel = channel;
    }

    final boolean isOf(Channel<?> other) {
        return channel == other;
    }

    @Override
    public final boolean offer(E element) {
        return channel.put(Objects.requireNonNull(element, "element"));
    }

    @Override
    public final boolean offer(E element, long timeout, TimeUnit unit) throws InterruptedException {
        Objects.requireNonNull(element, "element");
        long nanos = unit.toNanos(timeout);
        Channel.throwIfInterrupted();
        if (channel.put(element)) {
            return true;
        }
        if (nanos <= 0 || channel.isClosed()) {
            return false;
        }
        try {
            return channel.sendUntil(element, Channel.deadlineAfter(nanos));
        } catch (ChannelClosedException closed) {
            return false;
        }
    }

    @Override
    public final boolean add(E element) {
        if (!channel.trySend(element)) {
            throw new IllegalStateException("the queue is full");
        }
        return true;
    }

    @Override
    public final boolean addAll(Collection<? extends E> elements) {
        channel.requireOther(elements);
        return super.addAll(elements);
    }

    @Override
    public final void put(E element) throws InterruptedException {
        channel.send(element);
    }

    @Override
    public final E poll() {
        return channel.take();
    }

    @Override
    public final E poll(long timeout, TimeUnit unit) throws InterruptedException {
        long nanos = unit.toNanos(timeout);
        Channel.throwIfInterrupted();
        E element = channel.take();
        if (element != null || nanos <= 0) {
            return element;
        }
        if (channel.isClosed()) {
            // What was sent before the channel was closed may have come after the first attempt.
            return channel.take();
        }
        try {
            return channel.receiveUntil(Channel.deadlineAfter(nanos));
        } catch (ChannelClosedException closed) {
            return null;
        }
    }

    @Override
    public final E take() throws InterruptedException {
        return channel.receive();
    }

    @Override
    public final E peek() {
        return channel.peek();
    }

    @Override
    public final int size() {
        return channel.size();
    }

    @Override
    public final boolean isEmpty() {
        return channel.isEmpty();
    }

    @Override
    public final int remainingCapacity() {
        int capacity = channel.capacity();
        return capacity == Integer.MAX_VALUE ? capacity : capacity - channel.size();
    }

    @Override
    public final int drainTo(Collection<? super E> destination) {
        return drainTo(destination, Integer.MAX_VALUE);
    }

    @Override
    public final int drainTo(Collection<? super E> destination, int limit) {
        return channel.drainTo(destination, Math.max(limit, 0));
    }

    @Override
    public final boolean contains(Object wanted) {
        return wanted != null && super.contains(wanted);
    }

    @Override
    public final boolean remove(Object unwanted) {
        return unwanted != null && channel.removeIf(element -> unwanted.equals(element), 1) > 0;
    }

    @Override
    public final boolean removeIf(Predicate<? super E> filter) {
        return channel.removeIf(Objects.requireNonNull(filter, "filter"), Integer.MAX_VALUE) > 0;
    }

    @Override
    public final boolean removeAll(Collection<?> unwanted) {
        Objects.requireNonNull(unwanted, "unwanted");
        return removeIf(element -> unwanted.contains(element));
    }

    @Override
    public final boolean retainAll(Collection<?> wanted) {
        Objects.requireNonNull(wanted, "wanted");
        return removeIf(element -> !wanted.contains(element));
    }

    @Override
    public final void clear() {
        int left = channel.size();
        while (left > 0 && channel.take() != null) {
            left--;
        }
    }

    @Override
    public final Iterator<E> iterator() {
        return channel.elements();
    }

    /** Reports no size, because the size may change at any time. */
    @Override
    public final Spliterator<E> spliterator() {
        return Spliterators.spliteratorUnknownSize(
                iterator(), Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.CONCURRENT);
    }
}
