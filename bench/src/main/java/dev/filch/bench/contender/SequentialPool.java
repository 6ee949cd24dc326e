package dev.filch.bench.contender;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * One thread that runs all tasks. Tasks from outside come through a queue. Tasks that its own tasks submit go to a
 * plain {@code ArrayDeque}, which only this thread uses.
 */
final class SequentialPool implements Pool {

    private static final Runnable END = () -> {};

    private final LinkedBlockingQueue<Runnable> fromOutside = new LinkedBlockingQueue<>();
    private final Queue<Runnable> own = new ArrayDeque<>();
    private final Thread worker;

    SequentialPool(Roster roster) {
        worker = roster.newThread(this::work);
        worker.start();
    }

    private void work() {
        try {
            for (Runnable task = fromOutside.take(); task != END; task = fromOutside.take()) {
                for (; task != null; task = own.poll()) {
                    task.run();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the harness never interrupts it; an interrupt ends it
        }
    }

    @Override
    public void execute(Runnable task) {
        if (Thread.currentThread() == worker) {
            own.add(task);
        } else {
            fromOutside.add(task);
        }
    }

    @Override
    public void stop() {
        fromOutside.add(END);
    }
}
