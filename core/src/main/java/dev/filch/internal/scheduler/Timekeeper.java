package dev.filch.internal.scheduler;

import dev.filch.internal.Backoff;
import dev.filch.queue.Injector;
import java.util.PriorityQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/*
 * The idea. Submitters put deadlines into an inbox, a lock-free queue. The timekeeper's thread moves them to a heap,
 * and sleeps until the first deadline of the heap. A submitter wakes the thread if its own deadline is earlier than the
 * end of that sleep, or if the inbox has as many entries as the heap. A deadline is moot once its future is done. To
 * drop moot ones, the thread sweeps the heap when it has doubled, and every ten seconds.
 *
 * The state
 *   NONE -> STARTING       a submitter starts a thread
 *   STARTING -> RUNNING    the new thread runs
 *   STARTING -> NONE       the start has failed
 *   RUNNING -> NONE        the thread has had no deadlines for some time, and is about to end
 *   NONE -> RUNNING        the thread finds a deadline after all, and continues
 *
 * Invariant: only one thread uses the heap. A thread gives the heap up by setting the state to NONE.
 *
 * No deadline is missed by a thread that goes to sleep
 *   submitter:   (S1) put the deadline into the inbox   (S2) read wakesAt; unpark the thread if it is later
 *   timekeeper:  (T1) set wakesAt                       (T2) read whether the inbox is empty; park only if it is
 *   S1 contains a volatile read-modify-write of the position that T2 reads, so the four have a single order. If S2
 *   comes before T1, then so does S1, and T2 finds the deadline. Otherwise S2 unparks the thread if need be. While the
 *   thread is awake, wakesAt is a time in the past.
 *
 * No deadline is missed by a thread that ends
 *   submitter:   (S1) put the deadline into the inbox   (S2) read the state; start a thread if it is NONE
 *   timekeeper:  (T1) set the state to NONE             (T2) read whether the inbox is empty; end only if it is
 *   By the same argument, T2 finds the deadline or S2 finds NONE. If both do, a CAS of the state decides whether the
 *   submitter starts a new thread or the old thread continues. If the submitter wins, the old thread waits until the
 *   new one runs, and continues if the start fails. It must not rely on submitters: another one may have put its
 *   deadline into the inbox while the state was RUNNING, and does not read the state again.
 */

/**
 * Fails futures at their deadlines. One daemon thread serves all pools. It starts with the first deadline, sleeps until
 * the earliest pending deadline, and ends some seconds after the last one. The heap of pending deadlines keeps few
 * deadlines of futures that are done.
 *
 * <p>Any thread may call {@link #submit}. It is lock-free, with one exception: while a thread is starting the
 * timekeeper's thread, others wait for it.
 */
public final class Timekeeper extends TimekeeperFields implements Runnable {

    /** How long the thread stays when there are no deadlines, in nanoseconds. */
    private static final long KEEP_ALIVE = TimeUnit.SECONDS.toNanos(10);

    /** With fewer deadlines than this, it costs more to move and sweep them than it saves. */
    private static final int MIN_SWEEP = 1024;

    /** The longest timeout, in nanoseconds. With a longer one, the difference of two times could overflow. */
    private static final long MAX_TIME = Long.MAX_VALUE / 2;

    /** The longest sleep, in nanoseconds. The thread then sweeps the heap, which may hold only moot deadlines. */
    private static final long MAX_SLEEP = KEEP_ALIVE;

    /** How many deadlines the thread moves at most before it checks which ones are due. */
    private static final int MAX_MOVED = 1024;

    private final ThreadFactory threads;
    private final long keepAliveNanos;
    private final Injector<Deadline> inbox = new Injector<>();

    // The variables below are for the thread alone.

    private final PriorityQueue<Deadline> heap;

    /** A deadline that was taken from the inbox and is not in the heap yet; null if there is none. */
    private Deadline moving;

    /** The heap is swept when it has this many entries. */
    private int sweepAt = MIN_SWEEP;

    private long lastSweep = System.nanoTime();

    private static final class Shared {
        static final Timekeeper INSTANCE = new Timekeeper(Timekeeper::newThread, KEEP_ALIVE);
    }

    /** With threads from this factory. */
    Timekeeper(ThreadFactory threads, long keepAliveNanos) {
        this(threads, keepAliveNanos, new PriorityQueue<>());
    }

    /** With this heap, which must be empty. */
    Timekeeper(ThreadFactory threads, long keepAliveNanos, PriorityQueue<Deadline> heap) {
        this.threads = threads;
        this.keepAliveNanos = keepAliveNanos;
        this.heap = heap;
        // This links the call sites that a start needs. Later, there may be too little memory or stack to link them.
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
     * Returns the timekeeper of all pools.
     *
     * @return the only instance
     */
    public static Timekeeper shared() {
        return Shared.INSTANCE;
    }

    /**
     * Submits a future that fails unless it is done in time.
     *
     * @param future the future to submit
     * @param group the group that will run it
     * @param lane its lane
     * @param nanos the time until its deadline, in nanoseconds; if zero or negative, the future fails at once
     * @param mayInterrupt whether the deadline interrupts the thread that runs the task
     * @throws RejectedExecutionException as from {@link WorkerGroup#execute}
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
                // The deadline is moot once the future is done.
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
        // A stack overflow after the CAS would leave the state at STARTING.
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
                // No exception is expected here. If one ended this thread, no future would fail at its deadline.
                idleSince = System.nanoTime();
            }
        }
    }

    /**
     * Moves deadlines from the inbox to the heap. Their number is limited, because submitters may add them faster than
     * this thread moves them. If memory runs out, the thread keeps the deadline in {@code moving}, and the others stay
     * in the inbox.
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
            // The thread tries again after a millisecond.
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
        for (Deadline first = heap.peek(); first != null && isDueOrMoot(first, now); first = heap.peek()) {
            heap.poll();
            first.expire();
        }
        if (moving != null && isDueOrMoot(moving, now)) {
            moving.expire();
            moving = null;
        }
    }

    private static boolean isDueOrMoot(Deadline deadline, long now) {
        return deadline.time() - now <= 0 || deadline.isMoot();
    }

    /** How many deadlines are in the inbox and the heap; exact while the thread sleeps. */
    int kept() {
        return heap.size() + inbox.size() + (moving == null ? 0 : 1);
    }

    private boolean hasDeadlines() {
        return moving != null || !heap.isEmpty();
    }

    private long wakeTime(long now, long idleSince) {
        Deadline first = heap.peek();
        if (moving != null) {
            // Memory has run out. The thread tries again soon.
            long retry = now + TimeUnit.MILLISECONDS.toNanos(1);
            return first == null || first.time() - retry > 0 ? retry : first.time();
        }
        return first == null ? idleSince + keepAliveNanos : first.time();
    }

    private void sleepUntil(long time) {
        long now = System.nanoTime();
        setWakesAtVolatile(time);
        // If a deadline could not be moved, the thread sleeps even if the inbox is not empty.
        if (moving != null || inbox.isEmpty()) {
            LockSupport.parkNanos(this, Math.min(time - now, MAX_SLEEP));
            // An interrupt here is not meant for any task. If it stayed set, the next park would return at once.
            Thread.interrupted();
        }
        setWakesAtVolatile(now);
    }

    /** Ends the service of this thread; false if it must continue, for a deadline that no other thread serves. */
    private boolean end() {
        setStateVolatile(State.NONE);
        int spins = 0;
        while (!inbox.isEmpty() && stateVolatile() != State.RUNNING) {
            if (casState(State.NONE, State.RUNNING)) {
                // The variable may hold a thread that has failed to start.
                setThreadVolatile(Thread.currentThread());
                return false;
            }
            // A submitter is starting another thread.
            spins = Backoff.awaitPeer(spins);
        }
        return true;
    }
}
