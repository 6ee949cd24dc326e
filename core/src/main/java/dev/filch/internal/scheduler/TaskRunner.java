package dev.filch.internal.scheduler;

/**
 * Runs the tasks of one {@link Carrier}, one at a time or nested. It counts them, takes their times, and lets no
 * interrupt reach a task that it was not meant for.
 *
 * <p>All methods are for the carrier's thread.
 */
final class TaskRunner {

    private final Carrier carrier;
    private final WorkerGroup group;

    /** The innermost future that is being run; null for a task of another kind. */
    private TaskFuture<?> running;

    /** Whether the thread is in a task. Elsewhere the factory and the handler of the user may run. */
    private boolean inTask;

    /** How many claimed tasks are nested on the stack. */
    private int claims;

    /** In nanoseconds: how long claimed tasks have run inside the current one. */
    private long claimedNanos;

    TaskRunner(Carrier carrier) {
        this.carrier = carrier;
        group = carrier.group();
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
        clearInterrupt();
        inTask = true;
        boolean ran = true;
        Throwable thrown = null;
        try {
            if (group.settings().measured()) {
                ran = runTimed((TimedTask) task);
            } else {
                ran = runOnce(task);
            }
        } catch (Throwable failure) {
            thrown = failure;
        }
        inTask = false;
        if (thrown != null) {
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
        boolean measured = group.settings().measured();
        long start = measured ? group.clock() : 0;
        claimedNanos = 0;
        if (measured && carrier.worker() != null) {
            carrier.worker().busyFrom(start);
        }
        inTask = true;
        Throwable thrown = null;
        try {
            runAsPart(handedOver);
        } catch (Throwable failure) {
            thrown = failure;
        }
        inTask = false;
        if (thrown != null) {
            group.handle(carrier.thread(), thrown);
        }
        long now = measured ? group.clock() : 0;
        if (measured && carrier.worker() != null) {
            carrier.worker().idleFrom(now);
        }
        countClaimed(handedOver, now - start);
    }

    /** Runs a future that this thread has claimed, on top of the task that waits for it. */
    void runInside(TaskFuture<?> claimed) {
        TaskFuture<?> outer = running;
        boolean interrupted = suspend(outer);
        boolean measured = group.settings().measured();
        long start = measured ? group.clock() : 0;
        long claimedBefore = claimedNanos;
        claimedNanos = 0;
        claims++;
        running = claimed;
        try {
            claimed.runClaimed(carrier.thread());
        } finally {
            running = outer;
            claims--;
            // An interrupt of the claimed task ends with it.
            Thread.interrupted();
            if (resume(outer) || interrupted || group.isStopped()) {
                carrier.thread().interrupt();
            }
        }
        long nanos = measured ? group.clock() - start : 0;
        countClaimed(claimed, nanos);
        claimedNanos = claimedBefore + nanos;
    }

    /**
     * Runs a future that this thread has claimed, as a part of the task that it is running, if any: a completion
     * service submits such tasks.
     */
    void runAsPart(TaskFuture<?> future) {
        TaskFuture<?> outer = running;
        if (outer != null) {
            future.setOuter(outer);
        }
        running = future;
        try {
            future.runClaimed(carrier.thread());
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
            carrier.thread().interrupt();
        }
    }

    /** Runs a task; false if it does not count as run, because a waiter has claimed it or it was cancelled. */
    private boolean runOnce(Runnable task) {
        if (!(task instanceof TaskFuture<?> future)) {
            task.run();
            return true;
        }
        if (!future.claimEvenIfWithdrawn(carrier.thread())) {
            return false;
        }
        runAsPart(future);
        return future.isQueued();
    }

    private boolean runTimed(TimedTask task) {
        if (task.runnable() instanceof TaskFuture<?> future && future.isClaimed()) {
            return false;
        }
        long start = group.clock();
        claimedNanos = 0;
        carrier.worker().beginTask(start - task.submitNanos(), start);
        boolean ran = false;
        try {
            ran = runOnce(task.runnable());
            return ran;
        } catch (Throwable thrown) {
            ran = true;
            throw thrown;
        } finally {
            long now = group.clock();
            if (carrier.worker() != null) {
                carrier.worker().idleFrom(now);
            }
            if (ran) {
                recordRun(now - start - claimedNanos);
            }
        }
    }

    /** Counts a future that this thread has claimed and run, if it was queued itself. */
    private void countClaimed(TaskFuture<?> future, long nanos) {
        if (!future.isQueued()) {
            return;
        }
        if (group.settings().measured()) {
            recordRun(nanos - claimedNanos);
        }
        countExecuted();
    }

    private void recordRun(long nanos) {
        Worker worker = carrier.worker();
        if (worker != null) {
            worker.recordRun(nanos);
        } else {
            group.detachedMetrics().recordRunShared(nanos);
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
