package dev.filch.internal.scheduler;

import java.util.function.Consumer;

/**
 * Runs the tasks of one {@link Carrier}. A task may be nested in another one, which waits for it or has submitted it.
 * The runner counts and times the tasks, and ensures that an interrupt reaches only the task for which it was meant.
 *
 * <p>All methods are for the carrier's thread.
 */
final class TaskRunner {

    private final Carrier carrier;
    private final WorkerGroup group;

    /** Null if there are none. */
    private final Hooks hooks;

    /** The innermost future that this thread is running; null if the innermost task is not a future. */
    private TaskFuture<?> running;

    /** Whether the thread is in a task. If not, it may be in the user's thread factory, handler or hooks. */
    private boolean inTask;

    /** How many claimed tasks are nested on the stack. */
    private int claims;

    /** Null if the queues are unbounded. */
    private final Admission admission;

    /** Whether tasks are timed. If so, every claimed task is: the task that waits for it must not count its time. */
    private final boolean takesTimes;

    /** In nanoseconds: how long claimed tasks have run nested in the current one. */
    private long claimedNanos;

    TaskRunner(Carrier carrier) {
        this.carrier = carrier;
        group = carrier.group();
        hooks = group.settings().hooks();
        admission = group.admission();
        takesTimes = group.settings().takesTimes();
    }

    /**
     * Whether the thread is in a task, and so may leave its worker. The user's thread factory, handler and hooks also
     * run on this thread, at moments when it must keep its worker, or must not take one.
     */
    boolean isInTask() {
        return inTask;
    }

    /** Makes {@link #isInTask} false until {@link #resumeTask}, because the user's factory or handler may be called. */
    void suspendTask() {
        inTask = false;
    }

    void resumeTask() {
        inTask = true;
    }

    int claims() {
        return claims;
    }

    /** Runs a task that the worker has taken from a queue. */
    void run(Runnable task) {
        if (admission != null) {
            admission.noteTaken(task, carrier.worker());
        }
        clearInterrupt();
        inTask = true;
        boolean ran = true;
        Throwable thrown = null;
        try {
            ran = takesTimes && task instanceof TimedTask timed ? runTimed(timed) : runOnce(task);
        } catch (Throwable failure) {
            thrown = failure;
        }
        inTask = false;
        if (thrown != null) {
            countFailure();
            group.handle(carrier.thread(), thrown);
        }
        if (ran || TimedTask.submitted(task) instanceof TaskFuture<?> future && future.claimCount()) {
            countExecuted();
        }
    }

    /**
     * Runs a future that a waiting thread has handed over, unless it was started or cancelled, or the group stopped.
     */
    void runHandedOver(TaskFuture<?> handedOver) {
        clearInterrupt();
        if (group.isStopped() || !handedOver.claim(carrier.thread())) {
            return;
        }
        group.submissions().noteClaimed(handedOver, carrier.worker());
        if (carrier.worker() != null) {
            carrier.worker().noteBusy();
        }
        Lane timedLane = laneIfTimed(handedOver);
        Object run = beginRun(handedOver, timedLane);
        long start = takesTimes ? group.clock() : 0;
        claimedNanos = 0;
        inTask = true;
        boolean failed = false;
        Throwable thrown = null;
        try {
            before(handedOver);
            failed = runAsPart(handedOver);
            after(handedOver, null);
        } catch (Throwable failure) {
            thrown = failure;
        }
        inTask = false;
        if (thrown != null) {
            group.handle(carrier.thread(), thrown);
        }
        long nanos = takesTimes ? group.clock() - start : 0;
        endRun(run);
        countClaimed(handedOver, timedLane, failed, nanos);
    }

    /** Runs a future that this thread has claimed, nested in the task that waits for it. */
    void runInside(TaskFuture<?> claimed) {
        group.submissions().noteClaimed(claimed, carrier.worker());
        Lane timedLane = laneIfTimed(claimed);
        Object run = beginRun(claimed, timedLane);
        TaskFuture<?> outer = running;
        boolean interrupted = suspend(outer);
        long start = takesTimes ? group.clock() : 0;
        long claimedBefore = claimedNanos;
        claimedNanos = 0;
        claims++;
        running = claimed;
        boolean failed = false;
        try {
            before(claimed);
            failed = claimed.runClaimed(carrier.thread());
            after(claimed, null);
        } finally {
            claims--;
            continueWith(outer, interrupted);
        }
        long nanos = takesTimes ? group.clock() - start : 0;
        endRun(run);
        countClaimed(claimed, timedLane, failed, nanos);
        claimedNanos = claimedBefore + nanos;
    }

    /**
     * Runs a task nested in the current one, which has submitted it to a full group. An interrupt that is meant for the
     * current task is delivered after the nested one. The caller has called {@link StackReserve#ensure}.
     *
     * @param submitted a future that this thread has started, or another task
     */
    void runSubmitted(Runnable submitted) {
        TaskFuture<?> outer = running;
        boolean suspended = suspend(outer);
        boolean interrupted = Thread.interrupted() || suspended;
        if (interrupted && group.isStopped()) {
            interruptSelf();
        }
        running = null;
        try {
            if (submitted instanceof TaskFuture<?> future) {
                runAsPart(future);
            } else {
                submitted.run();
            }
        } finally {
            continueWith(outer, interrupted);
        }
    }

    /** Continues with a task after a nested one. An interrupt of the nested task does not outlast it. */
    private void continueWith(TaskFuture<?> outer, boolean interrupted) {
        running = outer;
        Thread.interrupted();
        if (resume(outer) || interrupted || group.isStopped()) {
            interruptSelf();
        }
    }

    /**
     * Runs a future that this thread has claimed. If the thread is in a future already, the new one is a part of it: a
     * completion service, for example, submits a future that runs another one.
     *
     * @return whether the task has failed
     */
    boolean runAsPart(TaskFuture<?> future) {
        TaskFuture<?> outer = running;
        if (outer != null) {
            future.setOuter(outer);
        }
        running = future;
        try {
            return future.runClaimed(carrier.thread());
        } finally {
            running = outer;
            if (outer != null) {
                future.setOuter(null);
            }
        }
    }

    /**
     * Suspends a future and those that it is a part of: their cancellation no longer interrupts this thread. Returns
     * true if it has interrupted the thread before.
     */
    private boolean suspend(TaskFuture<?> innermost) {
        boolean interrupted = false;
        for (TaskFuture<?> part = innermost; part != null; part = part.outer()) {
            interrupted |= part.suspend(carrier.thread());
        }
        return interrupted;
    }

    /** Undoes {@link #suspend}; true if one of the futures was cancelled with an interrupt in between. */
    private boolean resume(TaskFuture<?> innermost) {
        boolean interrupted = false;
        for (TaskFuture<?> part = innermost; part != null; part = part.outer()) {
            interrupted |= part.resume(carrier.thread());
        }
        return interrupted;
    }

    /**
     * Clears an interrupt that was meant for the previous task. If the group was stopped, it is meant for all tasks.
     */
    private void clearInterrupt() {
        if (Thread.interrupted() && group.isStopped()) {
            interruptSelf();
        }
    }

    private void interruptSelf() {
        group.carriers().interrupt(carrier.thread());
    }

    /** Runs a task; false if the task must not be counted here, because another thread has claimed or cancelled it. */
    private boolean runOnce(Runnable task) {
        TaskFuture<?> future = RepeatedFuture.futureOf(task, admission != null);
        if (future == null) {
            runPlain(task);
            return true;
        }
        if (!future.claimTaken(carrier.thread(), group)) {
            return false;
        }
        if (future != task) {
            // This entry is a RepeatedFuture. The future's first entry, which has the future's credit, is still queued.
            future.noteStart();
        }
        before(future);
        boolean failed = runAsPart(future);
        after(future, null);
        if (!future.isQueued()) {
            return false;
        }
        if (failed) {
            countFailure();
        }
        return true;
    }

    private void runPlain(Runnable task) {
        if (hooks == null) {
            task.run();
            return;
        }
        Runnable submitted = TimedTask.submitted(task);
        before(submitted);
        Throwable thrown = null;
        try {
            task.run();
        } catch (Throwable failure) {
            thrown = failure;
            throw failure;
        } finally {
            after(submitted, thrown);
        }
    }

    private void before(Runnable task) {
        if (hooks != null) {
            try {
                callHook(target -> target.beforeTask(task));
            } catch (OutOfMemoryError noMemory) {
                // There is no memory for the lambda. The task must run all the same.
                group.handle(carrier.thread(), noMemory);
            }
        }
    }

    private void after(Runnable task, Throwable thrown) {
        if (hooks != null) {
            try {
                callHook(target -> target.afterTask(task, thrown));
            } catch (OutOfMemoryError noMemory) {
                group.handle(carrier.thread(), noMemory);
            }
        }
    }

    /** Calls a hook, which is not a part of the task. */
    private void callHook(Consumer<Hooks> event) {
        boolean wasInTask = inTask;
        inTask = false;
        group.callHook(event);
        inTask = wasInTask;
    }

    private boolean runTimed(TimedTask task) {
        TaskFuture<?> future = RepeatedFuture.futureOf(task.runnable(), admission != null);
        if (future != null && future.isClaimed()) {
            return false;
        }
        long start = group.clock();
        claimedNanos = 0;
        if (carrier.worker() != null) {
            carrier.worker().recordWait(task.lane(), start - task.submitNanos());
        } else {
            group.detachedMetrics().recordWaitShared(task.lane(), start - task.submitNanos());
        }
        if (task.waitEvent() != null) {
            group.flight().endWait(task.waitEvent(), group, task);
        }
        Object run = beginRun(task, task.lane());
        boolean ran = true;
        try {
            ran = runOnce(task.runnable());
            return ran;
        } finally {
            if (ran) {
                recordRun(task.lane(), group.clock() - start - claimedNanos);
                endRun(run);
            }
        }
    }

    /** The lane of a future that this thread has claimed; null if the future's run is not timed. */
    private Lane laneIfTimed(TaskFuture<?> claimed) {
        return group.measurements().timesNext() ? claimed.lane() : null;
    }

    /** Begins the flight recorder's event for a run. Returns null if none is recorded, or if {@code lane} is null. */
    private Object beginRun(Runnable task, Lane lane) {
        return lane == null ? null : group.flight().beginRun(group, task, lane);
    }

    private void endRun(Object event) {
        if (event != null) {
            group.flight().endRun(event);
        }
    }

    /**
     * Counts a future that this thread has claimed and run, if the future itself was queued.
     *
     * @param timedLane the result of {@link #laneIfTimed} before the run
     */
    private void countClaimed(TaskFuture<?> future, Lane timedLane, boolean failed, long nanos) {
        if (!future.isQueued()) {
            return;
        }
        if (timedLane != null) {
            recordRun(timedLane, nanos - claimedNanos);
        }
        if (failed) {
            countFailure();
        }
        countExecuted();
    }

    private void recordRun(Lane lane, long nanos) {
        Worker worker = carrier.worker();
        if (worker != null) {
            worker.recordRun(lane, nanos);
        } else {
            group.detachedMetrics().recordRunShared(lane, nanos);
        }
    }

    private void countFailure() {
        Worker worker = carrier.worker();
        if (worker != null) {
            worker.count(WorkerEvent.FAILURE);
        } else {
            group.detachedMetrics().countShared(WorkerEvent.FAILURE);
        }
    }

    private void countExecuted() {
        Worker worker = carrier.worker();
        if (worker != null) {
            worker.countExecuted();
        } else {
            group.detachedMetrics().countExecutedShared();
        }
    }
}
