package dev.filch.internal;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/*
 * Source: the stack of R. Kent Treiber, "Systems programming: coping with parallelism", 1986. Unlike there, a node first
 * dies and is then unlinked, by any thread that meets it; dead nodes are also unlinked from the middle.
 *
 * Invariants
 *   I1  A waiter dies once, by a CAS from WAITING to NOTIFIED or CANCELLED, and stays dead. Only the thread whose CAS it
 *       was unparks the waiter's thread or gives up the wait.
 *   I2  Waiters are ordered by the CAS that pushed them. Everything above head is dead, and everything between a waiter
 *       and its next is dead. So every live waiter is reachable from head, whatever else is linked.
 *       A push keeps I2: nothing live is above the head that becomes its next. So does a removal: head or next moves
 *       from a dead waiter to that waiter's next, read at any time, and everything between the two is dead. A removal
 *       may put back a waiter that another one has removed, and head may have the same value twice; both are harmless.
 *   I3  While no call is under way and no thread waits, the list is empty. A thread that kills a waiter then tries to take
 *       it off the top, and after it all dead waiters below. If it is not on top, this falls to the threads that kill
 *       those above it.
 *   I4  Besides the live waiters, no more than about SWEEP_EVERY are linked, and as many again for each sweep that is
 *       delayed. Each waiter that dies below others is counted, and every SWEEP_EVERYth one causes a sweep of the whole
 *       list. A sweep misses waiters only if it races with another.
 *
 * Linearization points
 *   enlist: the CAS of head. wakeOne: the CAS of the waiter's state; false: the read of head that finds null.
 *   cancel: the CAS of the state, won or lost. isEmpty: the read of head.
 *
 * No wake-up is lost
 *   waiter:    (W1) enlist: CAS of head       (W2) check the condition; park only if it does not hold
 *   notifier:  (N1) make the condition hold   (N2) read head, notify
 *   All four are volatile accesses, or a full fence stands between N1 and N2; so they have a single order. If N2 comes
 *   before W1, then so does N1, and W2 finds the condition true. Otherwise N2 finds the waiter or one above it. If all of
 *   these are dead by then, another thread has notified this waiter, or it has given up by itself.
 *
 *   A notified waiter checks its condition once more before it leaves. This suffices for the consumers of a strict queue
 *   if every producer wakes one. Let T be the last instant at which the queue was empty. Every consumer that is parked
 *   now was enlisted at T, because it read the queue after it had enlisted. So no wakeOne has returned false since T, and
 *   each element added since T has sent a notification, or is about to. Each consumer notified since T has yet to read
 *   the queue, or has found it not empty and taken an element, one for each notification. So there are no more elements
 *   in the queue than notifications under way: no element waits while all consumers are parked.
 */

/**
 * The threads that wait for something, as a stack. They may be platform or virtual threads. Every park of this library
 * is here, except that of a pool's sleeping worker. The last thread to come is the first to be woken; there is no
 * fairness.
 *
 * <p><b>The notifier's duty.</b> What makes the waiters' condition true must be a volatile read-modify-write, or a
 * volatile write, or be followed by {@link java.lang.invoke.VarHandle#fullFence}, before {@link #wakeOne},
 * {@link #wakeAll} or {@link #isEmpty} is called. A release write is not enough: it may become visible after the read
 * of this list, and the wake-up is lost. If no thread waits, the notifier's whole cost is one read; in a
 * {@link PaddedWaiterList}, of a cache line that no thread writes.
 *
 * <p><b>The waiter's duty.</b> Enlist first, then check the condition with volatile reads, then wait;
 * {@link #awaitUntil} does this. A notified thread must check its condition once more before it leaves, or pass the
 * notification on with {@link #wakeOne}: it may have been the only one.
 *
 * <p><b>Progress.</b> Everything is lock-free except {@link #await} and {@link #awaitUntil}, which park. Waking a
 * parked thread is a call into the operating system, which takes some microseconds.
 *
 * <p><b>Happens-before.</b> A thread's actions before {@code wakeOne} or {@code wakeAll} happen-before the return of
 * true from the waits that the call ended.
 *
 * <p><b>Memory.</b> 24 bytes, and one small node per wait. Few ended waits stay linked, however many time out while
 * another goes on for ever. Those that were cancelled or timed out do not keep their threads reachable.
 */
public class WaiterList extends HeadField {

    /** A deadline that never comes. */
    public static final long NO_DEADLINE = Long.MIN_VALUE;

    /** A power of two. A sweep visits all waiters; this many deaths share its cost. */
    private static final int SWEEP_EVERY = 64;

    /** Creates an empty list. */
    public WaiterList() {
    }

    /**
     * The time at which a wait that starts now must end.
     *
     * @param nanos how long to wait, in nanoseconds; negative means zero
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
     * @param condition checks, with volatile reads, whether the wait is over; must not throw
     * @param deadlineNanos {@link #deadlineAfter} or {@link #NO_DEADLINE}
     * @return true if the condition held or this thread was notified: the caller must check again, even if it has been
     *     interrupted meanwhile; false if the deadline has passed
     * @throws InterruptedException if this thread was interrupted before or while it waited, and was not notified. Its
     *     interrupted status is cleared
     */
    public final boolean awaitUntil(BooleanSupplier condition, long deadlineNanos) throws InterruptedException {
        Waiter waiter = enlist();
        if (condition.getAsBoolean()) {
            // If this comes too late, the check that the caller makes now uses the notification.
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
     * Puts the current thread on the list. From now on it may be notified. Its wait must end with {@link #await} or
     * {@link #cancel}.
     *
     * @return the thread's place
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
     * Parks until this thread is notified, the deadline has passed, or the thread is interrupted; its interrupted
     * status is kept. In the latter two cases the thread gives up its place and removes it from the list.
     *
     * @param waiter what this thread got from {@link #enlist}
     * @param deadlineNanos {@link #deadlineAfter} or {@link #NO_DEADLINE}
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
     * @param waiter what this thread got from {@link #enlist}
     * @return false if it was too late, because another thread had notified this one
     */
    public final boolean cancel(Waiter waiter) {
        if (!waiter.tryCancel()) {
            return false;
        }
        unlink(waiter);
        return true;
    }

    /**
     * Notifies the thread that came last.
     *
     * @return false if no thread waited
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
     * Notifies all threads that wait at the time of the call; later ones may or may not be included.
     *
     * @return how many
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
     * Whether no thread waits. One volatile read; false may also mean that threads have just given up.
     *
     * @return true if the list is empty
     */
    public final boolean isEmpty() {
        return headVolatile() == null;
    }

    private void unlink(Waiter dead) {
        if (casHead(dead, dead.nextOpaque())) {
            removeDeadTop();
        } else if ((getAndAddBuried(1) & (SWEEP_EVERY - 1)) == SWEEP_EVERY - 1) {
            sweep();
        }
    }

    private void removeDeadTop() {
        for (Waiter top = headVolatile(); top != null && top.stateVolatile() != Waiter.WAITING; top = headVolatile()) {
            casHead(top, top.nextOpaque());
        }
    }

    /** Unlinks all dead waiters, from the top and from the middle. */
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
     * How many threads wait; an estimate while others use the list.
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
