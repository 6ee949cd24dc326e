package dev.filch.internal.scheduler;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Measurements by a clock that the test sets, and tasks that are run and measured as a worker's thread does it. */
public final class MeasurementsProbe {

    /** In nanoseconds. */
    public final AtomicLong clock = new AtomicLong();

    private final int workers;
    private final Map<Integer, WorkerMetrics> counts = new ConcurrentHashMap<>();
    private Measurements measurements;

    public MeasurementsProbe(int workers) {
        this.workers = workers;
    }

    /** The measurements, which begin with the first call. */
    public Measurements measurements() {
        if (measurements == null) {
            measurements = new Measurements(workers, counts::get, true, clock::get);
        }
        return measurements;
    }

    private WorkerMetrics worker(int index) {
        return counts.computeIfAbsent(index, first -> new WorkerMetrics(true));
    }

    /** Counts a submission. */
    public Runnable submit(Runnable task) {
        return measurements().submit(task);
    }

    /** Runs what {@link #submit} has returned. */
    public void run(int worker, Runnable submitted) {
        TimedTask task = (TimedTask) submitted;
        WorkerMetrics metrics = worker(worker);
        long start = measurements().now();
        metrics.beginTask(start - task.submitNanos(), start);
        task.run();
        long end = measurements().now();
        metrics.idleFrom(end);
        metrics.recordRun(end - start);
        metrics.countExecuted();
    }

    public void countSteal(int worker, boolean success) {
        worker(worker).countSteal(success);
    }

    /** Withdraws the last submission. */
    public void withdrawSubmission() {
        measurements().withdrawSubmission();
    }
}
