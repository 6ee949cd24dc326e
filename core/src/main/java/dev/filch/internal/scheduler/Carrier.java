package dev.filch.internal.scheduler;

import dev.filch.internal.Compensator;
import dev.filch.internal.WaiterList;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.RejectedExecutionException;

/**
 * What one thread of a {@link WorkerGroup} does: it has a worker and runs the tasks that the worker finds. While a task
 * blocks, the thread may leave its worker to another thread, and continue without one until the task has ended.
 *
 * <p>All methods are for the thread itself.
 */
final class Carrier extends Compensator implements Runnable {

    private static final VarHandle ENTERED;

    static {
        try {
            ENTERED = MethodHandles.lookup()
                    .findVarHandle(Carrier.class, "entered", boolean.class).withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Whether a thread has come. */
    private boolean entered;

    private final WorkerGroup group;
    private final int maxClaims;
    private final int shallowClaims;
    private final TaskRunner runner;

    /** Set before the thread starts. */
    private Thread thread;

    /** Null while the thread has no worker. */
    private Worker worker;

    /** Whether the task is in a section that may block. Then the thread has no worker, and takes none. */
    private boolean inSection;

    /** The future that this thread waits for and has handed over without a worker; null if there is none. */
    private HandOvers.Entry handedOver;

    Carrier(WorkerGroup group) {
        this.group = group;
        maxClaims = group.settings().maxClaims();
        shallowClaims = group.settings().shallowClaims();
        runner = new TaskRunner(this);
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

    TaskRunner runner() {
        return runner;
    }

    @Override
    public void run() {
        if (thread == null) {
            return; // the factory has started its thread itself, so it was refused
        }
        boolean isFirst = casEntered(false, true);
        if (Thread.currentThread() != thread) {
            refuse(isFirst);
            return;
        }
        if (!isFirst) {
            return; // another thread came first, so this one does not count any more
        }
        boolean foreign = !(thread instanceof Compensated);
        try {
            if (foreign) {
                bindIfMemory();
            }
            group.callHook(Hooks::threadStarted);
            takeOver(group.carriers().awaitWorker(this));
            while (worker != null && step()) {
                // Each step runs a task, or sleeps.
            }
        } finally {
            group.callHook(Hooks::threadEnded);
            if (foreign) {
                unbind();
            }
            group.carriers().leave();
        }
    }

    /** Reports that a wrong thread has come; if the right one has not, it counts as one that could not be started. */
    private void refuse(boolean isFirst) {
        IllegalStateException failure = new IllegalStateException("the thread factory's " + thread
                + " must itself run the Runnable given to the factory, but " + Thread.currentThread() + " did");
        if (isFirst) {
            group.waker().noteMissingThread(failure);
            group.carriers().leave();
        } else {
            group.handle(Thread.currentThread(), failure);
        }
    }

    /** Without memory, the thread goes on unbound: a task on it that waits for another one keeps its worker. */
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
            runner.run(task);
            return worker != null || takeWorkerAfterTask();
        }
        if (group.isOver()) {
            worker.vacate();
            return false;
        }
        return sleep();
    }

    /**
     * Sleeps; false if the thread has lost the worker. Meanwhile the thread has none, because the handler of the user
     * may submit a task on it: a shutdown may overlook what is pushed into the queue of an idle worker.
     */
    private boolean sleep() {
        Worker sleeper = worker;
        worker = null;
        if (!sleeper.sleep()) {
            return false;
        }
        worker = sleeper;
        return true;
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
        group.quiescence().endBlocked();
        return taken;
    }

    /** Takes a worker and begins with what its last thread has handed over. */
    private void takeOver(Worker taken) {
        worker = taken;
        // A task whose stack has overflowed may have left its section open.
        inSection = false;
        while (worker != null && worker.hasFirst()) {
            runner.runHandedOver(worker.takeFirst());
            if (worker == null) {
                worker = nextWorkerAfterTask();
            }
        }
    }

    /**
     * Runs a future that a thread without a worker has handed over. This thread has none either, and was counted as
     * blocked.
     *
     * @return a worker that the thread has taken during or after the task, or null
     */
    Worker runWithoutWorker(TaskFuture<?> future) {
        runner.runHandedOver(future);
        return takeWorkerAfterDetached();
    }

    /**
     * Runs queued tasks without a worker, as long as no worker is free. The thread was counted as blocked.
     *
     * @return as {@link #runWithoutWorker} does
     */
    Worker runQueuedTasks(StarvationGuard guard) {
        Runnable task = guard.nextTask();
        while (task != null) {
            runner.run(task);
            task = worker == null ? guard.nextTask() : null;
        }
        return takeWorkerAfterDetached();
    }

    private Worker takeWorkerAfterDetached() {
        Worker taken = worker == null ? takeWorker() : worker;
        worker = null;
        return taken;
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
            if (future.isClaimed() || future.isQueuedElsewhere()) {
                awaitBlocked(future, WaiterList.NO_DEADLINE);
            } else if (!future.isQueued() && inSection && group.quiescence().mayBlock()) {
                // Only a wrapper of the future is queued. If this thread ran the future, that would be done before its
                // wrapper. This is done only if no spare thread can run the wrapper. In a section, this thread has left
                // its worker already.
                future.awaitUntil(WaiterList.NO_DEADLINE);
            } else if (!future.isQueued() && beforeWait()) {
                awaitReplaced(future, WaiterList.NO_DEADLINE);
            } else if (isDeep() && handOver(future)) {
                awaitReplaced(future, WaiterList.NO_DEADLINE);
            } else {
                runInside(future);
            }
        }
    }

    /**
     * Waits for a future of this group for a limited time, inside one of its tasks. Parks, and leaves the worker to
     * another thread if possible.
     */
    void awaitUntil(TaskFuture<?> future, long deadline) throws InterruptedException {
        try {
            awaitBlocked(future, deadline);
        } catch (StackOverflowError full) {
            throw tooDeep("which has no room for the wait", full);
        }
    }

    private void awaitBlocked(TaskFuture<?> future, long deadline) throws InterruptedException {
        if (beforeWait()) {
            awaitReplaced(future, deadline);
        } else {
            future.awaitUntil(deadline);
        }
    }

    private void awaitReplaced(TaskFuture<?> future, long deadline) throws InterruptedException {
        try {
            future.awaitUntil(deadline);
        } finally {
            afterWait();
        }
    }

    /** Whether a spare thread should run the next task, because many are nested on this stack. */
    boolean isDeep() {
        return runner.claims() >= shallowClaims;
    }

    /**
     * Makes a spare thread run the future that this thread is about to wait for. The spare thread gets this thread's
     * worker. If this thread has none, because another thread already does its work, the spare thread gets none either.
     *
     * @return false if no spare thread is available; otherwise {@link #afterWait} must follow
     */
    boolean handOver(TaskFuture<?> future) {
        if (group.isStopped() || !runner.isInTask()) {
            return false;
        }
        StackReserve.ensureForIdleStack();
        // Created before anything is counted, because there may be no memory for it.
        HandOvers.Entry entry = worker == null ? new HandOvers.Entry(future) : null;
        if (!group.quiescence().beginBlocked()) {
            return false;
        }
        runner.suspendTask();
        try {
            return entry == null ? handOverWithWorker(future) : handOverAlone(entry);
        } finally {
            runner.resumeTask();
        }
    }

    private boolean handOverWithWorker(TaskFuture<?> future) {
        Worker left = leaveWorker();
        left.beginWith(future);
        Throwable failure = group.carriers().provideFor(left);
        if (failure == null) {
            return true;
        }
        if (!left.occupyIfWanted(thread)) {
            group.waker().replaceMissingThread(failure);
            return true;
        }
        // Meanwhile another thread may have had the worker, and a third one may have popped it.
        left.beginWith(null);
        left.endSearch();
        returnTo(left);
        group.waker().report(failure);
        return false;
    }

    private boolean handOverAlone(HandOvers.Entry entry) {
        Throwable failure = group.carriers().provideFor(entry);
        if (failure != null && group.carriers().takeBack(entry)) {
            group.quiescence().endBlocked();
            group.waker().report(failure);
            return false;
        }
        handedOver = entry;
        if (failure != null) {
            group.waker().replaceMissingThread(failure);
        }
        return true;
    }

    /**
     * Claims a future, and runs it on top of the task that waits for it; does nothing if another thread has started it.
     *
     * @throws RejectedExecutionException if too many tasks are nested on this stack, or it is too short to run any
     */
    void runInside(TaskFuture<?> future) {
        int claims = runner.claims();
        if (claims >= maxClaims && !future.isClaimed() && !future.isSettled()) {
            throw tooDeep("and no spare thread may run it", null);
        }
        try {
            StackReserve.ensure();
        } catch (StackOverflowError full) {
            throw tooDeep("which has no room for another task", full);
        }
        if (claims >= maxClaims || !future.claim(thread)) {
            return;
        }
        runner.runInside(future);
        if (worker != null) {
            worker.queues().discardClaimed(worker);
        }
    }

    RejectedExecutionException tooDeep(String reason, StackOverflowError full) {
        return new RejectedExecutionException("the task cannot be waited for: " + runner.claims()
                + " tasks are nested on the stack of this thread, " + reason, full);
    }

    // Leaving the worker to another thread.

    /**
     * Begins a section that may block: leaves the worker to another thread, if this thread has one, and takes none
     * before the section ends.
     *
     * @return as {@link #beforeWait} does
     */
    @Override
    public boolean beforeBlocking() {
        if (!beforeWait()) {
            return false;
        }
        inSection = true;
        return true;
    }

    /** Ends the section. If a worker is idle and has no thread, this thread takes it; otherwise it goes on without. */
    @Override
    public void afterBlocking() {
        inSection = false;
        afterWait();
    }

    /**
     * Leaves the worker, if the thread has one, to another thread, which is woken or started if there is work.
     *
     * @return false if the thread is in no task, if the task is in a section already, or if as many threads are blocked
     *     as the group may have spares; otherwise {@link #afterWait} must follow
     */
    boolean beforeWait() {
        if (inSection || !runner.isInTask()) {
            return false;
        }
        // An overflow after the worker was left would lose it, and one at the end of a section would leave that open.
        StackReserve.ensureForIdleStack();
        if (worker == null) {
            return true;
        }
        if (!group.quiescence().beginBlocked()) {
            return false;
        }
        runner.suspendTask();
        group.wentIdle(leaveWorker().vacate());
        runner.resumeTask();
        return true;
    }

    private Worker leaveWorker() {
        Worker left = worker;
        left.noteIdle();
        worker = null;
        return left;
    }

    /**
     * Takes a worker again if one is idle and has no thread. Otherwise the task goes on without a worker, as it does in
     * a section.
     */
    void afterWait() {
        takeBackHandedOver();
        if (inSection) {
            return;
        }
        runner.suspendTask();
        try {
            Worker vacant = group.takeVacant(thread);
            if (vacant != null) {
                returnTo(vacant);
            }
        } finally {
            runner.resumeTask();
        }
    }

    /** If no thread has come for the future, it has been run from the queue, or the wait has ended otherwise. */
    private void takeBackHandedOver() {
        HandOvers.Entry entry = handedOver;
        handedOver = null;
        if (entry != null && group.carriers().takeBack(entry)) {
            group.quiescence().endBlocked();
        }
    }

    private void returnTo(Worker taken) {
        worker = taken;
        taken.noteBusy();
        group.quiescence().endBlocked();
    }

    /** Volatile: of the threads that come, one is first; the JDK has no weaker strong CAS. */
    private boolean casEntered(boolean expected, boolean next) {
        return ENTERED.compareAndSet(this, expected, next);
    }
}
