package dev.filch.internal.scheduler;

import dev.filch.queue.Injector;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.IntPredicate;
import java.util.function.LongConsumer;

/**
 * Wakes idle workers of a {@link WorkerGroup}, and finds threads for those that have none. {@link GroupState} explains
 * which threads must wake a worker, so that no wake-up is lost. All methods are for any thread.
 *
 * <p>Room on the stack is ensured before a worker is popped. If the stack overflowed between the pop and the wake-up,
 * the worker would count as searching for ever, and no worker would be woken any more.
 */
final class Waker {

    /** Created before memory runs out. */
    private static final OutOfMemoryError NO_MEMORY = new OutOfMemoryError("no memory for a worker");

    private static final VarHandle LAST_FAILURE;

    static {
        try {
            LAST_FAILURE = MethodHandles.lookup()
                    .findVarHandle(Waker.class, "lastFailure", Throwable.class).withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final WorkerGroup group;
    private final GroupState state;

    // Created once, because a wake-up must not need memory.
    private final IntPredicate hasThread;
    private final LongConsumer noteIdle;

    /** Null if the group has none. */
    private final StarvationGuard guard;

    private Throwable lastFailure;

    Waker(WorkerGroup group) {
        this.group = group;
        state = group.state();
        guard = group.guard();
        hasThread = index -> !group.isVacant(index);
        noteIdle = group.quiescence()::noteIdle;
    }

    /**
     * Wakes a worker if one is idle and none is searching. Must follow a volatile read-modify-write or a full fence.
     */
    void signalWork() {
        long word = state.wordVolatile();
        if (GroupState.wantsWaking(word)) {
            wakeOne();
        } else if (guard != null && GroupState.isSaturated(word)) {
            guard.check();
        }
    }

    /**
     * Wakes a worker if one is idle, even if others are searching, as long as fewer than the maximum are. For a worker
     * that has taken some work and has seen more. Workers that wake one another one by one would come too slowly.
     */
    void signalBacklog() {
        if (state.allowsAnotherSearcher(state.wordVolatile())) {
            wakeForBacklog();
        }
    }

    /** As {@link #signalBacklog()}, if there is more work in a queue. */
    void signalBacklog(Injector<Runnable> queue) {
        if (state.allowsAnotherSearcher(state.wordVolatile()) && !queue.isEmpty()) {
            wakeForBacklog();
        }
    }

    /**
     * Wakes a worker if one is idle and none is searching although work is queued: no thread could be started for it.
     * To be called when a submission finds the queues full, because no other one follows that could try again.
     */
    void signalQueued() {
        if (GroupState.wantsWaking(state.wordVolatile())) {
            wakeIfWork();
        }
    }

    void wakeIfWork() {
        if (!group.isOver() && group.hasWork()) {
            wakeOne();
        }
    }

    private void wakeOne() {
        StackReserve.ensureForWakeUp();
        wake(state.popForWork());
    }

    private void wakeForBacklog() {
        try {
            StackReserve.ensureForWakeUp();
            wake(state.popForBacklog());
        } catch (StackOverflowError full) {
            // The worker itself takes what it has seen, and must not lose what it has taken.
        }
    }

    /**
     * Wakes a worker that was popped, or finds a thread for it. If no thread can be found, wakes an idle worker that
     * has one, and reports the failure. Meanwhile a submitter may have found no idle worker; so if work is left, this
     * wakes one worker more.
     */
    private void wake(int first) {
        int popped = first;
        while (popped >= 0 && !wakeThread(popped)) {
            ensureForStart(popped);
            Throwable failure = provideThread(popped);
            if (failure == null) {
                return;
            }
            boolean woken = wakeOneWithThread();
            report(failure);
            popped = woken && group.hasWork() ? state.popForWork() : -1;
        }
    }

    /** Ensures room on the stack to start a thread for a worker that was popped; otherwise puts the worker back. */
    private void ensureForStart(int popped) {
        try {
            StackReserve.ensureForStart();
        } catch (StackOverflowError full) {
            returnVacant(popped);
            throw full;
        }
    }

    /**
     * To be called if no thread could be started for a worker, and another thread has come for it. That may have been
     * meant for some other worker, which then goes idle again.
     */
    void noThreadCame(Throwable failure) {
        threadDidNotCome(failure);
        if (group.hasWork()) {
            wake(state.popForWork());
        }
    }

    /** As above, but starts no other thread, because that might not come either. */
    void threadDidNotCome(Throwable failure) {
        if (takeBackNeed()) {
            wakeOneWithThread();
        }
        report(failure);
    }

    /**
     * One thread fewer may come than are needed. Makes a worker that needs one idle again, and returns true. If there
     * is none, takes back a call of the guard.
     */
    private boolean takeBackNeed() {
        Worker without = group.carriers().takeBackWanted();
        if (without != null) {
            returnVacant(without.index());
            return true;
        }
        if (guard != null) {
            guard.takeBackCall();
        }
        return false;
    }

    /** Why the last thread that was needed could not be started; null if it was. */
    Throwable lastFailure() {
        return lastFailureVolatile();
    }

    /** Whether an idle worker is needed for queued tasks, but the last start of a thread has failed. */
    boolean lacksThread() {
        return lastFailureVolatile() != null && GroupState.wantsWaking(state.wordVolatile()) && group.hasWork();
    }

    /** To be called when a thread was started. */
    void noteStart() {
        Throwable failure = lastFailureVolatile();
        if (failure != null) {
            casLastFailure(failure, null);
        }
    }

    /**
     * Reports that no thread could be started, and wakes the threads that wait for the end of tasks: they try again.
     * Throws nothing: the caller may hold a task that it has taken.
     */
    void report(Throwable failure) {
        setLastFailureVolatile(failure);
        try {
            group.quiescence().wakeWaiters();
            group.carriers().wakeWaiters();
        } catch (StackOverflowError full) {
            // The waiters try again after the next failure or submission.
        }
        try {
            group.handle(Thread.currentThread(), new IllegalStateException(
                    "no thread could be started for a worker of " + group.settings().name()
                            + "; its tasks wait for the other workers, or for the next submission", failure));
        } catch (Throwable noReport) {
            group.handle(Thread.currentThread(), failure);
        }
    }

    /** Wakes a worker that was popped; false if it has no thread. */
    private boolean wakeThread(int popped) {
        Worker worker = group.worker(popped);
        return worker != null && worker.wake();
    }

    /**
     * Finds a thread for a worker that was popped; returns null, or why none could be started. In that case the worker
     * is idle again; or if a thread has come for it, that may have been meant for another one, which is idle again, or
     * called by the guard.
     */
    Throwable provideThread(int popped) {
        Worker worker = group.workerOrNew(popped);
        if (worker == null) {
            returnVacant(popped);
            return NO_MEMORY;
        }
        Throwable failure = group.carriers().provideFor(worker);
        if (failure != null) {
            if (worker.takeBackIfWanted()) {
                returnVacant(popped);
            } else {
                takeBackNeed();
            }
        }
        return failure;
    }

    /** Of the idle workers that have a thread, wakes the one that went idle last; false if none has one. */
    private boolean wakeOneWithThread() {
        StackReserve.ensureForWakeUp();
        int popped = state.popFirst(hasThread, true, noteIdle);
        while (popped >= 0 && !wakeThread(popped)) {
            // Its keep-alive has ended since the condition was checked.
            returnVacant(popped);
            popped = state.popFirst(hasThread, true, noteIdle);
        }
        return popped >= 0;
    }

    /**
     * Makes a popped worker idle again if it gets no thread. This does not check for work, which would try to start a
     * thread again; but the worker may be the last one to go idle.
     */
    private void returnVacant(int popped) {
        Worker worker = group.worker(popped);
        group.quiescence().noteIdle(worker == null ? state.goIdle(popped, true) : worker.vacate());
    }

    /** Volatile: follows the enlisting of a thread that waits for the end of tasks. */
    private Throwable lastFailureVolatile() {
        return (Throwable) LAST_FAILURE.getVolatile(this);
    }

    /** Volatile: precedes the read of the lists of waiters. */
    private void setLastFailureVolatile(Throwable failure) {
        LAST_FAILURE.setVolatile(this, failure);
    }

    /** Volatile: must not erase a newer failure; the JDK has no weaker strong CAS. */
    private void casLastFailure(Throwable expected, Throwable next) {
        LAST_FAILURE.compareAndSet(this, expected, next);
    }
}
