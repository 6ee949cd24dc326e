package dev.filch.internal;

import java.util.concurrent.CountDownLatch;

/** A task that keeps its worker busy until {@link #end} is called. An interrupt is recorded, but does not end it. */
public final class Busy implements Runnable {

    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);
    private final Runnable first;
    private volatile boolean interrupted;

    public Busy() {
        this(() -> { });
    }

    /** Creates a task that begins with an action. The action is complete when {@link #awaitStart} returns. */
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
                // If the count is already zero, await may return without checking for an interrupt.
                interrupted |= Thread.currentThread().isInterrupted();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
    }

    /** Waits until a worker runs this task. */
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
