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

    private CrewProbe(int workers) {
        PoolSettings settings =
                new PoolSettings(workers, "probe", true, null, (thread, thrown) -> heard.add(thrown), false);
        crew = new Crew(settings, source, index -> WorkerMetrics.untimed());
    }

    static CrewProbe started(int workers) {
        CrewProbe probe = new CrewProbe(workers);
        probe.crew.start();
        return probe;
    }

    /** All of its workers are on the stack of idle ones, and the test does what they would do. */
    static CrewProbe asleep(int workers) {
        CrewProbe probe = new CrewProbe(workers);
        for (Worker worker : probe.crew.workers()) {
            worker.bind(new Thread(worker));
            probe.crew.idleState().goIdle(worker.index(), false);
        }
        return probe;
    }

    String idleState() {
        return crew.idleState().toString();
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

        /** Runs when somebody looks whether there is work. */
        volatile Runnable onLook = () -> { };

        /** Runs when somebody is about to close this. */
        volatile Runnable onClose = () -> { };

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
            onLook.run();
            return !queue.isEmpty();
        }

        @Override
        public void close() {
            onClose.run();
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
