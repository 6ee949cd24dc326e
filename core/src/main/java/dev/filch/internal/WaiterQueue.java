package dev.filch.internal;

/*
 * Source: the list of Maged Michael and Michael Scott, "Simple, fast, and practical non-blocking and blocking
 * concurrent queue algorithms", PODC 1996. Unlike there, a node stays where it is when its wait ends; threads unlink it
 * later, from the front or from the middle. Removed nodes are linked to themselves as in the JDK's LinkedTransferQueue.
 *
 * The idea. A waiter is appended by a CAS of the last waiter's next, which is null. It dies once, when its wait ends.
 * Threads walk from head and skip the dead. A count of the waiters makes the usual case cheap: there is none.
 *
 * Invariants
 *   I1  Once isWaiting has returned false for a waiter, the waiter is dead for ever.
 *   I2  Waiters are ordered by the CAS that appended them. Everything before head is dead. Everything between a waiter
 *       and its next is dead, unless next is the waiter itself. So every live waiter is reachable from head.
 *       An appending CAS keeps this, because the last waiter has none behind it. A removal moves a next, or head, from
 *       a dead waiter to that waiter's next. So it never skips the last waiter.
 *   I3  A waiter that is linked to itself lies before head. A thread that stands on it goes on at head.
 *   I4  The count is at least the number of live waiters in the list.
 *   I5  Besides the live waiters, at most about SWEEP_EVERY dead ones are linked, and as many again for each sweep that
 *       is delayed. The list is never empty. Each waiter that leaves from behind a live one is counted, and every
 *       SWEEP_EVERYth one causes a sweep.
 *
 * Linearization points
 *   enlist: the CAS of next.  first: the read that finds a waiter alive; null: the read of the last waiter's next.
 *
 * No wake-up is lost
 *   waiter:    (W1) count itself        (W2) append itself      (W3) check the condition; park only if it does not hold
 *   notifier:  (N1) make the condition hold    (N2) read the count; if it is not 0, (N3) walk to the first live waiter
 *   All of them are volatile accesses, or a full fence stands between N1 and N2; so they have a single order. If N2
 *   comes before W1, or the walk reads the last next before W2, then N1 comes before W3, and W3 finds the condition
 *   true. Otherwise the walk reaches the waiter, or ends at another live one before it.
 *
 * One wake-up at a time
 *   A notifier that finds a wake-up under way leaves the rest to the woken thread. This thread (T1) ends the wake-up,
 *   (T2) checks the condition, and, if it holds for others too, begins the next wake-up. A notifier whose N2 finds the
 *   wake-up under way has N1 before T1, so T2 sees what it did. A thread that began a wake-up and found no waiter does
 *   the same.
 */

/**
 * The threads that wait for something, first come, first served. They may be platform or virtual threads.
 *
 * <p><b>The notifier's duty.</b> What makes the waiters' condition true must be a volatile read-modify-write, or a
 * volatile write, or be followed by {@link java.lang.invoke.VarHandle#fullFence}, before the notifier calls
 * {@link #hasWaiters}, {@link #mayWake} or {@link #first}. If no thread waits, its whole cost is one read of a cache
 * line that no thread writes.
 *
 * <p><b>The waiter's duty.</b> Enlist first, then check the condition with volatile reads, then park. The thread whose
 * step ends the wait calls {@link #leave}.
 *
 * <p><b>Progress.</b> Everything is lock-free, and nothing parks.
 *
 * <p><b>Memory.</b> Some 350 bytes. Few ended waits stay linked, however many time out while another goes on for ever.
 *
 * @param <W> the waiters
 */
public class WaiterQueue<W extends QueuedWaiter> extends WaiterQueueFields {

    private byte p00, p01, p02, p03, p04, p05, p06, p07;
    private byte p10, p11, p12, p13, p14, p15, p16, p17;
    private byte p20, p21, p22, p23, p24, p25, p26, p27;
    private byte p30, p31, p32, p33, p34, p35, p36, p37;
    private byte p40, p41, p42, p43, p44, p45, p46, p47;
    private byte p50, p51, p52, p53, p54, p55, p56, p57;
    private byte p60, p61, p62, p63, p64, p65, p66, p67;
    private byte p70, p71, p72, p73, p74, p75, p76, p77;
    private byte p80, p81, p82, p83, p84, p85, p86, p87;
    private byte p90, p91, p92, p93, p94, p95, p96, p97;
    private byte pa0, pa1, pa2, pa3, pa4, pa5, pa6, pa7;
    private byte pb0, pb1, pb2, pb3, pb4, pb5, pb6, pb7;
    private byte pc0, pc1, pc2, pc3, pc4, pc5, pc6, pc7;
    private byte pd0, pd1, pd2, pd3, pd4, pd5, pd6, pd7;
    private byte pe0, pe1, pe2, pe3, pe4, pe5, pe6, pe7;
    private byte pf0, pf1, pf2, pf3, pf4, pf5, pf6, pf7;

    private static final long WAITER = 2;
    private static final long WAKING = 1;

    /** A power of two. A sweep visits all waiters; this many departures share its cost. */
    private static final int SWEEP_EVERY = 64;

    /** Creates an empty queue. */
    public WaiterQueue() {
        super(new Dead());
    }

    /** The first node, before any waiter has come. */
    private static final class Dead extends QueuedWaiter {

        @Override
        protected boolean isWaiting() {
            return false;
        }
    }

    /**
     * Returns how many threads wait; an estimate while others use the queue.
     *
     * @return the number
     */
    public final int count() {
        return (int) Math.min(wordVolatile() / WAITER, Integer.MAX_VALUE);
    }

    /**
     * Appends a waiter, which other threads may find from now on.
     *
     * @param waiter is waiting, and was never enlisted
     */
    public final void enlist(W waiter) {
        getAndAddWord(WAITER);
        QueuedWaiter last = tailOpaque();
        while (!last.casNext(null, waiter)) {
            last = following(last);
        }
        setTailOpaque(waiter);
    }

    /** The waiter behind one that has, or had, another behind it. */
    private QueuedWaiter following(QueuedWaiter waiter) {
        QueuedWaiter next = waiter.nextVolatile();
        return next == waiter ? headVolatile() : next;
    }

    /**
     * Whether threads wait. One volatile read; true may also mean that their waits have just ended.
     *
     * @return false if there is no waiter
     */
    public final boolean hasWaiters() {
        return wordVolatile() >= WAITER;
    }

    /**
     * Returns the waiter that came first, of those that still wait.
     *
     * @return the waiter, or null if there is none
     */
    public final W first() {
        QueuedWaiter front = headVolatile();
        QueuedWaiter waiter = front;
        while (!waiter.isWaiting()) {
            QueuedWaiter next = waiter.nextVolatile();
            if (next == null) {
                advanceHead(front, waiter);
                return null;
            }
            if (next == waiter) {
                front = headVolatile();
                next = front;
            }
            waiter = next;
        }
        advanceHead(front, waiter);
        return cast(waiter);
    }

    /** Drops the dead waiters before one. */
    private void advanceHead(QueuedWaiter front, QueuedWaiter waiter) {
        if (front != waiter && casHead(front, waiter)) {
            // So that dead waiters that have grown old do not keep younger ones reachable.
            front.setNextOpaque(front);
        }
    }

    /**
     * Returns the waiter behind another one, of those that still wait. If the other one has ended, the search may begin
     * again at the first waiter.
     *
     * @param waiter has been returned by {@link #first} or this method
     * @return the waiter, or null if there is none
     */
    public final W after(W waiter) {
        QueuedWaiter next = waiter.nextVolatile();
        while (next != null) {
            if (next == waiter) {
                return first();
            }
            if (next.isWaiting()) {
                return cast(next);
            }
            QueuedWaiter following = next.nextVolatile();
            next = following == next ? headVolatile() : following;
        }
        return null;
    }

    /**
     * Removes a waiter whose wait has ended. Call this once for each waiter.
     *
     * @param dead is not waiting
     */
    public final void leave(W dead) {
        getAndAddWord(-WAITER);
        if (first() != null && (getAndAddDelayed(1) & (SWEEP_EVERY - 1)) == SWEEP_EVERY - 1) {
            sweep();
        }
    }

    /** Unlinks dead waiters from the middle. */
    private void sweep() {
        QueuedWaiter before = headVolatile();
        QueuedWaiter waiter = before.nextVolatile();
        while (waiter != null) {
            QueuedWaiter next = waiter.nextVolatile();
            if (next == waiter || waiter == before) {
                before = headVolatile();
                waiter = before.nextVolatile();
            } else if (next == null || waiter.isWaiting()) {
                before = waiter;
                waiter = next;
            } else {
                before.casNext(waiter, next);
                waiter = before.nextVolatile();
            }
        }
    }

    /**
     * Whether threads wait and no wake-up is under way. One volatile read.
     *
     * @return true if the caller must try to {@linkplain #beginWaking wake} one
     */
    public final boolean mayWake() {
        long word = wordVolatile();
        return word >= WAITER && (word & WAKING) == 0;
    }

    /**
     * Begins a wake-up if threads wait and none is under way.
     *
     * @return true if the caller must now wake a waiter, or, if there is none, {@linkplain #endWaking end} the wake-up
     *     and check the condition again
     */
    public final boolean beginWaking() {
        long word = wordVolatile();
        while (word >= WAITER && (word & WAKING) == 0) {
            if (casWord(word, word | WAKING)) {
                return true;
            }
            word = wordVolatile();
        }
        return false;
    }

    /** Ends the wake-up. The woken thread calls this before it checks the condition. */
    public final void endWaking() {
        getAndAddWord(-WAKING);
    }

    @SuppressWarnings("unchecked")
    private W cast(QueuedWaiter waiter) {
        return (W) waiter;
    }

    /**
     * Returns how many threads wait; an estimate while others use the queue.
     *
     * @return a human-readable description
     */
    @Override
    public final String toString() {
        return count() + " waiting";
    }
}
