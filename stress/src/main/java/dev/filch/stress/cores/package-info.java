/**
 * The command that runs workloads on simulated cores. {@code stress/CORES.md} describes the model, its costs and its
 * limits.
 *
 * <ul>
 *   <li>{@code engine}: the simulated machine. Read {@code Machine} first, then {@code Coherence}
 *   <li>{@code work}: the workloads, and simple peers of Filch's queues
 *   <li>{@code run}: a run on simulated or on real cores, and the sets of costs
 *   <li>{@code fit}: fits costs to the host's cores, and compares the simulation with them
 *   <li>{@code report}: the table on the terminal, and the files of the report
 * </ul>
 */
package dev.filch.stress.cores;
