package dev.filch.internal.scheduler;

import dev.filch.internal.Backoff;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;

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

    /** Removes from a list the futures that have been started or cancelled. Needs no memory. */
    private void withdraw(ArrayList<Runnable> tasks) {
        int kept = 0;
        for (int i = 0; i < tasks.size(); i++) {
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
        group.forEachWorker(Worker::stop);
        source.close();
        group.carriers().interruptAll();
        group.end();
        group.forEachWorker(Worker::awaitMove);
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
