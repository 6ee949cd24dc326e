package dev.filch.internal.scheduler;

import dev.filch.internal.Compensator;
import dev.filch.internal.WaiterList;
import java.util.concurrent.RejectedExecutionException;

/**
 * What one thread of a {@link WorkerGroup} does: it has a worker and runs the tasks that the worker finds. While a task
 * blocks, the thread may leave its worker to another thread, and continue without one until the task has ended.
 *
 * <p>All methods are for the thread itself.
 */
final class Carrier extends Compensator implements Runnable {

    private final WorkerGroup group;
    private final int maxClaims;
    private final int shallowClaims;

    /** Set before the thread starts. */
    private Thread thread;

    /** Null while the thread has no worker. */
    private Worker worker;

    /** The innermost future that is being run; null for a task of another kind. */
    private TaskFuture<?> running;

    /**
     * Whether the thread is in a task. Elsewhere the factory and the handler of the user may run, on a thread that must
     * keep its worker.
     */
    private boolean inTask;

    /** How many claimed tasks are nested on the stack. */
    private int claims;

    /** In nanoseconds: how long claimed tasks have run inside the current one. */
    private long claimedNanos;

    Carrier(WorkerGroup group) {
        this.group = group;
        maxClaims = group.settings().maxClaims();
        shallowClaims = group.settings().shallowClaims();
    }

    WorkerGroup group() {
        return group;
    }

    void bindTo(Thread created) {
        thread = created;
    }

    Thread thread() {
        return thread;
    }

    /** The worker that the thread has, or null. */
    Worker worker() {
        return worker;
    }

    @Override
    public void run() {
        if (thread == null) {
            return; // the factory has started its thread itself, so it was refused
        }
        if (Thread.currentThread() != thread) {
            group.handle(Thread.currentThread(), new IllegalStateException("the thread factory's " + thread
                    + " has left its task to another thread, which cannot run it: a worker of "
                    + group.settings().name() + " has no thread"));
            return;
        }
        boolean foreign = !(thread instanceof Compensated);
        try {
            if (foreign) {
                bindIfMemory();
            }
            takeOver(group.carriers().awaitWorker(this));
            while (worker != null && step()) {
                // Each step runs a task, or sleeps.
            }
        } finally {
            if (foreign) {
                unbind();
            }
            group.carriers().leave();
        }
    }

    /** Without memory, the thread goes on as if it did not belong to the pool: its tasks cannot wait for others. */
    private void bindIfMemory() {
        try {
            bind();
        } catch (OutOfMemoryError failure) {
            group.handle(thread, failure);
        }
    }

    /** Runs a task, or sleeps; false if the thread is not needed any more. */
    private boolean step() {
        Runnable task = nextTask();
        if (task != null) {
            runTask(task);
            return worker != null || takeWorkerAfterTask();
        }
        if (group.isOver()) {
            worker.vacate();
            return false;
        }
        return worker.sleep();
    }

    private Runnable nextTask() {
        try {
            return worker.next();
        } catch (Throwable failure) {
            // No exception is expected here. But an error of the JVM must not end a worker.
            group.handle(thread, failure);
            return null;
        }
    }

    private void runTask(Runnable task) {
        clearInterrupt();
        inTask = true;
        boolean ran = true;
        try {
            if (group.settings().measured()) {
                ran = runTimed((TimedTask) task);
            } else {
                ran = runOnce(task);
            }
        } catch (Throwable thrown) {
            group.handle(thread, thrown);
        }
        inTask = false;
        if (ran || TimedTask.submitted(task) instanceof TaskFuture<?> future && future.claimCount()) {
            countExecuted();
        }
    }

    /** An interrupt of the previous task is not meant for the next one, unless the group was stopped. */
    private void clearInterrupt() {
        if (Thread.interrupted() && group.isStopped()) {
            thread.interrupt();
        }
    }

    /** Runs a task; false if it does not count as run, because a waiter has claimed it or it was cancelled. */
    private boolean runOnce(Runnable task) {
        if (!(task instanceof TaskFuture<?> future)) {
            task.run();
            return true;
        }
        if (!future.claimEvenIfWithdrawn(thread)) {
            return false;
        }
        runAsPart(future);
        return future.isQueued();
    }

    /**
     * Runs a future that this thread has claimed, as a part of the task that it is running, if any: a completion
     * service submits such tasks.
     */
    void runAsPart(TaskFuture<?> future) {
        TaskFuture<?> outer = running;
        running = future;
        try {
            future.runClaimed(thread);
        } finally {
            running = outer;
        }
    }

    private boolean runTimed(TimedTask task) {
        if (task.runnable() instanceof TaskFuture<?> future && future.isClaimed()) {
            return false;
        }
        long start = group.clock();
        claimedNanos = 0;
        worker.beginTask(start - task.submitNanos(), start);
        boolean ran = false;
        try {
            ran = runOnce(task.runnable());
            return ran;
        } catch (Throwable thrown) {
            ran = true;
            throw thrown;
        } finally {
            long now = group.clock();
            if (worker != null) {
                worker.idleFrom(now);
            }
            if (ran) {
                recordRun(now - start - claimedNanos);
            }
        }
    }

    private void recordRun(long nanos) {
        if (worker != null) {
            worker.recordRun(nanos);
        } else {
            group.detachedMetrics().recordRunShared(nanos);
        }
    }

    private void countExecuted() {
        if (worker != null) {
            worker.countExecuted();
        } else {
            group.detachedMetrics().countExecutedShared();
        }
    }

    /** After a task in which the thread has lost its worker: takes another one, or waits to be needed. */
    private boolean takeWorkerAfterTask() {
        takeOver(nextWorkerAfterTask());
        return worker != null;
    }

    private Worker nextWorkerAfterTask() {
        Worker taken = takeWorker();
        return taken == null ? group.carriers().awaitWorker(this) : taken;
    }

    /** Takes a worker, after a task has ended without one; null if no worker is free. */
    private Worker takeWorker() {
        Worker taken = group.carriers().takeWorker(thread);
        group.endBlocked();
        return taken;
    }

    /** Takes a worker and begins with what its last thread has handed over. */
    private void takeOver(Worker taken) {
        worker = taken;
        while (worker != null && worker.hasFirst()) {
            runUnlessStarted(worker.takeFirst());
            if (worker == null) {
                worker = nextWorkerAfterTask();
            }
        }
    }

    /**
     * Runs a future that a thread without a worker has handed over. This thread has none either, and was counted as
     * blocked.
     *
     * @return a worker that the thread has taken after the task, or null
     */
    Worker runHandedOver(TaskFuture<?> future) {
        runUnlessStarted(future);
        Worker taken = worker == null ? takeWorker() : worker;
        worker = null;
        return taken;
    }

    /** Runs a future that a waiting thread has handed over, unless another thread has started it or it was listed. */
    private void runUnlessStarted(TaskFuture<?> handedOver) {
        clearInterrupt();
        if (group.isStopped() || !handedOver.claim(thread)) {
            return;
        }
        boolean measured = group.settings().measured();
        long start = measured ? group.clock() : 0;
        claimedNanos = 0;
        if (measured && worker != null) {
            worker.busyFrom(start);
        }
        inTask = true;
        try {
            runAsPart(handedOver);
        } catch (Throwable thrown) {
            group.handle(thread, thrown);
        }
        inTask = false;
        long now = measured ? group.clock() : 0;
        if (measured && worker != null) {
            worker.idleFrom(now);
        }
        countClaimed(handedOver, now - start);
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

    // Waiting inside a task.

    /**
     * Waits for a future of this group, inside one of its tasks. If no thread has started it, this thread runs it, or a
     * spare thread does if too many tasks are nested on this stack. Otherwise this thread parks, and leaves the worker
     * to another thread if possible.
     */
    void await(TaskFuture<?> future) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        try {
            awaitSettled(future);
        } catch (StackOverflowError full) {
            throw tooDeep("which has no room for the wait", full);
        }
    }

    private void awaitSettled(TaskFuture<?> future) throws InterruptedException {
        while (!future.isSettled()) {
            // shutdownNow does not list a future that is in no queue. Such a future must not start either.
            boolean withdrawn = group.isStopped() && !future.isQueued() && future.withdraw();
            if (withdrawn) {
                return;
            }
            if (future.isClaimed()) {
                awaitBlocked(future, WaiterList.NO_DEADLINE);
            } else if (!future.isQueued() && group.mayBlock()) {
                // Only a wrapper of the future is queued, and would end first if this thread claimed the future.
                awaitBlocked(future, WaiterList.NO_DEADLINE);
            } else if (isDeep() && handOver(future)) {
                awaitReplaced(future, WaiterList.NO_DEADLINE);
            } else {
                runInside(future);
            }
        }
    }

    /**
     * Parks until a future is done, or the deadline has passed, and leaves the worker to another thread if possible.
     */
    void awaitBlocked(TaskFuture<?> future, long deadline) throws InterruptedException {
        if (beforeBlocking()) {
            awaitReplaced(future, deadline);
        } else {
            future.awaitUntil(deadline);
        }
    }

    private void awaitReplaced(TaskFuture<?> future, long deadline) throws InterruptedException {
        try {
            future.awaitUntil(deadline);
        } finally {
            afterBlocking();
        }
    }

    /** Whether a spare thread should run the next task, because many are nested on this stack. */
    boolean isDeep() {
        return claims >= shallowClaims;
    }

    /**
     * Makes a spare thread run the future that this thread is about to wait for. The spare thread gets this thread's
     * worker. If this thread has none, because another thread already does its work, the spare thread gets none either.
     *
     * @return false if no spare thread is available; otherwise {@link #afterBlocking} must follow
     */
    boolean handOver(TaskFuture<?> future) {
        if (group.isStopped() || !inTask) {
            return false;
        }
        StackReserve.ensureForWakeUp();
        return worker == null ? handOverAlone(future) : handOverWithWorker(future);
    }

    private boolean handOverWithWorker(TaskFuture<?> future) {
        if (!group.beginBlocked()) {
            return false;
        }
        Worker left = leaveWorker();
        left.beginWith(future);
        if (group.carriers().provideFor(left) == null) {
            return true;
        }
        left.beginWith(null);
        left.occupy(thread);
        returnTo(left);
        return false;
    }

    private boolean handOverAlone(TaskFuture<?> future) {
        // Created before anything is counted, because there may be no memory for it.
        HandOvers.Entry entry = new HandOvers.Entry(future);
        if (!group.beginBlocked()) {
            return false;
        }
        if (group.carriers().provideFor(entry) == null) {
            return true;
        }
        group.endBlocked();
        return false;
    }

    /**
     * Claims a future, and runs it on top of the task that waits for it; does nothing if another thread has started it.
     *
     * @throws RejectedExecutionException if too many tasks are nested on this stack, or it is too short to run any
     */
    void runInside(TaskFuture<?> future) {
        if (claims >= maxClaims && !future.isClaimed() && !future.isSettled()) {
            throw tooDeep("and no spare thread may run it", null);
        }
        try {
            StackReserve.ensure();
        } catch (StackOverflowError full) {
            throw tooDeep("which has no room for another task", full);
        }
        if (claims < maxClaims && future.claim(thread)) {
            runClaimedInside(future);
        }
    }

    private RejectedExecutionException tooDeep(String reason, StackOverflowError full) {
        return new RejectedExecutionException("the task cannot be waited for: " + claims
                + " tasks are nested on the stack of this thread, " + reason, full);
    }

    /** Runs a future that this thread has claimed on top of the task that waits for it. */
    private void runClaimedInside(TaskFuture<?> claimed) {
        TaskFuture<?> outer = running;
        boolean interrupted = outer != null && outer.suspend(thread);
        boolean measured = group.settings().measured();
        long start = measured ? group.clock() : 0;
        long claimedBefore = claimedNanos;
        claimedNanos = 0;
        claims++;
        running = claimed;
        try {
            claimed.runClaimed(thread);
        } finally {
            running = outer;
            claims--;
            // An interrupt of the claimed task ends with it.
            Thread.interrupted();
            if (outer != null && outer.resume(thread) || interrupted || group.isStopped()) {
                thread.interrupt();
            }
        }
        long nanos = measured ? group.clock() - start : 0;
        countClaimed(claimed, nanos);
        claimedNanos = claimedBefore + nanos;
        if (worker != null) {
            worker.queues().discardClaimed(worker);
        }
    }

    /**
     * Leaves the worker to another thread, which is woken or started if there is work.
     *
     * @return false if the thread has no worker, so another thread already does its work, or if as many threads are
     *     blocked as the group may have spares
     */
    @Override
    public boolean beforeBlocking() {
        if (worker == null || !inTask) {
            return false;
        }
        // An overflow after the worker was left would lose it.
        StackReserve.ensureForWakeUps();
        if (!group.beginBlocked()) {
            return false;
        }
        group.wentIdle(leaveWorker().vacate());
        return true;
    }

    private Worker leaveWorker() {
        Worker left = worker;
        if (group.settings().measured()) {
            left.idleFrom(group.clock());
        }
        worker = null;
        return left;
    }

    /**
     * Takes a worker again if one is idle without a thread; otherwise the task continues without a worker. Does nothing
     * if the thread has taken one already, after a wait inside the section that ends now.
     */
    @Override
    public void afterBlocking() {
        if (worker != null) {
            return;
        }
        Worker vacant = group.takeVacant(thread);
        if (vacant != null) {
            returnTo(vacant);
        }
    }

    private void returnTo(Worker taken) {
        worker = taken;
        if (group.settings().measured()) {
            taken.busyFrom(group.clock());
        }
        group.endBlocked();
    }
}
