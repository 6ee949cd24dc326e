package dev.filch.internal.scheduler;

import dev.filch.queue.Injector;
import java.util.ArrayList;

/** A single queue for all workers. They take one task at a time, so tasks start in the order of their submission. */
public final class SharedSource extends TaskSource {

    private final Injector<Runnable> queue = new Injector<>();
    private final SharedQueues queues = new SharedQueues(queue);

    /** Creates an empty queue. */
    public SharedSource() {
    }

    @Override
    WorkerQueues newQueues(int worker) {
        return queues;
    }

    @Override
    boolean offer(Runnable task, Lane lane) {
        return queue.offer(task);
    }

    @Override
    boolean hasWork() {
        return !queue.isEmpty();
    }

    @Override
    void close() {
        queue.close();
    }

    @Override
    void drainTo(ArrayList<Runnable> drained) {
        drain(queue::poll, drained);
    }

    @Override
    Runnable takeForDiscard() {
        return queue.poll();
    }

    @Override
    Runnable takeAny() {
        return queue.poll();
    }

    @Override
    long queued(Lane lane) {
        return lane == Lane.NORMAL ? queue.size() : 0;
    }

    @Override
    long submitted(Lane lane) {
        return lane == Lane.NORMAL ? queue.added() : 0;
    }

    @Override
    long oldestSubmission(Lane lane) {
        return lane == Lane.NORMAL ? oldestSubmission(queue) : Long.MAX_VALUE;
    }

    @Override
    String describeQueued() {
        return queue.size() + " queued";
    }
}
