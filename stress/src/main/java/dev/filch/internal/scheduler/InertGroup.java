package dev.filch.internal.scheduler;

import java.util.concurrent.TimeUnit;

/** A group whose threads never run, so that only the actors of a test act. */
final class InertGroup {

    private InertGroup() {}

    /** Creates a group of one worker. */
    static WorkerGroup create() {
        return create(1);
    }

    /** Creates a group whose workers share one shard, so that two or more workers take batches. */
    static WorkerGroup create(int workers) {
        return create(workers, null);
    }

    /** Creates a group with a bound, or without one if {@code bound} is null. */
    static WorkerGroup create(int workers, QueueBound bound) {
        return create(workers, bound, null, TimeUnit.SECONDS.toNanos(60), 0);
    }

    /** Creates a group with hooks unless they are null, and with a guard unless its interval is zero. */
    static WorkerGroup create(int workers, QueueBound bound, Hooks hooks, long keepAliveNanos, long guardNanos) {
        SchedulerSettings.Threads threads =
                new SchedulerSettings.Threads(InertThread::new, true, 0, null, null, false);
        SchedulerSettings settings = new SchedulerSettings(workers, "inert", threads, false, keepAliveNanos, 0,
                (thread, thrown) -> {}, hooks, 0, guardNanos, bound);
        return new WorkerGroup(settings, new StealingSource(workers, true, 1));
    }

    /** The first worker, as if its thread had started to run. */
    static Worker firstWorker(WorkerGroup group) {
        return nextWorker(group, 0);
    }

    /** Makes a worker idle, as its thread does if it finds no task. */
    static void goIdle(WorkerGroup group, Worker worker) {
        group.wentIdle(worker.vacate());
    }

    /** Another worker. Workers with lower numbers must exist, and must not be searching. */
    static Worker nextWorker(WorkerGroup group, int index) {
        Worker worker = searchingWorker(group, index);
        take(group, worker);
        return worker;
    }

    /** Takes a worker's next task, as its thread does before it runs the task; null if there is none. */
    static Runnable take(WorkerGroup group, Worker worker) {
        Runnable task = worker.next();
        if (task != null) {
            group.submissions().noteTaken(task, worker);
        }
        return task;
    }

    /** Like {@link #nextWorker}, but the worker has just been woken: it searches, and a task is queued. */
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
            // The thread never runs.
        }
    }
}
