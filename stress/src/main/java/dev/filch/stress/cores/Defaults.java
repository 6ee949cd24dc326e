package dev.filch.stress.cores;

import java.util.List;

/**
 * The values of options that the command line does not give.
 *
 * @param works groups and single workloads
 * @param cores numbers of cores
 * @param ownWorks how long a thread works between two operations, in nanoseconds
 * @param durationNanos the measured simulated time of each run
 */
record Defaults(List<String> works, List<Integer> cores, List<Long> ownWorks, long durationNanos) {

    static final Defaults STANDARD = new Defaults(
            List.of("ring", "injector", "lock", "clq", "pool"),
            List.of(1, 2, 4, 8, 16, 32, 64),
            List.of(0L, 1_000L, 4_000L),
            400_000);

    static final Defaults QUICK = new Defaults(
            List.of("ring", "injector", "lock", "clq", "outside/stealing-pool", "outside/shared-pool"),
            List.of(2, 4, 16, 64),
            List.of(0L, 1_000L),
            100_000);
}
