package dev.filch.bench.pool;

import dev.filch.bench.measure.Cell;
import dev.filch.bench.measure.RunFailure;
import dev.filch.bench.wakeup.WakeUpWorkload;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** Measures how long a task waits for its start: one task at a time for 2 workers, with a pause before each. */
public class WakeUp extends PoolBenchmark {

    /** The submitter's pause before each task. */
    @Param({"0", "100", "1000"})
    public int gapMicros;

    /** The number of tasks. */
    @Param("2000")
    public int tasks;

    /** Runs all tasks, one after the other. */
    @Benchmark
    public void run(PoolFigures figures) throws RunFailure, InterruptedException {
        Cell cell = WakeUpWorkload.cell(tasks, gapMicros);
        figures.recordLatency(measure(cell, 1, contender -> WakeUpWorkload.run(contender, cell, PATIENCE)));
    }
}
