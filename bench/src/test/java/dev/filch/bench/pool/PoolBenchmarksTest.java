package dev.filch.bench.pool;

import static dev.filch.bench.pool.RunOnce.figure;
import static dev.filch.bench.pool.RunOnce.once;
import static dev.filch.bench.pool.RunOnce.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.bench.contender.Contenders;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.results.RunResult;

@Timeout(60)
class PoolBenchmarksTest {

    static Stream<String> pools() throws Exception {
        return Stream.of(
                PoolBenchmark.class.getField("impl").getAnnotation(Param.class).value());
    }

    @Test
    void everyContenderIsAParameter() throws Exception {
        List<String> pools = pools().toList();

        assertTrue(Contenders.ALL.stream().allMatch(contender -> pools.contains(contender.id())));
        assertTrue(pools.stream().allMatch(pool -> Contenders.byId(pool).isPresent()));
        TaskTree other = new TaskTree();
        other.impl = "none";
        assertThrows(IllegalArgumentException.class, other::contender);
    }

    @ParameterizedTest
    @MethodSource("pools")
    void tinyTasksHaveFigures(String pool) throws Exception {
        RunResult result = run(once(TinyTasks.class, pool)
                .param("threads", "2")
                .param("tasks", "5000")
                .param("runs", "3"));

        assertTrue(figure(result, "nanosPerTask") > 0);
        assertTrue(figure(result, "cpuSecondsPerMillion") > 0);
        assertTrue(figure(result, "bytesPerTask") >= 16, "the figure includes the task");
        assertEquals(-1, figure(result, "p50Micros"), "this benchmark has no latencies");
    }

    @ParameterizedTest
    @MethodSource("pools")
    void treesHaveFigures(String pool) throws Exception {
        RunResult result = run(once(TaskTree.class, pool).param("workers", "2").param("levels", "12"));

        assertTrue(figure(result, "nanosPerTask") > 0);
        assertTrue(figure(result, "cpuSecondsPerMillion") > 0);
    }

    @ParameterizedTest
    @MethodSource("pools")
    void wakeUpsHaveFigures(String pool) throws Exception {
        RunResult result = run(once(WakeUp.class, pool).param("gapMicros", "100").param("tasks", "50"));

        assertTrue(figure(result, "p50Micros") > 0);
        assertTrue(figure(result, "p99Micros") >= figure(result, "p50Micros"));
    }

    @ParameterizedTest
    @EnumSource
    void allFuturesComplete(FutureGraph.Shape shape) throws Exception {
        RunResult result = run(once(FutureGraph.class, "filch-stealing")
                .param("shape", shape.name())
                .param("workers", "2")
                .param("levels", "8"));

        assertTrue(figure(result, "nanosPerTask") > 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "10"})
    void anIdlePoolUsesLessCpuThanAYieldingOne(String periodMillis) throws Exception {
        double parked = idle("thread-pool", periodMillis);
        double yielding = idle("synchronized", periodMillis);

        assertTrue(
                parked >= 0 && parked < yielding,
                () -> "parked workers used " + parked + " ms/s, yielding ones " + yielding + " ms/s");
    }

    private static double idle(String pool, String periodMillis) throws Exception {
        RunResult result =
                run(once(IdleCpu.class, pool).param("periodMillis", periodMillis).param("millis", "300"));
        return figure(result, "cpuMillisPerSecond");
    }

    @Test
    void startedWorkersTakeMoreMemory() throws Exception {
        double one = memory("1");
        double all = memory("64");

        assertTrue(one > 500 && all > one + 63 * 100, () -> "1 started worker: " + one + " B, 64: " + all + " B");
    }

    private static double memory(String started) throws Exception {
        return figure(run(once(PoolMemory.class, "fork-join").param("started", started)), "bytes");
    }

    @Test
    void anExecuteAllocatesMoreWithLinkedNodesThanWithSegments() throws Exception {
        double injector = allocation("filch-shared");
        double nodes = allocation("thread-pool");

        assertTrue(injector > 0 && injector < nodes, () -> "segments: " + injector + " B, nodes: " + nodes + " B");
        assertTrue(nodes >= 16, () -> "nodes: " + nodes + " B");
    }

    private static double allocation(String pool) throws Exception {
        return figure(run(once(ExecuteAllocation.class, pool).param("tasks", "50000")), "bytesPerTask");
    }
}
