package dev.filch.pool;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/**
 * The figures of a pool at one point in time, or their change between two; {@link PoolMetrics#snapshot} says how exact
 * they are. Immutable.
 *
 * @param elapsed the age of the pool when the snapshot was taken, or the time between the two
 * @param submitted how many tasks the pool has accepted
 * @param completed how many of them have returned, thrown, were cancelled or expired before they started, or were
 *     dropped to make room for others. A task that {@code shutdownNow} returned never counts as completed
 * @param failed how many of the completed tasks have thrown an exception, which their future may have kept
 * @param refused how many submissions were refused, with an exception or by {@code tryExecute}
 * @param discarded how many tasks were dropped because the queues were full
 * @param ranByCaller how many tasks were run by the threads that submitted them, because the queues were full; they
 *     count as neither submitted nor completed
 * @param expired how many tasks never ran, because their {@linkplain WorkStealingPool#submitWithin deadline} passed
 *     before they started; those that were queued count as completed, too. None of them counts as discarded or run by
 *     its caller. But if the deadline passes while a submission is being refused, it counts as refused, too. Counted a
 *     moment after the future has failed
 * @param overran how many tasks were running when their deadline passed
 * @param wakeUps how many parked workers were woken; {@link WorkerSnapshot#uselessWakeUps} of them found no task
 * @param starvations how often the {@linkplain PoolBuilder#starvationGuard guard} has found all workers stuck
 * @param activeWorkers how many workers have a task at the end; {@link WorkerPool#activeWorkers} says what counts
 * @param threads how many threads the pool has at the end
 * @param largestThreads the largest number of threads that the pool has ever had, or has tried to start
 * @param threadsStarted how many threads were started
 * @param sparesStarted how many of them were spares: the pool had a thread for each worker, and a task that waited, or
 *     that the guard has found stuck, needed one to stand in for its own
 * @param high the tasks of the lane HIGH
 * @param normal the tasks of the lane NORMAL; all of a {@link SharedQueuePool}
 * @param low the tasks of the lane LOW
 * @param workers the figures of each worker. Those of tasks that were run by threads without a worker are in none
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
     * Checks the figures and copies the list.
     *
     * @param elapsed the age of the pool
     * @param submitted how many tasks were accepted
     * @param completed how many of them were completed
     * @param failed how many of them have failed
     * @param refused how many were refused
     * @param discarded how many were dropped
     * @param ranByCaller how many were run by their submitters
     * @param expired how many had not started at their deadline
     * @param overran how many were running at their deadline
     * @param wakeUps how many workers were woken
     * @param starvations how often all workers were stuck
     * @param activeWorkers how many workers have a task
     * @param threads how many threads there are
     * @param largestThreads how many there were at most
     * @param threadsStarted how many were started
     * @param sparesStarted how many of them were spares
     * @param high the tasks of the lane HIGH
     * @param normal the tasks of the lane NORMAL
     * @param low the tasks of the lane LOW
     * @param workers the figures of each worker
     * @throws NullPointerException if a component or a worker is null
     */
    public MetricsSnapshot {
        Objects.requireNonNull(elapsed, "elapsed");
        Objects.requireNonNull(high, "high");
        Objects.requireNonNull(normal, "normal");
        Objects.requireNonNull(low, "low");
        workers = List.copyOf(workers);
    }

    /**
     * Returns the change since an earlier snapshot. Values that are not counts are those of this snapshot: the active
     * workers, the current and the largest number of threads, the number of queued tasks, and the age of the oldest one.
     *
     * @param earlier an earlier snapshot of the same pool
     * @return the differences of all counts and times
     * @throws IllegalArgumentException if {@code earlier} is later, or of a pool with another number of workers
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
     * How many tasks were completed per second.
     *
     * @return {@code completed} divided by {@code elapsed}; 0 if no time has passed
     */
    public double tasksPerSecond() {
        return elapsed.isZero() ? 0 : completed * NANOS_PER_SECOND / elapsed.toNanos();
    }

    /**
     * How long tasks of all lanes waited.
     *
     * @return the durations of those that are timed; {@link LaneSnapshot#queueTime} says which
     */
    public Latencies queueTime() {
        return high.queueTime().plus(normal.queueTime()).plus(low.queueTime());
    }

    /**
     * How long tasks of all lanes ran.
     *
     * @return the durations of those that are timed
     */
    public Latencies runTime() {
        return high.runTime().plus(normal.runTime()).plus(low.runTime());
    }

    /**
     * How many entries the queues of all lanes have.
     *
     * @return their number; {@link LaneSnapshot#queued} says what counts
     */
    public long queued() {
        return high.queued() + normal.queued() + low.queued();
    }

    /**
     * How many workers sleep, have no thread, or search for a task.
     *
     * @return all workers except the active ones
     */
    public int idleWorkers() {
        return workers.size() - activeWorkers;
    }

    /**
     * How many threads the pool has beyond its workers: spare threads, whether they run tasks or wait to be needed.
     *
     * @return their number
     */
    public int spares() {
        return Math.max(0, threads - workers.size());
    }

    /**
     * The share of the time during which each worker was busy.
     *
     * @return for each worker a number from 0 to 1; all 0 if the pool takes no times
     */
    public List<Double> utilisation() {
        return workers.stream().map(worker -> share(worker.busy().toNanos(), elapsed.toNanos())).toList();
    }

    /**
     * The share of the time during which the workers were busy, on average over all of them.
     *
     * @return from 0 to 1; 0 if the pool takes no times
     */
    public double meanUtilisation() {
        return utilisation().stream().mapToDouble(Double::doubleValue).average().orElse(0);
    }

    /**
     * The share of attempts to steal that succeeded.
     *
     * @return from 0 to 1; 0 if there were no attempts
     */
    public double stealSuccessRate() {
        return share(sum(WorkerSnapshot::successfulSteals), sum(WorkerSnapshot::stealAttempts));
    }

    private long sum(ToLongFunction<WorkerSnapshot> count) {
        return workers.stream().mapToLong(count).sum();
    }

    /** The quotient, limited to 0 to 1 because the processors' clocks may differ a little; 0 if the whole is 0. */
    private static double share(long part, long whole) {
        return whole == 0 ? 0 : Math.max(0, Math.min(1, (double) part / whole));
    }

    /**
     * The figures in some lines, rounded.
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
