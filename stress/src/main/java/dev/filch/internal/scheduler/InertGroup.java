package dev.filch.internal.scheduler;

import java.util.concurrent.TimeUnit;

/** A group whose threads never run, so that only the actors of a test do anything. */
final class InertGroup {

    private InertGroup() {}

    /** Of one worker. */
    static WorkerGroup create() {
        return create(1);
    }

    /** Of workers that have only one shard, so that two or more take batches. */
    static WorkerGroup create(int workers) {
        return create(workers, null);
    }

    /** With a bound, or none if that is null. */
    static WorkerGroup create(int workers, QueueBound bound) {
        return create(workers, bound, null, TimeUnit.SECONDS.toNanos(60), 0);
    }

    /** With hooks, or none if they are null, and with a guard, unless its interval is zero. */
    static WorkerGroup create(int workers, QueueBound bound, Hooks hooks, long keepAliveNanos, long guardNanos) {
        SchedulerSettings.Threads threads =
                new SchedulerSettings.Threads(InertThread::new, true, 0, null, null, false);
        SchedulerSettings settings = new SchedulerSettings(workers, "inert", threads, false, keepAliveNanos, 0,
                (thread, thrown) -> {}, hooks, 0, guardNanos, bound);
        return new WorkerGroup(settings, new StealingSource(workers, true, 1));
    }

    /** The first worker, as its thread would have it if that ran. */
    static Worker firstWorker(WorkerGroup group) {
        return nextWorker(group, 0);
    }

    /** Makes a worker idle, as its thread does that finds nothing. */
    static void goIdle(WorkerGroup group, Worker worker) {
        group.wentIdle(worker.vacate());
    }

    /** Another worker, if those with lower numbers have been made and do not search. */
    static Worker nextWorker(WorkerGroup group, int index) {
        Worker worker = searchingWorker(group, index);
        take(group, worker);
        return worker;
    }

    /** Takes a worker's next task, as its thread does that is about to run it; null if there is none. */
    static Runnable take(WorkerGroup group, Worker worker) {
        Runnable task = worker.next();
        if (task != null) {
            group.submissions().noteTaken(task, worker);
        }
        return task;
    }

    /** As {@link #nextWorker}, but the worker was only just woken: it searches, and a task is queued. */
    static Worker searchingWorker(WorkerGroup group, int index) {
        group.execute(() -> {}, Lane.NORMAL);
        Worker worker = group.worker(index);
        worker.occupyIfWanted(Thread.currentThread());
        return worker;
    }

    private static final class InertThread extends Thread {

        InertThread(Runnable unused) {
            super(unused);
        }

        @Override
        public void start() {
            // It never runs.
        }
    }
}
