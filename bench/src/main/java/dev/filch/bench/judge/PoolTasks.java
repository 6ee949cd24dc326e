package dev.filch.bench.judge;

import dev.filch.bench.pool.ExecuteAllocation;
import dev.filch.bench.pool.Feature;
import dev.filch.bench.pool.FeatureTasks;
import dev.filch.bench.pool.FutureGraph;
import dev.filch.bench.pool.IdleCpu;
import dev.filch.bench.pool.PercentileAccuracy;
import dev.filch.bench.pool.PoolMemory;
import dev.filch.bench.pool.RefusedExecute;
import dev.filch.bench.pool.RefusedTryExecute;
import dev.filch.bench.pool.TaskTree;
import dev.filch.bench.pool.TinyTasks;
import dev.filch.bench.pool.WakeUp;
import dev.filch.pool.TaskTiming;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The tasks of forks that run executors. */
final class PoolTasks {

    /** The number of tasks in a burst. */
    static final int BURST = 10_000;

    private static final int BURSTS = 5;
    private static final int MANY = 1_000_000;

    /** The length of a shot of wake-ups, if each takes {@link #WAKE_UP_MICROS} besides the gap before it. */
    private static final int WAKE_UPS_MICROS = 300_000;

    private static final int WAKE_UP_MICROS = 15;

    private static final Set<String> SLOW = Set.of("thread-pool", "synchronized");

    private PoolTasks() {}

    private static Task of(String pool, Class<?> benchmark, Map<String, Object> parameters, Effort effort) {
        return Task.ofImplementation(pool, benchmark, "run", parameters, effort);
    }

    static Task tiny(String pool, int pairs) {
        Effort effort = SLOW.contains(pool) ? Effort.SLOW_SHOTS : Effort.SHOTS;
        return of(pool, TinyTasks.class, Map.of(Task.THREADS, pairs, "tasks", MANY, "runs", 1), effort);
    }

    static Task burst(String pool, int pairs) {
        return of(
                pool,
                TinyTasks.class,
                Map.of(Task.THREADS, pairs, "tasks", BURST, "runs", BURSTS),
                Effort.WARM_SHOTS);
    }

    static Task tree(String pool, int workers) {
        return of(pool, TaskTree.class, Map.of(Task.WORKERS, workers), Effort.SHOTS);
    }

    static Task wakeUp(String pool, int gapMicros) {
        int tasks = WAKE_UPS_MICROS / (gapMicros + WAKE_UP_MICROS);
        return of(pool, WakeUp.class, Map.of("gapMicros", gapMicros, "tasks", tasks), Effort.LONG_SHOTS);
    }

    /** An idle pool with a task once a period; without tasks if the period is 0. */
    static Task idle(String pool, int periodMillis) {
        return of(pool, IdleCpu.class, Map.of("periodMillis", periodMillis), Effort.FEW_SHOTS);
    }

    static Task futures(String pool, FutureGraph.Shape shape, int workers) {
        return of(pool, FutureGraph.class, Map.of("shape", shape, Task.WORKERS, workers), Effort.WARM_SHOTS);
    }

    static Task memory(String pool, int started) {
        return of(pool, PoolMemory.class, Map.of("started", started), Effort.ONCE);
    }

    static Task allocation(String pool) {
        return of(pool, ExecuteAllocation.class, Map.of(), Effort.FEW_SHOTS);
    }

    /** Tiny tasks on a pool with a feature switched on. The contender has the feature's name. */
    static Task feature(String pool, Feature feature, int pairs) {
        Map<String, Object> parameters = Map.of(Task.FEATURE, feature, Task.THREADS, pairs, "tasks", MANY);
        String name = feature == Feature.NONE
                ? "no feature"
                : feature.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return of(pool, FeatureTasks.class, parameters, Effort.SHOTS).named(name);
    }

    static Task refusedTryExecute(String pool) {
        return Task.ofImplementation(pool, RefusedTryExecute.class, "tryExecute", Map.of(), Effort.TIMED);
    }

    static Task refusedExecute(String pool) {
        return Task.ofImplementation(pool, RefusedExecute.class, "abort", Map.of(), Effort.TIMED);
    }

    /** The percentiles of a pool that times every task, or samples of many tasks, so that there are enough samples. */
    static Task percentiles(String pool, TaskTiming timing) {
        Map<String, Object> parameters = timing == TaskTiming.EVERY_TASK
                ? Map.of("timing", timing, "tasks", MANY / 50, "minMicros", 10, "maxMicros", 1_000)
                : Map.of("timing", timing, "tasks", MANY, "minMicros", 2, "maxMicros", 20);
        return of(pool, PercentileAccuracy.class, parameters, Effort.FEW_SHOTS);
    }
}
