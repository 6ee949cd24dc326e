package dev.filch.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Threads that start at the same time. An exception in one of them fails the test. */
final class ThreadRace {

    /** The code of one thread. */
    interface Body {
        void run() throws Exception;
    }

    /** How long to wait for the other threads after a failure. One that spins in the code under test never ends. */
    private static final long GRACE_SECONDS = 2;

    private final List<Body> bodies = new ArrayList<>();
    private final BlockingQueue<Optional<Throwable>> outcomes = new LinkedBlockingQueue<>();
    private volatile boolean failed;

    ThreadRace with(Body body) {
        bodies.add(body);
        return this;
    }

    ThreadRace with(int count, Body body) {
        for (int i = 0; i < count; i++) {
            with(body);
        }
        return this;
    }

    /** False once a thread has failed. To be checked in loops that wait for another thread. */
    boolean noneFailed() {
        return !failed;
    }

    /** Starts all threads; returns when the last one has ended. */
    void run() throws InterruptedException {
        CyclicBarrier start = new CyclicBarrier(bodies.size());
        for (Body body : bodies) {
            Thread thread = new Thread(() -> outcomes.add(outcomeOf(body, start)));
            thread.setDaemon(true);
            thread.start();
        }
        try {
            for (int i = 0; i < bodies.size(); i++) {
                Optional<Throwable> outcome = outcomes.take();
                if (outcome.isPresent()) {
                    fail(outcome.get(), bodies.size() - i - 1);
                }
            }
        } finally {
            failed = true;
        }
    }

    private Optional<Throwable> outcomeOf(Body body, CyclicBarrier start) {
        try {
            start.await();
            body.run();
            return Optional.empty();
        } catch (Throwable e) {
            failed = true;
            return Optional.of(e);
        }
    }

    private void fail(Throwable first, int stillRunning) throws InterruptedException {
        AssertionError error = new AssertionError("a thread failed: " + first, first);
        for (int i = 0; i < stillRunning; i++) {
            Optional<Throwable> other = outcomes.poll(GRACE_SECONDS, TimeUnit.SECONDS);
            if (other == null) {
                break;
            }
            other.ifPresent(error::addSuppressed);
        }
        throw error;
    }
}
