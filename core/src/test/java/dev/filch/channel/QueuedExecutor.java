package dev.filch.channel;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Keeps tasks until the test runs them in its thread. */
final class QueuedExecutor implements Executor {

    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private boolean refuses;

    @Override
    public synchronized void execute(Runnable task) {
        if (refuses) {
            throw new RejectedExecutionException("simulated");
        }
        tasks.add(task);
    }

    synchronized void refuseFromNowOn() {
        refuses = true;
    }

    synchronized int size() {
        return tasks.size();
    }

    private synchronized Runnable poll() {
        return tasks.poll();
    }

    void runOne() {
        poll().run();
    }

    void runAll() {
        for (Runnable task = poll(); task != null; task = poll()) {
            task.run();
        }
    }
}
