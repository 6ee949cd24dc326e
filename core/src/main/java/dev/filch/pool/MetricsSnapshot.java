package dev.filch.pool;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * The figures of a pool at one point in time; {@link PoolMetrics#snapshot} says how exact they are. Immutable.
 *
 * @param submitted how many tasks the pool had accepted
 * @param completed how many tasks had returned, thrown, or been cancelled before they started; never more than
 *     {@code submitted}. A task that {@code shutdownNow} returned never counts as completed
 * @param tasksPerSecond {@code completed} divided by {@code elapsed}: the mean over the pool's life; 0 if no time had
 *     passed
 * @param queueTime how long tasks waited from submission to start; only tasks that workers have taken from a queue, not
 *     those that were started for a task that waits for them
 * @param runTime how long tasks ran; all tasks that have ended, except those cancelled before they started
 * @param utilisation for each worker, the share of {@code elapsed} that it spent running tasks, from 0 to 1; includes
 *     the time so far of a task still running
 * @param stealSuccessRate the share of attempts to take a task from another worker that succeeded, from 0 to 1; 0 if
 *     there were no attempts
 * @param elapsed the age of the pool when the snapshot was taken
 */
public record MetricsSnapshot(
        long submitted,
        long completed,
        double tasksPerSecond,
        LatencySummary queueTime,
        LatencySummary runTime,
        List<Double> utilisation,
        double stealSuccessRate,
        Duration elapsed) {

    private static final double NANOS_PER_SECOND = 1e9;

    /**
     * Checks the figures and copies the list.
     *
     * @param submitted how many tasks were accepted
     * @param completed how many of them have run
     * @param tasksPerSecond completed tasks a second
     * @param queueTime how long tasks waited
     * @param runTime how long they ran
     * @param utilisation the share of its time that each worker was busy
     * @param stealSuccessRate the share of attempts to steal that succeeded
     * @param elapsed the age of the pool
     * @throws NullPointerException if a component is null
     * @throws IllegalArgumentException if a figure is negative, infinite or not a number, if a share is more than 1, or
     *     if more tasks were completed than submitted
     */
    public MetricsSnapshot {
        Figures.checkNotNegative("completed", completed);
        if (completed > submitted) {
            throw new IllegalArgumentException(completed + " completed of " + submitted + " submitted");
        }
        Figures.checkNotNegative("tasksPerSecond", tasksPerSecond);
        Objects.requireNonNull(queueTime, "queueTime");
        Objects.requireNonNull(runTime, "runTime");
        utilisation = List.copyOf(utilisation);
        for (double share : utilisation) {
            Figures.checkShare("utilisation", share);
        }
        Figures.checkShare("stealSuccessRate", stealSuccessRate);
        Figures.checkNotNegative("elapsed", elapsed.toNanos());
    }

    /**
     * The figures in four lines, rounded.
     *
     * @return a human-readable description
     */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, "%d of %d tasks completed in %.3f s, %.1f a second%n",
                completed, submitted, elapsed.toNanos() / NANOS_PER_SECOND, tasksPerSecond));
        text.append("queue time: ").append(queueTime).append(System.lineSeparator());
        text.append("run time:   ").append(runTime).append(System.lineSeparator());
        text.append("utilisation:");
        for (double share : utilisation) {
            text.append(String.format(Locale.ROOT, " %.0f %%", share * 100));
        }
        text.append(String.format(Locale.ROOT, "; successful steals: %.1f %%", stealSuccessRate * 100));
        return text.toString();
    }
}
