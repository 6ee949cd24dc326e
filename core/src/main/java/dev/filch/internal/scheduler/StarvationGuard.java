package dev.filch.internal.scheduler;

import dev.filch.internal.Backoff;
import dev.filch.internal.PaddedWord;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/*
 * The guard is armed by a thread that sees the group saturated: all workers have a task, and there is more work. An
 * armed guard has a thread, which reads the state at the beginning and at the end of an interval. If the state and the
 * count of executed tasks are the same, no worker has taken a task meanwhile, and the guard calls a spare thread. It
 * disarms once the group is not saturated.
 *
 * No starvation is missed
 *   submitter, worker:  (A1) publish the task, stop searching, or take an idle worker without a search
 *                       (A2) read the state; arm the guard if the group is saturated
 *   guard:              (G1) disarm
 *                       (G2) read the state; arm again if the group is saturated
 *   A1, A2, G1 and G2 are volatile accesses, or a full fence stands between A1 and A2, so they have one order. If A2
 *   finds the guard armed, G1 comes after it, and so G2 finds the group saturated if it still is. A submitter whose A2
 *   finds an idle worker or a searcher leaves the guard to the thread that changes this. In the same way as above, an
 *   arming thread arms and then reads whether the guard has a thread; a thread that ends says so and then reads whether
 *   the guard is armed.
 */

/**
 * Helps a group whose workers are all stuck in their tasks: if work is queued, all workers have been in one task for
 * the whole of an interval, and none was taken meanwhile, a spare thread runs queued tasks without a worker, until one
 * is free. The methods are for any thread, unless they say otherwise.
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

    /** How many spare threads were called and have not come yet. */
    private final PaddedWord calls = new PaddedWord();

    /** How many threads are taking a task: a stop waits for them. */
    private final PaddedWord taking = new PaddedWord();

    private boolean armed;

    /** The guard's thread, which may have yet to start; null if there is none. */
    private Thread thread;

    StarvationGuard(WorkerGroup group, TaskSource source, long intervalNanos) {
        this.group = group;
        this.source = source;
        this.intervalNanos = intervalNanos;
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
            Thread fresh = new Thread(null, this, group.settings().name() + "-guard", 0, false);
            fresh.setDaemon(true);
            fresh.setContextClassLoader(null);
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

    /** Watches while the guard is armed; ends if it was not for some time, or the group is over. */
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

    /** Gives the thread up; true if it must go on, because the guard was armed meanwhile. */
    private boolean keepsThread() {
        setThreadVolatile(null);
        return armedVolatile() && !group.isOver() && casThread(null, Thread.currentThread());
    }

    /** False if the keep-alive has ended. */
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
            // An interrupt here is meant for no task, and would make the next park return at once.
            Thread.interrupted();
        }
        return true;
    }

    private void watch() {
        long word = group.state().wordVolatile();
        long executed = group.measurements().executed();
        sleepInterval();
        if (!isSaturated()) {
            setArmedVolatile(false);
            if (isSaturated()) {
                casArmed(false, true);
            }
        } else if (group.state().wordVolatile() == word && group.measurements().executed() == executed) {
            help();
        }
    }

    private void help() {
        group.measurements().count(PoolEvent.STARVATION);
        group.flight().starved(group);
        callSpare();
        // Last, because the user's code may wait for what only the spare thread can make: room for a task, say.
        group.callHook(Hooks::starved);
    }

    private void sleepInterval() {
        long start = System.nanoTime();
        long remaining = intervalNanos;
        while (remaining > 0 && !group.isOver()) {
            LockSupport.parkNanos(this, remaining);
            Thread.interrupted();
            remaining = intervalNanos - (System.nanoTime() - start);
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
            // The thread that has come may have been meant for a worker.
            group.waker().noThreadCame(failure);
        }
    }

    /** Takes a call back, because one thread fewer may come than are needed; false if none is left. */
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

    /** Makes the calling thread the spare thread that was called; false if none is. */
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

    /** The next task of a spare thread; null if a worker is free, or none is queued. */
    Runnable nextTask() {
        taking.getAndAddValue(1);
        try {
            boolean isNeeded = GroupState.isSaturated(group.state().wordVolatile());
            return isNeeded ? source.takeAny() : null;
        } finally {
            taking.getAndAddValue(-1);
        }
    }

    /** Waits until no thread is taking a task. To be called after the group was stopped: then none will begin to. */
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

    /** Volatile: see above. Checked by GuardScenario:10,xn|,xw. */
    private boolean armedVolatile() {
        return (boolean) ARMED.getVolatile(this);
    }

    /** Volatile: see above. Checked by GuardScenario:10,xn|,xw. */
    private void setArmedVolatile(boolean value) {
        ARMED.setVolatile(this, value);
    }

    /** Volatile: see above. Checked by GuardScenario:0,xn|,xw. */
    private boolean casArmed(boolean expected, boolean next) {
        return ARMED.compareAndSet(this, expected, next);
    }

    /** Volatile: see above. Checked by GuardScenario:10,xn|,xw. */
    private Thread threadVolatile() {
        return (Thread) THREAD.getVolatile(this);
    }

    /** Volatile: see above. Checked by GuardScenario:10,xn|,xw. */
    private void setThreadVolatile(Thread value) {
        THREAD.setVolatile(this, value);
    }

    /**
     * Volatile: of several threads that are to watch, one must win; the JDK has no weaker strong CAS. Acquire and release
     * would do: a thread that arms the guard has read that it was disarmed, by the thread that watched before or by the
     * one that could not start it, and so sees what that thread had done to this field before.
     */
    private boolean casThread(Thread expected, Thread next) {
        return THREAD.compareAndSet(this, expected, next);
    }
}
