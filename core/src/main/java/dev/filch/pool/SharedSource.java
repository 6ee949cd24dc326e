package dev.filch.pool;

import dev.filch.queue.Injector;
import java.util.Collection;

/** One queue for all workers, who take one task at a time, so that tasks start in the order of their submission. */
final class SharedSource implements TaskSource {

    private final Injector<Runnable> queue = new Injector<>();

    /** Publishes a task by a volatile read-modify-write; false once closed. */
    boolean offer(Runnable task) {
        return queue.offer(task);
    }

    @Override
    public Runnable next(Worker worker) {
        return queue.poll();
    }

    @Override
    public Runnable nextClaimed(Worker worker) {
        return null;
    }

    @Override
    public boolean hasWork() {
        return !queue.isEmpty();
    }

    @Override
    public void close() {
        queue.close();
    }

    @Override
    public void drainTo(Collection<? super Runnable> drained) {
        for (Runnable task = queue.poll(); task != null; task = queue.poll()) {
            drained.add(task);
        }
    }

    @Override
    public String describeQueued() {
        return queue.size() + " queued";
    }
}
