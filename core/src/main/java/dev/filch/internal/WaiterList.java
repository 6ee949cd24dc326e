package dev.filch.internal;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/*
 * Source: R. Kent Treiber, "Systems programming: coping with parallelism", 1986.
 *
 * The idea. The waiters form a stack. A wait ends with a CAS on the waiter's own state, so that exactly one thread ends
 * it. The node, which is dead now, is unlinked afterwards, by any thread that meets it. Dead nodes in the middle are
 * unlinked by sweeps of the whole list.
 *
 * Invariants
 *   I1  A waiter dies once, by a CAS from WAITING to NOTIFIED or CANCELLED, and stays dead. Only the thread whose CAS
 *       succeeded unparks the waiter's thread or gives up the wait.
 *   I2  Waiters are ordered by the CAS that pushed them. Every waiter above head is dead, and so is every waiter
 *       between a waiter and its next. So every live waiter is reachable from head, whatever else is linked.
 *       A push keeps I2: no live waiter is above the head that becomes its next. A removal keeps I2 too: it moves head
 *       or a next from a dead waiter to that waiter's next, read at any time, and every waiter between them is dead. A
 *       removal may link a waiter again that another one has unlinked, and head may recur (ABA); both are harmless.
 *   I3  While no call is in progress and no thread waits, the list is empty. After ending a wait, a thread tries to
 *       unlink the dead waiter from the top, and then all dead waiters below. If the waiter is not on top, the threads
 *       that end the waits above it will unlink it.
 *   I4  Besides the live waiters, at most about SWEEP_EVERY waiters are linked, and as many again for each sweep that
 *       is delayed. Each waiter that dies below others is counted, and every SWEEP_EVERYth one causes a sweep of the
 *       whole list. A sweep misses dead waiters only if it races with another sweep.
 *
 * Linearization points
 *   enlist   the CAS of head.
 *   wakeOne  true: the CAS of the waiter's state.  false: the read of head that finds null.
 *   cancel   the CAS of the state, whether it succeeds or fails.
 *   isEmpty  the read of head.
 *
 * No wake-up is lost
 *   waiter:    (W1) enlist: CAS of head            (W2) check the condition; park only if it is false
 *   notifier:  (N1) make the condition true        (N2) read head; notify
 *   All four are volatile accesses, or a full fence stands between N1 and N2, so they have a single order. If N2 comes
 *   before W1, then so does N1, and W2 finds the condition true. Otherwise N2 finds the waiter or one above it. If all
 *   of these are dead by then, another thread has notified this waiter, or the waiter has given up.
 *
 *   A notified waiter checks its condition once more before it leaves. This suffices for the consumers of a strict
 *   queue if every producer wakes one. Let T be the last instant at which the queue was empty. Every consumer that is
 *   parked now was enlisted at T, because it read the queue after it had enlisted. So no wakeOne has returned false
 *   since T, and for each element added since T, a notification has been sent or is about to be sent. Each consumer
 *   notified since T has either not yet read the queue, or found it not empty and took an element: one for each
 *   notification. So the queue has no more elements than notifications are under way. No element waits while all
 *   consumers are parked.
 */

/**
 * The threads that wait for something, as a stack. They may be platform or virtual threads. Threads that wait for a
 * task, a future, room in a queue or the end of a pool park here. The thread that enlisted last is woken first; there
 * is no fairness.
 *
 * <p><b>The notifier's duty.</b> A notifier makes the condition true, and then calls {@link #wakeOne}, {@link #wakeAll}
 * or {@link #isEmpty}. It must make the condition true by a volatile read-modify-write or a volatile write, or call
 * {@link java.lang.invoke.VarHandle#fullFence} in between. A release write is not enough: it may become visible after
 * the read of this list, and the wake-up is lost. If no thread waits, notifying costs a single read; in a
 * {@link PaddedWaiterList}, of a cache line that no thread writes.
 *
 * <p><b>The waiter's duty.</b> A waiter enlists first, then checks the condition with volatile reads, then waits;
 * {@link #awaitUntil} does this. A notified thread must check its condition once more before it leaves, or pass the
 * notification on with {@link #wakeOne}, because no other thread may have been notified.
 *
 * <p><b>Progress.</b> All methods are lock-free except {@link #await} and {@link #awaitUntil}, which park. Waking a
 * parked thread is a call into the operating system, which takes some microseconds.
 *
 * <p><b>Happens-before.</b> Actions in a thread before {@code wakeOne} or {@code wakeAll} happen-before the waits that
 * this call ended return true.
 *
 * <p><b>Memory.</b> A list takes 24 bytes, and each wait a small node. Few ended waits stay linked, however many time
 * out while another one goes on for ever. The nodes of cancelled and timed-out waits do not keep their threads
 * reachable.
 */
public class WaiterList extends HeadField {

    /** Means that a wait has no deadline. */
    public static final long NO_DEADLINE = Long.MIN_VALUE;

    /** A power of two: the number of deaths that share the cost of a sweep, which visits all waiters. */
    private static final int SWEEP_EVERY = 64;

    /** Creates an empty list. */
    public WaiterList() {
    }

    /**
     * Returns the deadline of a wait that starts now.
     *
     * @param nanos the maximum time to wait, in nanoseconds; negative means zero
     * @return a deadline for {@link #await} and {@link #awaitUntil}, never {@link #NO_DEADLINE}
     */
    public static long deadlineAfter(long nanos) {
        long deadline = System.nanoTime() + Math.max(0, nanos);
        return deadline == NO_DEADLINE ? deadline + 1 : deadline;
    }

    /**
     * Waits until another thread notifies this one, unless the condition already holds. Usually called in a loop that
     * checks the condition.
     *
     * @param condition reads with volatile order whether the wait is over; must not throw
     * @param deadlineNanos the result of {@link #deadlineAfter}, or {@link #NO_DEADLINE}
     * @return true if the condition held or this thread was notified: the caller must then check the condition again,
     *     even if it has been interrupted meanwhile; false if the deadline has passed
     * @throws InterruptedException if this thread was interrupted before or while it waited, and was not notified; its
     *     interrupted status is cleared
     */
    public final boolean awaitUntil(BooleanSupplier condition, long deadlineNanos) throws InterruptedException {
        Waiter waiter = enlist();
        if (condition.getAsBoolean()) {
            // If the waiter has already been notified, the caller's next check uses the notification.
            cancel(waiter);
            return true;
        }
        if (await(waiter, deadlineNanos)) {
            return true;
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return false;
    }

    /**
     * Puts the current thread on the list, where it may be notified from now on. The wait must end with {@link #await}
     * or {@link #cancel}.
     *
     * @return the thread's place on the list
     */
    public final Waiter enlist() {
        Waiter waiter = new Waiter(Thread.currentThread());
        Waiter top;
        do {
            top = headOpaque();
            waiter.setNextPlain(top);
        } while (!casHead(top, waiter));
        return waiter;
    }

    /**
     * Parks until this thread is notified or interrupted, or until the deadline has passed. Keeps the thread's
     * interrupted status. If the thread was not notified, it gives up its place, which is removed from the list.
     *
     * @param waiter the result of {@link #enlist} on this thread
     * @param deadlineNanos the result of {@link #deadlineAfter}, or {@link #NO_DEADLINE}
     * @return true if this thread was notified, even if it gave up at the same time; false if it gave up
     */
    public final boolean await(Waiter waiter, long deadlineNanos) {
        while (waiter.stateVolatile() == Waiter.WAITING) {
            if (Thread.currentThread().isInterrupted()) {
                return !cancel(waiter);
            }
            if (deadlineNanos == NO_DEADLINE) {
                LockSupport.park(this);
            } else {
                long remaining = deadlineNanos - System.nanoTime();
                if (remaining <= 0) {
                    return !cancel(waiter);
                }
                LockSupport.parkNanos(this, remaining);
            }
        }
        return true;
    }

    /**
     * Gives up a place on the list.
     *
     * @param waiter the result of {@link #enlist} on this thread
     * @return false if another thread had already notified this one
     */
    public final boolean cancel(Waiter waiter) {
        if (!waiter.tryCancel()) {
            return false;
        }
        unlink(waiter);
        return true;
    }

    /**
     * Notifies the thread that enlisted last.
     *
     * @return false if no thread was waiting
     */
    public final boolean wakeOne() {
        for (Waiter top = headVolatile(); top != null; top = headVolatile()) {
            Thread thread = top.tryNotify();
            if (thread != null) {
                unlink(top);
                LockSupport.unpark(thread);
                return true;
            }
            casHead(top, top.nextOpaque());
        }
        return false;
    }

    /**
     * Notifies all threads that are waiting when this method is called. Threads that enlist later may or may not be
     * notified.
     *
     * @return the number of threads that were notified
     */
    public final int wakeAll() {
        int woken = 0;
        for (Waiter waiter = headVolatile(); waiter != null; waiter = waiter.nextOpaque()) {
            Thread thread = waiter.tryNotify();
            if (thread != null) {
                LockSupport.unpark(thread);
                woken++;
            }
        }
        sweep();
        return woken;
    }

    /**
     * Tells whether no thread waits, with one volatile read. The list may also be non-empty because threads have just
     * given up.
     *
     * @return true if the list is empty
     */
    public final boolean isEmpty() {
        return headVolatile() == null;
    }

    private void unlink(Waiter dead) {
        if (casHead(dead, dead.nextOpaque())) {
            removeDeadTop();
        } else if ((getAndAddDeadBelowTop(1) & (SWEEP_EVERY - 1)) == SWEEP_EVERY - 1) {
            sweep();
        }
    }

    private void removeDeadTop() {
        for (Waiter top = headVolatile(); top != null && top.stateVolatile() != Waiter.WAITING; top = headVolatile()) {
            casHead(top, top.nextOpaque());
        }
    }

    /** Unlinks all dead waiters, on top and in the middle. */
    private void sweep() {
        Waiter above = null;
        Waiter waiter = headVolatile();
        while (waiter != null) {
            Waiter below = waiter.nextOpaque();
            if (waiter.stateVolatile() == Waiter.WAITING) {
                above = waiter;
                waiter = below;
            } else if (above == null) {
                casHead(waiter, below);
                waiter = headVolatile();
            } else {
                above.weakCasNextPlain(waiter, below);
                waiter = above.nextOpaque();
            }
        }
    }

    /**
     * Returns how many threads wait; an estimate while other threads use the list.
     *
     * @return a human-readable description
     */
    @Override
    public final String toString() {
        int waiting = 0;
        for (Waiter waiter = headOpaque(); waiter != null; waiter = waiter.nextOpaque()) {
            if (waiter.stateOpaque() == Waiter.WAITING) {
                waiting++;
            }
        }
        return waiting + " waiting";
    }
}
