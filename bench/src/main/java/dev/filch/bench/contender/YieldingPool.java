package dev.filch.bench.contender;

import java.util.Queue;

/**
 * The simplest pool: its threads poll a queue behind a lock, and yield if it is empty. It is the same for every such
 * queue.
 */
final class YieldingPool implements Pool {

    private final Queue<Runnable> queue;
    private volatile boolean stopped;

    YieldingPool(Queue<Runnable> queue, Roster roster, int workers) {
        this.queue = queue;
        for (int i = 0; i < workers; i++) {
            roster.newThread(this::work).start();
        }
    }

    private void work() {
        while (true) {
            // Read before the poll: once stopped is true, no task is added, so an empty queue stays empty.
            boolean last = stopped;
            Runnable task = queue.poll();
            if (task != null) {
                task.run();
            } else if (last) {
                return;
            } else {
                Thread.yield();
            }
        }
    }

    @Override
    public void execute(Runnable task) {
        queue.add(task);
    }

    @Override
    public void stop() {
        stopped = true;
    }
}
