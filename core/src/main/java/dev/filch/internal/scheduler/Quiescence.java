package dev.filch.internal.scheduler;

import dev.filch.internal.PaddedWord;
import dev.filch.internal.WaiterList;
import java.util.function.BooleanSupplier;

/*
 * A group is quiescent if (A) all workers are idle, (B) no thread is blocked, and (Q) no task is queued.
 *
 * Quiescence is not missed
 *   A and B can only become true when a worker goes idle, or when the last blocked thread takes a worker or ends its
 *   task. Each of these is a volatile read-modify-write, after which the thread calls noteIdle, which reads A and B. So
 *   the last of these threads finds both true. It wakes the waiters, which check Q, and tries to end a shutdown.
 *
 * Quiescence is not reported wrongly
 *   isReached reads the word of GroupState (A), the count of blocked threads (B), all queues (Q), and the word again.
 *   If the word is the same, no worker has left the stack in between. Then no thread could become blocked in a task.
 *   Nor has a thread that the starvation guard has called taken a task: it does so only while all workers have one. So
 *   no task has run since B was read. A task that a thread outside the group submits during the call may be missed.
 *   When a shutdown ends, there is no such task, because the source is closed before the word is read. There the CAS of
 *   endShutdown takes the place of the second read.
 */

/**
 * Notices that a {@link WorkerGroup} is quiescent: all workers are idle, no thread is in a task without a worker, and
 * no task is queued. Then it wakes the threads that wait for this, and ends a shutdown. All methods are for any thread.
 */
final class Quiescence {

    private final WorkerGroup group;
    private final GroupState state;
    private final TaskSource source;
    private final WaiterList waiters = new WaiterList();

    /**
     * The number of blocked threads: those in a task without a worker, or about to be. Such a thread has left its
     * worker because its task blocks. Or it runs a task without a worker: one that a blocked thread has handed over, or
     * one for which the starvation guard has called it.
     */
    private final PaddedWord blocked = new PaddedWord();

    Quiescence(WorkerGroup group, TaskSource source) {
        this.group = group;
        this.source = source;
        state = group.state();
    }

    /**
     * To be called when a worker has gone idle, and when the last blocked thread has ended its task or taken a worker.
     *
     * @param word the word that the idle worker's push produced, or the word read after the last thread was uncounted
     */
    void noteIdle(long word) {
        if (state.allIdle(word) && blocked.valueVolatile() == 0) {
            wakeWaiters();
            endIfDrained();
        }
    }

    void wakeWaiters() {
        if (!waiters.isEmpty()) {
            waiters.wakeAll();
        }
    }

    /**
     * Ends a shutdown if the group is quiescent. The thread that shuts down calls this, and so does the thread whose
     * worker goes idle last. At least one of them finds the group quiescent.
     */
    void endIfDrained() {
        if (GroupState.phase(state.wordVolatile()) == GroupState.SHUTDOWN) {
            // The thread that shuts down may not have closed the source yet. No task may come in after the queues are
            // read.
            source.close();
            long word = state.wordVolatile();
            if (isReached(word) && state.endShutdown(word)) {
                group.end();
            }
        }
    }

    /** Whether no task is queued, and none was running when {@code word} was read. */
    private boolean isReached(long word) {
        return state.allIdle(word) && blocked.valueVolatile() == 0 && !source.hasWork();
    }

    private boolean isReached() {
        if (group.isTerminated()) {
            return true;
        }
        long word = state.wordVolatile();
        return isReached(word) && state.wordVolatile() == word;
    }

    /**
     * Waits for quiescence.
     *
     * @param deadline when to stop waiting, or {@link WaiterList#NO_DEADLINE}
     * @param givesUp whether to stop waiting before the deadline; read first, and whenever this thread is woken
     * @return false if the wait ended before the group was quiescent
     */
    boolean await(long deadline, BooleanSupplier givesUp) throws InterruptedException {
        BooleanSupplier isOver = () -> isReached() || givesUp.getAsBoolean();
        while (!isReached()) {
            if (givesUp.getAsBoolean() || !waiters.awaitUntil(isOver, deadline)) {
                return isReached();
            }
        }
        return true;
    }

    /** Whether any thread is blocked. */
    boolean hasBlocked() {
        return blocked.valueVolatile() > 0;
    }

    /** Whether one more thread may be blocked now. */
    boolean mayBlock() {
        return blocked.valueVolatile() < group.settings().maxSpares();
    }

    /** Whether fewer than half of the spare threads are in use. */
    boolean hasMostSparesLeft() {
        return 2 * blocked.valueVolatile() < group.settings().maxSpares();
    }

    /** Counts a thread as blocked. Returns false if as many are blocked as the group may have spare threads. */
    boolean beginBlocked() {
        return blocked.incrementIfLess(group.settings().maxSpares());
    }

    /** To be called when a blocked thread has taken a worker, or has ended its task without one. */
    void endBlocked() {
        if (blocked.getAndAddValue(-1) == 1) {
            noteIdle(state.wordVolatile());
        }
    }
}
