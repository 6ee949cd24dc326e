package dev.filch.internal;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;

/** Starts threads for tests. They are daemons: if one hangs, its test times out, and the build still ends. */
public final class Together {

    /** In nanoseconds: how often a thread's state is polled. No event reports that a thread has parked. */
    private static final long POLL_NANOS = 50_000;

    private Together() {
    }

    /** The code of one of several threads; gets the index of its thread. */
    @FunctionalInterface
    public interface Body<T> {
        T run(int index) throws Exception;
    }

    /** A thread and the result of its code. */
    public record Running<T>(Thread thread, FutureTask<T> result) {

        /** Waits until the thread has ended, and returns its result; throws an ExecutionException if its code threw. */
        public T join() throws Exception {
            T value = result.get();
            thread.join();
            return value;
        }

        /** Waits until the code of the thread has thrown, and returns what it threw. */
        public Throwable failure() throws InterruptedException {
            try {
                throw new AssertionError("expected the thread to fail, but it returned " + result.get());
            } catch (ExecutionException e) {
                thread.join();
                return e.getCause();
            }
        }

        /** Waits until the thread is parked without a timeout. */
        public Running<T> awaitParked() {
            return awaitState(Thread.State.WAITING);
        }

        /** Waits until the thread is parked with a timeout. */
        public Running<T> awaitParkedTimed() {
            return awaitState(Thread.State.TIMED_WAITING);
        }

        private Running<T> awaitState(Thread.State state) {
            while (thread.getState() != state) {
                if (!thread.isAlive() || Thread.currentThread().isInterrupted()) {
                    throw new AssertionError("expected the thread to be " + state + ", but it is " + thread.getState());
                }
                LockSupport.parkNanos(POLL_NANOS);
            }
            return this;
        }
    }

    /** Starts one thread. */
    public static <T> Running<T> start(Callable<T> body) {
        return start(Together::platformThread, body);
    }

    /** Starts one thread that the factory makes. */
    public static <T> Running<T> start(ThreadFactory factory, Callable<T> body) {
        FutureTask<T> result = new FutureTask<>(body);
        Thread thread = factory.newThread(result);
        thread.start();
        return new Running<>(thread, result);
    }

    /** Runs a body in several threads, which begin at the same time; returns their results in order. */
    public static <T> List<T> run(int threads, Body<T> body) throws Exception {
        return run(Together::platformThread, threads, body);
    }

    /** Runs a body in several threads of a factory, which begin at the same time; returns their results in order. */
    public static <T> List<T> run(ThreadFactory factory, int threads, Body<T> body) throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(threads);
        List<Running<T>> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            int index = i;
            running.add(start(factory, () -> {
                barrier.await();
                return body.run(index);
            }));
        }
        List<T> results = new ArrayList<>();
        for (Running<T> each : running) {
            results.add(each.join());
        }
        return results;
    }

    /** Waits in a task that no test interrupts meanwhile. */
    public static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Makes a daemon thread. */
    public static Thread platformThread(Runnable body) {
        Thread thread = new Thread(body);
        thread.setDaemon(true);
        return thread;
    }

    /** Returns a factory of virtual threads; null before Java 21. */
    public static ThreadFactory virtualThreads() throws InvocationTargetException, IllegalAccessException {
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            return (ThreadFactory) Class.forName("java.lang.Thread$Builder").getMethod("factory").invoke(builder);
        } catch (NoSuchMethodException | ClassNotFoundException e) {
            return null;
        }
    }
}
