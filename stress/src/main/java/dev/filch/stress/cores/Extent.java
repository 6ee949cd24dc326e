package dev.filch.stress.cores;

import java.util.List;

/**
 * How much the command runs where its options do not say it.
 *
 * @param works groups and single workloads
 * @param cores numbers of cores
 * @param ownWorks the work of a thread between two operations, in nanoseconds
 * @param durationNanos the measured simulated time of each run
 */
record Extent(List<String> works, List<Integer> cores, List<Long> ownWorks, long durationNanos) {

    static final Extent USUAL = new Extent(
            List.of("ring", "injector", "lock", "clq", "pool"),
            List.of(1, 2, 4, 8, 16, 32, 64),
            List.of(0L, 1_000L, 4_000L),
            400_000);

    static final Extent QUICK = new Extent(
            List.of("ring", "injector", "lock", "clq", "outside/stealing-pool", "outside/shared-pool"),
            List.of(2, 4, 16, 64),
            List.of(0L, 1_000L),
            100_000);
}
