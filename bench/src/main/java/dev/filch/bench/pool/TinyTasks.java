package dev.filch.bench.pool;

import dev.filch.bench.measure.Cell;
import dev.filch.bench.measure.RunFailure;
import dev.filch.bench.synthetic.SyntheticWorkload;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/**
 * Producers submit tasks that add 0 to 99 to a pool with as many workers, which are parked at first. With more threads
 * than cores, this also measures the operating system's scheduler.
 */
public class TinyTasks extends PoolBenchmark {

    /** The number of producers, and of workers. */
    @Param({"1", "2", "4", "8", "16"})
    public int threads;

    /** The number of tasks of a run. */
    @Param("1000000")
    public int tasks;

    /** The number of runs of an invocation; more than one for short runs, whose times vary a lot. */
    @Param("1")
    public int runs;

    /** Runs all tasks {@code runs} times. */
    @Benchmark
    public void run(PoolFigures figures) throws RunFailure, InterruptedException {
        Cell cell = new Cell(SyntheticWorkload.NAME, tasks, threads, threads);
        figures.recordThroughput(
                measure(cell, runs, contender -> SyntheticWorkload.run(contender, cell, PATIENCE)));
    }
}
