/**
 * Measures Filch beside its rivals. {@code compare} runs executors, {@code jmh} runs benchmarks of queues and
 * executors, and {@code bars} runs these in many JVMs and judges them.
 *
 * <ul>
 *   <li>{@code contender}: the executors that are compared, and queues of the simplest kind, one idea a file
 *   <li>{@code measure}: one run's life, what it costs, rounds and their medians
 *   <li>{@code synthetic}: the workloads of very small tasks, from outside and from other tasks, which check that each
 *       ran exactly once
 *   <li>{@code wakeup}: the workload of single tasks for a pool that is idle
 *   <li>{@code real}: the workload on the class files of the running JDK
 *   <li>{@code judge}: the bars: what is measured, what it is compared with, and how it should come out
 *   <li>{@code bars}: the command that measures and judges, fork by fork, beside peers or an earlier bench jar
 *   <li>{@code report}: the tables on the terminal, and the reports' files
 *   <li>{@code compare}: the command for executors: its options, and what it does in which order
 *   <li>{@code jmh}: the JMH benchmarks of queues, and how they run
 *   <li>{@code pool}: the JMH benchmarks of executors, and of what is switched on in them
 * </ul>
 */
package dev.filch.bench;
