package dev.filch.pool;

/**
 * A pool as an MXBean; {@link PoolBuilder#registerMBean} registers it. Counts and times are since the pool was built.
 * Each attribute is read on its own; {@link PoolMetrics#snapshot} says how exact the values are, and
 * {@link MetricsSnapshot} what each one counts. The attributes of the whole pool are plain numbers, which all tools can
 * plot. Those of each lane are composite data.
 */
public interface PoolMXBean {

    /**
     * Returns the name of the pool.
     *
     * @return the name that the builder was given, or its default
     */
    String getName();

    /**
     * Returns the number of workers that the pool was built with.
     *
     * @return the number of workers
     */
    int getWorkers();

    /**
     * Returns the number of workers that have a task.
     *
     * @return the number of active workers
     */
    int getActiveWorkers();

    /**
     * Returns the number of workers that sleep, have no thread, or search for a task.
     *
     * @return the number of workers that are not active
     */
    int getIdleWorkers();

    /**
     * Returns the share of the time during which the workers were busy, averaged over all workers.
     *
     * @return a number from 0 to 1; 0 if the pool takes no times
     */
    double getUtilisation();

    /**
     * Returns the share of the time during which each worker was busy.
     *
     * @return one number from 0 to 1 per worker; all 0 if the pool takes no times
     */
    double[] getUtilisationPerWorker();

    /**
     * Returns the time during which the workers were busy, summed over all workers. Its increase per second, divided by
     * the number of workers and by 1,000, is their current utilisation.
     *
     * @return the time in milliseconds; 0 if the pool takes no times
     */
    double getBusyMillis();

    /**
     * Returns the current number of threads.
     *
     * @return the number of threads
     */
    int getThreads();

    /**
     * Returns the largest number of threads that the pool has ever had, or tried to start.
     *
     * @return the largest number of threads
     */
    int getLargestThreads();

    /**
     * Returns the number of threads that were started.
     *
     * @return the number of started threads
     */
    long getThreadsStarted();

    /**
     * Returns the current number of threads beyond the workers.
     *
     * @return the number of spare threads
     */
    int getSpares();

    /**
     * Returns the number of spare threads that were started, for tasks that waited or were stuck.
     *
     * @return the number of started spare threads
     */
    long getSparesStarted();

    /**
     * Returns the number of queued tasks, in all lanes, as {@link WorkerPool#queuedTasks} counts them. In a pool with a
     * {@linkplain PoolBuilder#queueCapacity capacity}, the numbers of the lanes need not add up to this one:
     * {@link MetricsSnapshot#queued} says why.
     *
     * @return the number of queued tasks
     */
    int getQueuedTasks();

    /**
     * Returns the number of entries in the queues of the lane HIGH.
     *
     * @return the number of entries; {@link LaneSnapshot#queued} says what counts
     */
    long getQueuedHigh();

    /**
     * Returns the number of entries in the queues of the lane NORMAL.
     *
     * @return the number of entries; {@link LaneSnapshot#queued} says what counts
     */
    long getQueuedNormal();

    /**
     * Returns the number of entries in the queues of the lane LOW.
     *
     * @return the number of entries; {@link LaneSnapshot#queued} says what counts
     */
    long getQueuedLow();

    /**
     * Returns the age of the oldest timed task in the queues of all lanes; the oldest of all tasks has waited at least
     * as long. {@link LaneSnapshot#oldest} says which tasks count.
     *
     * @return the time since its submission in milliseconds; 0 if there is none
     */
    double getOldestQueuedMillis();

    /**
     * Returns the metrics of the lane HIGH.
     *
     * @return the metrics of these tasks
     */
    LaneBean getHigh();

    /**
     * Returns the metrics of the lane NORMAL.
     *
     * @return the metrics of these tasks; of all tasks in a {@link SharedQueuePool}
     */
    LaneBean getNormal();

    /**
     * Returns the metrics of the lane LOW.
     *
     * @return the metrics of these tasks
     */
    LaneBean getLow();

    /**
     * Returns the number of tasks that the pool has accepted.
     *
     * @return the number of submitted tasks
     */
    long getSubmittedTasks();

    /**
     * Returns the number of tasks that were completed.
     *
     * @return the number of completed tasks
     */
    long getCompletedTasks();

    /**
     * Returns the number of tasks that have thrown an exception.
     *
     * @return the number of failed tasks
     */
    long getFailedTasks();

    /**
     * Returns the number of submissions that were refused.
     *
     * @return the number of refused submissions
     */
    long getRefusedTasks();

    /**
     * Returns the number of tasks that were dropped because the queues were full.
     *
     * @return the number of dropped tasks
     */
    long getDiscardedTasks();

    /**
     * Returns the number of tasks that were run by the threads that submitted them.
     *
     * @return the number of tasks run by their submitters
     */
    long getTasksRunByCallers();

    /**
     * Returns the number of tasks that had not started at their deadline.
     *
     * @return the number of expired tasks
     */
    long getExpiredTasks();

    /**
     * Returns the number of tasks that were running at their deadline.
     *
     * @return the number of tasks that overran
     */
    long getOverrunTasks();

    /**
     * Returns the number of times that all workers were stuck while tasks were queued.
     *
     * @return the number of starvations; 0 without a {@linkplain PoolBuilder#starvationGuard guard}
     */
    long getStarvations();

    /**
     * Returns the mean time that tasks waited.
     *
     * @return the mean in microseconds; 0 if no task was timed
     */
    double getQueueTimeMeanMicros();

    /**
     * Returns the median time that tasks waited.
     *
     * @return the median in microseconds; 0 if no task was timed
     */
    double getQueueTimeP50Micros();

    /**
     * Returns the time within which 99 % of the tasks started.
     *
     * @return the percentile in microseconds; 0 if no task was timed
     */
    double getQueueTimeP99Micros();

    /**
     * Returns the time within which 99.9 % of the tasks started.
     *
     * @return the percentile in microseconds; 0 if no task was timed
     */
    double getQueueTimeP999Micros();

    /**
     * Returns the time within which 99.99 % of the tasks started.
     *
     * @return the percentile in microseconds; 0 if no task was timed
     */
    double getQueueTimeP9999Micros();

    /**
     * Returns the longest time that a task waited.
     *
     * @return the maximum in microseconds; 0 if no task was timed
     */
    double getQueueTimeMaxMicros();

    /**
     * Returns the mean time that tasks ran.
     *
     * @return the mean in microseconds; 0 if no task was timed
     */
    double getRunTimeMeanMicros();

    /**
     * Returns the median time that tasks ran.
     *
     * @return the median in microseconds; 0 if no task was timed
     */
    double getRunTimeP50Micros();

    /**
     * Returns the time within which 99 % of the tasks ended, from their start.
     *
     * @return the percentile in microseconds; 0 if no task was timed
     */
    double getRunTimeP99Micros();

    /**
     * Returns the time within which 99.9 % of the tasks ended, from their start.
     *
     * @return the percentile in microseconds; 0 if no task was timed
     */
    double getRunTimeP999Micros();

    /**
     * Returns the time within which 99.99 % of the tasks ended, from their start.
     *
     * @return the percentile in microseconds; 0 if no task was timed
     */
    double getRunTimeP9999Micros();

    /**
     * Returns the longest time that a task ran.
     *
     * @return the maximum in microseconds; 0 if no task was timed
     */
    double getRunTimeMaxMicros();

    /**
     * Returns the number of times that a worker has begun to search for a task.
     *
     * @return the number of searches
     */
    long getSearches();

    /**
     * Returns the number of times that a worker has tried to steal from another worker.
     *
     * @return the number of attempts to steal
     */
    long getStealAttempts();

    /**
     * Returns the number of attempts to steal that succeeded.
     *
     * @return the number of successful attempts
     */
    long getSuccessfulSteals();

    /**
     * Returns the share of attempts to steal that succeeded.
     *
     * @return a number from 0 to 1; 0 if there were no attempts
     */
    double getStealSuccessRate();

    /**
     * Returns the number of times that a worker has taken a batch of tasks from outside.
     *
     * @return the number of batches
     */
    long getBatches();

    /**
     * Returns the number of tasks that workers have taken in batches.
     *
     * @return the number of tasks in batches
     */
    long getBatchedTasks();

    /**
     * Returns the number of times that a worker's thread has parked.
     *
     * @return the number of parks
     */
    long getParks();

    /**
     * Returns the number of times that a parked worker was woken.
     *
     * @return the number of wake-ups
     */
    long getWakeUps();

    /**
     * Returns the number of times that a worker was woken and found no task.
     *
     * @return the number of useless wake-ups
     */
    long getUselessWakeUps();

    /**
     * Explains what the pool is doing, like {@link WorkerPool#dump}.
     *
     * @return an explanation, whose first line says what is wrong, if anything
     */
    String dump();
}
