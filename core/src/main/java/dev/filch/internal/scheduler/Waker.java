package dev.filch.internal.scheduler;

import dev.filch.queue.Injector;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.IntPredicate;
import java.util.function.LongConsumer;

/**
 * Wakes idle workers of a {@link WorkerGroup}, and finds threads for idle workers without one. {@link GroupState}
 * explains which threads must wake a worker, so that no wake-up is lost. All methods are for any thread.
 *
 * <p><b>Stack.</b> A thread ensures room on its stack before it pops a worker. If the stack overflowed between the pop
 * and the wake-up, the worker would count as searching for ever, and no further worker would be woken.
 *
 * <p><b>Threads that cannot be started.</b> Any thread that needs a worker takes any worker that wants a thread. So if
 * the start of a thread fails, the worker that was to get it may have a thread already: one that another worker now
 * lacks. The caller then makes some worker that still wants a thread idle again, or takes back a call of the guard.
 */
final class Waker {

    /** Created in advance, because there is no memory when it is needed. */
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
     * Wakes a worker if one is idle, even if others are searching, unless the maximum number of workers are. For a
     * worker that has taken a task and has seen more. Without this, the workers would wake one another one by one,
     * which takes too long.
     */
    void signalBacklog() {
        if (state.allowsAnotherSearcher(state.wordVolatile())) {
            wakeForBacklog();
        }
    }

    /** As {@link #signalBacklog()}, but only if a queue has more tasks. */
    void signalBacklog(Injector<Runnable> queue) {
        if (state.allowsAnotherSearcher(state.wordVolatile()) && !queue.isEmpty()) {
            wakeForBacklog();
        }
    }

    /**
     * Wakes a worker if one is idle and none is searching although tasks are queued. This happens if no thread could be
     * started for the worker. To be called when a submission finds the queues full: it does not wake a worker itself,
     * and all others may wait for room.
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
            // The calling worker must not lose the task that it has taken. It will itself take the tasks it has seen.
        }
    }

    /**
     * Wakes a worker that was popped, or finds a thread for it. If no thread can be found, wakes an idle worker that
     * has one instead, and reports the failure. In between, a submitter may have found no idle worker. So if work is
     * left, this then wakes another worker.
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

    /**
     * Ensures room on the stack to start a thread for a worker that was popped. If there is none, pushes the worker
     * again.
     */
    private void ensureForStart(int popped) {
        try {
            StackReserve.ensureForStart();
        } catch (StackOverflowError full) {
            returnVacant(popped);
            throw full;
        }
    }

    /**
     * To be called if no thread could be started for a worker, but another thread has taken the worker. Makes the
     * worker for which that thread may have been meant idle again, and tries to wake another one for queued tasks.
     */
    void replaceMissingThread(Throwable failure) {
        noteMissingThread(failure);
        if (group.hasWork()) {
            wake(state.popForWork());
        }
    }

    /** As {@link #replaceMissingThread}, but starts no thread, because that start might fail too. */
    void noteMissingThread(Throwable failure) {
        if (takeBackRequest()) {
            wakeOneWithThread();
        }
        report(failure);
    }

    /**
     * Takes back one request for a thread, because there may be one thread fewer than were requested. Makes a worker
     * that wants a thread idle again, and returns true. If there is none, takes back a call of the guard, and returns
     * false.
     */
    private boolean takeBackRequest() {
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

    /** Why the last thread could not be started; null if it was started. */
    Throwable lastFailure() {
        return lastFailureVolatile();
    }

    /** Whether tasks are queued and no worker is woken for them, because the last start of a thread has failed. */
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
     * Reports that no thread could be started, and wakes the threads that wait for the end of tasks, which try again.
     * Throws nothing, because the caller may hold a task that it has taken.
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
     * Finds a thread for a worker that was popped. Returns null, or why no thread could be started. After a failure,
     * the worker is idle again. If another thread has taken it, this takes back the request for which that thread may
     * have been started.
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
                takeBackRequest();
            }
        }
        return failure;
    }

    /** Wakes the idle worker with a thread that went idle last; false if no idle worker has a thread. */
    private boolean wakeOneWithThread() {
        StackReserve.ensureForWakeUp();
        int popped = state.popFirst(hasThread, true, noteIdle);
        while (popped >= 0 && !wakeThread(popped)) {
            // The thread's keep-alive has ended since the check.
            returnVacant(popped);
            popped = state.popFirst(hasThread, true, noteIdle);
        }
        return popped >= 0;
    }

    /**
     * Makes a popped worker idle again, because it gets no thread. Does not check for work: that would try to start a
     * thread again. Checks for quiescence, because this worker may be the last one that goes idle.
     */
    private void returnVacant(int popped) {
        Worker worker = group.worker(popped);
        group.quiescence().noteIdle(worker == null ? state.goIdle(popped, true) : worker.vacate());
    }

    /**
     * Volatile: a thread that waits for the end of tasks enlists and then reads this. Checked by
     * GroupScenario:shared*,1,0,,e,qi.
     */
    private Throwable lastFailureVolatile() {
        return (Throwable) LAST_FAILURE.getVolatile(this);
    }

    /** Volatile: precedes the reads of the lists of waiters. Checked by GroupScenario:shared*,1,0,,e,qi. */
    private void setLastFailureVolatile(Throwable failure) {
        LAST_FAILURE.setVolatile(this, failure);
    }

    /** Volatile: must not erase a newer failure; the JDK has no weaker strong CAS. */
    private void casLastFailure(Throwable expected, Throwable next) {
        LAST_FAILURE.compareAndSet(this, expected, next);
    }
}
