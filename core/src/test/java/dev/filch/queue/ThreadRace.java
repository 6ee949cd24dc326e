package dev.filch.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Threads that start at the same moment. What one of them throws fails the test. */
final class ThreadRace {

    /** What a thread does. */
    interface Body {
        void run() throws Exception;
    }

    /** After a failure the other threads get this long to notice; those that spin in the code under test never do. */
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

    /** For loops that wait for something another thread does: false once one of them has failed. */
    boolean goesOn() {
        return !failed;
    }

    /** Starts all threads and returns when the last one has ended. */
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
