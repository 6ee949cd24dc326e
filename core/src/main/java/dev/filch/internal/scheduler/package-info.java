/**
 * The scheduler behind the pools: workers, their threads, and the queues that feed them. This package is not exported;
 * users call the pools in {@code dev.filch.pool}.
 *
 * <p>Suggested reading order:
 * <ol>
 *   <li>{@code GroupState}: the word that says which workers are idle, and why no wake-up is lost.
 *   <li>{@code Worker}: how a worker searches, sleeps and is woken.
 *   <li>{@code Carrier}: the thread that has a worker, and what it does when a task blocks.
 *   <li>{@code TaskRunner}: how a carrier runs and counts tasks.
 *   <li>{@code Carriers}: how threads are started, and how the group learns that they have ended.
 *   <li>{@code Submissions}: how tasks enter the queues.
 *   <li>{@code WorkerGroup}: the parts of a pool, and its shutdown.
 *   <li>{@code Quiescence}: how the group notices that no work is left.
 *   <li>{@code StealingQueues}: the order in which a worker reads the queues.
 *   <li>{@code TaskFuture}: the life of a future.
 * </ol>
 *
 * <p>Some classes serve only pools that ask for them: {@code Admission} and {@code QueueCredits} bound the queues,
 * {@code StarvationGuard} helps a pool whose workers are all stuck, and {@code Timekeeper} fails futures at their
 * deadlines. {@code Measurements} keeps the counts, {@code GroupReport} writes the diagnostic texts, and
 * {@code FlightRegistry} connects to the flight recorder.
 */
package dev.filch.internal.scheduler;
