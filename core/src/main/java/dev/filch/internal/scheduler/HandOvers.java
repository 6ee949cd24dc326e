package dev.filch.internal.scheduler;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/*
 * Source: R. Kent Treiber, "Systems programming: coping with parallelism", 1986.
 *
 * The idea. A stack of entries with one future each. The thread that exchanges an entry's future for null gets the
 * future. So a thread can take its own future back without unlinking the entry. It unlinks the entry only if that is on
 * top; otherwise the empty entry stays until a take pops it.
 *
 * Invariants
 *   I1  An entry is pushed once. Its next is written before, and never changes. So the CAS of head has no ABA problem.
 *   I2  An entry's future changes once, to null. The thread whose exchange returned the future owns it.
 *
 * Linearization points
 *   add        the CAS of head.
 *   take       a future: the CAS that pops its entry.  null: the read of head that finds null. An entry that another
 *              take has popped counts as taken, even if its owner then takes the future back.
 *   takeBack   the exchange.
 *   isEmpty    the read of head.
 */

/**
 * Futures that threads without a worker have handed over to other threads. A thread that takes such a future runs it
 * without a worker, because the thread that waits for it has no worker to leave. Lock-free.
 */
final class HandOvers {

    private static final VarHandle HEAD;
    private static final VarHandle FUTURE;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            HEAD = lookup.findVarHandle(HandOvers.class, "head", Entry.class).withInvokeExactBehavior();
            FUTURE = lookup.findVarHandle(Entry.class, "future", TaskFuture.class).withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private Entry head;

    /** Adds a future. */
    void add(Entry fresh) {
        do {
            fresh.next = headVolatile();
        } while (!casHead(fresh.next, fresh));
    }

    /** Takes the future that was added last. Returns null if there is none. */
    TaskFuture<?> take() {
        for (Entry top = headVolatile(); top != null; top = headVolatile()) {
            if (casHead(top, top.next)) {
                TaskFuture<?> future = top.getAndSetFuture(null);
                if (future != null) {
                    return future;
                }
            }
        }
        return null;
    }

    /** Takes a future back, and unlinks its entry if that is on top. Returns false if another thread has taken it. */
    boolean takeBack(Entry entry) {
        if (entry.getAndSetFuture(null) == null) {
            return false;
        }
        casHead(entry, entry.next);
        return true;
    }

    /** Whether there is no entry. May return false although all futures were taken back. */
    boolean isEmpty() {
        return headVolatile() == null;
    }

    /**
     * Volatile: a thread adds a future and then reads the list of spare threads; a spare thread enlists and then reads
     * this.
     */
    private Entry headVolatile() {
        return (Entry) HEAD.getVolatile(this);
    }

    /** Volatile: see headVolatile. It also publishes the entry and its next. */
    private boolean casHead(Entry expected, Entry next) {
        return HEAD.compareAndSet(this, expected, next);
    }

    /** Holds one future. */
    static final class Entry {

        private TaskFuture<?> future;

        /** Written before the entry is published. */
        private Entry next;

        Entry(TaskFuture<?> future) {
            this.future = future;
        }

        /** Volatile: atomic, because only one thread may get the future. The weaker forms are loops on some JVMs. */
        private TaskFuture<?> getAndSetFuture(TaskFuture<?> next) {
            return (TaskFuture<?>) FUTURE.getAndSet(this, next);
        }
    }
}
