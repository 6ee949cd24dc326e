/**
 * Executors: threads that take tasks from queues, sleep when there are none, and lose nothing when they are sent home.
 *
 * <table>
 *   <caption>What is here</caption>
 *   <tr><th>type</th><th>use it for</th></tr>
 *   <tr><td>{@link dev.filch.pool.WorkStealingPool}</td><td>an executor service for tasks that submit tasks, with
 *       priorities</td></tr>
 *   <tr><td>{@link dev.filch.pool.SharedQueuePool}</td><td>an executor service whose tasks start in the order of their
 *       submission</td></tr>
 *   <tr><td>{@link dev.filch.pool.WorkQueue}, {@link dev.filch.pool.Task}</td><td>a queue of tasks for threads of your
 *   own</td></tr>
 *   <tr><td>{@link dev.filch.pool.PoolMetrics}, {@link dev.filch.pool.MetricsSnapshot}</td><td>how long tasks wait and
 *       run, and how busy the workers are</td></tr>
 * </table>
 *
 * <h2>How a pool is made</h2>
 * Both pools are a {@code WorkerPool} (the public face) around a {@code Crew} (the workers' life) that is fed by a
 * {@code TaskSource} (the queues, and the order in which they are looked at). Read {@code IdleState} first: it is the
 * word that decides who sleeps and who is woken, and why no wake-up is lost; then {@code Worker}, who sleeps; then
 * {@code Crew}, which wakes, waits and shuts down; last {@code StealingSource}.
 */
package dev.filch.pool;
