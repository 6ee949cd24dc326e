package dev.filch.internal.scheduler;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Futures that threads without a worker have handed over to other threads, as a stack. A thread that takes one runs it
 * without a worker, too: the thread that waits for it has none to leave. Lock-free.
 *
 * <p>Source: R. Kent Treiber, "Systems programming: coping with parallelism", 1986. An exchange in a future's entry
 * decides which thread gets the future, so a thread can take its own back without unlinking the entry.
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

    /** Takes the future that was added last; null if there is none. */
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

    /** Takes a future back, and unlinks its entry if that is the newest; false if another thread has taken it. */
    boolean takeBack(Entry entry) {
        if (entry.getAndSetFuture(null) == null) {
            return false;
        }
        casHead(entry, entry.next);
        return true;
    }

    /** Whether there is none; false may also mean that one was taken back. */
    boolean isEmpty() {
        return headVolatile() == null;
    }

    /**
     * Volatile: a thread adds a future and then reads the list of spares; a spare thread enlists and then reads this.
     */
    private Entry headVolatile() {
        return (Entry) HEAD.getVolatile(this);
    }

    /** Volatile: see headVolatile; it also publishes the entry and its link. */
    private boolean casHead(Entry expected, Entry next) {
        return HEAD.compareAndSet(this, expected, next);
    }

    /** One future. */
    static final class Entry {

        private TaskFuture<?> future;

        /** Written before the entry is published. */
        private Entry next;

        Entry(TaskFuture<?> future) {
            this.future = future;
        }

        /** Volatile: of two threads only one may take the future; the weaker forms are loops on some JVMs. */
        private TaskFuture<?> getAndSetFuture(TaskFuture<?> next) {
            return (TaskFuture<?>) FUTURE.getAndSet(this, next);
        }
    }
}
