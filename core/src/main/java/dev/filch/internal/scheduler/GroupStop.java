package dev.filch.internal.scheduler;

import dev.filch.internal.Backoff;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * How a {@link WorkerGroup} stops at once: its threads are interrupted, its workers leave their queues alone, and the
 * queues are emptied. All methods are for any thread.
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

    // Created once, because a stop must not need memory.
    private static final Consumer<Worker> STOP = Worker::stop;
    private static final Consumer<Worker> AWAIT_MOVE = Worker::awaitMove;

    private final WorkerGroup group;
    private final TaskSource source;

    /** Whether a stop has emptied all queues, or has failed to. */
    private boolean drained;

    GroupStop(WorkerGroup group, TaskSource source) {
        this.group = group;
        this.source = source;
    }

    /** Does what {@link WorkerGroup#shutdownNow} says. */
    List<Runnable> stop() {
        // An overflow between the stop of the group and that of its workers would let these go on.
        StackReserve.ensureForIdleStack();
        ArrayList<Runnable> tasks = null;
        OutOfMemoryError noRoomForMore = null;
        try {
            stopWorkers();
            tasks = new ArrayList<>();
            source.drainTo(tasks);
        } catch (OutOfMemoryError failure) {
            noRoomForMore = failure;
        } finally {
            // Workers wait for this, whatever has failed.
            setDrainedRelease(true);
        }
        if (tasks != null) {
            withdraw(tasks);
        }
        if (noRoomForMore != null && (tasks == null || tasks.isEmpty())) {
            throw noRoomForMore;
        }
        return tasks;
    }

    /**
     * Withdraws the futures in a list, and removes those that have been started or cancelled. Counts those that were
     * cancelled before they started. Needs no memory.
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
        // Nothing here needs memory: the threads must leave in any case.
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

    /** Waits until a stop, which has begun, has emptied the queues. */
    void awaitDrained() {
        int spins = 0;
        while (!drainedAcquire()) {
            spins = Backoff.awaitPeer(spins);
        }
    }

    /** Acquire: a thread that reads true sees the queues emptied. */
    private boolean drainedAcquire() {
        return (boolean) DRAINED.getAcquire(this);
    }

    /** Release: see drainedAcquire. */
    private void setDrainedRelease(boolean value) {
        DRAINED.setRelease(this, value);
    }
}
