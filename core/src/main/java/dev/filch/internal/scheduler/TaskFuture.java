package dev.filch.internal.scheduler;

import dev.filch.internal.Backoff;
import dev.filch.internal.Compensator;
import dev.filch.internal.WaiterList;
import dev.filch.internal.scheduler.TaskStage.Abandonment;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/*
 * The idea. One variable, the state, decides which thread runs the task, and how the future ends. All its transitions
 * are CASes, except that the thread which interrupts a task ends that stage by a write. TaskStage lists them.
 *
 * Invariants
 *   I1  The thread whose CAS puts itself into the state in place of null or WITHDRAWN runs the task. No other thread
 *       does.
 *   I2  A cancellation or a deadline interrupts a thread only while its task is CANCELLING or EXPIRING. Until this
 *       stage has ended, the thread does not leave that task, and starts no other one nested in it. So the interrupt
 *       reaches no other task.
 *   I3  A queued future is not WITHDRAWN: it leaves this stage before it is put into the queue. So waits for it do not
 *       end early, and if a second pool stops, it can list the future again.
 *   I4  Once a group was stopped, its threads claim no future that is WITHDRAWN. So a group does not start a future
 *       that it has listed, unless the future is submitted again. A group that was shut down before the new
 *       submission refuses the future, which stays WITHDRAWN. If a shutdown and the submission overlap, the future is
 *       not WITHDRAWN for a moment, although the group refuses it in the end. If another entry of the future is taken
 *       from a queue at that moment, the future starts, or is listed again.
 *   I5  The result is written before the CAS to DONE or FAILED, and read only by threads that have read one of these.
 *
 * Linearization points
 *   run, claims       the CAS from null or WITHDRAWN to the thread.
 *   end of the task   the CAS to DONE or FAILED.
 *   cancel, expire    effective: the CAS that leaves null, WITHDRAWN, SUSPENDED or the thread.  otherwise: the last
 *                     read of the state.
 *   isDone, get       the last read of the state.
 *
 * No wake-up is lost. The thread that ends the future changes the state by a CAS, and then reads waiters. A waiter
 * installs the list, enlists, and then reads the state. WaiterList explains why this suffices.
 */

/**
 * The future of a task that was submitted to a {@link WorkerGroup}.
 *
 * @param <V> the type of the result
 */
public final class TaskFuture<V> extends TaskFutureFields implements RunnableFuture<V> {

    private final WorkerGroup group;

    /** Used by the thread that has claimed the task. Null once the task has run, or was cancelled before its start. */
    private Callable<V> callable;

    /** The value; the exception if the task has failed. */
    private Object result;

    /** The future that this one is a part of, or null. Used by the thread that runs the task. */
    private TaskFuture<?> outer;

    /**
     * Creates the future of a task that is about to be submitted.
     *
     * @param group the group that will run the task
     * @param callable the task
     * @throws NullPointerException if {@code callable} is null
     */
    public TaskFuture(WorkerGroup group, Callable<V> callable) {
        this.group = group;
        this.callable = Objects.requireNonNull(callable, "task");
    }

    /** With a list of waiters that wait for any of several futures. */
    TaskFuture(WorkerGroup group, Callable<V> callable, WaiterList waiters) {
        this(group, callable);
        setWaitersPlain(waiters);
    }

    /**
     * Links the call sites that end a future, by ending one. Linking takes far more stack than {@link StackReserve}
     * ensures.
     */
    static void linkVarHandles() {
        WaiterList list = new WaiterList();
        list.cancel(list.enlist());
        TaskFuture<Void> future = new TaskFuture<>(null, () -> null, list);
        Thread current = Thread.currentThread();
        Abandonment.CANCEL.end();
        if (future.claim(current)) {
            future.suspend(current);
            future.resume(current);
            future.runClaimed(current);
        }
    }

    /** To be called before the future is put into a queue of a group. */
    void noteQueued(Lane lane, WorkerGroup queue) {
        int number = lane.ordinal() + 1;
        setQueuedOpaque((byte) (queue == group ? number : -number));
    }

    /**
     * Whether the future was last submitted to another group than the one it was created for. That group counts it, so
     * no thread of this group may claim it.
     */
    boolean isQueuedElsewhere() {
        return queuedOpaque() < 0;
    }

    /** To be called if the queue has refused the future. */
    void noteNotQueued() {
        setQueuedOpaque((byte) 0);
    }

    boolean isQueued() {
        return queuedOpaque() != 0;
    }

    /** The lane of the queue into which the future was put; null if it was not queued. */
    Lane lane() {
        int number = Math.abs(queuedOpaque());
        return number == 0 ? null : Lane.all()[number - 1];
    }

    /**
     * Runs the task, unless a thread has started it or it was cancelled.
     *
     * @throws StackOverflowError if this thread has too little stack left to run any task; then nothing is changed
     */
    @Override
    public void run() {
        if (start()) {
            runStarted();
        }
    }

    /**
     * Claims the task for the current thread, which has not taken it from a queue. {@link #runStarted} must follow.
     *
     * @return false if a thread has started the task, or it was abandoned
     * @throws StackOverflowError if this thread has too little stack left to run any task; then nothing is changed
     */
    boolean start() {
        Thread current = Thread.currentThread();
        StackReserve.ensure();
        if (!claim(current) && !claimWithdrawn(current)) {
            return false;
        }
        noteStart();
        return true;
    }

    /** Runs the task, which the current thread has claimed. */
    void runStarted() {
        if (Compensator.current() instanceof Carrier carrier) {
            carrier.runner().runAsPart(this);
        } else {
            runClaimed(Thread.currentThread());
        }
    }

    /** To be called when a thread has claimed the task, but has not taken the queue's entry that holds the credit. */
    void noteStart() {
        group.submissions().noteClaimed(this, null);
    }

    TaskFuture<?> outer() {
        return outer;
    }

    void setOuter(TaskFuture<?> future) {
        outer = future;
    }

    boolean belongsTo(WorkerGroup other) {
        return group == other;
    }

    /** Records that the future holds a credit of its group's {@link Admission}; false if it already holds one. */
    boolean takeCredit() {
        return casCredit(false, true);
    }

    /** Records that the future's credit is given back; false if it holds none. */
    boolean giveCredit() {
        return casCredit(true, false);
    }

    /**
     * Claims the task for the current thread, which must then run it; false if it has been started, cancelled or
     * withdrawn.
     */
    boolean claim(Thread current) {
        return casState(null, current);
    }

    /**
     * Claims the task for the current thread, which has taken it from a queue of a group. A future that was submitted
     * twice is in two queues, or twice in one. If another group has listed the future, this group runs it all the same.
     * But if this group was stopped, it may itself have listed the future, and must not run it.
     */
    boolean claimTaken(Thread current, WorkerGroup taker) {
        return claim(current) || !taker.isStopped() && claimWithdrawn(current);
    }

    private boolean claimWithdrawn(Thread current) {
        return casState(TaskStage.WITHDRAWN, current);
    }

    /**
     * Runs the task, which the current thread has claimed. Catches all that the task throws.
     *
     * @return whether the task has failed
     */
    boolean runClaimed(Thread current) {
        TaskStage end;
        try {
            result = callable.call();
            end = TaskStage.DONE;
        } catch (Throwable thrown) {
            result = thrown;
            end = TaskStage.FAILED;
        }
        callable = null;
        if (casState(current, end)) {
            wakeWaiters();
            return end == TaskStage.FAILED;
        }
        result = null;
        awaitInterrupt();
        return false;
    }

    /** If another thread is about to interrupt the current thread, to cancel this task, waits until it has done so. */
    private void awaitInterrupt() {
        int spins = 0;
        while (stateVolatile() instanceof TaskStage stage && stage.isInterrupting()) {
            spins = Backoff.awaitPeer(spins);
        }
    }

    /**
     * Records that the current thread, which runs this task, is about to run another one nested in it.
     *
     * @return true if this task has been interrupted; the thread's interrupted status is cleared, and the caller must
     *     set it again after the nested task
     */
    boolean suspend(Thread current) {
        if (casState(current, TaskStage.SUSPENDED)) {
            return false;
        }
        awaitInterrupt();
        return Thread.interrupted();
    }

    /**
     * Records that the current thread continues with this task.
     *
     * @return true if this task was interrupted in between, by a cancellation or its deadline
     */
    boolean resume(Thread current) {
        return !casState(TaskStage.SUSPENDED, current)
                && (casState(TaskStage.CANCELLED_SUSPENDED, TaskStage.CANCELLED)
                        || casState(TaskStage.EXPIRED_SUSPENDED, TaskStage.EXPIRED));
    }

    /** Marks the task as listed by {@code shutdownNow}; false if it was started or cancelled before. */
    boolean withdraw() {
        if (casState(null, TaskStage.WITHDRAWN)) {
            wakeWaiters();
            return true;
        }
        return false;
    }

    /**
     * Undoes {@link #withdraw}, because the task is about to be put into a queue again. If the queue refuses it, {@code
     * withdraw} must follow. In between, a task that waits for this one may claim it.
     *
     * @return false if it was not withdrawn
     */
    boolean resubmit() {
        return casState(TaskStage.WITHDRAWN, null);
    }

    /** Whether {@code shutdownNow} has listed the task, and nothing has happened to it since. */
    boolean isWithdrawn() {
        return stateVolatile() == TaskStage.WITHDRAWN;
    }

    /** Whether a queue may drop this future, because the task has been started or cancelled. */
    boolean isClaimed() {
        Object seen = stateVolatile();
        return seen != null && seen != TaskStage.WITHDRAWN;
    }

    /**
     * Claims the right to count a task that was abandoned before it started. True for a single call. For threads that
     * have taken the future from a queue. The thread that cancels the task cannot count it: the submission may not have
     * been counted yet, or may be refused.
     */
    boolean claimCount() {
        Object seen = stateVolatile();
        if (seen == TaskStage.CANCELLED_UNSTARTED) {
            return isQueued() && casState(TaskStage.CANCELLED_UNSTARTED, TaskStage.CANCELLED);
        }
        return seen == TaskStage.EXPIRED_UNSTARTED && isQueued()
                && casState(TaskStage.EXPIRED_UNSTARTED, TaskStage.EXPIRED);
    }

    /** The class of the task, for descriptions; {@code TaskFuture} if the task has ended. */
    Class<?> taskClass() {
        Callable<V> task = callable;
        return task == null ? TaskFuture.class : Decoration.undecorated(task).getClass();
    }

    /** The thread that runs the task; null if there is none, or if another task runs nested in this one. */
    Thread runner() {
        return stateVolatile() instanceof Thread thread ? thread : null;
    }

    /** Whether a wait for the future ends: it is done, or was withdrawn. */
    boolean isSettled() {
        return isSettled(stateVolatile());
    }

    private static boolean isSettled(Object seen) {
        return seen instanceof TaskStage stage && (stage.isDone() || stage == TaskStage.WITHDRAWN);
    }

    @Override
    public boolean isDone() {
        return stateVolatile() instanceof TaskStage stage && stage.isDone();
    }

    /** Whether the future's deadline has passed before it was done. */
    boolean hasExpired() {
        return stateVolatile() instanceof TaskStage stage && stage.isExpired();
    }

    @Override
    public boolean isCancelled() {
        return stateVolatile() instanceof TaskStage stage && stage.isCancelled();
    }

    /**
     * Cancels the task. If it has not started, it never will; otherwise its result is dropped.
     *
     * @param mayInterruptIfRunning whether to interrupt the thread that runs the task. The interrupt reaches no other
     *     task: if the thread is running another one nested in this one, it is interrupted when it continues with this
     *     one
     * @return false if the task was done before
     * @throws StackOverflowError if this thread has too little stack left; then nothing is changed
     */
    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return abandonUnless(null, Abandonment.CANCEL, mayInterruptIfRunning);
    }

    /** Cancels the task, unless {@code shutdownNow} has listed it. */
    void cancelUnlessListed() {
        abandonUnless(TaskStage.WITHDRAWN, Abandonment.CANCEL, true);
    }

    /** Cancels the task if it has not started; false if it has, or was abandoned or withdrawn before. */
    boolean cancelUnstarted() {
        return abandonUnstarted(Abandonment.CANCEL);
    }

    /** Fails the future, because its deadline has passed. Has no effect if it is done. */
    void expire(boolean mayInterruptIfRunning) {
        if (abandonUnstarted(Abandonment.EXPIRE)) {
            group.measurements().count(PoolEvent.EXPIRY);
            group.flight().deadlinePassed(group, false);
            if (!isQueued()) {
                // The submission may be waiting for room in the queues.
                group.submissions().wakeWaiting();
            }
        } else if (abandonUnless(TaskStage.WITHDRAWN, Abandonment.EXPIRE, mayInterruptIfRunning)) {
            group.measurements().count(PoolEvent.OVERRUN);
            group.flight().deadlinePassed(group, true);
        } else {
            // shutdownNow has listed the future. The group no longer counts it, but its deadline still applies.
            abandonUnless(null, Abandonment.EXPIRE, mayInterruptIfRunning);
        }
    }

    private boolean abandonUnstarted(Abandonment reason) {
        return tryAbandon(null, reason, false);
    }

    private boolean abandonUnless(TaskStage excepted, Abandonment reason, boolean mayInterruptIfRunning) {
        // A stack overflow after the first change would leave threads waiting.
        StackReserve.ensure();
        while (true) {
            Object seen = stateVolatile();
            if (seen instanceof TaskStage stage && (stage.isDone() || stage == excepted)) {
                return false;
            }
            if (tryAbandon(seen, reason, mayInterruptIfRunning)) {
                return true;
            }
        }
    }

    private boolean tryAbandon(Object seen, Abandonment reason, boolean interrupts) {
        if (seen instanceof Thread runner && interrupts) {
            if (!casState(runner, reason.interrupting())) {
                return false;
            }
            group.carriers().interrupt(runner);
            setStateVolatile(reason.end());
        } else if (!casState(seen, nextStage(seen, reason, interrupts))) {
            return false;
        } else if (isUnstarted(seen)) {
            callable = null;
        }
        wakeWaiters();
        return true;
    }

    private static TaskStage nextStage(Object seen, Abandonment reason, boolean interrupts) {
        if (isUnstarted(seen)) {
            return reason.unstarted();
        }
        return seen == TaskStage.SUSPENDED && interrupts ? reason.suspended() : reason.end();
    }

    private static boolean isUnstarted(Object seen) {
        return seen == null || seen == TaskStage.WITHDRAWN;
    }

    private void wakeWaiters() {
        WaiterList list = waitersVolatile();
        if (list != null) {
            list.wakeAll();
        }
    }

    /**
     * Waits for the result. If a task of the same pool calls this, and no thread has started the awaited task, the
     * current thread runs it.
     *
     * @return the result
     * @throws CancellationException if the task was cancelled, or {@code shutdownNow} has withdrawn it
     * @throws ExecutionException if the task has thrown an exception, or its deadline has passed
     * @throws InterruptedException if this thread was interrupted before or while it waited
     * @throws java.util.concurrent.RejectedExecutionException if a task of the same pool calls this, and too many tasks
     *     are nested on its thread's stack while no spare thread is available, or its thread has too little stack left
     */
    @Override
    public V get() throws InterruptedException, ExecutionException {
        Object seen = stateVolatile();
        // A wait also ends when the future is withdrawn. The future may have been submitted again since.
        while (!isSettled(seen)) {
            Carrier carrier = group.currentCarrier();
            if (carrier == null) {
                awaitUntil(WaiterList.NO_DEADLINE);
            } else {
                carrier.await(this);
            }
            seen = stateVolatile();
        }
        return report(seen);
    }

    /**
     * Waits for the result for a limited time. The task is not run by this thread.
     *
     * @param timeout how long to wait; zero or negative means not at all
     * @param unit the unit of the timeout
     * @return the result
     * @throws CancellationException if the task was cancelled, or {@code shutdownNow} has withdrawn it
     * @throws ExecutionException if the task has thrown an exception, or its deadline has passed
     * @throws InterruptedException if this thread was interrupted before or while it waited
     * @throws TimeoutException if the timeout expired first
     * @throws java.util.concurrent.RejectedExecutionException if a task of the same pool calls this, and its thread has
     *     too little stack left
     */
    @Override
    public V get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        long nanos = unit.toNanos(timeout);
        Object seen = stateVolatile();
        if (!isSettled(seen)) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (nanos <= 0) {
                throw new TimeoutException();
            }
            seen = awaitSettled(WaiterList.deadlineAfter(nanos));
        }
        return report(seen);
    }

    /** Waits until the task is settled, and returns the state. */
    private Object awaitSettled(long deadline) throws InterruptedException, TimeoutException {
        Carrier carrier = group.currentCarrier();
        while (true) {
            if (carrier == null) {
                awaitUntil(deadline);
            } else {
                carrier.awaitUntil(this, deadline);
            }
            Object seen = stateVolatile();
            if (isSettled(seen)) {
                return seen;
            }
            // If time is left, the future was withdrawn and then submitted again.
            if (deadline - System.nanoTime() <= 0) {
                throw new TimeoutException();
            }
        }
    }

    /** Parks until the task is settled, or the deadline has passed. */
    void awaitUntil(long deadline) throws InterruptedException {
        WaiterList list = waitersOrNew();
        boolean waits = true;
        while (waits && !isSettled()) {
            waits = list.awaitUntil(this::isSettled, deadline);
        }
    }

    @SuppressWarnings("unchecked")
    private V report(Object seen) throws ExecutionException {
        if (seen == TaskStage.DONE) {
            return (V) result;
        }
        if (seen == TaskStage.FAILED) {
            throw new ExecutionException((Throwable) result);
        }
        if (hasExpired()) {
            throw new ExecutionException(new TimeoutException("the task's deadline has passed"));
        }
        throw new CancellationException(seen == TaskStage.WITHDRAWN ? "withdrawn by shutdownNow" : "cancelled");
    }

    private WaiterList waitersOrNew() {
        WaiterList present = waitersVolatile();
        if (present != null) {
            return present;
        }
        WaiterList fresh = new FutureWaiters(this);
        return casWaitersFromNull(fresh) ? fresh : waitersVolatile();
    }

    /**
     * Returns a description of the task's state.
     *
     * @return a text whose format may change
     */
    @Override
    public String toString() {
        Object seen = stateVolatile();
        if (seen == null) {
            return "TaskFuture[not started: " + callable + "]";
        }
        return "TaskFuture[" + (seen instanceof Thread runner ? "running on " + runner.getName() : seen) + "]";
    }
}
