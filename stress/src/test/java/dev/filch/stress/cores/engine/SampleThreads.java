package dev.filch.stress.cores.engine;

import java.util.concurrent.locks.LockSupport;

/** Programs that start, interrupt and join threads. */
final class SampleThreads {

    private SampleThreads() {
    }

    /** A program that begins with one thread and records events; they are the outcome. */
    abstract static class RecordingProgram implements Program {

        private final StringBuilder events = new StringBuilder();

        final void add(Object event) {
            events.append(events.isEmpty() ? "" : " ").append(event);
        }

        abstract void execute() throws InterruptedException;

        @Override
        public Runnable[] threads() {
            return new Runnable[] {this::executeInterruptibly};
        }

        private void executeInterruptibly() {
            try {
                execute();
            } catch (InterruptedException e) {
                add("interrupted");
            }
        }

        @Override
        public String outcome() {
            return events.toString();
        }
    }

    /** A subclass of {@code Thread} with fields. */
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

    /** Measures how long a start takes, and when the started thread begins. */
    static final class Starting extends RecordingProgram {

        private volatile long beginning;

        @Override
        void execute() throws InterruptedException {
            Worker worker = new Worker(() -> beginning = System.nanoTime());
            add(worker.getState());
            long before = System.nanoTime();
            worker.start();
            long started = System.nanoTime();
            add(worker.isAlive());
            worker.join();
            add((started - before) / 1_000);
            add((beginning - started) / 1_000);
            add(worker.getState());
            add(worker.done);
        }
    }

    /** A thread ends after a timed park, and cannot start again. Another thread takes its place. */
    static final class Retiring extends RecordingProgram {

        private volatile Thread seen;

        @Override
        void execute() throws InterruptedException {
            Worker first = retiring();
            first.start();
            long before = System.nanoTime();
            first.join();
            add((System.nanoTime() - before) / 1_000 >= 200);
            add(first.isAlive());
            try {
                first.start();
            } catch (IllegalThreadStateException e) {
                add("refused");
            }
            Worker second = retiring();
            second.start();
            second.join();
            add(seen == second);
            add(first.getId() + " " + second.getId() + " " + first.getId());
            LockSupport.parkNanos(this, -1);
            add(second.isDaemon());
        }

        private Worker retiring() {
            return new Worker(() -> {
                LockSupport.parkNanos(this, 200_000);
                seen = Thread.currentThread();
            });
        }
    }

    /** Interrupts a parked thread, which then parks again while it is interrupted. */
    static final class Interrupting extends RecordingProgram {

        @Override
        void execute() throws InterruptedException {
            Worker sleeper = new Worker(() -> {
                LockSupport.park(this);
                add("woken");
                add(Thread.currentThread().isInterrupted());
                LockSupport.park(this);
                add(Thread.interrupted());
                add(Thread.interrupted());
            });
            sleeper.start();
            LockSupport.parkNanos(this, 100_000);
            add(sleeper.getState());
            sleeper.interrupt();
            sleeper.join();
            sleeper.interrupt();
            add(sleeper.isInterrupted());
        }
    }

    /** A join that times out, and a join that is interrupted. */
    static final class Joining extends RecordingProgram {

        @Override
        void execute() throws InterruptedException {
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
            add(millis);
            add(slow.isAlive());
            slow.join();
        }
    }

    /** Thread-local variables of two threads. */
    static final class Locals extends RecordingProgram {

        private static final ThreadLocal<String> PLAIN = new ThreadLocal<>();
        private static final ThreadLocal<StringBuilder> INITIAL = ThreadLocal.withInitial(StringBuilder::new);
        private static final ThreadLocal<String> OWN = new ThreadLocal<>() {
            @Override
            protected String initialValue() {
                return "own";
            }
        };

        @Override
        void execute() throws InterruptedException {
            PLAIN.set("main");
            INITIAL.get().append("main");
            Worker other = new Worker(() -> {
                add(PLAIN.get());
                PLAIN.set("other");
                INITIAL.get().append("other");
                add(INITIAL.get());
                add(OWN.get());
            });
            other.start();
            other.join();
            add(PLAIN.get());
            add(INITIAL.get());
            PLAIN.remove();
            add(PLAIN.get());
        }
    }
}
