package dev.filch.channel;

import dev.filch.internal.Backoff;
import dev.filch.internal.Compensator;
import dev.filch.internal.WaiterList;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/*
 * Source: John Reppy, Claudio Russo and Yingqi Xiao, "Parallel Concurrent ML", ICFP 2009. Unlike there, a channel with
 * a buffer only notifies a choice, whose thread then tries again. Only a transfer on an unbounded channel matches one.
 *
 * The idea. A waiting thread has one choice, with a place in a queue of each channel it waits for. The choice has a
 * state word, so one CAS ends the wait at all channels. Two kinds of events end it. A match: another thread finds the
 * choice in the queue of a rendezvous, and the two exchange an element. A notification: a channel has an element, or
 * room, or was closed; the thread leaves its places and tries all its cases again.
 *
 * Two choices match only if both are still undecided. So a thread first claims its own choice, and then ends its
 * partner's by a CAS from OPEN. A thread that has no place in any queue needs no claim: no thread can find it.
 *
 * States
 *   OPEN            the thread is parked or about to park. Any thread may end the wait.
 *   CLAIMED         the thread is enlisting, checking its cases, or looking for a partner. Other threads cannot match
 *                   it.
 *   NOTIFIED_EARLY  claimed, and a notification has come.
 *   ENDED, MATCHED, NOTIFIED  final: ended by the thread itself, by its partner, by a channel.
 *
 *   the thread itself: OPEN -> CLAIMED, CLAIMED -> OPEN, NOTIFIED_EARLY -> NOTIFIED, and OPEN or CLAIMED -> ENDED
 *   other threads:     OPEN -> MATCHED, OPEN -> NOTIFIED, CLAIMED -> NOTIFIED_EARLY
 *
 *   NOTIFIED_EARLY, MATCHED and NOTIFIED carry the index of a case, and whether the notification is a wake-up that the
 *   thread must end (see WaiterQueue).
 *
 * Invariants
 *   I1  A choice reaches one final state, and keeps it.
 *   I2  A choice is claimed from its creation until its thread has enlisted all its places and then checked all its
 *       cases.
 *   I3  A thread matches another's choice only while its own is claimed, or has no place. So it ends its own too, and
 *       no third thread can.
 *
 * Two threads that search for each other
 *   Of two threads that need each other, the one that checks its case later finds the other's place, by I2. If it finds
 *   the other's choice claimed, it cannot know how the other's search will end. The thread with the smaller id waits
 *   until the other's choice is no longer claimed. The thread with the greater id gives in: it opens its own choice
 *   until the other's is no longer claimed, and then claims its own and searches again. So a thread with a claimed
 *   choice waits only for threads with greater ids. There is no cycle, and the last thread in a chain does not wait, or
 *   has opened its choice and can be matched. If two ids are equal, because a subclass of Thread overrides getId, both
 *   threads give in: then progress is only obstruction-free. A thread that is descheduled while its choice is claimed
 *   delays the threads that meet it. So matching is not lock-free.
 *
 * Tasks
 *   A task of an executor waits in the same way, but its thread does not park: when the wait of an open choice ends,
 *   the task is submitted again (TaskChoice). While the choice is claimed, a thread runs the task, and the rules above
 *   hold for this thread.
 */

/** One wait of one thread, for the first of its cases. */
sealed class Choice implements AdaptiveSpin.Condition permits TaskChoice {

    static final int OPEN = 0;
    static final int CLAIMED = 1;

    private static final int NOTIFIED_EARLY = 2;
    private static final int ENDED = 3;
    private static final int MATCHED = 4;
    private static final int NOTIFIED = 5;

    /** The bits of the state that hold one of these numbers. */
    private static final int KIND = 7;

    private static final int WAKE_UP = 8;
    private static final int INDEX_SHIFT = 4;

    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Choice.class, "state", int.class).withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** The id of the thread that created the choice. */
    private final long id;

    /**
     * The thread to unpark. After the constructor, only the thread whose step ends the choice accesses it. That thread
     * forgets it, because the place may stay linked after the wait has ended.
     */
    private Thread thread;

    private int state;

    /** Creates a choice of the current thread, {@link #OPEN} or {@link #CLAIMED}. */
    Choice(int state) {
        this(state, Thread.currentThread());
    }

    /** Creates a choice of the current thread, which {@link #resume} unparks unless {@code thread} is null. */
    Choice(int state, Thread thread) {
        id = Thread.currentThread().getId();
        this.thread = thread;
        this.state = state;
    }

    /** Whether an outcome is a match. */
    static boolean isMatch(int outcome) {
        return (outcome & KIND) == MATCHED;
    }

    /** Whether an outcome is a notification. */
    static boolean isNotification(int outcome) {
        return (outcome & KIND) == NOTIFIED;
    }

    /** Whether an outcome is a notification with a wake-up, which the thread must end. */
    static boolean isWakeUp(int outcome) {
        return (outcome & WAKE_UP) != 0;
    }

    /** The case of a match or a notification. */
    static int index(int outcome) {
        return outcome >>> INDEX_SHIFT;
    }

    /** The final state of a choice that was notified while it was claimed. */
    private static int notified(int early) {
        return early - NOTIFIED_EARLY + NOTIFIED;
    }

    private static boolean isFinal(int state) {
        return (state & KIND) >= ENDED;
    }

    // For the thread itself.

    /** Claims the open choice; false if another thread has ended it. */
    final boolean claim() {
        return casState(OPEN, CLAIMED);
    }

    /** Opens the choice if it is claimed. If a notification has come, this ends the choice. */
    final void open() {
        if (!casState(CLAIMED, OPEN)) {
            endIfNotified();
        }
    }

    private void endIfNotified() {
        int seen = stateVolatile();
        if ((seen & KIND) == NOTIFIED_EARLY) {
            // No other thread changes it now.
            setStateVolatile(notified(seen));
            forget();
        }
    }

    /** Whether this thread waits, and the other one gives in, if each has found the other's choice claimed. */
    final boolean goesBefore(Choice other) {
        return id < other.id;
    }

    /**
     * Opens this claimed choice until another one is no longer claimed, and claims it again.
     *
     * @return false if this choice has ended
     */
    final boolean giveInTo(Choice other) {
        open();
        int spins = 0;
        while (other.isClaimed() && !hasEnded()) {
            spins = Backoff.awaitPeer(spins);
        }
        return claim();
    }

    /**
     * Ends the choice unless it has ended. Later calls return the same outcome.
     *
     * @return the outcome: a match or a notification, if there was one
     */
    final int end() {
        int seen = stateVolatile();
        while (!isFinal(seen)) {
            if ((seen & KIND) == NOTIFIED_EARLY) {
                endIfNotified();
            } else if (casState(seen, ENDED)) {
                forget();
                return ENDED;
            }
            seen = stateVolatile();
        }
        return seen;
    }

    /**
     * Parks until the choice has ended, the deadline has passed, or the thread is interrupted. Its interrupted status
     * is kept.
     */
    final void await(Object blocker, long deadlineNanos) {
        if (hasEnded()) {
            return;
        }
        Compensator replaced = Compensator.beginBlocking();
        try {
            while (!hasEnded() && !Thread.currentThread().isInterrupted()) {
                if (deadlineNanos == WaiterList.NO_DEADLINE) {
                    LockSupport.park(blocker);
                } else {
                    long remaining = deadlineNanos - System.nanoTime();
                    if (remaining <= 0) {
                        return;
                    }
                    LockSupport.parkNanos(blocker, remaining);
                }
            }
        } finally {
            Compensator.endBlocking(replaced);
        }
    }

    @Override
    public final boolean isOver() {
        return hasEnded();
    }

    @Override
    public final int available() {
        return 1;
    }

    // For all threads.

    final boolean hasEnded() {
        return isFinal(stateVolatile());
    }

    final boolean isClaimed() {
        int kind = stateVolatile() & KIND;
        return kind == CLAIMED || kind == NOTIFIED_EARLY;
    }

    final boolean isNotifiable() {
        int seen = stateVolatile();
        return seen == OPEN || seen == CLAIMED;
    }

    /**
     * Ends the choice as matched, if it is open. The caller must hand the element over and then call {@link #resume}.
     */
    final boolean tryMatch(int index) {
        return casState(OPEN, MATCHED | index << INDEX_SHIFT);
    }

    /** Makes the thread go on; its open choice has been ended by the caller. */
    void resume() {
        Thread waiting = thread;
        forget();
        LockSupport.unpark(waiting);
    }

    /** Forgets what {@link #resume} resumes. For the thread whose step has ended the choice. */
    void forget() {
        thread = null;
    }

    /**
     * Whether a task waits instead of a thread. A task goes on only when its executor has a thread for it, so notifiers
     * must not leave their wake-ups to it.
     */
    boolean isTask() {
        return false;
    }

    /**
     * Notifies the choice of one of its cases; false if it has ended or already got a notification.
     *
     * @param wakeUp whether the thread must end a wake-up
     */
    final boolean notifyOf(int index, boolean wakeUp) {
        int detail = index << INDEX_SHIFT | (wakeUp ? WAKE_UP : 0);
        while (isNotifiable()) {
            if (casState(CLAIMED, NOTIFIED_EARLY | detail)) {
                return true;
            }
            if (casState(OPEN, NOTIFIED | detail)) {
                resume();
                return true;
            }
        }
        return false;
    }

    /** Volatile: as casState. Checked by ChannelScenario:0,s,r. */
    private int stateVolatile() {
        return (int) STATE.getVolatile(this);
    }

    /** Volatile: as casState. Other threads treat the states before and after it alike, but may spin until it. */
    private void setStateVolatile(int next) {
        STATE.setVolatile(this, next);
    }

    /**
     * Volatile: a match or a notification is in one order with the steps that find the waiter, or find none. Checked by
     * ChannelScenario:0,s,r.
     */
    private boolean casState(int expected, int next) {
        return STATE.compareAndSet(this, expected, next);
    }
}
