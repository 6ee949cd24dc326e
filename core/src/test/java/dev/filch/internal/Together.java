package dev.filch.internal;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;

/** Threads for tests: daemons, so that one that hangs fails its test by the timeout and does not hold up the build. */
public final class Together {

    /** Nothing tells when a thread has parked, so that one must look now and then. */
    private static final long POLL_NANOS = 50_000;

    private Together() {
    }

    /** A body that knows its number. */
    @FunctionalInterface
    public interface Body<T> {
        T run(int index) throws Exception;
    }

    /** Something that runs in a thread of its own. */
    public record Running<T>(Thread thread, FutureTask<T> result) {

        /** Waits for the end, and throws what the body threw. */
        public T join() throws Exception {
            T value = result.get();
            thread.join();
            return value;
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
                    throw new AssertionError("waiting for " + state + ", but the thread is " + thread.getState());
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

    /** Starts one thread of a kind. */
    public static <T> Running<T> start(ThreadFactory factory, Callable<T> body) {
        FutureTask<T> result = new FutureTask<>(body);
        Thread thread = factory.newThread(result);
        thread.start();
        return new Running<>(thread, result);
    }

    /** Runs a body in so many threads that begin at the same time; returns their results in order. */
    public static <T> List<T> run(int threads, Body<T> body) throws Exception {
        return run(Together::platformThread, threads, body);
    }

    /** Runs a body in so many threads of a kind that begin at the same time; returns their results in order. */
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

    /** Waits in a task, which no test interrupts there. */
    public static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** A daemon thread. */
    public static Thread platformThread(Runnable body) {
        Thread thread = new Thread(body);
        thread.setDaemon(true);
        return thread;
    }

    /** Makes virtual threads; null where there are none (before Java 21). */
    public static ThreadFactory virtualThreads() throws InvocationTargetException, IllegalAccessException {
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            return (ThreadFactory) Class.forName("java.lang.Thread$Builder").getMethod("factory").invoke(builder);
        } catch (NoSuchMethodException | ClassNotFoundException e) {
            return null;
        }
    }
}
