package dev.filch.internal.scheduler;

import dev.filch.internal.Backoff;
import dev.filch.queue.Injector;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.function.ToLongFunction;

/**
 * The shared queues of one lane. They hold the tasks that threads without a worker submit, and all HIGH and LOW tasks.
 * Each queue is an {@link Injector}, called a shard, and is created when its first task comes. A thread always submits
 * to the same shard, so its tasks stay in order. Workers take from all shards.
 */
final class LaneQueues {

    private static final int MAX_SHARDS = 16;

    private static final VarHandle SHARDS =
            MethodHandles.arrayElementVarHandle(Object[].class).withInvokeExactBehavior();

    /** Stands for each shard that had no task before the lane was closed. */
    private static final Injector<Runnable> CLOSED = new Injector<>();

    /** Stands for each lane that had no task before it was closed. */
    static final LaneQueues CLOSED_LANE = new LaneQueues(1);

    static {
        CLOSED.close();
        CLOSED_LANE.close();
    }

    /** The injectors; null for a shard that has had no task. */
    private final Object[] shards;

    /**
     * Creates the queues.
     *
     * @param parallelism how many workers can run at the same time
     */
    LaneQueues(int parallelism) {
        shards = new Object[Integer.highestOneBit(Math.min(parallelism, MAX_SHARDS))];
    }

    /** Publishes a task by a volatile read-modify-write. Returns false if the lane is closed. */
    boolean offer(Runnable task) {
        // Threads that are started together have consecutive ids, so they get different shards.
        int index = (int) Thread.currentThread().getId() & shards.length - 1;
        Injector<Runnable> shard = shardAcquire(index);
        return (shard == null ? newShard(index) : shard).offer(task);
    }

    private Injector<Runnable> newShard(int index) {
        Injector<Runnable> fresh = new Injector<>();
        return casShardFromNull(index, fresh) ? fresh : shardAcquire(index);
    }

    /** Takes the oldest task of the first shard that has one, from a given shard on. Returns null if all are empty. */
    Runnable poll(int first) {
        for (Injector<Runnable> shard = shardWithWork(first); shard != null; shard = shardWithWork(first)) {
            Runnable task = shard.poll();
            if (task != null) {
                return task;
            }
        }
        return null;
    }

    int count() {
        return shards.length;
    }

    /**
     * Takes the oldest task of the first shard that has one. Does not wait for a submission that is under way. Does not
     * read the tails either, because submitters write to them with each task.
     */
    Runnable tryPoll(int first) {
        for (int i = 0; i < shards.length; i++) {
            Injector<Runnable> shard = shard(first + i);
            Runnable task = shard == null ? null : tryPoll(shard);
            if (task != null) {
                return task;
            }
        }
        return null;
    }

    private static Runnable tryPoll(Injector<Runnable> shard) {
        Runnable task = shard.tryPoll(BatchQueue.CONTENDED);
        int pause = Backoff.START;
        while (task == BatchQueue.CONTENDED) {
            pause = Backoff.pause(pause);
            task = shard.tryPoll(BatchQueue.CONTENDED);
        }
        return task;
    }

    /** The shard with this number, modulo the number of shards; null if it has had no task. */
    Injector<Runnable> shard(int number) {
        return shardAcquire(number & shards.length - 1);
    }

    /** The first shard that has a task, from a given shard on; null if all are empty. */
    Injector<Runnable> shardWithWork(int first) {
        for (int i = 0; i < shards.length; i++) {
            Injector<Runnable> shard = shardVolatile(first + i & shards.length - 1);
            if (shard != null && !shard.isEmpty()) {
                return shard;
            }
        }
        return null;
    }

    boolean isEmpty() {
        return shardWithWork(0) == null;
    }

    void close() {
        for (int i = 0; i < shards.length; i++) {
            if (!casShardFromNull(i, CLOSED)) {
                shardAcquire(i).close();
            }
        }
    }

    void drainTo(ArrayList<Runnable> drained) {
        TaskSource.drain(() -> poll(0), drained);
    }

    long size() {
        return sum(Injector::size);
    }

    /** The number of tasks that were ever added. */
    long added() {
        return sum(Injector::added);
    }

    private long sum(ToLongFunction<Injector<Runnable>> count) {
        long sum = 0;
        for (int i = 0; i < shards.length; i++) {
            Injector<Runnable> shard = shardAcquire(i);
            sum += shard == null ? 0 : count.applyAsLong(shard);
        }
        return sum;
    }

    /** As {@link TaskSource#oldestSubmission(Lane)}. */
    long oldestSubmission() {
        long oldest = Long.MAX_VALUE;
        for (int i = 0; i < shards.length; i++) {
            Injector<Runnable> shard = shardAcquire(i);
            oldest = shard == null ? oldest : Math.min(oldest, TaskSource.oldestSubmission(shard));
        }
        return oldest;
    }

    /** Acquire: the caller sees the shard fully constructed. Checked by GroupScenario:lifo+,1,0,,e,e. */
    @SuppressWarnings("unchecked")
    private Injector<Runnable> shardAcquire(int index) {
        return (Injector<Runnable>) (Object) SHARDS.getAcquire(shards, index);
    }

    /**
     * Volatile: a read of W2 in {@link GroupState}, in one order with the creation of a shard and the change of the
     * group's state. Checked by GroupScenario:lifo+,1,0,,e.
     */
    @SuppressWarnings("unchecked")
    private Injector<Runnable> shardVolatile(int index) {
        return (Injector<Runnable>) (Object) SHARDS.getVolatile(shards, index);
    }

    /** Volatile: see shardVolatile. The JDK has no weaker strong CAS. Checked by GroupScenario:lifo+,1,0,,e. */
    private boolean casShardFromNull(int index, Injector<Runnable> fresh) {
        return SHARDS.compareAndSet(shards, index, (Object) null, (Object) fresh);
    }
}
