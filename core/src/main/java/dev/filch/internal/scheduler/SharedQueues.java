package dev.filch.internal.scheduler;

import dev.filch.queue.Injector;

/** The single queue of a {@link SharedSource}, which all workers share. */
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
        return false; // The task was offered before the queue was closed, so it is drained or stays in the queue.
    }

    @Override
    void discardClaimed(Worker worker) {
        // They may be anywhere in the queue, which cannot remove them.
    }
}
