/**
 * Executors built on lock-free queues. The threads of a pool take tasks from queues, and park while there are none.
 * Shutting a pool down loses no task: {@code shutdown} lets the queued tasks run, and {@code shutdownNow} returns them.
 *
 * <table>
 *   <caption>Types</caption>
 *   <tr><th>type</th><th>use it for</th></tr>
 *   <tr><td>{@link dev.filch.pool.WorkStealingPool}</td><td>an executor service for tasks that submit tasks, with
 *       priorities</td></tr>
 *   <tr><td>{@link dev.filch.pool.SharedQueuePool}</td><td>an executor service whose tasks start in the order of their
 *       submission</td></tr>
 *   <tr><td>{@link dev.filch.pool.Blocking}</td><td>blocking calls inside a task: meanwhile a spare thread takes the
 *       place of the task's worker</td></tr>
 *   <tr><td>{@link dev.filch.pool.FullQueuePolicy}</td><td>choosing what a bounded pool does with a task when its
 *       queues are full</td></tr>
 *   <tr><td>{@link dev.filch.pool.PoolListener}</td><td>running your own code when tasks run or are refused, and when
 *       threads start or end</td></tr>
 *   <tr><td>{@link dev.filch.pool.PoolMetrics}, {@link dev.filch.pool.MetricsSnapshot}</td><td>counts, queue times and
 *       run times, and the utilisation of each worker</td></tr>
 *   <tr><td>{@link dev.filch.pool.WorkQueue}, {@link dev.filch.pool.Task}</td><td>a queue of tasks for threads that you
 *       start yourself</td></tr>
 * </table>
 *
 * <h2>A guide for operators</h2>
 *
 * <table>
 *   <caption>Where to look</caption>
 *   <tr><th>question</th><th>section</th></tr>
 *   <tr><td>How do I set up a pool?</td><td><a href="#choice">Which pool</a>, <a href="#workers">how many workers</a>,
 *       <a href="#server">pools under a server</a></td></tr>
 *   <tr><td>What if tasks come faster than they run?</td><td><a href="#backpressure">Back-pressure</a></td></tr>
 *   <tr><td>How do I stop waiting for a slow task?</td><td><a href="#deadlines">Deadlines</a></td></tr>
 *   <tr><td>How do I keep logging and tracing contexts?</td><td><a href="#contexts">Contexts</a></td></tr>
 *   <tr><td>How do I export the metrics?</td><td><a href="#export">Micrometer and JMX</a>, <a href="#recorder">Flight
 *       Recorder</a></td></tr>
 *   <tr><td>Is the pool healthy?</td><td><a href="#metrics">What the metrics tell</a></td></tr>
 *   <tr><td>Why does the pool make no progress?</td><td><a href="#stuck">A pool that is stuck</a></td></tr>
 * </table>
 *
 * <h3 id="choice">Which pool</h3>
 * Use {@code WorkStealingPool} if tasks submit tasks, if some tasks are more urgent than others, or if there are many
 * workers. Use {@code SharedQueuePool} if tasks must start in the order of their submission, or if one worker is
 * enough.
 *
 * <h3 id="workers">How many workers</h3>
 * For tasks that compute, use one worker per processor, which is the default. A task needs no extra worker while it
 * waits for a future of its own pool, or while it blocks inside {@code Blocking}: a spare thread takes over its
 * worker. For any other blocking, add one worker for each task that may be blocked at the same time. Or set a
 * {@linkplain dev.filch.pool.PoolBuilder#starvationGuard starvation guard}, which steps in only after its interval.
 *
 * <h3 id="backpressure">Back-pressure</h3>
 * Queues are unbounded by default, so a pool that falls behind fills the heap. Set a
 * {@linkplain dev.filch.pool.PoolBuilder#queueCapacity capacity}. A good first value is the throughput multiplied by
 * the longest acceptable wait. Then choose the {@linkplain dev.filch.pool.PoolBuilder#whenFull policy} for tasks that
 * exceed it:
 * <table>
 *   <caption>Policies for full queues</caption>
 *   <tr><th>policy</th><th>use it if</th></tr>
 *   <tr><td>{@link dev.filch.pool.FullQueuePolicy#abort abort}, the default</td><td>the caller can tell its client to
 *       try again later</td></tr>
 *   <tr><td>{@link dev.filch.pool.FullQueuePolicy#block block}</td><td>the caller may wait, but must not run
 *       tasks</td></tr>
 *   <tr><td>{@link dev.filch.pool.FullQueuePolicy#callerRuns callerRuns}</td><td>the caller may run a task itself; not
 *       for event loops</td></tr>
 *   <tr><td>{@link dev.filch.pool.FullQueuePolicy#discardOldest discardOldest}</td><td>only the newest tasks matter;
 *       not for tasks of a {@code CompletableFuture}</td></tr>
 *   <tr><td>{@link dev.filch.pool.FullQueuePolicy#discard discard}</td><td>a new task may be lost; not for tasks of a
 *       {@code CompletableFuture}</td></tr>
 * </table>
 * A {@code CompletableFuture} whose task is dropped never completes. Do not run such tasks in a pool that drops tasks,
 * or use {@code orTimeout}.
 *
 * <h3 id="deadlines">Deadlines</h3>
 * If a task is useless after some time, submit it with
 * {@link dev.filch.pool.WorkerPool#submitWithin(java.time.Duration, java.util.concurrent.Callable) submitWithin}. Its
 * future then fails at the deadline even if the pool is stuck, and a pool that has fallen behind skips the tasks that
 * are too late.
 *
 * <h3 id="contexts">Contexts</h3>
 * A {@linkplain dev.filch.pool.PoolBuilder#taskDecorator task decorator} carries logging and tracing contexts from the
 * thread that submits a task to the thread that runs it.
 *
 * <h3 id="server">Pools under a server</h3>
 * A server's acceptors and selectors are tasks that last as long as the server, so add one worker for each of them. Use
 * {@code Blocking} for the waits in request handlers, but not for acceptors and selectors. Set no capacity: a selector
 * that has to run a request itself serves no other connection meanwhile. With Jetty 12:
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
 * <h3 id="export">Micrometer and JMX</h3>
 * The documentation of {@link dev.filch.pool.PoolMetrics} contains a class that registers all metrics with Micrometer.
 * Without such a library, {@link dev.filch.pool.PoolBuilder#registerMBean registerMBean} exposes them through JMX.
 *
 * <h3 id="metrics">What the metrics tell</h3>
 * Take a {@linkplain dev.filch.pool.PoolMetrics#snapshot snapshot} at regular intervals, and examine its
 * {@linkplain dev.filch.pool.MetricsSnapshot#since difference} from the one before.
 * {@link dev.filch.pool.MetricsSnapshot}, {@link dev.filch.pool.LaneSnapshot} and {@link dev.filch.pool.WorkerSnapshot}
 * define each metric. Queue times, run times, utilisation and the age of the oldest task need
 * {@linkplain dev.filch.pool.PoolBuilder#timing timing}.
 *
 * <table>
 *   <caption>Warning signs</caption>
 *   <tr><th>metric</th><th>warning sign</th><th>meaning and remedy</th></tr>
 *   <tr><td>{@code queued}, {@code oldest}</td><td>grow</td><td>The pool is too slow for its tasks. If processors are
 *       idle, add workers. Otherwise refuse tasks earlier. If only {@linkplain dev.filch.pool.TaskTiming#SAMPLED a
 *       sample} of the tasks is timed, {@code oldest} is a lower bound.</td></tr>
 *   <tr><td>{@code queueTime}, p99</td><td>is longer than clients may wait</td><td>As for {@code queued}. Or give
 *       urgent tasks HIGH priority.</td></tr>
 *   <tr><td>{@code runTime}, max</td><td>is very long</td><td>Split long tasks: the pool never preempts a task.</td>
 *       </tr>
 *   <tr><td>{@code low().queued()}</td><td>does not shrink while the pool is busy</td><td>LOW tasks wait for all
 *       others. If they must not, give them NORMAL priority.</td></tr>
 *   <tr><td>{@code refused}, {@code discarded}, {@code ranByCaller}</td><td>grow</td><td>The queues are full: see
 *       {@code queued}.</td></tr>
 *   <tr><td>{@code expired}</td><td>grows</td><td>Tasks do not start before their deadlines: see
 *       {@code queueTime}.</td></tr>
 *   <tr><td>{@code overran}</td><td>grows</td><td>Tasks start in time but run too long: see {@code runTime}.</td></tr>
 *   <tr><td>{@code failed}</td><td>grows</td><td>Tasks throw. Their futures have the exceptions, and the
 *       {@linkplain dev.filch.pool.PoolBuilder#uncaughtExceptionHandler handler} gets those of {@code execute}.</td>
 *       </tr>
 *   <tr><td>{@code starvations}</td><td>grows</td><td>Tasks block outside {@code Blocking}, or run longer than the
 *       {@linkplain dev.filch.pool.PoolBuilder#starvationGuard guard's interval}. {@code dump()} shows where they are.
 *       Set the interval to a few times the longest normal run time.</td></tr>
 *   <tr><td>{@code threads}, {@code spares}, {@code largestThreads}</td><td>are far above the number of workers</td>
 *       <td>Many tasks block at the same time. {@link dev.filch.pool.PoolBuilder#maxSpares maxSpares} bounds their
 *       spare threads.</td></tr>
 *   <tr><td>{@code threadsStarted}, {@code sparesStarted}</td><td>keep growing</td><td>Threads end and are started
 *       again, because tasks come, or block, at intervals longer than the
 *       {@linkplain dev.filch.pool.PoolBuilder#keepAlive keep-alive}: set a longer one.</td></tr>
 *   <tr><td>{@code uselessWakeUps} of all workers</td><td>are nearly as many as {@code wakeUps}</td>
 *       <td rowspan="3">Tasks come one by one, and other workers take them first: the pool has more workers than it
 *       needs.</td></tr>
 *   <tr><td>{@code stealSuccessRate}</td><td>is near 0, with many {@code searches}</td></tr>
 *   <tr><td>{@code searches}, {@code parks}</td><td>are nearly as large as {@code completed}</td></tr>
 *   <tr><td>{@code batchedTasks} / {@code batches}</td><td>is near 1 although many tasks come from outside</td>
 *       <td>Workers fetch these tasks one by one: let one task submit the others.</td></tr>
 *   <tr><td>{@code activeWorkers}</td><td>stays at the number of workers, and {@code idleWorkers} at 0</td>
 *       <td rowspan="2">The pool has no spare capacity.</td></tr>
 *   <tr><td>{@code utilisation}</td><td>is near 1 for all workers</td></tr>
 * </table>
 *
 * <h3 id="stuck">A pool that is stuck</h3>
 * Call {@link dev.filch.pool.WorkerPool#dump dump()}. The first line says what is wrong. The rest shows where each task
 * is, and how long it has been running. Because the pool does not time the start of every task, it may give that time
 * as a range; the lower bound comes from earlier dumps. Common causes:
 * <ul>
 *   <li>Tasks wait for each other's futures in a cycle. They will never end: cancel one of them.
 *   <li>Tasks are queued, and all workers are blocked in calls that the pool cannot see, such as
 *       {@code CompletableFuture.join}. Wrap the calls in {@code Blocking}, or set a
 *       {@linkplain dev.filch.pool.PoolBuilder#starvationGuard guard}.
 *   <li>A shutdown waits for a task that does not end. Interrupt it with {@code shutdownNow}.
 *   <li>No thread could be started: the thread factory failed, or the operating system has no more threads.
 *   <li>The queues are full: see <a href="#backpressure">Back-pressure</a>.
 * </ul>
 *
 * <h3 id="recorder">Flight Recorder</h3>
 * While a JDK Flight Recorder recording runs, pools write the events below, in the category Filch. Before the first
 * recording they cost nothing. After the last one has ended, a timed task still checks whether there is another. Set
 * their thresholds and periods like those of the JDK's own events.
 * <table>
 *   <caption>Events</caption>
 *   <tr><th>name</th><th>written</th></tr>
 *   <tr><td>{@code dev.filch.SlowTask}</td><td>when a timed task has run for longer than the threshold, by default 100
 *       ms; the time includes that of any task it runs while waiting for it</td></tr>
 *   <tr><td>{@code dev.filch.QueuedTask}</td><td>when a timed task has waited for longer than the threshold, by default
 *       100 ms; not for a task that a waiting task runs</td></tr>
 *   <tr><td>{@code dev.filch.StalledWorker}</td><td>once per period, by default 1 s, for each worker that has been in
 *       the same task since the last check</td></tr>
 *   <tr><td>{@code dev.filch.SpareStarted}</td><td>when a spare thread is started</td></tr>
 *   <tr><td>{@code dev.filch.RefusedTask}</td><td>when a task is refused or dropped, with the stack trace of the
 *       submitting thread</td></tr>
 *   <tr><td>{@code dev.filch.Starvation}</td><td>when the guard finds all workers stuck</td></tr>
 *   <tr><td>{@code dev.filch.DeadlinePassed}</td><td>when a task misses its deadline</td></tr>
 * </table>
 * {@code SlowTask} and {@code QueuedTask} need {@linkplain dev.filch.pool.PoolBuilder#timing timing}. Pools without
 * timing (the default) write neither. With {@link dev.filch.pool.TaskTiming#SAMPLED SAMPLED}, about one task in 64 can
 * be written.
 *
 * <p>A modular program that does not otherwise require the module {@code jdk.jfr} must add it with {@code --add-modules
 * jdk.jfr}.
 *
 * <h2>Implementation</h2>
 * The classes here are thin. The scheduler is in {@code dev.filch.internal.scheduler}; its package documentation says
 * what to read first.
 */
package dev.filch.pool;
