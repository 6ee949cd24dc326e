package dev.filch.internal.scheduler;

import dev.filch.internal.Backoff;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/**
 * One worker of a {@link WorkerGroup}: its queues, its counts, and how it sleeps and is woken. A worker is not a
 * thread: a {@link Carrier} has it, and may leave it to another carrier. Its methods are for the thread that has it,
 * unless they say otherwise. The way it goes to sleep is one half of the protocol that {@link GroupState} explains.
 *
 * <p>The class extends that of its counts, so that both share one pad: a worker writes to both with each task, and
 * workers are neighbours in memory.
 */
final class Worker extends WorkerFields {

    /** A thread has the worker. If it is about to park, the worker may already be on the stack of idle workers. */
    private static final int AWAKE = 0;

    /** The worker is on the stack of idle workers, and its thread is, or is about to be, parked. */
    private static final int PARKED = 1;

    /** A waker has popped the worker. */
    private static final int WOKEN = 2;

    /** The worker is on the stack of idle workers, or about to be pushed, and no thread has it. */
    private static final int VACANT = 3;

    /** The worker needs a thread: the first one that comes takes it. */
    private static final int WANTED = 4;

    /** Of a worker whose thread has come in the middle of a task: when that began. */
    private static final long UNKNOWN = -1;

    /** The group is over: the worker's thread leaves. */
    private static final int ENDED = 5;

    private final WorkerGroup group;
    private final int index;
    private final WorkerQueues queues;
    private final SearchSpin spin;

    /** Whether the worker was woken, and has found no task since. */
    private boolean justWoken;

    /** Whether the worker is counted as searching in the group's state. A worker popped to be woken is. */
    private boolean searching = true;

    /** The future that the next thread of this worker begins with; usually null. */
    private TaskFuture<?> first;

    /** Fetches since the last fairness tick. */
    private int fetches;

    /** The ticks of the watched worker when they were last read. */
    private int seenTicks;

    private int randomState;

    /** Creates a worker that the calling thread has popped. */
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

    /** Whether workers other than this one are searching. */
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

    /** How many ticks there were; wraps around at 2^31. */
    int ticks() {
        return ticksPlain();
    }

    /** Records the ticks of the watched worker. */
    void see(int ticks) {
        seenTicks = ticks;
    }

    /** Whether the watched worker had the same ticks when they were last read. */
    boolean hasSeen(int ticks) {
        return seenTicks == ticks;
    }

    /** A number from 0 to bound - 1, by Marsaglia's xorshift. */
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

    /** Records that the worker has a task, if times are taken. */
    void noteBusy() {
        if (isTimed() && !isBusy()) {
            busyFrom(group.clock());
        }
    }

    /** Records that the worker has no task, if times are taken. */
    void noteIdle() {
        if (isTimed() && isBusy()) {
            idleFrom(group.clock());
        }
    }

    /** Makes the next thread of this worker begin with a future, or with none if that is null. */
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

    /** Stops counting as a searcher; the last searcher reads the queues again. */
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
     * @return false if the group was stopped: then the queues are left to the thread that drains them
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
     * Ends the move. A full fence orders the arrival of the tasks before the read of the state, as a submission does.
     */
    void endMove() {
        setMovingVolatile(false);
        VarHandle.fullFence();
    }

    /** Makes the worker leave its queues alone, except for a move that has begun. From any thread. */
    void stop() {
        setStoppedVolatile(true);
    }

    /** Waits until the worker, which was stopped, is not moving tasks. From any thread. */
    void awaitMove() {
        int spins = 0;
        while (movingVolatile()) {
            spins = Backoff.awaitPeer(spins);
        }
    }

    /** Gives the worker to the current thread, which has popped it and is not counted as searching. */
    void occupy(Thread current) {
        setThreadOpaque(current);
        setSignalOpaque(AWAKE);
        searching = false;
        setAwakeSinceOpaque(UNKNOWN);
    }

    /** Notes when the thread has come or was woken, so that a dump can tell how long its task has taken at most. */
    void noteAwake() {
        setExecutedBeforeOpaque(executedPlain());
        setAwakeSinceOpaque(group.clock());
    }

    /**
     * In nanoseconds: how long ago the thread came or was woken; negative if it came in the middle of a task. From any
     * thread.
     */
    long awakeNanos() {
        long since = awakeSinceOpaque();
        return since == UNKNOWN ? UNKNOWN : group.clock() - since;
    }

    /** Whether the worker has executed no task since then. From any thread. */
    boolean isInFirstTask() {
        return executed() == executedBeforeOpaque();
    }

    /** Announces that the worker, which the calling thread has popped, needs a thread. */
    void want() {
        setSignalVolatile(WANTED);
    }

    /**
     * Withdraws the request for a thread, takes the worker back, and drops the future that the thread was to begin
     * with; false if a thread has come. From any thread.
     */
    boolean unwant() {
        if (!casSignal(WANTED, WOKEN)) {
            return false;
        }
        first = null;
        return true;
    }

    /** Stops counting as a searcher. */
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

    private long goIdle(int as) {
        setSignalOpaque(as);
        boolean searched = searching;
        searching = false;
        return group.state().goIdle(index, searched);
    }

    /**
     * Sleeps until woken.
     *
     * @return false if the thread has lost the worker, because it has slept for too long or the group is over
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

    /** False if the keep-alive ended before a waker came. */
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
            // An interrupt here is meant for no task, and would make the next park return at once.
            Thread.interrupted();
        }
        return true;
    }

    /** The thread that has the worker; null if it sleeps, or if there is none. From any thread; a guess. */
    Thread threadIfAwake() {
        int seen = signalOpaque();
        return seen == AWAKE || seen == WOKEN ? threadOpaque() : null;
    }

    /** Whether the worker is idle and has no thread. From any thread; certain only if a pop of the worker follows. */
    boolean isVacant() {
        return signalOpaque() == VACANT;
    }

    /**
     * Wakes the worker, which the calling thread has popped. From any thread.
     *
     * @return false if the worker has no thread; it is then the caller's, and counted as searching
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
     * Wakes the worker, which stays on the stack, because the group is over. From any thread. A worker that goes to
     * sleep is AWAKE first and PARKED later, so the two are tried in this order.
     */
    void wakeToEnd() {
        if (!casSignal(AWAKE, ENDED) && casSignal(PARKED, ENDED)) {
            LockSupport.unpark(threadOpaque());
        }
    }
}
