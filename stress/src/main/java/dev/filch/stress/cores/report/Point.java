package dev.filch.stress.cores.report;

/**
 * A point of a curve: what one run shows.
 *
 * @param work the workload's name
 * @param cores how many cores it runs on
 * @param ownWorkNanos the work of a thread between two operations
 */
public record Point(String work, int cores, long ownWorkNanos) {
}
