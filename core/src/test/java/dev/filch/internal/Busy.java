package dev.filch.internal;

import java.util.concurrent.CountDownLatch;

/** A task that keeps its worker busy until it is told to end; an interrupt does not end it, but is remembered. */
public final class Busy implements Runnable {

    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);
    private final Runnable first;
    private volatile boolean interrupted;

    public Busy() {
        this(() -> { });
    }

    /** Does something first, which it has done when {@link #awaitStart} returns. */
    public Busy(Runnable first) {
        this.first = first;
    }

    @Override
    public void run() {
        first.run();
        started.countDown();
        boolean ended = false;
        while (!ended) {
            try {
                end.await();
                ended = true;
                // An interrupt shortly before the end throws nothing: the await may look at its count first.
                interrupted |= Thread.currentThread().isInterrupted();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
    }

    /** Waits until a worker is busy with this. */
    public Busy awaitStart() throws InterruptedException {
        started.await();
        return this;
    }

    public boolean hasStarted() {
        return started.getCount() == 0;
    }

    public boolean wasInterrupted() {
        return interrupted;
    }

    public void end() {
        end.countDown();
    }
}
