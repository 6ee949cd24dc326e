package dev.filch.internal.scheduler;

import dev.filch.queue.Injector;
import dev.filch.queue.Stealer;
import dev.filch.queue.WorkDeque;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What one worker of a {@link StealingSource} has taken in batches from a shard, or from another worker. It runs the first
 * task of a batch; the others wait here, open to thieves, so that no task waits for another one that is running. The deque
 * is made for the first batch.
 */
final class BatchQueue {

    /** Stands for a lost race. */
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

    /** Null until the worker has taken a batch. */
    private WorkDeque<Runnable> deque;

    /** Whether a batch was taken before. For the worker's thread. */
    boolean isMade() {
        return deque != null;
    }

    /** The oldest task; null if there is none. For the worker's thread. */
    Runnable pop() {
        return deque == null ? null : deque.pop();
    }

    /** Takes the oldest task of a shard, and moves those behind it here. For the worker's thread. */
    Runnable takeFrom(Injector<Runnable> shard, int limit, Worker worker) {
        if (!worker.beginMove()) {
            return null;
        }
        try {
            return shard.tryPollBatch(dequeOrNew(), limit, CONTENDED);
        } catch (OutOfMemoryError noRoomForMore) {
            return shard.tryPoll(CONTENDED);
        } finally {
            endMove(worker);
        }
    }

    /** Takes the oldest task of another worker, and moves some more here. For the worker's thread. */
    Runnable takeFrom(Stealer<Runnable> victim, int limit, Worker worker) {
        if (deque == null && victim.size() == 1) {
            return victim.trySteal(CONTENDED);
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

    /** Tells sleeping workers of the tasks that were on their way, which were in no queue for a moment. */
    private void endMove(Worker worker) {
        worker.endMove();
        if (deque != null && !deque.isEmpty()) {
            worker.group().waker().signalBacklog();
        }
    }

    private WorkDeque<Runnable> dequeOrNew() {
        if (deque == null) {
            setDequeVolatile(WorkDeque.fifo());
        }
        return deque;
    }

    /** Acquire: a thief finds the deque as it was made. */
    @SuppressWarnings("unchecked")
    WorkDeque<Runnable> dequeAcquire() {
        return (WorkDeque<Runnable>) DEQUE.getAcquire(this);
    }

    /** Volatile: in one order with the first batch and the change of a sleeper's state. */
    @SuppressWarnings("unchecked")
    WorkDeque<Runnable> dequeVolatile() {
        return (WorkDeque<Runnable>) DEQUE.getVolatile(this);
    }

    /** Volatile: see dequeVolatile. */
    private void setDequeVolatile(WorkDeque<Runnable> made) {
        DEQUE.setVolatile(this, made);
    }
}
