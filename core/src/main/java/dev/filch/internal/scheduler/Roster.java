package dev.filch.internal.scheduler;

import dev.filch.internal.WaiterList;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/*
 * The idea. A linked list that only grows, at its head. Each entry has one thread. A thread that was removed, or has
 * ended, is replaced by the next one that is added. So there are about as many entries as threads that were alive at
 * the same time.
 *
 * Invariants
 *   I1  An entry is never unlinked. Its next is written before the CAS that publishes it, and never changes.
 *   I2  A thread is replaced only if it has ended: it is not alive, and its entry records that it was started. A thread
 *       that has yet to start is not alive either.
 *
 * Linearization points
 *   add      the CAS of an entry's thread, or of head.
 *   remove   the CAS of the entry's thread.
 *   forEach, joinAll
 *            no single instant: they visit each thread that was added before and has not been removed or replaced.
 */

/** The threads of a group that may be alive, and the numbers for their names. Lock-free, except {@link #joinAll}. */
final class Roster {

    private static final VarHandle HEAD;
    private static final VarHandle NUMBER;
    private static final VarHandle THREAD;
    private static final VarHandle STARTED;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            HEAD = lookup.findVarHandle(Roster.class, "head", Entry.class).withInvokeExactBehavior();
            NUMBER = lookup.findVarHandle(Roster.class, "number", int.class).withInvokeExactBehavior();
            THREAD = lookup.findVarHandle(Entry.class, "thread", Thread.class).withInvokeExactBehavior();
            STARTED = lookup.findVarHandle(Entry.class, "started", Thread.class).withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private Entry head;
    private int number;

    /** Returns the number of the next thread. The first is 1. */
    int nextNumber() {
        return getAndAddNumber(1) + 1;
    }

    /** Adds a thread that is about to start. */
    Entry add(Thread thread) {
        for (Entry entry = headAcquire(); entry != null; entry = entry.next) {
            Thread present = entry.threadAcquire();
            if ((present == null || entry.startedAcquire() == present && !present.isAlive())
                    && entry.casThread(present, thread)) {
                return entry;
            }
        }
        Entry fresh = new Entry(thread);
        do {
            fresh.next = headAcquire();
        } while (!casHead(fresh.next, fresh));
        return fresh;
    }

    /** Removes a thread that could not be started. */
    void remove(Entry entry) {
        entry.casThread(entry.threadAcquire(), null);
    }

    void forEach(Consumer<? super Thread> action) {
        for (Entry entry = headAcquire(); entry != null; entry = entry.next) {
            Thread thread = entry.threadAcquire();
            if (thread != null) {
                action.accept(thread);
            }
        }
    }

    /** Waits until all threads except the current one have ended. Returns false if the deadline has passed first. */
    boolean joinAll(long deadline) throws InterruptedException {
        for (Entry entry = headAcquire(); entry != null; entry = entry.next) {
            Thread thread = entry.threadAcquire();
            if (thread != null && thread != Thread.currentThread() && !join(thread, deadline)) {
                return false;
            }
        }
        return true;
    }

    private static boolean join(Thread thread, long deadline) throws InterruptedException {
        if (deadline == WaiterList.NO_DEADLINE) {
            thread.join();
        } else {
            long remaining = deadline - System.nanoTime();
            if (remaining > 0) {
                TimeUnit.NANOSECONDS.timedJoin(thread, remaining);
            }
        }
        return !thread.isAlive();
    }

    /** Volatile: atomic, because each number may be given out only once. The weaker forms are loops on some JVMs. */
    private int getAndAddNumber(int delta) {
        return (int) NUMBER.getAndAdd(this, delta);
    }

    /** Acquire: makes the next of a published entry visible. Checked by GroupScenario:shared,1,0,,e,N. */
    private Entry headAcquire() {
        return (Entry) HEAD.getAcquire(this);
    }

    /** Volatile: atomic. It also publishes the entry and its next. */
    private boolean casHead(Entry expected, Entry next) {
        return HEAD.compareAndSet(this, expected, next);
    }

    /** Holds one thread. */
    static final class Entry {

        private Thread thread;

        /** The last thread of this entry that has been started. */
        private Thread started;

        /** Written before the entry is published. */
        private Entry next;

        Entry(Thread thread) {
            this.thread = thread;
        }

        /** Records that the thread has been started. If it is not alive after that, it has ended. */
        void noteStart(Thread thread) {
            setStartedRelease(thread);
        }

        /** Acquire: the caller sees the thread fully constructed. */
        private Thread threadAcquire() {
            return (Thread) THREAD.getAcquire(this);
        }

        /** Release: a thread that reads it also sees that the thread was started. */
        private void setStartedRelease(Thread thread) {
            STARTED.setRelease(this, thread);
        }

        /** Acquire: see setStartedRelease. */
        private Thread startedAcquire() {
            return (Thread) STARTED.getAcquire(this);
        }

        /** Volatile: atomic, because only one thread may reuse an entry. It also publishes the new thread. */
        private boolean casThread(Thread expected, Thread next) {
            return THREAD.compareAndSet(this, expected, next);
        }
    }
}
