package dev.filch.internal.scheduler;

import dev.filch.internal.Backoff;
import dev.filch.internal.PaddedWord;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;

/*
 * The idea. The group is saturated if all workers have a task and there is more work. A thread that finds the group
 * saturated arms the guard. While the guard is armed, its thread reads the group's state and the number of tasks that
 * the workers have executed, and then sleeps until no spare thread has taken a task for an interval. If the state and
 * the number are the same after that, no worker has taken a task in between either, and the guard calls a spare thread.
 * If the group is not saturated after the sleep, the guard disarms.
 *
 * Tasks that a submitter drops to make room count as executed, but not by a worker. They are no sign of progress.
 *
 * No starvation is missed
 *   submitter, worker:  (A1) publish the task, stop searching, or take an idle worker without a search
 *                       (A2) read the state; arm the guard if the group is saturated
 *   guard:              (G1) disarm
 *                       (G2) read the state; arm again if the group is saturated
 *   All four are volatile accesses, or a full fence stands between A1 and A2, so they have a single order. If A2 finds
 *   the guard armed, then G1 comes after A2, and G2 finds the group saturated if it still is. If a submitter's A2 finds
 *   an idle worker or a searcher, the thread that changes this does A1 and A2 itself.
 *   By the same argument, an armed guard has a thread: a thread that arms it then reads whether it has a thread, and a
 *   thread that ends first clears that variable and then reads whether the guard is armed.
 *
 * If the guard's thread cannot be started, the guard is disarmed, and the failure is reported. The next A2 tries again.
 * No timer does so. Hence the group gets no help until a task is submitted or a searching worker finds a task.
 */

/**
 * Helps a group whose workers are all stuck in their tasks. If tasks are queued and no thread has taken one during a
 * whole interval, a spare thread runs queued tasks without a worker, until a worker is free. The methods are for any
 * thread, unless they say otherwise.
 */
final class StarvationGuard implements Runnable {

    private static final VarHandle ARMED;
    private static final VarHandle THREAD;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            ARMED = lookup.findVarHandle(StarvationGuard.class, "armed", boolean.class).withInvokeExactBehavior();
            THREAD = lookup.findVarHandle(StarvationGuard.class, "thread", Thread.class).withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final WorkerGroup group;
    private final TaskSource source;
    private final long intervalNanos;
    private final ThreadFactory threads;

    /** How many spare threads were called and have not answered the call yet. */
    private final PaddedWord calls = new PaddedWord();

    /** How many threads are taking a task. A stop waits for them. */
    private final PaddedWord taking = new PaddedWord();

    /** When a spare thread last took a task, by the group's clock. With pads, because submitters read {@code armed}. */
    private final PaddedWord lastTake = new PaddedWord();

    private boolean armed;

    /** The guard's thread, which may not have started yet; null if there is none. */
    private Thread thread;

    StarvationGuard(WorkerGroup group, TaskSource source, long intervalNanos) {
        this(group, source, intervalNanos, body -> newThread(body, group.settings().name() + "-guard"));
    }

    /** With threads of this factory. */
    StarvationGuard(WorkerGroup group, TaskSource source, long intervalNanos, ThreadFactory threads) {
        this.group = group;
        this.source = source;
        this.intervalNanos = intervalNanos;
        this.threads = threads;
    }

    private static Thread newThread(Runnable body, String name) {
        Thread thread = new Thread(null, body, name, 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        return thread;
    }

    /** Arms the guard if the group is saturated. */
    void check() {
        if (!armedVolatile() && isSaturated() && casArmed(false, true)) {
            provideThread();
        }
    }

    private boolean isSaturated() {
        return GroupState.isSaturated(group.state().wordVolatile()) && group.hasWork();
    }

    private void provideThread() {
        Thread present = threadVolatile();
        if (present != null) {
            LockSupport.unpark(present);
            return;
        }
        try {
            Thread fresh = threads.newThread(this);
            if (casThread(null, fresh)) {
                start(fresh);
            }
        } catch (Throwable failure) {
            setArmedVolatile(false);
            group.waker().report(failure);
        }
    }

    private void start(Thread fresh) {
        Roster.Entry entry = group.carriers().roster().add(fresh);
        try {
            fresh.start();
        } catch (Throwable failure) {
            group.carriers().roster().remove(entry);
            setThreadVolatile(null);
            throw failure;
        }
        entry.noteStart(fresh);
    }

    /**
     * Watches the group while the guard is armed. Ends if it has not been armed for some time, or the group is over.
     */
    @Override
    public void run() {
        boolean waits = true;
        while (waits) {
            while (armedVolatile() && !group.isOver()) {
                watch();
            }
            waits = !group.isOver() && awaitArmed() || keepsThread();
        }
    }

    /** Gives up the guard's thread; true if this thread must continue, because the guard is armed again. */
    private boolean keepsThread() {
        setThreadVolatile(null);
        return armedVolatile() && !group.isOver() && casThread(null, Thread.currentThread());
    }

    /** Parks until the guard is armed or the group is over; false if the keep-alive has ended first. */
    private boolean awaitArmed() {
        long keepAlive = group.settings().keepAliveNanos();
        long start = System.nanoTime();
        while (!armedVolatile() && !group.isOver()) {
            if (keepAlive == 0) {
                LockSupport.park(this);
            } else {
                long remaining = keepAlive - (System.nanoTime() - start);
                if (remaining <= 0) {
                    return false;
                }
                LockSupport.parkNanos(this, remaining);
            }
            // An interrupt here is not meant for any task. If it stayed set, the next park would return at once.
            Thread.interrupted();
        }
        return true;
    }

    private void watch() {
        long word = group.state().wordVolatile();
        long executed = group.measurements().executedByWorkers();
        sleepInterval();
        if (!isSaturated()) {
            setArmedVolatile(false);
            if (isSaturated()) {
                casArmed(false, true);
            }
        } else if (group.state().wordVolatile() == word && group.measurements().executedByWorkers() == executed) {
            help();
        }
    }

    /** Calls a spare thread, and reports the starvation. */
    private void help() {
        group.measurements().count(PoolEvent.STARVATION);
        group.flight().starved(group);
        callSpare();
        // The hooks come last. They may wait for room in a full queue, which only the spare thread makes.
        group.callHook(Hooks::starved);
    }

    /** Sleeps until no spare thread has taken a task for a whole interval, or until the group is over. */
    private void sleepInterval() {
        long start = group.clock();
        long remaining = intervalNanos;
        while (remaining > 0 && !group.isOver()) {
            LockSupport.parkNanos(this, remaining);
            Thread.interrupted();
            // If this thread pauses between the two reads, it sees later takes too.
            long now = group.clock();
            long since = Math.max(start, lastTake.valueVolatile());
            remaining = intervalNanos - (now - since);
        }
    }

    private void callSpare() {
        if (!group.quiescence().beginBlocked()) {
            return;
        }
        calls.getAndAddValue(1);
        Throwable failure = group.carriers().wakeOrStart();
        if (failure == null) {
            return;
        }
        if (takeBackCall()) {
            group.waker().report(failure);
        } else {
            // A thread that was meant for a worker may have answered the call.
            group.waker().replaceMissingThread(failure);
        }
    }

    /** Takes back a call, because there may be one thread fewer than are needed; false if there is no call. */
    boolean takeBackCall() {
        if (!takeCall()) {
            return false;
        }
        group.quiescence().endBlocked();
        return true;
    }

    boolean isCalling() {
        return calls.valueVolatile() > 0;
    }

    /** Answers a call on the calling thread, which becomes the spare thread; false if there is no call. */
    boolean takeCall() {
        long seen = calls.valueVolatile();
        while (seen > 0) {
            if (calls.casValue(seen, seen - 1)) {
                return true;
            }
            seen = calls.valueVolatile();
        }
        return false;
    }

    /** The next task for a spare thread; null if a worker is free or no task is queued. */
    Runnable nextTask() {
        taking.getAndAddValue(1);
        try {
            boolean isNeeded = GroupState.isSaturated(group.state().wordVolatile());
            Runnable task = isNeeded ? source.takeAny() : null;
            if (task != null) {
                noteTake();
            }
            return task;
        } finally {
            taking.getAndAddValue(-1);
        }
    }

    /** If the CAS fails, another thread has just recorded a take. */
    private void noteTake() {
        long seen = lastTake.valueVolatile();
        lastTake.casValue(seen, group.clock());
    }

    /**
     * Waits until no thread is taking a task. To be called after the group was stopped: no thread will take one then.
     */
    void awaitTaken() {
        int spins = 0;
        while (taking.valueVolatile() > 0) {
            spins = Backoff.awaitPeer(spins);
        }
    }

    /** Makes the guard's thread end, because the group is over. */
    void wakeToEnd() {
        LockSupport.unpark(threadVolatile());
    }

    /** Volatile: A2 and G2, in one order with A1 and G1. Checked by GuardScenario:10,xn|,xw. */
    private boolean armedVolatile() {
        return (boolean) ARMED.getVolatile(this);
    }

    /** Volatile: G1, before the read of the state. Checked by GuardScenario:10,xn|,xw. */
    private void setArmedVolatile(boolean value) {
        ARMED.setVolatile(this, value);
    }

    /** Volatile: A2 and G2. Of several threads that arm, one provides a thread. Checked by GuardScenario:0,xn|,xw. */
    private boolean casArmed(boolean expected, boolean next) {
        return ARMED.compareAndSet(this, expected, next);
    }

    /** Volatile: an arming thread reads it after it has armed the guard. Checked by GuardScenario:10,xn|,xw. */
    private Thread threadVolatile() {
        return (Thread) THREAD.getVolatile(this);
    }

    /**
     * Volatile: an ending thread writes it before it reads whether the guard is armed. Checked by
     * GuardScenario:10,xn|,xw.
     */
    private void setThreadVolatile(Thread value) {
        THREAD.setVolatile(this, value);
    }

    /**
     * Volatile: of several threads that could watch, one must win; the JDK has no weaker strong CAS. Acquire and
     * release would suffice: a thread that arms the guard has read that it was disarmed, by the previous guard's thread
     * or by a thread that could not start one. So it sees what that thread had written to this field before.
     */
    private boolean casThread(Thread expected, Thread next) {
        return THREAD.compareAndSet(this, expected, next);
    }
}
