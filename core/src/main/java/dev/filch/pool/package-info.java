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
 *   <tr><td>{@link dev.filch.pool.PoolMetrics}, {@link dev.filch.pool.MetricsSnapshot}</td><td>how long tasks wait and
 *       run, and how busy the workers are</td></tr>
 * </table>
 *
 * <p>The pools are thin: their machinery is in {@code dev.filch.internal.scheduler}, whose package page says what to
 * read first.
 */
package dev.filch.pool;
