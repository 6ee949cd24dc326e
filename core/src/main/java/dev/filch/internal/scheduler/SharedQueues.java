package dev.filch.internal.scheduler;

import dev.filch.queue.Injector;

/** The one queue of a {@link SharedSource}, shared by all workers. */
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
    boolean takeBack(Lane lane) {
        return false; // the task was offered before the queue was closed: it is drained, or stays queued with others
    }

    @Override
    void discardClaimed(Worker worker) {
        // They are in the middle of the queue.
    }
}
