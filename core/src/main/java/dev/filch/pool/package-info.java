/**
 * Executors: threads that take tasks from queues, sleep when there are none, and lose nothing when they are shut down.
 *
 * <table>
 *   <caption>What is here</caption>
 *   <tr><th>type</th><th>use it for</th></tr>
 *   <tr><td>{@link dev.filch.pool.WorkStealingPool}</td><td>an executor service for tasks that submit tasks, with
 *       priorities</td></tr>
 *   <tr><td>{@link dev.filch.pool.SharedQueuePool}</td><td>an executor service whose tasks start in the order of their
 *       submission</td></tr>
 *   <tr><td>{@link dev.filch.pool.Blocking}</td><td>sections of a task that block: a spare thread does the worker's
 *       work meanwhile</td></tr>
 *   <tr><td>{@link dev.filch.pool.WorkQueue}, {@link dev.filch.pool.Task}</td><td>a queue of tasks for threads of your
 *   own</td></tr>
 *   <tr><td>{@link dev.filch.pool.FullQueuePolicy}</td><td>what a pool with a bound does with a task that finds its
 *       queues full</td></tr>
 *   <tr><td>{@link dev.filch.pool.PoolListener}</td><td>code of yours that is told of tasks, threads and refusals</td>
 *   </tr>
 *   <tr><td>{@link dev.filch.pool.PoolMetrics}, {@link dev.filch.pool.MetricsSnapshot}</td><td>what a pool counts, how
 *       long tasks wait and run, and how busy the workers are</td></tr>
 * </table>
 *
 * <h2>A guide for operators</h2>
 *
 * <p><b>Which pool.</b> Take {@code WorkStealingPool} if tasks submit tasks, if some are more urgent than others, or if
 * there are many workers. Take {@code SharedQueuePool} if tasks must start in the order of their submission, or if one
 * worker is enough.
 *
 * <p><b>How many workers.</b> For tasks that compute, as many as there are processors, which is the default. Tasks that
 * block need no more workers if they wait for futures of the pool, or block in {@code Blocking}: spare threads then do
 * the work of their workers. For other tasks that block, add a worker for each that may be blocked at the same time, or
 * set a {@linkplain dev.filch.pool.PoolBuilder#starvationGuard guard}, which helps only after its interval.
 *
 * <p><b>Back-pressure.</b> Queues are unbounded by default: a pool that falls behind fills the heap. Set a
 * {@linkplain dev.filch.pool.PoolBuilder#queueCapacity capacity}, and what happens to further tasks: refuse them
 * ({@link dev.filch.pool.FullQueuePolicy#abort abort}) if the caller can tell its client to come back later, let the
 * caller run them ({@link dev.filch.pool.FullQueuePolicy#callerRuns callerRuns}) or wait
 * ({@link dev.filch.pool.FullQueuePolicy#block block}) if it produces tasks faster than the pool runs them, or drop the
 * oldest task ({@link dev.filch.pool.FullQueuePolicy#discardOldest discardOldest}) if only the newest matter. A
 * capacity of the throughput times the longest acceptable wait is a good start.
 *
 * <p><b>Deadlines.</b> Give a task that is useless after some time to
 * {@link dev.filch.pool.WorkerPool#submitWithin(java.time.Duration, java.util.concurrent.Callable) submitWithin}. Its
 * client then gets an answer in time, even if the pool is stuck, and a pool that has fallen behind runs none of the
 * tasks that are too late.
 *
 * <p><b>Contexts.</b> A {@linkplain dev.filch.pool.PoolBuilder#taskDecorator task decorator} carries logging and
 * tracing contexts from submitters to tasks.
 *
 * <p><b>Under a server.</b> A server's acceptors and selectors are tasks that last as long as the server: add a worker
 * for each of them. Do not wrap these in {@code Blocking}, only waits in handlers. Set no capacity:
 * a selector that runs a request itself serves no other connection meanwhile. With Jetty 12:
 * <pre>{@code
 * final class JettyThreadPool extends AbstractLifeCycle implements ThreadPool.SizedThreadPool {
 *     private final WorkerPool pool;
 *     private final ThreadPoolBudget budget;
 *
 *     JettyThreadPool(WorkerPool pool) {
 *         this.pool = pool;
 *         budget = new ThreadPoolBudget(this);  // refuses to start without workers for requests
 *     }
 *     public void execute(Runnable task) { pool.execute(task); }
 *     public int getThreads() { return pool.workers(); }
 *     public int getIdleThreads() { return pool.idleWorkers(); }
 *     public boolean isLowOnThreads() { return pool.idleWorkers() == 0; }
 *     public int getMinThreads() { return pool.workers(); }
 *     public int getMaxThreads() { return pool.workers(); }
 *     public void setMinThreads(int threads) { throw new UnsupportedOperationException(); }
 *     public void setMaxThreads(int threads) { throw new UnsupportedOperationException(); }
 *     public ThreadPoolBudget getThreadPoolBudget() { return budget; }
 *     protected void doStop() { pool.shutdown(); }
 *     public void join() throws InterruptedException { pool.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS); }
 * }
 * }</pre>
 *
 * <p><b>What the numbers mean.</b> {@link dev.filch.pool.MetricsSnapshot}, {@link dev.filch.pool.LaneSnapshot} and
 * {@link dev.filch.pool.WorkerSnapshot} say what each one counts. This is what they tell an operator:
 *
 * <table>
 *   <caption>What to watch: {@link dev.filch.pool.PoolMetrics#snapshot}, and its difference to the one before</caption>
 *   <tr><th>number</th><th>bad if</th><th>then</th></tr>
 *   <tr><td>queued, and the age of the oldest task of a lane</td><td>they grow</td><td>the pool is too slow for its
 *       tasks: add workers if processors are idle, otherwise refuse tasks earlier. The age is a lower bound if only
 *       {@linkplain dev.filch.pool.TaskTiming#SAMPLED a sample} is timed</td></tr>
 *   <tr><td>queue time, p99</td><td>it is longer than clients may wait</td><td>the same; give urgent tasks a HIGH
 *       priority</td></tr>
 *   <tr><td>run time, max</td><td>single tasks run very long</td><td>split them; nothing preempts a task</td></tr>
 *   <tr><td>LOW tasks queued</td><td>they do not shrink while the pool is busy</td><td>that is what LOW means: give
 *       them a NORMAL priority</td></tr>
 *   <tr><td>refused, discarded, run by callers</td><td>they grow</td><td>the queues are full: see queued</td></tr>
 *   <tr><td>expired, overran</td><td>they grow</td><td>tasks miss their deadlines: see queue time if they have not
 *       started by then, and run time if they have</td></tr>
 *   <tr><td>failed</td><td>it grows</td><td>check the exceptions: in the futures, and at the
 *       {@linkplain dev.filch.pool.PoolBuilder#uncaughtExceptionHandler handler}</td></tr>
 *   <tr><td>starvations</td><td>it grows</td><td>tasks block without {@code Blocking}: {@code dump()} says in which
 *       calls</td></tr>
 *   <tr><td>threads, spares, largest number of threads</td><td>far more than workers</td><td>many tasks block at the
 *       same time: bound them by {@link dev.filch.pool.PoolBuilder#maxSpares maxSpares}</td></tr>
 *   <tr><td>spares started, threads started</td><td>they keep growing</td><td>tasks block, or come, at intervals longer
 *       than threads live: set a longer {@linkplain dev.filch.pool.PoolBuilder#keepAlive keep-alive}</td></tr>
 *   <tr><td>useless wake-ups</td><td>nearly as many as parks</td><td>tasks come one by one, and other workers take
 *       them: there are more workers than needed</td></tr>
 *   <tr><td>steal success rate</td><td>near zero with many searches</td><td>the same</td></tr>
 *   <tr><td>searches, parks</td><td>nearly as many as tasks</td><td>the same</td></tr>
 *   <tr><td>batched tasks per batch</td><td>near 1 although many tasks come from outside</td><td>workers fetch them one
 *       by one: let one task submit the others</td></tr>
 *   <tr><td>active and idle workers</td><td>none is idle for long</td><td>the same as for utilisation, which also needs
 *       times</td></tr>
 *   <tr><td>utilisation</td><td>near 1 for all workers</td><td>the pool has no reserve</td></tr>
 * </table>
 *
 * <p><b>If nothing moves</b>, call {@code dump()}. Its first line says what is wrong. Then it says of each task where
 * it is, and how long it has run. As the pool does not time the starts of tasks, it may know only a lower and an upper
 * limit of that time; the lower one comes from earlier dumps. The common troubles:
 * <ul>
 *   <li>Tasks wait for each other's futures in a cycle: they will never end; cancel one of them.
 *   <li>All workers are blocked in calls that the pool cannot see, such as {@code CompletableFuture.join}, and tasks
 *       are queued: wrap the calls in {@code Blocking}, or set a guard.
 *   <li>A shutdown waits for a task: that task does not end; interrupt it by {@code shutdownNow}.
 *   <li>No thread could be started: the thread factory failed, or the operating system has no more threads.
 *   <li>The queues are full: see above.
 * </ul>
 *
 * <p><b>As gauges.</b> {@link dev.filch.pool.PoolMetrics} shows a class that registers every number with Micrometer.
 * Without such a library, {@link dev.filch.pool.PoolBuilder#registerMBean registerMBean} shows the numbers by JMX.
 *
 * <p><b>In a recording.</b> While the JDK's flight recorder runs, pools write events of the category Filch. Without a
 * recording they cost nothing. Thresholds and periods are set as those of the JDK's own events.
 * <table>
 *   <caption>Events</caption>
 *   <tr><th>name</th><th>written</th></tr>
 *   <tr><td>{@code dev.filch.SlowTask}, {@code dev.filch.QueuedTask}</td><td>when a timed task has run or waited for
 *       longer than the threshold, by default 100 ms</td></tr>
 *   <tr><td>{@code dev.filch.StalledWorker}</td><td>once a period, by default a second, for each worker that has been
 *       in one task since the last check</td></tr>
 *   <tr><td>{@code dev.filch.SpareStarted}</td><td>when a spare thread is started</td></tr>
 *   <tr><td>{@code dev.filch.RefusedTask}</td><td>when a task is refused or dropped, with the stack of its
 *       submitter</td></tr>
 *   <tr><td>{@code dev.filch.Starvation}</td><td>when the guard finds all workers stuck</td></tr>
 *   <tr><td>{@code dev.filch.DeadlinePassed}</td><td>when a task misses its deadline</td></tr>
 * </table>
 * A modular program that does not need the module {@code jdk.jfr} itself must add it by {@code --add-modules jdk.jfr}.
 *
 * <p>The pools are thin: their machinery is in {@code dev.filch.internal.scheduler}, whose package page says what to
 * read first.
 */
package dev.filch.pool;
