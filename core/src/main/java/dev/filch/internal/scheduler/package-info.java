/**
 * The machinery of the pools: workers, their threads, and the queues that feed them. Not exported; the pools in
 * {@code dev.filch.pool} are what users call.
 *
 * <p>Read {@code GroupState} first: the word that says which workers are idle, and why no wake-up is lost. Then
 * {@code Worker}, which sleeps and is woken; {@code Carrier}, the thread that has a worker, and what it does when a
 * task blocks; {@code TaskRunner}, which runs and counts the tasks; {@code Carriers}, which starts threads and knows
 * when they have ended; {@code Submissions}, through which tasks come in; {@code WorkerGroup}, which shuts down;
 * {@code Quiescence}, which notices that nothing is left to do; {@code StealingQueues}, the order in which queues are
 * read; last {@code TaskFuture}. What only some pools have stands apart: {@code Admission} with {@code QueueCredits},
 * which bound the queues; {@code StarvationGuard}; {@code Timekeeper}, which fails futures at their deadlines.
 * {@code Measurements} has the counts, {@code GroupReport} the texts for people, and {@code FlightRegistry} the way to
 * the flight recorder.
 */
package dev.filch.internal.scheduler;
