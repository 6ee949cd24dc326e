package dev.filch.internal.scheduler;

import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/** A group of workers around queues that the test controls. */
final class WorkerGroupProbe {

    final Source source = new Source();
    final Queue<Throwable> reported = new ConcurrentLinkedQueue<>();
    final WorkerGroup group;

    /** Creates a group with these settings, except that exceptions of tasks are added to {@link #reported}. */
    WorkerGroupProbe(TestSettings settings) {
        group = new WorkerGroup(settings.handler((thread, thrown) -> reported.add(thrown)).build(), source);
    }

    /** Creates a group in which every worker has a thread. */
    static WorkerGroupProbe started(int workers) {
        return new WorkerGroupProbe(TestSettings.of(workers).startAtOnce());
    }

    /** Creates a group in which no worker ever gets a thread. The test does what the threads would do. */
    static WorkerGroupProbe withoutThreads(int workers) {
        return new WorkerGroupProbe(TestSettings.of(workers).factory(new UnstartedThreads()));
    }

    String idleState() {
        return group.state().toString();
    }

    void submit(Runnable task) {
        group.execute(task, Lane.NORMAL);
    }

    /** Waits until every thread has ended. */
    void join() throws InterruptedException {
        for (Thread thread : GroupView.threads(group)) {
            thread.join();
        }
    }

    /** One queue for all workers. */
    static final class Source extends TaskSource {

        final Queue<Runnable> queue = new ConcurrentLinkedQueue<>();

        /** How a worker takes a task; by default, from the queue. */
        volatile Supplier<Runnable> taking = queue::poll;

        /** Runs before the queue is drained. */
        volatile Runnable onDrain = () -> { };

        /** Runs before a task is offered from outside. */
        volatile Runnable onOffer = () -> { };

        /** Runs before a worker publishes a task. */
        volatile Runnable onPush = () -> { };

        /** Runs when a thread reads whether there is work. */
        volatile Runnable onRead = () -> { };

        /** Runs when a thread is about to close this. */
        volatile Runnable onClose = () -> { };

        /** How many tasks can be drained before memory runs out. */
        volatile int room = Integer.MAX_VALUE;

        volatile boolean closed;

        private final Queues queues = new Queues(this);

        @Override
        WorkerQueues newQueues(int worker) {
            return queues;
        }

        @Override
        boolean offer(Runnable task, Lane lane) {
            onOffer.run();
            boolean accepted = !closed && queue.add(task);
            VarHandle.fullFence();
            return accepted;
        }

        @Override
        boolean hasWork() {
            onRead.run();
            return !queue.isEmpty();
        }

        @Override
        void close() {
            onClose.run();
            closed = true;
        }

        @Override
        void drainTo(ArrayList<Runnable> drained) {
            onDrain.run();
            drain(() -> drained.size() == room ? outOfMemory() : queue.poll(), drained);
        }

        private static Runnable outOfMemory() {
            throw new OutOfMemoryError("simulated");
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
            return 0;
        }

        @Override
        long oldestSubmission(Lane lane) {
            return Long.MAX_VALUE;
        }

        @Override
        String describeQueued() {
            return queue.size() + " queued";
        }
    }

    /** Accepts tasks of workers even after the source is closed, as a work-stealing source does. */
    private static final class Queues extends WorkerQueues {

        private final Source source;

        Queues(Source source) {
            this.source = source;
        }

        @Override
        Runnable next(Worker worker) {
            return source.taking.get();
        }

        @Override
        boolean push(Runnable task, Lane lane) {
            source.onPush.run();
            source.queue.add(task);
            VarHandle.fullFence();
            return true;
        }

        @Override
        boolean takeBack(Lane lane) {
            return source.queue.poll() != null;
        }

        @Override
        void discardClaimed(Worker worker) {
            // Claimed futures are skipped when they are taken.
        }
    }
}
