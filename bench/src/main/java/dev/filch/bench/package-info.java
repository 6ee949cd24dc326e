/**
 * Measures Filch beside its rivals. {@code compare} runs executors, {@code jmh} runs queues.
 *
 * <ul>
 *   <li>{@code contender}: the executors that are compared, one idea a file
 *   <li>{@code measure}: one run's life, what it costs, rounds and their medians
 *   <li>{@code synthetic}: the workload of very small tasks, which checks that each ran exactly once
 *   <li>{@code real}: the workload on the class files of the running JDK
 *   <li>{@code report}: the tables on the terminal, and the report's files
 *   <li>{@code compare}: the command: its options, and what it does in which order
 *   <li>{@code jmh}: the JMH benchmarks of single queues
 * </ul>
 */
package dev.filch.bench;
