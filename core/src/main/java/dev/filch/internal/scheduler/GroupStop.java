package dev.filch.internal.scheduler;

import dev.filch.internal.Backoff;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Stops a {@link WorkerGroup} at once: interrupts its threads, makes its workers leave their queues alone, and empties
 * the queues. All methods are for any thread.
 */
final class GroupStop {

    private static final VarHandle DRAINED;

    static {
        try {
            DRAINED = MethodHandles.lookup()
                    .findVarHandle(GroupStop.class, "drained", boolean.class).withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    // Created once, so that a stop allocates nothing.
    private static final Consumer<Worker> STOP = Worker::stop;
    private static final Consumer<Worker> AWAIT_MOVE = Worker::awaitMove;

    private final WorkerGroup group;
    private final TaskSource source;

    /** Whether a stop has emptied the queues, or has failed to. */
    private boolean drained;

    GroupStop(WorkerGroup group, TaskSource source) {
        this.group = group;
        this.source = source;
    }

    /** See {@link WorkerGroup#shutdownNow}. */
    List<Runnable> stop() {
        // If the stack overflowed after the group was stopped and before its workers were, they would continue.
        StackReserve.ensureForIdleStack();
        ArrayList<Runnable> tasks = null;
        OutOfMemoryError outOfMemory = null;
        try {
            stopWorkers();
            tasks = new ArrayList<>();
            source.drainTo(tasks);
        } catch (OutOfMemoryError failure) {
            outOfMemory = failure;
        } finally {
            // Workers wait for this, even if a step before has failed.
            setDrainedRelease(true);
        }
        if (tasks != null) {
            withdraw(tasks);
        }
        if (outOfMemory != null && (tasks == null || tasks.isEmpty())) {
            throw outOfMemory;
        }
        return tasks;
    }

    /**
     * Withdraws the futures in a list. Removes those that have been started or cancelled, and counts those that were
     * cancelled before they started. Allocates nothing.
     */
    private void withdraw(ArrayList<Runnable> tasks) {
        int kept = 0;
        for (int i = 0; i < tasks.size(); i++) {
            group.submissions().noteTaken(tasks.get(i), null);
            Runnable submitted = TimedTask.submitted(tasks.get(i));
            if (!(submitted instanceof TaskFuture<?> future) || future.withdraw()) {
                tasks.set(kept, submitted);
                kept++;
            } else if (future.claimCount()) {
                group.detachedMetrics().countExecutedShared();
            }
        }
        for (int last = tasks.size() - 1; last >= kept; last--) {
            tasks.remove(last);
        }
    }

    private void stopWorkers() {
        // Nothing here allocates: the threads must leave even if memory has run out.
        group.state().advanceTo(GroupState.STOPPED);
        group.forEachWorker(STOP);
        source.close();
        group.carriers().interruptAll();
        group.end();
        group.forEachWorker(AWAIT_MOVE);
        if (group.guard() != null) {
            group.guard().awaitTaken();
        }
    }

    /** Waits until a stop that has begun has emptied the queues. */
    void awaitDrained() {
        int spins = 0;
        while (!drainedAcquire()) {
            spins = Backoff.awaitPeer(spins);
        }
    }

    /** Acquire: a thread that reads true sees the queues empty. */
    private boolean drainedAcquire() {
        return (boolean) DRAINED.getAcquire(this);
    }

    /** Release: see drainedAcquire. */
    private void setDrainedRelease(boolean value) {
        DRAINED.setRelease(this, value);
    }
}
