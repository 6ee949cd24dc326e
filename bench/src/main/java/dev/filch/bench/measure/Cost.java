package dev.filch.bench.measure;

/**
 * The costs of a run besides time. A figure is null if this platform does not report it, or not precisely enough.
 *
 * @param threadsCpuNanos CPU time of the workers and producers
 * @param processCpuNanos CPU time of the whole process, including collector and compiler; many systems count it in
 *     steps of 10 ms, so that it is useful only for long runs
 * @param allocatedBytes bytes that workers and producers allocated
 * @param voluntarySwitches context switches of threads that went to sleep
 * @param involuntarySwitches context switches of threads that could have continued; on Linux this includes yields
 */
public record Cost(
        Long threadsCpuNanos,
        Long processCpuNanos,
        Long allocatedBytes,
        Long voluntarySwitches,
        Long involuntarySwitches) {}
