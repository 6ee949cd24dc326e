/**
 * Measures Filch and its peers. {@code compare} runs executors, {@code jmh} runs benchmarks of queues, channels and
 * executors, and {@code bars} runs these in many JVMs and compares the figures with targets.
 *
 * <ul>
 *   <li>{@code contender}: the executors that are compared, and simple queues, one per file
 *   <li>{@code measure}: one run and its costs, rounds and their medians
 *   <li>{@code synthetic}: the workloads of very small tasks, submitted from outside or by other tasks; each run checks
 *       that every task ran exactly once
 *   <li>{@code wakeup}: the workload of single tasks for an idle pool
 *   <li>{@code real}: the workload on the class files of the running JDK
 *   <li>{@code judge}: the targets: each names a figure, its peers, and the value to reach
 *   <li>{@code bars}: the command that measures in forks and judges, against peers or an earlier bench jar
 *   <li>{@code report}: the tables on the terminal, and the files of the reports
 *   <li>{@code compare}: the command for executors
 *   <li>{@code jmh}: the JMH benchmarks of queues and channels
 *   <li>{@code pool}: the JMH benchmarks of executors and of their optional features
 * </ul>
 */
package dev.filch.bench;
