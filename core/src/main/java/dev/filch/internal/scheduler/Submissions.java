package dev.filch.internal.scheduler;

import java.util.concurrent.RejectedExecutionException;

/**
 * Puts tasks into the queues of a {@link WorkerGroup}: into those of the submitting thread's worker if it has one,
 * otherwise into the shared ones. Enforces the bound, if there is one, and records in a future where it is queued.
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

    /** Null if any number of tasks may be queued. */
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
            // Even if the task is refused: for a moment its slot in the queue looked like work. A thread that ends a
            // shutdown, or waits for idleness, may have seen this and left it to a worker to check again.
            waker.signalWork();
        }
    }

    /** Puts a task into a queue; false if the group was shut down. {@code signalWork} must follow. */
    boolean publish(Runnable task, Lane lane) {
        Runnable queued = takesTimes ? measurements.submit(task, lane, flight) : task;
        boolean accepted = false;
        boolean withdrawn = false;
        boolean wasQueued = false;
        TaskFuture<?> future = RepeatedFuture.futureOf(task, admission != null);
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

    /** To be called when an entry was taken from a queue, on a thread that has this worker, or none if it is null. */
    void noteTaken(Runnable entry, Worker worker) {
        if (admission != null) {
            admission.noteTaken(entry, worker);
        }
    }

    /** To be called when a thread has begun to run a future that it has not taken from a queue. */
    void noteClaimed(TaskFuture<?> future, Worker worker) {
        if (admission != null) {
            admission.noteClaimed(future, worker);
        }
    }

    /** Makes submitters that wait for room check again: the group was shut down, or a future has failed. */
    void wakeWaiting() {
        if (admission != null) {
            admission.wakeAll();
        }
    }

    private void undoSubmission(TaskFuture<?> future, boolean wasQueued, boolean withdrawn) {
        if (future != null) {
            // A future that was listed is in no queue, although it was given to a group before.
            if (!wasQueued || withdrawn) {
                future.noteNotQueued();
            }
            if (withdrawn) {
                future.withdraw();
            }
        }
    }

    /** Submits a task from the worker's own thread; false if it is refused. */
    boolean push(Worker worker, Runnable task, Lane lane) {
        if (group.isShutdown() || !worker.queues().push(task, lane)) {
            return false;
        }
        // The push is a full fence: either this thread sees that the group was stopped, or the stop drains the task.
        if (group.isStopped()) {
            stop.awaitDrained();
            return !worker.queues().takeBack(lane);
        }
        return true;
    }

    void noteRefused(Runnable task) {
        measurements.count(PoolEvent.REFUSAL);
        tellRefused(task);
    }

    /** Tells that a task was refused or dropped. */
    void tellRefused(Runnable task) {
        flight.taskRefused(group, task);
        if (group.settings().hooks() != null) {
            // Without hooks, a refusal needs no memory, not even for the lambda.
            group.callHook(hooks -> hooks.taskRefused(TimedTask.submitted(task)));
        }
    }
}
