package dev.filch.internal.scheduler;

import dev.filch.internal.WaiterList;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The threads of a group that may be alive, and their numbers. An entry is reused when its thread has ended, so there
 * are about as many entries as threads that were alive at the same time. Lock-free.
 */
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

    /** The number of the next thread, from 1 on. */
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

    /** Waits until all threads but the current one have ended, or the deadline has passed. */
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

    /** Volatile: atomic, because no number must be given out twice; the weaker forms are loops on some JVMs. */
    private int getAndAddNumber(int delta) {
        return (int) NUMBER.getAndAdd(this, delta);
    }

    /** Acquire: an entry's link is written before the entry is published. Checked by GroupScenario:shared,1,0,,e,N. */
    private Entry headAcquire() {
        return (Entry) HEAD.getAcquire(this);
    }

    /** Volatile: atomic, and it publishes the entry and its link. */
    private boolean casHead(Entry expected, Entry next) {
        return HEAD.compareAndSet(this, expected, next);
    }

    /** One thread. */
    static final class Entry {

        private Thread thread;

        /** The thread, once it has been started. */
        private Thread started;

        /** Written before the entry is published. */
        private Entry next;

        Entry(Thread thread) {
            this.thread = thread;
        }

        /** Records that the thread has been started: from now on, if it is not alive, it has ended. */
        void noteStart(Thread thread) {
            setStartedRelease(thread);
        }

        /** Acquire: a thread that calls the methods of this one sees it fully constructed. */
        private Thread threadAcquire() {
            return (Thread) THREAD.getAcquire(this);
        }

        /** Release: the thread was started before. */
        private void setStartedRelease(Thread thread) {
            STARTED.setRelease(this, thread);
        }

        /** Acquire: the thread was started before. */
        private Thread startedAcquire() {
            return (Thread) STARTED.getAcquire(this);
        }

        /** Volatile: of two threads that reuse an entry, one must lose; it publishes the thread. */
        private boolean casThread(Thread expected, Thread next) {
            return THREAD.compareAndSet(this, expected, next);
        }
    }
}
