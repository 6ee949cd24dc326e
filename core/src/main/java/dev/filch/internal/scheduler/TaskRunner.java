package dev.filch.internal.scheduler;

import java.util.function.Consumer;

/**
 * Runs the tasks of one {@link Carrier}, one at a time or nested. It counts them, takes their times, and lets no
 * interrupt reach a task that it was not meant for.
 *
 * <p>All methods are for the carrier's thread.
 */
final class TaskRunner {

    private final Carrier carrier;
    private final WorkerGroup group;

    /** Null if nothing is told of tasks. */
    private final Hooks hooks;

    /** The innermost future that is being run; null for a task of another kind. */
    private TaskFuture<?> running;

    /** Whether the thread is in a task. Elsewhere the factory and the handler of the user may run. */
    private boolean inTask;

    /** How many claimed tasks are nested on the stack. */
    private int claims;

    /** Null if any number of tasks may be queued. */
    private final Admission admission;

    /** If so, each claimed task is timed: its time is no part of the run time of the task that waits for it. */
    private final boolean takesTimes;

    /** In nanoseconds: how long claimed tasks have run inside the current one. */
    private long claimedNanos;

    TaskRunner(Carrier carrier) {
        this.carrier = carrier;
        group = carrier.group();
        hooks = group.settings().hooks();
        admission = group.admission();
        takesTimes = group.settings().takesTimes();
    }

    /**
     * Whether the thread is in a task, and so may leave its worker. The factory and the handler of the user also run on
     * this thread, at moments when it must keep its worker, or take none.
     */
    boolean isInTask() {
        return inTask;
    }

    /** Makes the thread count as in no task until {@link #resumeTask}: the factory or the handler may be called. */
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

    /** Runs a future that a waiting thread handed over, unless it was started or cancelled, or the group stopped. */
    void runHandedOver(TaskFuture<?> handedOver) {
        clearInterrupt();
        if (group.isStopped() || !handedOver.claim(carrier.thread())) {
            return;
        }
        group.submissions().noteClaimed(handedOver, carrier.worker());
        if (carrier.worker() != null) {
            carrier.worker().noteBusy();
        }
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
        countClaimed(handedOver, failed, takesTimes ? group.clock() - start : 0);
    }

    /** Runs a future that this thread has claimed, on top of the task that waits for it. */
    void runInside(TaskFuture<?> claimed) {
        group.submissions().noteClaimed(claimed, carrier.worker());
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
            running = outer;
            claims--;
            // An interrupt of the claimed task ends with it.
            Thread.interrupted();
            if (resume(outer) || interrupted || group.isStopped()) {
                interruptSelf();
            }
        }
        long nanos = takesTimes ? group.clock() - start : 0;
        countClaimed(claimed, failed, nanos);
        claimedNanos = claimedBefore + nanos;
    }

    /**
     * Runs a future that this thread has claimed, as a part of the task that it is running, if any: a completion
     * service submits such tasks.
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

    /** Makes interrupts miss a future, and those it is a part of; true if this thread has been interrupted already. */
    private boolean suspend(TaskFuture<?> innermost) {
        boolean interrupted = false;
        for (TaskFuture<?> part = innermost; part != null; part = part.outer()) {
            interrupted |= part.suspend(carrier.thread());
        }
        return interrupted;
    }

    /** Undoes {@link #suspend}; true if one of the futures was cancelled meanwhile, with an interrupt. */
    private boolean resume(TaskFuture<?> innermost) {
        boolean interrupted = false;
        for (TaskFuture<?> part = innermost; part != null; part = part.outer()) {
            interrupted |= part.resume(carrier.thread());
        }
        return interrupted;
    }

    /** An interrupt of the previous task is not meant for the next one, unless the group was stopped. */
    private void clearInterrupt() {
        if (Thread.interrupted() && group.isStopped()) {
            interruptSelf();
        }
    }

    private void interruptSelf() {
        group.carriers().interrupt(carrier.thread());
    }

    /** Runs a task; false if it does not count as run, because a waiter has claimed it or it was cancelled. */
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
            // The future's first entry is still in a queue.
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
                tell(told -> told.beforeTask(task));
            } catch (OutOfMemoryError noMemory) {
                // The task must run all the same.
                group.handle(carrier.thread(), noMemory);
            }
        }
    }

    private void after(Runnable task, Throwable thrown) {
        if (hooks != null) {
            try {
                tell(told -> told.afterTask(task, thrown));
            } catch (OutOfMemoryError noMemory) {
                group.handle(carrier.thread(), noMemory);
            }
        }
    }

    /** Calls a hook, which is a part of no task. */
    private void tell(Consumer<Hooks> event) {
        boolean wasInTask = inTask;
        inTask = false;
        group.tell(event);
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
        Object run = group.flight().beginRun(group, task);
        boolean ran = true;
        try {
            ran = runOnce(task.runnable());
            return ran;
        } finally {
            if (ran) {
                recordRun(task.lane(), group.clock() - start - claimedNanos);
                if (run != null) {
                    group.flight().endRun(run);
                }
            }
        }
    }

    /** Counts a future that this thread has claimed and run, if it was queued itself. */
    private void countClaimed(TaskFuture<?> future, boolean failed, long nanos) {
        if (!future.isQueued()) {
            return;
        }
        if (group.measurements().timesNext()) {
            recordRun(future.lane(), nanos - claimedNanos);
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
