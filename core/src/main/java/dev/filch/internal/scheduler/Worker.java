package dev.filch.internal.scheduler;

import dev.filch.internal.Backoff;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/*
 * How a worker sleeps. Its thread first pushes the worker onto the stack of idle workers, as GroupState explains, and
 * then announces by a CAS of the worker's signal that it parks. A waker pops the worker, and then swaps the signal. If
 * the waker comes first, the CAS fails, and the thread does not park. Otherwise the waker finds PARKED, and unparks the
 * thread. So no wake-up is lost between the push and the park.
 *
 * The transitions of the signal
 *   the worker's thread, while the signal is AWAKE or WOKEN
 *     -> AWAKE                  is about to push the worker, and to sleep
 *     -> VACANT                 is about to push the worker, and to leave it
 *     -> WANTED                 leaves the worker to a thread that it requests
 *   the worker's thread, after the push
 *     AWAKE -> PARKED           is about to park
 *     PARKED -> VACANT          leaves the worker on the stack, because the keep-alive has ended
 *   a waker that has popped the worker
 *     AWAKE, PARKED -> WOKEN    wakes the worker's thread
 *     VACANT -> WOKEN           finds no thread
 *     WOKEN -> WANTED           requests a thread
 *     WANTED -> WOKEN           takes the worker back, because no thread could be started
 *     WOKEN -> VACANT           is about to push the worker again
 *   a thread without a worker
 *     WANTED -> AWAKE           takes the worker
 *     VACANT, WOKEN -> AWAKE    takes the worker, which it has popped itself; WOKEN if the worker is new
 *   the thread that ends the group
 *     AWAKE, PARKED -> ENDED    makes the worker's thread leave
 */

/**
 * One worker of a {@link WorkerGroup}: its queues, its counts, and the way it sleeps and is woken. A worker is not a
 * thread. A {@link Carrier} has it, and may leave it to another carrier. The methods are for the thread that has the
 * worker, unless they say otherwise.
 *
 * <p>A worker writes its fields and its counts with each task, and workers are neighbours in memory. So this class
 * extends the class of the counts, and a single pad separates both from the next worker.
 */
final class Worker extends WorkerFields {

    /** A thread has the worker. If the thread is about to park, the worker may already be on the stack. */
    private static final int AWAKE = 0;

    /** The worker is on the stack of idle workers, and its thread is parked or about to park. */
    private static final int PARKED = 1;

    /** A waker has popped the worker. The signal stays so until the worker goes idle or needs a thread. */
    private static final int WOKEN = 2;

    /** No thread has the worker. It is on the stack of idle workers, or about to be pushed. */
    private static final int VACANT = 3;

    /** The worker needs a thread. The first free thread takes it. */
    private static final int WANTED = 4;

    /** The group is over. The worker's thread leaves. */
    private static final int ENDED = 5;

    /** Stands for the time since which a worker is awake, if the thread took the worker in the middle of a task. */
    private static final long UNKNOWN = -1;

    private final WorkerGroup group;
    private final int index;
    private final WorkerQueues queues;
    private final SearchSpin spin;

    /** Whether the worker was woken, and has found no task since. */
    private boolean justWoken;

    /** Whether the group's state counts the worker as searching. It counts a worker that was popped to be woken. */
    private boolean searching = true;

    /** The future that the next thread of this worker runs first; usually null. */
    private TaskFuture<?> first;

    /** Fetches since the last fairness tick. */
    private int fetches;

    /** The ticks of the watched worker when this worker last read them. */
    private int watchedTicks;

    private int randomState;

    /** Creates a worker, which the calling thread has popped. */
    Worker(WorkerGroup group, int index, WorkerQueues queues) {
        super(group.settings().takesTimes());
        this.group = group;
        this.index = index;
        this.queues = queues;
        spin = new SearchSpin();
        setSignalOpaque(WOKEN);
        randomState = 0x9E3779B9 * (index + 1);
    }

    int index() {
        return index;
    }

    WorkerGroup group() {
        return group;
    }

    WorkerQueues queues() {
        return queues;
    }

    /** Whether other workers are searching. */
    boolean othersSearch() {
        return GroupState.searching(group.state().wordVolatile()) > (searching ? 1 : 0);
    }

    /** Counts a fetch; true for every {@code interval}th one, which is a fairness tick. */
    boolean countFetch(int interval) {
        fetches++;
        if (fetches < interval) {
            return false;
        }
        fetches = 0;
        setTicksOpaque(ticksPlain() + 1 & Integer.MAX_VALUE);
        return true;
    }

    /** The number of fairness ticks; wraps around at 2^31. */
    int ticks() {
        return ticksPlain();
    }

    /** Records the ticks of the watched worker. */
    void setWatchedTicks(int ticks) {
        watchedTicks = ticks;
    }

    /** Whether the recorded ticks of the watched worker are the same. */
    boolean watchedTicksAre(int ticks) {
        return watchedTicks == ticks;
    }

    /** A random number from 0 to bound - 1, by Marsaglia's xorshift. */
    int random(int bound) {
        randomState ^= randomState << 13;
        randomState ^= randomState >>> 17;
        randomState ^= randomState << 5;
        return (int) (Integer.toUnsignedLong(randomState) * bound >>> 32);
    }

    /** The next task, after a search if necessary; null if none was found, or the group was stopped. */
    Runnable next() {
        if (stoppedVolatile()) {
            noteIdle();
            return null;
        }
        Runnable task = queues.next(this);
        if (task == null) {
            noteIdle();
            task = search();
        }
        if (task != null) {
            noteBusy();
            if (searching) {
                justWoken = false;
                stopSearching();
            }
        }
        return task;
    }

    /** Records that the worker has a task, if tasks are timed. */
    void noteBusy() {
        if (isTimed() && !isBusy()) {
            busyFrom(group.clock());
        }
    }

    /** Records that the worker has no task, if tasks are timed. */
    void noteIdle() {
        if (isTimed() && isBusy()) {
            idleFrom(group.clock());
        }
    }

    /** Makes the next thread of this worker run a future first. Null means none. */
    void beginWith(TaskFuture<?> future) {
        first = future;
    }

    boolean hasFirst() {
        return first != null;
    }

    TaskFuture<?> takeFirst() {
        TaskFuture<?> future = first;
        first = null;
        return future;
    }

    private Runnable search() {
        count(WorkerEvent.SEARCH);
        spin.start();
        searching = searching || group.state().beginSearch();
        Runnable task = null;
        while (searching && task == null && spin.pause() && !stoppedVolatile()) {
            task = queues.next(this);
        }
        if (task != null) {
            spin.found();
            return task;
        }
        return stoppedVolatile() ? null : queues.nextBeforeSleep();
    }

    /** Ends the search. The last searcher reads the queues again, and wakes a worker if one has work. */
    private void stopSearching() {
        searching = false;
        if (group.state().endSearch()) {
            group.waker().wakeIfWork();
        } else if (group.guard() != null) {
            group.guard().check();
        }
    }

    /**
     * Announces that the worker is about to move tasks from one queue to another.
     *
     * @return false if the group was stopped; the worker must then leave the queues to the thread that drains them
     */
    boolean beginMove() {
        setMovingVolatile(true);
        if (stoppedVolatile()) {
            setMovingVolatile(false);
            return false;
        }
        return true;
    }

    /**
     * Ends the move. The full fence orders the publication of the tasks before the caller's read of the state, as in a
     * submission.
     */
    void endMove() {
        setMovingVolatile(false);
        VarHandle.fullFence();
    }

    /** Makes the worker take no more tasks from queues. A move that has begun continues. From any thread. */
    void stop() {
        setStoppedVolatile(true);
    }

    /** Waits until the worker, which was stopped, has ended its move. From any thread. */
    void awaitMove() {
        int spins = 0;
        while (movingVolatile()) {
            spins = Backoff.awaitPeer(spins);
        }
    }

    /** Gives the worker to the current thread, which has popped it without counting it as searching. */
    void occupy(Thread current) {
        setThreadOpaque(current);
        setSignalOpaque(AWAKE);
        searching = false;
        setAwakeSinceOpaque(UNKNOWN);
    }

    /** Records when the thread took the worker or was woken. So a dump can tell an upper bound of its task's time. */
    void noteAwake() {
        setExecutedBeforeOpaque(executedPlain());
        setAwakeSinceOpaque(group.clock());
    }

    /**
     * How long ago the thread took the worker or was woken, in nanoseconds; negative if it took the worker in the
     * middle of a task. From any thread.
     */
    long awakeNanos() {
        long since = awakeSinceOpaque();
        return since == UNKNOWN ? UNKNOWN : group.clock() - since;
    }

    /** Whether the worker has executed no task since its thread took it or was woken. From any thread. */
    boolean isInFirstTask() {
        return executed() == executedBeforeOpaque();
    }

    /** Announces that the worker, which the calling thread has popped, needs a thread. */
    void want() {
        setSignalVolatile(WANTED);
    }

    /**
     * Withdraws the request for a thread and takes the worker back, unless a thread has taken it. Drops the future that
     * the thread was to run first. From any thread.
     *
     * @return false if a thread has taken the worker
     */
    boolean takeBackIfWanted() {
        if (!casSignal(WANTED, WOKEN)) {
            return false;
        }
        first = null;
        return true;
    }

    /** Ends the search, if the worker is searching. */
    void endSearch() {
        if (searching) {
            stopSearching();
        }
    }

    /** Whether the worker needs a thread. From any thread. */
    boolean isWanted() {
        return signalVolatile() == WANTED;
    }

    /** Gives the worker to the current thread if it needs one. From any thread. */
    boolean occupyIfWanted(Thread current) {
        if (!isWanted() || !casSignal(WANTED, AWAKE)) {
            return false;
        }
        setThreadOpaque(current);
        noteAwake();
        return true;
    }

    /** Makes the worker idle without a thread. Returns the group's new state. */
    long vacate() {
        return goIdle(VACANT);
    }

    private long goIdle(int idleSignal) {
        setSignalOpaque(idleSignal);
        boolean searched = searching;
        searching = false;
        return group.state().goIdle(index, searched);
    }

    /**
     * Sleeps until woken.
     *
     * @return false if the thread has no worker any more, because its keep-alive has ended or the group is over
     */
    boolean sleep() {
        if (justWoken) {
            justWoken = false;
            count(WorkerEvent.USELESS_WAKE_UP);
        }
        long word = goIdle(AWAKE);
        if (GroupState.isOver(word)) {
            return false;
        }
        group.wentIdle(word);
        boolean parks = casSignal(AWAKE, PARKED);
        if (parks && !parkUntilSignalled()) {
            return false;
        }
        if (signalVolatile() == ENDED) {
            return false;
        }
        spin.woken();
        noteAwake();
        justWoken = parks;
        searching = true;
        return true;
    }

    /** Parks until a waker has changed the signal; false if the keep-alive has ended first. */
    private boolean parkUntilSignalled() {
        count(WorkerEvent.PARK);
        long keepAlive = group.settings().keepAliveNanos();
        long start = keepAlive == 0 ? 0 : System.nanoTime();
        while (signalVolatile() == PARKED) {
            if (keepAlive == 0) {
                LockSupport.park(group);
            } else {
                long remaining = keepAlive - (System.nanoTime() - start);
                if (remaining <= 0 && casSignal(PARKED, VACANT)) {
                    return false;
                }
                LockSupport.parkNanos(group, remaining);
            }
            // An interrupt here is not meant for any task. If it stayed set, the next park would return at once.
            Thread.interrupted();
        }
        return true;
    }

    /** The thread that has the worker; null if it sleeps or there is none. From any thread; may be out of date. */
    Thread threadIfAwake() {
        int seen = signalOpaque();
        return seen == AWAKE || seen == WOKEN ? threadOpaque() : null;
    }

    /** Whether the worker is idle and has no thread. From any thread; reliable only if a pop of the worker follows. */
    boolean isVacant() {
        return signalOpaque() == VACANT;
    }

    /**
     * Wakes the worker, which the calling thread has popped. From any thread.
     *
     * @return false if the worker has no thread; it then belongs to the caller, and counts as searching
     */
    boolean wake() {
        int before = getAndSetSignal(WOKEN);
        if (before == PARKED) {
            LockSupport.unpark(threadOpaque());
            group.measurements().count(PoolEvent.WAKE_UP);
        } else if (before == VACANT) {
            searching = true;
            return false;
        }
        return true;
    }

    /**
     * Wakes the worker because the group is over. The worker stays on the stack. A worker that goes to sleep is first
     * AWAKE and then PARKED, so this tries the two in that order. From any thread.
     */
    void wakeToEnd() {
        if (!casSignal(AWAKE, ENDED) && casSignal(PARKED, ENDED)) {
            LockSupport.unpark(threadOpaque());
        }
    }
}
