package dev.filch.internal;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/*
 * Source: the stack of R. Kent Treiber, "Systems programming: coping with parallelism", 1986. What differs: a node dies
 * first and is unlinked afterwards, by whoever meets it, and dead nodes are also unlinked from the middle.
 *
 * Invariants
 *   I1  A waiter dies once, by a CAS from WAITING to NOTIFIED or CANCELLED, and stays dead. The one whose CAS it was,
 *       and nobody else, unparks the thread or gives up the wait.
 *   I2  Waiters are ordered by the CAS that pushed them. Everything above head is dead, and everything between a waiter
 *       and its next is dead. Hence each live waiter is reached from head, whatever else is linked or is not.
 *       A push keeps I2: nothing live is above the head that becomes its next. So does a removal: head or next moves
 *       from a dead waiter to that waiter's next, read at any time; between the two all is dead. It does not matter
 *       that a removal may put back what another one has taken out, nor that head may have the same value twice.
 *   I3  While no call is under way and nobody waits, the list is empty: who kills a waiter tries to take it off the top
 *       afterwards, and then all dead ones below it; if it is not on top, this falls to whoever kills those above it.
 *   I4  Besides the live ones no more than about SWEEP_EVERY waiters are linked, and as many again for each sweep that
 *       is held up: each that dies below others is counted, and each SWEEP_EVERYth sweeps the whole list. A sweep may
 *       miss some only if it races with another.
 *
 * Linearization points
 *   enlist: the CAS of head. wakeOne: the CAS of the waiter's state; false: the read of head that finds null.
 *   cancel: the CAS of the state, won or lost. isEmpty: the read of head.
 *
 * No wake-up is lost
 *   waiter:    (W1) enlist: CAS of head       (W2) look at the condition; park only if it does not hold
 *   notifier:  (N1) make the condition hold   (N2) read head, notify
 *   All four are volatile accesses, or a full fence stands between N1 and N2, so that they have one order. If N2 comes
 *   before W1, then so does N1, and W2 finds the condition true. Otherwise N2 finds the waiter or one above it; if all
 *   are dead by then, somebody else has notified this one, or it has given up by itself.
 *
 *   Whoever is notified looks at its condition once more before it leaves. That is enough for consumers of a strict
 *   queue of which every producer wakes one. Let T be the last instant at which the queue was empty. Every consumer
 *   that is parked now was enlisted at T, since it looked after it had enlisted, so no wakeOne has answered false
 *   since. Each element put in since T has therefore sent a notification, or is about to. And each consumer notified
 *   since T has still to look, or has looked at a queue that was not empty and taken an element, one for each
 *   notification. So no more elements are in the queue than notifications are under way: none waits beside parked
 *   consumers only.
 */

/**
 * The threads that wait for something, as a stack: the one place where threads park and are woken. Platform and virtual
 * threads alike. The last to come is the first to be woken; there is no fairness.
 *
 * <p><b>The notifier's duty.</b> What makes the waiters' condition true must be a volatile read-modify-write, or a
 * volatile write, or be followed by {@link java.lang.invoke.VarHandle#fullFence}, before {@link #wakeOne},
 * {@link #wakeAll} or {@link #isEmpty} is called. A release write is not enough: it may become visible after the look
 * at this list, and the wake-up is lost. If nobody waits, the notifier's whole cost is one read; in a
 * {@link PaddedWaiterList}, of a cache line that no thread writes.
 *
 * <p><b>The waiter's duty.</b> Enlist first, then look at the condition with volatile reads, then wait;
 * {@link #awaitUntil} does it in this order. Whoever has been notified must look at its condition once more before it
 * leaves, or pass the notification on with {@link #wakeOne}: it may have been the only one.
 *
 * <p><b>Progress.</b> Everything is lock-free except {@link #await} and {@link #awaitUntil}, which park. Waking a
 * parked thread is a call into the operating system, of some microseconds.
 *
 * <p><b>Happens-before.</b> What a thread did before {@code wakeOne} or {@code wakeAll} happens-before the return of
 * true from the waits that it ended.
 *
 * <p><b>Memory.</b> 24 bytes, and one small node for each wait. Waits that ended stay linked only in small numbers, however many
 * waits time out beside one that goes on for ever, and they do not keep their threads reachable.
 */
public class WaiterList extends HeadField {

    /** A deadline that never comes. */
    public static final long NO_DEADLINE = Long.MIN_VALUE;

    /** A power of two. A sweep visits all waiters; so many deaths share its cost. */
    private static final int SWEEP_EVERY = 64;

    /** Creates an empty list. */
    public WaiterList() {
    }

    /**
     * The time at which a wait that starts now is to end.
     *
     * @param nanos how long to wait, in nanoseconds; negative is the same as zero
     * @return a deadline for {@link #await} and {@link #awaitUntil}, never {@link #NO_DEADLINE}
     */
    public static long deadlineAfter(long nanos) {
        long deadline = System.nanoTime() + Math.max(0, nanos);
        return deadline == NO_DEADLINE ? deadline + 1 : deadline;
    }

    /**
     * Waits until somebody notifies this thread, unless the condition holds already. The usual form is a loop around it
     * that looks at the condition.
     *
     * @param condition looks, with volatile reads, whether there is anything to wait for; must not throw
     * @param deadlineNanos {@link #deadlineAfter} or {@link #NO_DEADLINE}
     * @return true if the condition held or this thread was notified: the caller must look once more, even if it has
     *     been interrupted meanwhile; false if the deadline has passed
     * @throws InterruptedException if this thread was interrupted before or while it waited, and was not notified. Its
     *     interrupted status is cleared
     */
    public final boolean awaitUntil(BooleanSupplier condition, long deadlineNanos) throws InterruptedException {
        Waiter waiter = enlist();
        if (condition.getAsBoolean()) {
            // If this comes too late, the notification serves the look that the caller takes now.
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
     * Puts the current thread on the list. From now on it may be notified; it must end with {@link #await} or
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
     * Parks until notified, or until the deadline has passed or the thread is interrupted, which is left as it is. In
     * both latter cases the place is given up, and the list cleaned of it.
     *
     * @param waiter what this thread got from {@link #enlist}
     * @param deadlineNanos {@link #deadlineAfter} or {@link #NO_DEADLINE}
     * @return true if it was notified, even if it gave up at the same time; false if it gave up
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
     * @return false if it was too late, since somebody has notified it
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
     * @return false if nobody waited
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
     * Notifies all who wait at the time of the call; those who come later may or may not be among them.
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
     * Whether nobody waits. One volatile read; false may also mean that some have just given up.
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

    /** Unlinks all that are dead, from the top and from the middle. */
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
     * How many wait; an estimate while others are at work.
     *
     * @return a text for people
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
