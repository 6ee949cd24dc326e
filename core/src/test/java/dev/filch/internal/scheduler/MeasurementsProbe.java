package dev.filch.internal.scheduler;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Measurements with a clock that the test sets. Runs and measures tasks as a worker's thread does. */
final class MeasurementsProbe {

    /** The time, in nanoseconds. */
    final AtomicLong clock = new AtomicLong();

    private final int workers;
    private final Map<Integer, WorkerMetrics> counts = new ConcurrentHashMap<>();
    private Measurements measurements;

    MeasurementsProbe(int workers) {
        this.workers = workers;
    }

    /** The measurements, which begin with the first call. */
    Measurements measurements() {
        if (measurements == null) {
            measurements = new Measurements(workers, counts::get, 1, clock::get);
        }
        return measurements;
    }

    private WorkerMetrics worker(int index) {
        return counts.computeIfAbsent(index, first -> new WorkerMetrics(true));
    }

    /** Returns the entry that is queued for a task. */
    TimedTask submit(Runnable task, Lane lane) {
        return (TimedTask) measurements().submit(task, lane, FlightEvents.NONE);
    }

    /** Runs an entry that {@link #submit} returned. */
    void run(int worker, TimedTask task) {
        WorkerMetrics metrics = worker(worker);
        long start = measurements().now();
        metrics.recordWait(task.lane(), start - task.submitNanos());
        metrics.busyFrom(start);
        task.run();
        long end = measurements().now();
        metrics.idleFrom(end);
        metrics.recordRun(task.lane(), end - start);
        metrics.countExecuted();
    }

    void countSteal(int worker, boolean success) {
        worker(worker).countSteal(success);
    }

    void count(int worker, WorkerEvent event) {
        worker(worker).count(event);
    }
}
