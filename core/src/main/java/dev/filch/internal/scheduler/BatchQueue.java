package dev.filch.internal.scheduler;

import dev.filch.queue.Injector;
import dev.filch.queue.Stealer;
import dev.filch.queue.WorkDeque;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The tasks that a worker of a {@link StealingSource} has taken in batches and not yet started. The worker runs the
 * first task of a batch at once. The others wait here, where thieves can take them, so that none is stuck behind a
 * running task. The deque is created for the first batch.
 */
final class BatchQueue {

    /** The return value after a lost race. */
    static final Runnable CONTENDED = () -> {
        throw new AssertionError("this is not a task");
    };

    private static final VarHandle DEQUE;

    static {
        try {
            DEQUE = MethodHandles.lookup()
                    .findVarHandle(BatchQueue.class, "deque", WorkDeque.class).withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Null until the worker takes its first batch. */
    private WorkDeque<Runnable> deque;

    /** Whether the deque exists. For the worker's thread. */
    boolean isMade() {
        return deque != null;
    }

    /** Takes the oldest task. Returns null if there is none. For the worker's thread. */
    Runnable pop() {
        return deque == null ? null : deque.pop();
    }

    /**
     * Takes the oldest task of a shard, and moves those behind it here, up to {@code limit} tasks in all. Returns null
     * if it takes none, or {@link #CONTENDED} after a lost race. For the worker's thread.
     */
    Runnable takeFrom(Injector<Runnable> shard, int limit, Worker worker) {
        if (!worker.beginMove()) {
            return null;
        }
        try {
            WorkDeque<Runnable> destination = dequeOrNew();
            int before = destination.size();
            Runnable task = shard.tryPollBatch(destination, limit, CONTENDED);
            if (task != null && task != CONTENDED) {
                worker.count(WorkerEvent.BATCH);
                // A lower bound: thieves may have taken some tasks already.
                worker.add(WorkerEvent.BATCHED_TASK, 1 + Math.max(0, destination.size() - before));
            }
            return task;
        } catch (OutOfMemoryError noRoomForMore) {
            return shard.tryPoll(CONTENDED);
        } finally {
            endMove(worker);
        }
    }

    /**
     * Takes the oldest task of another worker, and moves some more here. Returns null if it takes none; may return
     * {@link #CONTENDED} after a lost race. For the worker's thread.
     */
    Runnable takeFrom(Stealer<Runnable> victim, int limit, Worker worker) {
        if (deque == null && victim.size() <= 2) {
            return stealOne(victim, worker);
        }
        if (!worker.beginMove()) {
            return null;
        }
        try {
            return victim.tryStealBatchAndPop(dequeOrNew(), limit, CONTENDED);
        } catch (OutOfMemoryError noRoomForMore) {
            return victim.trySteal(CONTENDED);
        } finally {
            endMove(worker);
        }
    }

    /**
     * Takes the oldest task of another worker. Takes none after a stop, because the victim may still take back the task
     * that it has pushed.
     */
    static Runnable stealOne(Stealer<Runnable> victim, Worker worker) {
        if (!worker.beginMove()) {
            return null;
        }
        try {
            return victim.steal();
        } finally {
            worker.endMove();
        }
    }

    /**
     * Ends the move. If tasks are left here, wakes a worker: a worker that went to sleep during the move may have found
     * them in no queue.
     */
    private void endMove(Worker worker) {
        worker.endMove();
        if (deque != null && !deque.isEmpty()) {
            worker.group().waker().signalBacklog();
        }
    }

    /**
     * See {@link TaskSource#oldestSubmission(Lane)}. The oldest task need not be the first here, because batches come
     * from several queues. For any thread.
     */
    long oldestSubmission() {
        WorkDeque<Runnable> present = dequeVolatile();
        return present == null
                ? Long.MAX_VALUE : TaskSource.submissions(present.stealer()).min().orElse(Long.MAX_VALUE);
    }

    private WorkDeque<Runnable> dequeOrNew() {
        if (deque == null) {
            setDequeVolatile(WorkDeque.fifo());
        }
        return deque;
    }

    /** Acquire: a thief sees the deque fully constructed. Checked by SleepScenario:n,ppp|,n. */
    @SuppressWarnings("unchecked")
    WorkDeque<Runnable> dequeAcquire() {
        return (WorkDeque<Runnable>) DEQUE.getAcquire(this);
    }

    /**
     * Volatile: a read of W2 in {@link GroupState}, in one order with the creation of the deque and the change of the
     * group's state. Checked by SleepScenario:n,ppp|n,z.
     */
    @SuppressWarnings("unchecked")
    WorkDeque<Runnable> dequeVolatile() {
        return (WorkDeque<Runnable>) DEQUE.getVolatile(this);
    }

    /** Volatile: see dequeVolatile. */
    private void setDequeVolatile(WorkDeque<Runnable> made) {
        DEQUE.setVolatile(this, made);
    }
}
