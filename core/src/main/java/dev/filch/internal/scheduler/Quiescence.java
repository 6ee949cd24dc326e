package dev.filch.internal.scheduler;

import dev.filch.internal.PaddedWord;
import dev.filch.internal.WaiterList;
import java.util.function.BooleanSupplier;

/**
 * Notices that a {@link WorkerGroup} has nothing left to do: all workers are idle, no thread is in a task without a
 * worker, and no task is queued. Then threads that wait for this are woken, and a shutdown ends. All methods are for
 * any thread.
 */
final class Quiescence {

    private final WorkerGroup group;
    private final GroupState state;
    private final TaskSource source;
    private final WaiterList waiters = new WaiterList();

    /**
     * How many threads are in a task without a worker, or about to be: they have left their worker because the task
     * blocked, or a thread without a worker has handed the task over to them.
     */
    private final PaddedWord blocked = new PaddedWord();

    Quiescence(WorkerGroup group, TaskSource source) {
        this.group = group;
        this.source = source;
        state = group.state();
    }

    /**
     * To be called when a worker has gone idle, with the state that this produced, and when no thread is blocked any
     * more, with the state read after that.
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
     * Ends a shutdown if there is nothing left to do. The thread that shuts down calls this, and so does the thread
     * whose worker goes idle last; one of them sees that nothing is left.
     */
    void endIfDrained() {
        if (GroupState.phase(state.wordVolatile()) == GroupState.SHUTDOWN) {
            // The thread that shuts down may not have done this yet, and no task may come in once the queues are read.
            source.close();
            long word = state.wordVolatile();
            if (isReached(word) && state.endShutdown(word)) {
                group.end();
            }
        }
    }

    /** Whether no task is queued, and none was running when the word was read. */
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
     * @param deadline {@link WaiterList#NO_DEADLINE} means none
     * @param givesUp ends the wait before the deadline
     * @return false if the wait ended without quiescence
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

    /** Whether a thread is in a task without a worker, or about to be. */
    boolean hasBlocked() {
        return blocked.valueVolatile() > 0;
    }

    /** Whether another thread could leave its worker now. */
    boolean mayBlock() {
        return blocked.valueVolatile() < group.settings().maxSpares();
    }

    /** Whether fewer than half of the spare threads are in use. */
    boolean hasMostSparesLeft() {
        return 2 * blocked.valueVolatile() < group.settings().maxSpares();
    }

    /** Counts a thread that leaves its worker; false if as many have left theirs as the group may have spares. */
    boolean beginBlocked() {
        return blocked.incrementIfLess(group.settings().maxSpares());
    }

    /** To be called when a thread has a worker again, or has ended its task without one. */
    void endBlocked() {
        if (blocked.getAndAddValue(-1) == 1) {
            noteIdle(state.wordVolatile());
        }
    }
}
