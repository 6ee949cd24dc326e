package dev.filch.bench.pool;

import dev.filch.bench.measure.Cell;
import dev.filch.bench.measure.RunFailure;
import dev.filch.bench.wakeup.WakeUpWorkload;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** One task at a time for 2 workers, with a pause before each: how long it waits for its start. */
public class WakeUp extends PoolBenchmark {

    /** How long the submitter pauses before each task. */
    @Param({"0", "100", "1000"})
    public int gapMicros;

    /** How many tasks. */
    @Param("2000")
    public int tasks;

    /** All tasks, one after the other. */
    @Benchmark
    public void run(PoolFigures figures) throws RunFailure, InterruptedException {
        Cell cell = WakeUpWorkload.cell(tasks, gapMicros);
        figures.recordLatency(measure(cell, 1, contender -> WakeUpWorkload.run(contender, cell, PATIENCE)));
    }
}
