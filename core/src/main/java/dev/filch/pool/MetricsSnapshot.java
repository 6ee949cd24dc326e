package dev.filch.pool;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/**
 * The metrics of a pool at one point in time, or their change between two points; {@link PoolMetrics#snapshot} says how
 * exact they are. Immutable.
 *
 * @param elapsed the age of the pool when the snapshot was taken, or the time between the two snapshots
 * @param submitted the number of tasks that the pool has accepted
 * @param completed the number of accepted tasks that have returned or thrown, that were cancelled or expired before
 *     they started, or that were dropped to make room for others. A task that {@code shutdownNow} has returned never
 *     counts as completed
 * @param failed the number of completed tasks that have thrown an exception, including those whose future keeps it
 * @param refused the number of submissions that were refused, with an exception or by {@code tryExecute}
 * @param discarded the number of tasks that were dropped because the queues were full
 * @param ranByCaller the number of tasks that were run by the threads that submitted them, because the queues were
 *     full. They do not count as submitted, completed or failed
 * @param expired the number of tasks that never ran because their {@linkplain WorkStealingPool#submitWithin deadline}
 *     passed before they started. Those that were queued count as completed too. None of them counts as discarded or
 *     run by its caller. If the deadline passes while a submission is being refused, the task also counts as refused.
 *     An expired task is counted a moment after its future has failed
 * @param overran the number of tasks that were running when their deadline passed
 * @param wakeUps the number of times that a parked worker was woken; {@link WorkerSnapshot#uselessWakeUps} counts those
 *     after which the worker found no task
 * @param starvations the number of times that the {@linkplain PoolBuilder#starvationGuard guard} has found all workers
 *     stuck
 * @param activeWorkers the number of workers that have a task, at the end; {@link WorkerPool#activeWorkers} says what
 *     counts
 * @param threads the number of threads of the pool, at the end
 * @param largestThreads the largest number of threads that the pool has ever had, or tried to start
 * @param threadsStarted the number of threads that were started
 * @param sparesStarted the number of started threads that were spares, that is, that were started when the pool had a
 *     thread for each worker, to take the place of a thread whose task was waiting or was found stuck by the guard
 * @param high the tasks of the lane HIGH
 * @param normal the tasks of the lane NORMAL; all tasks of a {@link SharedQueuePool}
 * @param low the tasks of the lane LOW
 * @param workers the metrics of each worker. They exclude tasks that were run by threads without a worker
 */
public record MetricsSnapshot(
        Duration elapsed,
        long submitted,
        long completed,
        long failed,
        long refused,
        long discarded,
        long ranByCaller,
        long expired,
        long overran,
        long wakeUps,
        long starvations,
        int activeWorkers,
        int threads,
        int largestThreads,
        long threadsStarted,
        long sparesStarted,
        LaneSnapshot high,
        LaneSnapshot normal,
        LaneSnapshot low,
        List<WorkerSnapshot> workers) {

    private static final double NANOS_PER_SECOND = 1e9;

    /**
     * Creates a snapshot, with a copy of the list.
     *
     * @param elapsed the age of the pool
     * @param submitted the number of accepted tasks
     * @param completed the number of completed tasks
     * @param failed the number of failed tasks
     * @param refused the number of refused submissions
     * @param discarded the number of dropped tasks
     * @param ranByCaller the number of tasks run by their submitters
     * @param expired the number of tasks that had not started at their deadline
     * @param overran the number of tasks that were running at their deadline
     * @param wakeUps the number of wake-ups
     * @param starvations the number of times that all workers were stuck
     * @param activeWorkers the number of active workers
     * @param threads the number of threads
     * @param largestThreads the largest number of threads
     * @param threadsStarted the number of started threads
     * @param sparesStarted the number of started spare threads
     * @param high the tasks of the lane HIGH
     * @param normal the tasks of the lane NORMAL
     * @param low the tasks of the lane LOW
     * @param workers the metrics of each worker
     * @throws NullPointerException if a component or an element of {@code workers} is null
     */
    public MetricsSnapshot {
        Objects.requireNonNull(elapsed, "elapsed");
        Objects.requireNonNull(high, "high");
        Objects.requireNonNull(normal, "normal");
        Objects.requireNonNull(low, "low");
        workers = List.copyOf(workers);
    }

    /**
     * Returns the change since an earlier snapshot. Values that are not counts are those of this snapshot: the number
     * of active workers, the current and the largest number of threads, the number of queued tasks, and the age of the
     * oldest one.
     *
     * @param earlier an earlier snapshot of the same pool
     * @return the differences of all counts and times
     * @throws NullPointerException if {@code earlier} is null
     * @throws IllegalArgumentException if {@code earlier} was taken later, or if its pool has another number of workers
     */
    public MetricsSnapshot since(MetricsSnapshot earlier) {
        if (earlier.elapsed.compareTo(elapsed) > 0 || earlier.workers.size() != workers.size()) {
            throw new IllegalArgumentException("not an earlier snapshot of the same pool");
        }
        return new MetricsSnapshot(elapsed.minus(earlier.elapsed), submitted - earlier.submitted,
                completed - earlier.completed, failed - earlier.failed, refused - earlier.refused,
                discarded - earlier.discarded, ranByCaller - earlier.ranByCaller,
                expired - earlier.expired, overran - earlier.overran, wakeUps - earlier.wakeUps,
                starvations - earlier.starvations, activeWorkers, threads, largestThreads,
                threadsStarted - earlier.threadsStarted, sparesStarted - earlier.sparesStarted,
                high.since(earlier.high), normal.since(earlier.normal), low.since(earlier.low),
                workersSince(earlier));
    }

    private List<WorkerSnapshot> workersSince(MetricsSnapshot earlier) {
        return IntStream.range(0, workers.size())
                .mapToObj(index -> workers.get(index).since(earlier.workers.get(index)))
                .toList();
    }

    /**
     * Returns the number of completed tasks per second.
     *
     * @return {@code completed} divided by {@code elapsed}; 0 if no time has passed
     */
    public double tasksPerSecond() {
        return elapsed.isZero() ? 0 : completed * NANOS_PER_SECOND / elapsed.toNanos();
    }

    /**
     * Returns the times that tasks of all lanes waited.
     *
     * @return the times of the tasks that were timed; {@link LaneSnapshot#queueTime} says which
     */
    public Latencies queueTime() {
        return high.queueTime().plus(normal.queueTime()).plus(low.queueTime());
    }

    /**
     * Returns the times that tasks of all lanes ran.
     *
     * @return the times of the tasks that were timed
     */
    public Latencies runTime() {
        return high.runTime().plus(normal.runTime()).plus(low.runTime());
    }

    /**
     * Returns the number of entries in the queues of all lanes. In a pool with a {@linkplain PoolBuilder#queueCapacity
     * capacity}, {@link WorkerPool#queuedTasks} may be smaller, because it leaves out the entry of a task that a
     * waiting task has started. It may be larger, because it includes tasks that are being submitted.
     *
     * @return the number of entries; {@link LaneSnapshot#queued} says what counts
     */
    public long queued() {
        return high.queued() + normal.queued() + low.queued();
    }

    /**
     * Returns the number of workers that sleep, have no thread, or search for a task.
     *
     * @return the number of workers that are not active
     */
    public int idleWorkers() {
        return workers.size() - activeWorkers;
    }

    /**
     * Returns the number of threads that the pool has beyond its workers: spare threads, whether they run tasks or wait
     * until they are needed.
     *
     * @return the number of spare threads
     */
    public int spares() {
        return spares(threads, workers.size());
    }

    static int spares(int threads, int workers) {
        return Math.max(0, threads - workers);
    }

    /**
     * Returns the share of the time during which each worker was busy.
     *
     * @return one number from 0 to 1 per worker; all 0 if the pool takes no times
     */
    public List<Double> utilisation() {
        return workers.stream().map(worker -> share(worker.busy().toNanos(), elapsed.toNanos())).toList();
    }

    /**
     * Returns the share of the time during which the workers were busy, averaged over all workers.
     *
     * @return a number from 0 to 1; 0 if the pool takes no times
     */
    public double meanUtilisation() {
        return utilisation().stream().mapToDouble(Double::doubleValue).average().orElse(0);
    }

    /**
     * Returns the share of attempts to steal that succeeded.
     *
     * @return a number from 0 to 1; 0 if there were no attempts
     */
    public double stealSuccessRate() {
        return share(sum(WorkerSnapshot::successfulSteals), sum(WorkerSnapshot::stealAttempts));
    }

    private long sum(ToLongFunction<WorkerSnapshot> count) {
        return workers.stream().mapToLong(count).sum();
    }

    /** The quotient, limited to 0 to 1 because the processors' clocks may differ a little; 0 if the whole is 0. */
    static double share(long part, long whole) {
        return whole == 0 ? 0 : Math.max(0, Math.min(1, (double) part / whole));
    }

    /**
     * Returns the metrics, rounded, in several lines.
     *
     * @return a human-readable description
     */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, "%d of %d tasks completed in %.3f s, %.1f a second; %d failed, "
                        + "%d refused, %d discarded, %d run by callers, %d expired, %d overran%n",
                completed, submitted, elapsed.toNanos() / NANOS_PER_SECOND, tasksPerSecond(), failed, refused,
                discarded, ranByCaller, expired, overran));
        text.append(String.format(Locale.ROOT,
                "queued: %d HIGH, %d NORMAL, %d LOW; %d of %d workers active; %d threads, %d at most, %d started, "
                        + "%d of them as spares%n",
                high.queued(), normal.queued(), low.queued(), activeWorkers, workers.size(), threads, largestThreads,
                threadsStarted, sparesStarted));
        text.append("queue time: ").append(queueTime()).append(System.lineSeparator());
        text.append("run time:   ").append(runTime()).append(System.lineSeparator());
        text.append("utilisation:");
        for (double share : utilisation()) {
            text.append(String.format(Locale.ROOT, " %.0f %%", share * 100));
        }
        text.append(String.format(Locale.ROOT,
                "; successful steals: %.1f %%; %d searches, %d parks, %d wake-ups, %d of them useless",
                stealSuccessRate() * 100, sum(WorkerSnapshot::searches), sum(WorkerSnapshot::parks), wakeUps,
                sum(WorkerSnapshot::uselessWakeUps)));
        return text.toString();
    }
}
