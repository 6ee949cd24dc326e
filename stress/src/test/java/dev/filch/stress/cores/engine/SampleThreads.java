package dev.filch.stress.cores.engine;

import java.util.concurrent.locks.LockSupport;

/** Programs that start, interrupt and await threads. */
final class SampleThreads {

    private SampleThreads() {
    }

    /** A program of one thread, which says what it has seen. */
    abstract static class Story implements Program {

        private final StringBuilder events = new StringBuilder();

        final void tell(Object event) {
            events.append(events.isEmpty() ? "" : " ").append(event);
        }

        abstract void live() throws InterruptedException;

        @Override
        public Runnable[] threads() {
            return new Runnable[] {this::liveThrough};
        }

        private void liveThrough() {
            try {
                live();
            } catch (InterruptedException e) {
                tell("interrupted");
            }
        }

        @Override
        public String outcome() {
            return events.toString();
        }
    }

    /** A thread with a type and a field of its own. */
    static final class Worker extends Thread {

        volatile boolean done;
        private final Runnable task;

        Worker(Runnable task) {
            this.task = task;
            setDaemon(true);
            setContextClassLoader(null);
        }

        @Override
        public void run() {
            task.run();
            done = true;
        }
    }

    /** What a start costs, and when the started thread begins, in nanoseconds. */
    static final class Starting extends Story {

        private volatile long begun;

        @Override
        void live() throws InterruptedException {
            Worker worker = new Worker(() -> begun = System.nanoTime());
            tell(worker.getState());
            long before = System.nanoTime();
            worker.start();
            long started = System.nanoTime();
            tell(worker.isAlive());
            worker.join();
            tell((started - before) / 1_000);
            tell((begun - started) / 1_000);
            tell(worker.getState());
            tell(worker.done);
        }
    }

    /** A thread whose timed park ends, so that it ends, too; another takes its place. The first cannot start again. */
    static final class Retiring extends Story {

        private volatile Thread seen;

        @Override
        void live() throws InterruptedException {
            Worker first = retiring();
            first.start();
            long before = System.nanoTime();
            first.join();
            tell((System.nanoTime() - before) / 1_000 >= 200);
            tell(first.isAlive());
            try {
                first.start();
            } catch (IllegalThreadStateException e) {
                tell("once");
            }
            Worker second = retiring();
            second.start();
            second.join();
            tell(seen == second);
            tell(first.getId() + " " + second.getId() + " " + first.getId());
            LockSupport.parkNanos(this, -1);
            tell(second.isDaemon());
        }

        private Worker retiring() {
            return new Worker(() -> {
                LockSupport.parkNanos(this, 200_000);
                seen = Thread.currentThread();
            });
        }
    }

    /** A parked thread is interrupted, and one that is about to park. */
    static final class Interrupting extends Story {

        @Override
        void live() throws InterruptedException {
            Worker sleeper = new Worker(() -> {
                LockSupport.park(this);
                tell("woken");
                tell(Thread.currentThread().isInterrupted());
                LockSupport.park(this);
                tell(Thread.interrupted());
                tell(Thread.interrupted());
            });
            sleeper.start();
            LockSupport.parkNanos(this, 100_000);
            tell(sleeper.getState());
            sleeper.interrupt();
            sleeper.join();
            sleeper.interrupt();
            tell(sleeper.isInterrupted());
        }
    }

    /** A join that takes too long, and one that is interrupted. */
    static final class Joining extends Story {

        @Override
        void live() throws InterruptedException {
            Thread main = Thread.currentThread();
            Worker slow = new Worker(() -> {
                LockSupport.parkNanos(this, 3_000_000);
                main.interrupt();
                LockSupport.park(this);
            });
            slow.start();
            long before = System.nanoTime();
            slow.join(2);
            long millis = (System.nanoTime() - before) / 1_000_000;
            tell(millis);
            tell(slow.isAlive());
            slow.join();
        }
    }

    /** Thread-local variables of two threads. */
    static final class Locals extends Story {

        private static final ThreadLocal<String> PLAIN = new ThreadLocal<>();
        private static final ThreadLocal<StringBuilder> INITIAL = ThreadLocal.withInitial(StringBuilder::new);
        private static final ThreadLocal<String> OWN = new ThreadLocal<>() {
            @Override
            protected String initialValue() {
                return "own";
            }
        };

        @Override
        void live() throws InterruptedException {
            PLAIN.set("main");
            INITIAL.get().append("main");
            Worker other = new Worker(() -> {
                tell(PLAIN.get());
                PLAIN.set("other");
                INITIAL.get().append("other");
                tell(INITIAL.get());
                tell(OWN.get());
            });
            other.start();
            other.join();
            tell(PLAIN.get());
            tell(INITIAL.get());
            PLAIN.remove();
            tell(PLAIN.get());
        }
    }
}
