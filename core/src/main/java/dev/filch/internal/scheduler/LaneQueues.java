package dev.filch.internal.scheduler;

import dev.filch.internal.Backoff;
import dev.filch.queue.Injector;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.function.ToLongFunction;

/**
 * The queues of one lane, for submissions from outside and for tasks that no worker keeps. They are injectors side by
 * side (shards), each created when its first task comes. A thread always submits to the same shard, so its tasks stay
 * in order; workers take from all shards.
 */
final class LaneQueues {

    private static final int MAX_SHARDS = 16;

    private static final VarHandle SHARDS =
            MethodHandles.arrayElementVarHandle(Object[].class).withInvokeExactBehavior();

    /** Stands for every shard that was closed before it was used. */
    private static final Injector<Runnable> CLOSED = new Injector<>();

    /** Stands for every lane that was closed before it was used. */
    static final LaneQueues CLOSED_LANE = new LaneQueues(1);

    static {
        CLOSED.close();
        CLOSED_LANE.close();
    }

    /** Injectors; null where no task has come. */
    private final Object[] shards;

    /** Creates the queues for this many workers that can run at the same time. */
    LaneQueues(int parallelism) {
        shards = new Object[Integer.highestOneBit(Math.min(parallelism, MAX_SHARDS))];
    }

    /** Publishes a task by a volatile read-modify-write; false once closed. */
    boolean offer(Runnable task) {
        // Threads that are started together have consecutive ids, which spreads them best.
        int index = (int) Thread.currentThread().getId() & shards.length - 1;
        Injector<Runnable> shard = shardAcquire(index);
        return (shard == null ? newShard(index) : shard).offer(task);
    }

    private Injector<Runnable> newShard(int index) {
        Injector<Runnable> fresh = new Injector<>();
        return casShardFromNull(index, fresh) ? fresh : shardAcquire(index);
    }

    /** Takes the oldest task of the first shard that has one, beginning with a given shard; null if all are empty. */
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
     * Takes the oldest task of the first shard that has one. Waits for no submission under way, and does not read the
     * tails, because submitters write them with each task.
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

    /** The shard with a number, modulo their count; null if no task has come for it. */
    Injector<Runnable> shard(int number) {
        return shardAcquire(number & shards.length - 1);
    }

    /** The first shard that has a task, beginning with a given shard; null if all are empty. */
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

    /** How many tasks were added to the shards. */
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

    /** Acquire: the shard is seen fully constructed. Checked by GroupScenario:lifo+,1,0,,e,e. */
    @SuppressWarnings("unchecked")
    private Injector<Runnable> shardAcquire(int index) {
        return (Injector<Runnable>) (Object) SHARDS.getAcquire(shards, index);
    }

    /**
     * Volatile: in one order with the submission to a new shard and the change of a worker's state. Checked by
     * GroupScenario:lifo+,1,0,,e.
     */
    @SuppressWarnings("unchecked")
    private Injector<Runnable> shardVolatile(int index) {
        return (Injector<Runnable>) (Object) SHARDS.getVolatile(shards, index);
    }

    /** Volatile: see shardVolatile; the JDK has no weaker strong CAS. Checked by GroupScenario:lifo+,1,0,,e. */
    private boolean casShardFromNull(int index, Injector<Runnable> fresh) {
        return SHARDS.compareAndSet(shards, index, (Object) null, (Object) fresh);
    }
}
