package dev.filch.stress.cores.work;

import java.util.Queue;
import java.util.function.Supplier;

/** A set of queues. A producer always uses the same queue; a consumer polls all of them, its own first. */
final class Shards<E> extends OfferAndPoll<E> implements PerThread<E> {

    private final Queue<E>[] shards;
    private final int own;

    @SuppressWarnings("unchecked")
    Shards(int count, Supplier<Queue<E>> factory) {
        shards = (Queue<E>[]) new Queue<?>[count];
        for (int i = 0; i < count; i++) {
            shards[i] = factory.get();
        }
        own = 0;
    }

    private Shards(Queue<E>[] shards, int own) {
        this.shards = shards;
        this.own = own;
    }

    @Override
    public Shards<E> of(int thread) {
        return new Shards<>(shards, thread % shards.length);
    }

    @Override
    public boolean offer(E element) {
        return shards[own].offer(element);
    }

    @Override
    public E poll() {
        for (int i = 0; i < shards.length; i++) {
            E element = shards[(own + i) % shards.length].poll();
            if (element != null) {
                return element;
            }
        }
        return null;
    }
}
