package dev.filch.internal.scheduler;

import dev.filch.internal.Backoff;
import dev.filch.queue.Injector;
import java.util.PriorityQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/*
 * Submitters put deadlines into an inbox; the timekeeper's thread moves them to a heap, and sleeps until the first one
 * of the heap. A submitter wakes it if its own deadline comes earlier, or if the inbox has as many entries as the heap.
 *
 * No deadline is missed
 *   submitter:   (S1) put the deadline into the inbox   (S2) read wakesAt; unpark the thread if it is later
 *   timekeeper:  (T1) set wakesAt                       (T2) read whether the inbox is empty; park only if it is
 *   S1 contains a volatile read-modify-write of the position that T2 reads, so the four have one order. If S2 comes
 *   before T1, then so does S1, and T2 finds the deadline. While the thread is awake, wakesAt is a time in the past.
 *
 *   In the same way the thread ends: it sets the state to NONE, and then reads whether the inbox is empty. A submitter
 *   puts its deadline into the inbox, and then reads the state. If both see the other, one of them serves the inbox: the
 *   submitter starts a thread, or the old thread goes on, also if that start fails. Another submitter may have put its
 *   deadline there while the state was RUNNING, and does not come back.
 */

/**
 * Fails futures at their deadlines. One daemon thread serves all pools: it starts with the first deadline, has one
 * timed wait while deadlines are pending, and ends some seconds after the last one. The heap is swept
 * when it has doubled, and every ten seconds, so it keeps few deadlines of ended tasks.
 *
 * <p>{@link #submit} is for any thread. It is lock-free, except that threads wait for one that is starting the
 * timekeeper's thread.
 */
public final class Timekeeper extends TimekeeperFields implements Runnable {

    /** In nanoseconds: how long the thread stays without deadlines. */
    private static final long KEEP_ALIVE = TimeUnit.SECONDS.toNanos(10);

    /** With fewer deadlines than this, moving and sweeping them would cost more than it saves. */
    private static final int MIN_SWEEP = 1024;

    /** The longest timeout, in nanoseconds. With longer ones, the difference of two times could overflow. */
    private static final long MAX_TIME = Long.MAX_VALUE / 2;

    /** In nanoseconds. After that the heap is swept, so that the thread does not wait for tasks that ended long ago. */
    private static final long MAX_SLEEP = KEEP_ALIVE;

    /** How many deadlines are moved before those that are due expire. */
    private static final int MAX_MOVED = 1024;

    private final ThreadFactory threads;
    private final long keepAliveNanos;
    private final Injector<Deadline> inbox = new Injector<>();

    /** For the thread alone, as are the variables below. */
    private final PriorityQueue<Deadline> heap;

    /** Taken from the inbox, and not yet in the heap; null if there is none. */
    private Deadline moving;

    /** The heap is swept when it has this many entries. */
    private int sweepAt = MIN_SWEEP;

    private long lastSweep = System.nanoTime();

    private static final class Shared {
        static final Timekeeper INSTANCE = new Timekeeper(Timekeeper::newThread, KEEP_ALIVE);
    }

    /** With threads of this factory. */
    Timekeeper(ThreadFactory threads, long keepAliveNanos) {
        this(threads, keepAliveNanos, new PriorityQueue<>());
    }

    /** With this heap, which is empty. */
    Timekeeper(ThreadFactory threads, long keepAliveNanos, PriorityQueue<Deadline> heap) {
        this.threads = threads;
        this.keepAliveNanos = keepAliveNanos;
        this.heap = heap;
        // Links the call sites that a start needs. Later, there may be no memory or stack for that.
        casState(State.NONE, State.STARTING);
        setStateVolatile(State.NONE);
    }

    private static Thread newThread(Runnable timekeeper) {
        Thread thread = new Thread(null, timekeeper, "filch-deadlines", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        return thread;
    }

    /**
     * The timekeeper of all pools.
     *
     * @return the only one there is
     */
    public static Timekeeper shared() {
        return Shared.INSTANCE;
    }

    /**
     * Submits a future that fails unless it is done in time.
     *
     * @param future what to submit
     * @param group where
     * @param lane how urgent it is
     * @param nanos how much time it has, in nanoseconds; if none, it fails at once
     * @param mayInterrupt whether the thread that runs it is then interrupted
     * @throws RejectedExecutionException as {@link WorkerGroup#execute} throws it
     * @throws OutOfMemoryError if there is no memory, or the timekeeper's thread cannot be started; the task was not
     *     submitted
     */
    public void submit(TaskFuture<?> future, WorkerGroup group, Lane lane, long nanos, boolean mayInterrupt) {
        if (nanos <= 0) {
            submitTooLate(future, group, lane);
            return;
        }
        boolean submitted = false;
        try {
            add(new Deadline(future, System.nanoTime() + Math.min(nanos, MAX_TIME), mayInterrupt));
            group.execute(future, lane);
            submitted = true;
        } finally {
            if (!submitted) {
                // A future that is done makes its deadline moot.
                future.cancel(false);
            }
        }
    }

    private static void submitTooLate(TaskFuture<?> future, WorkerGroup group, Lane lane) {
        if (group.isShutdown()) {
            group.execute(future, lane);
        } else {
            future.expire(false);
        }
    }

    private void add(Deadline deadline) {
        inbox.offer(deadline);
        ensureAwakeBy(deadline.time());
    }

    private void ensureAwakeBy(long time) {
        // An overflow after the CAS would leave the state at STARTING.
        StackReserve.ensureForStart();
        int spins = 0;
        for (State seen = stateVolatile(); seen != State.RUNNING; seen = stateVolatile()) {
            if (seen == State.NONE && casState(State.NONE, State.STARTING)) {
                start();
                return;
            }
            spins = Backoff.awaitPeer(spins);
        }
        if (time - wakesAtVolatile() < 0 || inbox.added() - drainAtOpaque() >= 0) {
            LockSupport.unpark(threadVolatile());
        }
    }

    private void start() {
        boolean starts = false;
        try {
            Thread fresh = threads.newThread(this);
            setThreadVolatile(fresh);
            setWakesAtVolatile(System.nanoTime());
            fresh.start();
            starts = true;
        } finally {
            if (!starts) {
                setStateVolatile(State.NONE);
            }
        }
    }

    @Override
    public void run() {
        setStateVolatile(State.RUNNING);
        long idleSince = System.nanoTime();
        boolean isNeeded = true;
        while (isNeeded) {
            try {
                drain();
                long now = System.nanoTime();
                expireUntil(now);
                if (hasDeadlines()) {
                    idleSince = now;
                }
                if (hasDeadlines() || now - idleSince < keepAliveNanos) {
                    sleepUntil(wakeTime(now, idleSince));
                } else {
                    isNeeded = !end();
                }
            } catch (Throwable unexpected) {
                // No exception is expected here, but if this thread ended, no future would fail at its deadline.
                idleSince = System.nanoTime();
            }
        }
    }

    /**
     * Moves some deadlines from the inbox to the heap; not all, because submitters may add them faster. If memory runs
     * out, the next one waits, and those behind it.
     */
    private void drain() {
        try {
            for (int i = 0; i < MAX_MOVED && takeNext(); i++) {
                if (!moving.isMoot()) {
                    heap.add(moving);
                }
                moving = null;
            }
            if (heap.size() >= sweepAt || System.nanoTime() - lastSweep >= MAX_SLEEP) {
                heap.removeIf(Deadline::isMoot);
                sweepAt = Math.max(MIN_SWEEP, 2 * heap.size());
                lastSweep = System.nanoTime();
            }
        } catch (OutOfMemoryError noMemory) {
            // The deadline stays in the variable moving, and the thread tries again after a millisecond.
        }
        setDrainAtOpaque(inbox.added() + Math.max(MIN_SWEEP, heap.size()));
    }

    private boolean takeNext() {
        if (moving == null) {
            moving = inbox.poll();
        }
        return moving != null;
    }

    private void expireUntil(long now) {
        for (Deadline first = heap.peek(); first != null && isOver(first, now); first = heap.peek()) {
            heap.poll();
            first.expire();
        }
        if (moving != null && isOver(moving, now)) {
            moving.expire();
            moving = null;
        }
    }

    private static boolean isOver(Deadline deadline, long now) {
        return deadline.time() - now <= 0 || deadline.isMoot();
    }

    /** How many deadlines are kept; exact while the thread sleeps. */
    int kept() {
        return heap.size() + inbox.size() + (moving == null ? 0 : 1);
    }

    private boolean hasDeadlines() {
        return moving != null || !heap.isEmpty();
    }

    private long wakeTime(long now, long idleSince) {
        Deadline first = heap.peek();
        if (moving != null) {
            // Memory has run out; there may be some soon.
            long retry = now + TimeUnit.MILLISECONDS.toNanos(1);
            return first == null || first.time() - retry > 0 ? retry : first.time();
        }
        return first == null ? idleSince + keepAliveNanos : first.time();
    }

    private void sleepUntil(long time) {
        long now = System.nanoTime();
        setWakesAtVolatile(time);
        // If memory has run out, the inbox is not empty.
        if (moving != null || inbox.isEmpty()) {
            LockSupport.parkNanos(this, Math.min(time - now, MAX_SLEEP));
            // An interrupt here is meant for no task, and would make the next park return at once.
            Thread.interrupted();
        }
        setWakesAtVolatile(now);
    }

    /** Lets the thread end; false if it is needed, because a deadline has come meanwhile and no other thread has. */
    private boolean end() {
        setStateVolatile(State.NONE);
        int spins = 0;
        while (!inbox.isEmpty() && stateVolatile() != State.RUNNING) {
            if (casState(State.NONE, State.RUNNING)) {
                // Meanwhile another thread may have been made, and failed to start.
                setThreadVolatile(Thread.currentThread());
                return false;
            }
            // A submitter is starting another thread.
            spins = Backoff.awaitPeer(spins);
        }
        return true;
    }
}
