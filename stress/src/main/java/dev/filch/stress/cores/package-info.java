/**
 * The command that runs workloads on simulated cores. {@code stress/CORES.md} tells the model, its costs and its limits.
 *
 * <ul>
 *   <li>{@code engine}: the simulated machine. Read {@code Machine} first, then {@code Coherence}
 *   <li>{@code work}: the workloads, and peers of the simplest kind
 *   <li>{@code run}: one run, simulated or on real cores, and the sets of costs
 *   <li>{@code fit}: costs that are fitted to the machine at hand, and the simulation compared with real cores
 *   <li>{@code report}: the table on the terminal, and the report's files
 * </ul>
 */
package dev.filch.stress.cores;
