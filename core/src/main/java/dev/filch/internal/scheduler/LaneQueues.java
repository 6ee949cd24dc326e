package dev.filch.internal.scheduler;

import dev.filch.queue.Injector;
import java.util.Collection;

/**
 * The queues of one lane for submissions from outside, and for those that no worker keeps: injectors side by side
 * (shards). A thread always submits to the same one, so that its tasks stay in order; workers take from all of them.
 */
final class LaneQueues {

    /** A lane that was not used before it was closed. */
    static final LaneQueues CLOSED = new LaneQueues(1);

    private static final int MAX_SHARDS = 16;

    static {
        CLOSED.close();
    }

    private final Injector<Runnable>[] shards;

    /** For a number of workers that can run at the same time. */
    LaneQueues(int parallelism) {
        shards = newShards(Integer.highestOneBit(Math.min(parallelism, MAX_SHARDS)));
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Injector<Runnable>[] newShards(int count) {
        Injector<Runnable>[] shards = new Injector[count];
        for (int i = 0; i < count; i++) {
            shards[i] = new Injector<>();
        }
        return shards;
    }

    /** Publishes a task by a volatile read-modify-write; false once closed. */
    boolean offer(Runnable task) {
        // Threads that are started together have numbers in sequence, which spreads them best.
        return shards[(int) Thread.currentThread().getId() & shards.length - 1].offer(task);
    }

    /** Takes the oldest task of the first shard that has one, beginning with a given one; null if there is none. */
    Runnable poll(int first) {
        for (int i = 0; i < shards.length; i++) {
            Injector<Runnable> shard = shards[first + i & shards.length - 1];
            Runnable task = shard.isEmpty() ? null : shard.poll();
            if (task != null) {
                return task;
            }
        }
        return null;
    }

    /** The first shard that has a task, beginning with a given one; null if all are empty. */
    Injector<Runnable> shardWithWork(int first) {
        for (int i = 0; i < shards.length; i++) {
            Injector<Runnable> shard = shards[first + i & shards.length - 1];
            if (!shard.isEmpty()) {
                return shard;
            }
        }
        return null;
    }

    boolean isEmpty() {
        return shardWithWork(0) == null;
    }

    void close() {
        for (Injector<Runnable> shard : shards) {
            shard.close();
        }
    }

    void drainTo(Collection<? super Runnable> drained) {
        for (Injector<Runnable> shard : shards) {
            for (Runnable task = shard.poll(); task != null; task = shard.poll()) {
                drained.add(task);
            }
        }
    }

    int size() {
        int size = 0;
        for (Injector<Runnable> shard : shards) {
            size += shard.size();
        }
        return size;
    }
}
