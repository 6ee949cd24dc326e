package dev.filch.internal.scheduler;

import dev.filch.queue.Injector;

/** The one queue of a {@link SharedSource}, which is the same for all workers. */
final class SharedQueues extends WorkerQueues {

    private final Injector<Runnable> queue;

    SharedQueues(Injector<Runnable> queue) {
        this.queue = queue;
    }

    @Override
    Runnable next(Worker worker) {
        return queue.poll();
    }

    @Override
    boolean push(Runnable task, Lane lane) {
        return queue.offer(task);
    }

    @Override
    boolean takeBack() {
        return false; // it was offered before the queue was closed, and is drained, or waits with others that are not
    }

    @Override
    void discardClaimed(WorkerMetrics metrics) {
        // They stand in the middle of the queue.
    }
}
