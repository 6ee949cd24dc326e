package dev.filch.bench.measure;

/**
 * What a run cost beside time. A figure is null where this platform does not tell it, or not well enough.
 *
 * @param threadsCpuNanos CPU time of the workers and producers
 * @param processCpuNanos CPU time of the whole process, collector and compiler included; many systems count it in steps
 *     of 10 ms, so that only long runs tell something
 * @param allocatedBytes what workers and producers allocated
 * @param voluntarySwitches context switches of threads that went to sleep
 * @param involuntarySwitches context switches of threads that could have gone on; a yield counts here on Linux
 */
public record Cost(
        Long threadsCpuNanos,
        Long processCpuNanos,
        Long allocatedBytes,
        Long voluntarySwitches,
        Long involuntarySwitches) {}
