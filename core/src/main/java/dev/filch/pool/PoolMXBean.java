package dev.filch.pool;

/**
 * A pool as JMX shows it; {@link PoolBuilder#registerMBean} registers it. Counts and times are since the pool was
 * built. The attributes of the whole pool are plain numbers, which all tools can draw; those of each lane are composite
 * data. Each attribute is read on its own; {@link PoolMetrics#snapshot} says what each means and how exact it is.
 */
public interface PoolMXBean {

    /**
     * The pool's name.
     *
     * @return as the builder was given it
     */
    String getName();

    /**
     * How many workers the pool was built with.
     *
     * @return their number
     */
    int getWorkers();

    /**
     * How many workers have a task.
     *
     * @return their number
     */
    int getActiveWorkers();

    /**
     * How many workers sleep, have no thread, or search for a task.
     *
     * @return their number
     */
    int getIdleWorkers();

    /**
     * The share of the time during which the workers were busy, on average over all of them.
     *
     * @return from 0 to 1; 0 if the pool takes no times
     */
    double getUtilisation();

    /**
     * The share of the time during which each worker was busy.
     *
     * @return for each worker a number from 0 to 1; all 0 if the pool takes no times
     */
    double[] getUtilisationPerWorker();

    /**
     * How long the workers were busy, added up. What this gains per second, divided by the number of workers, is their
     * utilisation at present.
     *
     * @return in milliseconds; 0 if the pool takes no times
     */
    double getBusyMillis();

    /**
     * How many threads there are now.
     *
     * @return their number
     */
    int getThreads();

    /**
     * The largest number of threads that there ever were.
     *
     * @return their number
     */
    int getLargestThreads();

    /**
     * How many threads were started.
     *
     * @return their number
     */
    long getThreadsStarted();

    /**
     * How many threads there are now beyond the workers.
     *
     * @return their number
     */
    int getSpares();

    /**
     * How many spare threads were started, for tasks that waited or were stuck.
     *
     * @return their number
     */
    long getSparesStarted();

    /**
     * How many tasks are queued, in all lanes.
     *
     * @return their number
     */
    int getQueuedTasks();

    /**
     * How many tasks of the lane HIGH are queued.
     *
     * @return their number
     */
    long getQueuedHigh();

    /**
     * How many tasks of the lane NORMAL are queued.
     *
     * @return their number
     */
    long getQueuedNormal();

    /**
     * How many tasks of the lane LOW are queued.
     *
     * @return their number
     */
    long getQueuedLow();

    /**
     * How long the oldest timed task in the queues of all lanes has waited; the oldest of all tasks has waited at least
     * as long. {@link LaneSnapshot#oldest} says which tasks count.
     *
     * @return in milliseconds; 0 if there is none
     */
    double getOldestQueuedMillis();

    /**
     * The tasks of the lane HIGH.
     *
     * @return their figures
     */
    LaneBean getHigh();

    /**
     * The tasks of the lane NORMAL.
     *
     * @return their figures; those of all tasks of a {@link SharedQueuePool}
     */
    LaneBean getNormal();

    /**
     * The tasks of the lane LOW.
     *
     * @return their figures
     */
    LaneBean getLow();

    /**
     * How many tasks were accepted.
     *
     * @return their number
     */
    long getSubmittedTasks();

    /**
     * How many tasks were completed.
     *
     * @return their number
     */
    long getCompletedTasks();

    /**
     * How many tasks have thrown an exception.
     *
     * @return their number
     */
    long getFailedTasks();

    /**
     * How many tasks were refused.
     *
     * @return their number
     */
    long getRefusedTasks();

    /**
     * How many tasks were dropped because the queues were full.
     *
     * @return their number
     */
    long getDiscardedTasks();

    /**
     * How many tasks were run by the threads that submitted them.
     *
     * @return their number
     */
    long getTasksRunByCallers();

    /**
     * How many tasks had not started at their deadline.
     *
     * @return their number
     */
    long getExpiredTasks();

    /**
     * How many tasks were running at their deadline.
     *
     * @return their number
     */
    long getOverrunTasks();

    /**
     * How often all workers were stuck while tasks were queued; 0 without a {@linkplain PoolBuilder#starvationGuard
     * guard}.
     *
     * @return their number
     */
    long getStarvations();

    /**
     * The mean of the times that tasks have waited.
     *
     * @return in microseconds; 0 if no task was timed
     */
    double getQueueTimeMeanMicros();

    /**
     * The median of the times that tasks have waited.
     *
     * @return in microseconds; 0 if no task was timed
     */
    double getQueueTimeP50Micros();

    /**
     * 99 % of the tasks waited no longer than this.
     *
     * @return in microseconds; 0 if no task was timed
     */
    double getQueueTimeP99Micros();

    /**
     * 99.9 % of the tasks waited no longer than this.
     *
     * @return in microseconds; 0 if no task was timed
     */
    double getQueueTimeP999Micros();

    /**
     * 99.99 % of the tasks waited no longer than this.
     *
     * @return in microseconds; 0 if no task was timed
     */
    double getQueueTimeP9999Micros();

    /**
     * The longest time that a task has waited.
     *
     * @return in microseconds; 0 if no task was timed
     */
    double getQueueTimeMaxMicros();

    /**
     * The mean of the times that tasks have run.
     *
     * @return in microseconds; 0 if no task was timed
     */
    double getRunTimeMeanMicros();

    /**
     * The median of the times that tasks have run.
     *
     * @return in microseconds; 0 if no task was timed
     */
    double getRunTimeP50Micros();

    /**
     * 99 % of the tasks ran no longer than this.
     *
     * @return in microseconds; 0 if no task was timed
     */
    double getRunTimeP99Micros();

    /**
     * 99.9 % of the tasks ran no longer than this.
     *
     * @return in microseconds; 0 if no task was timed
     */
    double getRunTimeP999Micros();

    /**
     * 99.99 % of the tasks ran no longer than this.
     *
     * @return in microseconds; 0 if no task was timed
     */
    double getRunTimeP9999Micros();

    /**
     * The longest time that a task has run.
     *
     * @return in microseconds; 0 if no task was timed
     */
    double getRunTimeMaxMicros();

    /**
     * How often workers have searched for a task.
     *
     * @return their number
     */
    long getSearches();

    /**
     * How often workers have tried to steal from another worker.
     *
     * @return their number
     */
    long getStealAttempts();

    /**
     * How often that has succeeded.
     *
     * @return their number
     */
    long getSuccessfulSteals();

    /**
     * The share of attempts to steal that succeeded.
     *
     * @return from 0 to 1; 0 if there were no attempts
     */
    double getStealSuccessRate();

    /**
     * How often workers have taken tasks from outside in a batch.
     *
     * @return their number
     */
    long getBatches();

    /**
     * How many tasks workers have taken in these batches.
     *
     * @return their number
     */
    long getBatchedTasks();

    /**
     * How often threads of workers have parked.
     *
     * @return their number
     */
    long getParks();

    /**
     * How often parked workers were woken.
     *
     * @return their number
     */
    long getWakeUps();

    /**
     * How often workers were woken and found no task.
     *
     * @return their number
     */
    long getUselessWakeUps();

    /**
     * Explains what the pool is doing; as {@link WorkerPool#dump}.
     *
     * @return what is wrong, if anything, in the first line
     */
    String dump();
}
