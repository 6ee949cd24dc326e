package dev.filch.internal.scheduler;

import java.util.concurrent.RejectedExecutionException;

/**
 * Puts tasks into the queues of a {@link WorkerGroup}. If the submitting thread has a worker, the task goes to the
 * worker's queues, otherwise to the shared ones. Enforces the bound, if there is one, and records in a future that it
 * is queued.
 *
 * <p>All methods are for any thread, unless they say otherwise.
 */
final class Submissions {

    private final WorkerGroup group;
    private final TaskSource source;
    private final Measurements measurements;
    private final Waker waker;
    private final GroupStop stop;
    private final Flight flight;
    private final boolean takesTimes;

    /** Null if the queues are unbounded. */
    private final Admission admission;

    Submissions(WorkerGroup group, TaskSource source) {
        this.group = group;
        this.source = source;
        measurements = group.measurements();
        waker = group.waker();
        stop = group.stop();
        flight = group.flight();
        takesTimes = group.settings().takesTimes();
        admission = group.admission();
    }

    /** As {@link WorkerGroup#execute}. */
    void execute(Runnable task, Lane lane) {
        if (admission != null) {
            admission.execute(task, lane);
        } else if (!enqueue(task, lane)) {
            noteRefused(task);
            throw new RejectedExecutionException("the pool takes no more tasks: " + group.summary());
        }
    }

    /** As {@link WorkerGroup#tryExecute}. */
    boolean tryExecute(Runnable task, Lane lane) {
        boolean accepted = admission == null ? enqueue(task, lane) : admission.tryExecute(task, lane);
        if (!accepted) {
            noteRefused(task);
        }
        return accepted;
    }

    /** Puts a task into a queue, and wakes a worker; false if the group was shut down. */
    boolean enqueue(Runnable task, Lane lane) {
        try {
            return admission == null ? publish(task, lane) : admission.publish(task, lane);
        } finally {
            // This is necessary even if the task is refused. For a moment, its slot made the queue appear non-empty. A
            // thread that ends a shutdown or waits for idleness may have seen that, and relies on a worker to check
            // again.
            waker.signalWork();
        }
    }

    /** Puts a task into a queue; false if the group was shut down. {@code signalWork} must follow. */
    boolean publish(Runnable task, Lane lane) {
        TaskFuture<?> future = RepeatedFuture.futureOf(task, admission != null);
        if (future != null && future.isWithdrawn() && group.isShutdown()) {
            // The future stays withdrawn. Otherwise a thread that has taken another entry of it could start it.
            return false;
        }
        Runnable queued = takesTimes ? measurements.submit(task, lane, flight) : task;
        boolean accepted = false;
        boolean withdrawn = false;
        boolean wasQueued = false;
        if (future != null) {
            wasQueued = future.isQueued();
            future.noteQueued(lane, group);
            withdrawn = future.resubmit();
        }
        try {
            Carrier carrier = group.currentCarrier();
            Worker worker = carrier == null ? null : carrier.worker();
            accepted = worker == null ? source.offer(queued, lane) : push(worker, queued, lane);
        } finally {
            if (!accepted) {
                undoSubmission(future, wasQueued, withdrawn);
            }
        }
        return accepted;
    }

    /** To be called when a thread has taken an entry from a queue. {@code worker} is the thread's worker, or null. */
    void noteTaken(Runnable entry, Worker worker) {
        if (admission != null) {
            admission.noteTaken(entry, worker);
        }
    }

    /** To be called when a thread has claimed a future that it has not taken from a queue. */
    void noteClaimed(TaskFuture<?> future, Worker worker) {
        if (admission != null) {
            admission.noteClaimed(future, worker);
        }
    }

    /** Wakes submitters that wait for room, because the group was shut down or a future has passed its deadline. */
    void wakeWaiting() {
        if (admission != null) {
            admission.wakeAll();
        }
    }

    private void undoSubmission(TaskFuture<?> future, boolean wasQueued, boolean withdrawn) {
        if (future != null) {
            // A future that shutdownNow has listed is in no queue, although it was queued before.
            if (!wasQueued || withdrawn) {
                future.noteNotQueued();
            }
            if (withdrawn) {
                future.withdraw();
            }
        }
    }

    /** Submits a task on the worker's thread; false if it is refused. */
    boolean push(Worker worker, Runnable task, Lane lane) {
        if (group.isShutdown() || !worker.queues().push(task, lane)) {
            return false;
        }
        // The push is a full fence. So this thread sees that the group was stopped, or the stop drains the task.
        if (group.isStopped()) {
            stop.awaitDrained();
            return !worker.queues().takeBack(lane);
        }
        return true;
    }

    void noteRefused(Runnable task) {
        measurements.count(PoolEvent.REFUSAL);
        announceRefusal(task, flight.classOf(task));
    }

    /** Tells the flight recorder and the hooks that a task was refused or dropped. Its class is from the recorder. */
    void announceRefusal(Runnable task, Class<?> taskClass) {
        flight.taskRefused(group, taskClass);
        if (group.settings().hooks() != null) {
            // Without hooks, a refusal needs no memory, not even for the lambda.
            group.callHook(hooks -> hooks.taskRefused(TimedTask.submitted(task)));
        }
    }
}
