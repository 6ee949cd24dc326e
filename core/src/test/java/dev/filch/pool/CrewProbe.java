package dev.filch.pool;

import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/** A crew of workers around queues that the test holds in its hands. */
final class CrewProbe {

    final Source source = new Source();
    final Queue<Throwable> heard = new ConcurrentLinkedQueue<>();
    final Crew crew;

    CrewProbe(int workers) {
        PoolSettings settings = new PoolSettings(workers, "probe", true, null, (thread, thrown) -> heard.add(thrown), false);
        crew = new Crew(settings, source, index -> WorkerMetrics.untimed());
        crew.start();
    }

    void submit(Runnable task) {
        source.queue.add(task);
        crew.signalWork();
    }

    /** Waits until every worker's thread has ended. */
    void join() throws InterruptedException {
        for (Worker worker : crew.workers()) {
            worker.thread().join();
        }
    }

    /** One queue for all, and what each worker is said to have claimed. */
    static final class Source implements TaskSource {

        final Queue<Runnable> queue = new ConcurrentLinkedQueue<>();
        final Queue<Runnable> claimed = new ConcurrentLinkedQueue<>();

        /** Takes a task from the queue; may do something else. */
        volatile Supplier<Runnable> taking = queue::poll;

        /** What stops the emptying of the queue. */
        volatile Error drainFailure;

        volatile boolean closed;

        @Override
        public Runnable next(Worker worker) {
            return taking.get();
        }

        @Override
        public Runnable nextClaimed(Worker worker) {
            return claimed.poll();
        }

        @Override
        public boolean hasWork() {
            return !queue.isEmpty();
        }

        @Override
        public void close() {
            closed = true;
        }

        @Override
        public void drainTo(Collection<? super Runnable> drained) {
            if (drainFailure != null) {
                throw drainFailure;
            }
            drained.addAll(queue);
            queue.clear();
        }

        @Override
        public String describeQueued() {
            return queue.size() + " queued";
        }
    }
}
