package dev.filch.internal.scheduler;

import dev.filch.internal.Compensator;
import dev.filch.internal.WaiterList;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.RejectedExecutionException;

/**
 * The work of one thread of a {@link WorkerGroup}. The thread has a worker, and runs the tasks that the worker finds.
 * While a task blocks, the thread may leave its worker to another thread. If no worker is free afterwards, the task
 * continues without one. After the task, the thread takes another worker, or waits until a worker needs a thread.
 *
 * <p>All methods are for the thread itself, unless they say otherwise.
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

    /** Whether a thread has called {@link #run}. */
    private boolean entered;

    private final WorkerGroup group;
    private final int maxClaims;
    private final int shallowClaims;
    private final TaskRunner runner;

    /** Set before the thread starts. */
    private Thread thread;

    /** Null while the thread has no worker. */
    private Worker worker;

    /** Whether the task is in a section that may block. In a section, the thread has no worker and takes none. */
    private boolean inSection;

    /** The future that this thread, which has no worker, has handed over and waits for; null if there is none. */
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

    /** Sets the thread before it starts. For the thread that starts it. */
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
            return; // the factory has started the thread itself, so the group has refused it
        }
        boolean isFirst = casEntered(false, true);
        if (Thread.currentThread() != thread) {
            refuse(isFirst);
            return;
        }
        if (!isFirst) {
            return; // a wrong thread came first, and refuse has uncounted this one
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

    /** Reports that a wrong thread has called run. If it is the first, the right thread counts as not started. */
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

    /** If memory has run out, the thread stays unbound. Then it keeps its worker while one of its tasks waits. */
    private void bindIfMemory() {
        try {
            bind();
        } catch (OutOfMemoryError failure) {
            group.handle(thread, failure);
        }
    }

    /** Runs a task, or sleeps if there is none. Returns false if the thread is no longer needed. */
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
     * Sleeps until woken. Returns false if the thread has lost its worker. Meanwhile {@link #worker} is null, because
     * the user's handler may submit a task on this thread, and a shutdown may overlook a task that is pushed into the
     * queue of an idle worker.
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
            // No exception is expected here, but an error of the JVM must not end a worker.
            group.handle(thread, failure);
            return null;
        }
    }

    /** Takes a worker after a task that has ended without one. Returns false if the thread is no longer needed. */
    private boolean takeWorkerAfterTask() {
        takeOver(nextWorkerAfterTask());
        return worker != null;
    }

    private Worker nextWorkerAfterTask() {
        Worker taken = takeWorker();
        return taken == null ? group.carriers().awaitWorker(this) : taken;
    }

    /** Takes a worker after a task that has ended without one, or returns null if no worker is free. */
    private Worker takeWorker() {
        Worker taken = group.carriers().takeWorker(thread);
        group.quiescence().endBlocked();
        return taken;
    }

    /** Takes a worker, and first runs the future that the worker's last thread has handed over, if any. */
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
     * Runs a future that a thread without a worker has handed over. This thread has none either; the other thread has
     * counted it as blocked.
     *
     * @return the worker that this thread has taken during or after the task, or null
     */
    Worker runWithoutWorker(TaskFuture<?> future) {
        runner.runHandedOver(future);
        return takeWorkerAfterDetached();
    }

    /**
     * Runs queued tasks without a worker, until a worker is free or no task is left. The guard has counted this thread
     * as blocked.
     *
     * @return as {@link #runWithoutWorker}
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
     * Waits for a future of this group, inside one of the group's tasks. If no thread has started the future, this
     * thread runs it, or a spare thread does if many tasks are nested on this stack. Otherwise this thread parks, and
     * leaves its worker to another thread if possible.
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
            // After a stop, no future may start. shutdownNow has withdrawn only those that it found in queues.
            boolean withdrawn = group.isStopped() && !future.isQueued() && future.withdraw();
            if (withdrawn) {
                return;
            }
            if (future.isClaimed() || future.isQueuedElsewhere()) {
                awaitBlocked(future, WaiterList.NO_DEADLINE);
            } else if (!future.isQueued() && inSection && group.quiescence().mayBlock()) {
                // Only a wrapper of the future is queued. If this thread ran the future, the future would be done
                // before its wrapper. So this thread runs it only if no spare thread can run the wrapper. In a section,
                // this thread has left its worker already.
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
     * Waits for a future of this group until a deadline, inside one of the group's tasks. This thread parks, and
     * leaves its worker to another thread if possible.
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

    /** Whether many tasks are nested on this stack. If so, a spare thread should run the next one. */
    boolean isDeep() {
        return runner.claims() >= shallowClaims;
    }

    /**
     * Makes a spare thread run the future that this thread is about to wait for. The spare thread gets this thread's
     * worker. If this thread has no worker, because another thread already does its work, the spare thread gets none
     * either.
     *
     * @return false if no spare thread is available. If true, {@link #afterWait} must follow
     */
    boolean handOver(TaskFuture<?> future) {
        if (group.isStopped() || !runner.isInTask()) {
            return false;
        }
        StackReserve.ensureForIdleStack();
        // Allocated before anything is counted, because memory may run out.
        HandOvers.Entry entry = worker == null ? new HandOvers.Entry(future) : null;
        if (!group.quiescence().beginBlocked()) {
            return false;
        }
        runner.suspendTask();
        try {
            return entry == null ? handOverWithWorker(future) : handOverWithoutWorker(entry);
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
        // The worker would still begin with the future, unless another thread has had it in between. In that case, a
        // third thread may have popped it, which counts it as searching.
        left.beginWith(null);
        left.endSearch();
        returnTo(left);
        group.waker().report(failure);
        return false;
    }

    private boolean handOverWithoutWorker(HandOvers.Entry entry) {
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
     * Claims a future, and runs it on top of the task that waits for it. Does nothing if another thread has started it.
     *
     * @throws RejectedExecutionException if too many tasks are nested on this stack, or it has no room for another one
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
     * Begins a section that may block. If this thread has a worker, it leaves that to another thread. It takes none
     * before the section ends.
     *
     * @return as {@link #beforeWait}
     */
    @Override
    public boolean beforeBlocking() {
        if (!beforeWait()) {
            return false;
        }
        inSection = true;
        return true;
    }

    /**
     * Ends the section. If a worker is idle and has no thread, this thread takes it. Otherwise the task continues
     * without a worker.
     */
    @Override
    public void afterBlocking() {
        inSection = false;
        afterWait();
    }

    /**
     * Leaves the worker, if this thread has one, to another thread, which is woken or started if there is work.
     *
     * @return false if this thread is in no task, if the task is in a section already, or if as many threads are
     *     blocked as the group may have spare threads. If true, {@link #afterWait} must follow
     */
    boolean beforeWait() {
        if (inSection || !runner.isInTask()) {
            return false;
        }
        // If the stack overflowed after the worker was left, the worker would be lost. If it overflowed at the end of a
        // section, the section would stay open.
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
     * Takes a worker if one is idle and has no thread. Otherwise, and in a section, the task continues without one.
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

    /**
     * Takes the future back if no thread has come for it: a thread has run it from a queue, or the wait has ended for
     * another reason.
     */
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

    /** Volatile: atomic, because exactly one thread is the first. The JDK has no weaker strong CAS. */
    private boolean casEntered(boolean expected, boolean next) {
        return ENTERED.compareAndSet(this, expected, next);
    }
}
