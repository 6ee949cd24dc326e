package dev.filch.bench.pool;

import dev.filch.bench.measure.Cell;
import dev.filch.bench.measure.RunFailure;
import dev.filch.bench.synthetic.SyntheticWorkload;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/**
 * Producers submit tasks that add 0 to 99 to as many workers, which are parked at first. With more threads than cores
 * this measures the scheduler, too.
 */
public class TinyTasks extends PoolBenchmark {

    /** How many producers, and how many workers. */
    @Param({"1", "2", "4", "8", "16"})
    public int threads;

    /** How many tasks in a run. */
    @Param("1000000")
    public int tasks;

    /** How many runs in an invocation; more than one for short runs, whose times differ much. */
    @Param("1")
    public int runs;

    /** All tasks, {@code runs} times. */
    @Benchmark
    public void run(PoolFigures figures) throws RunFailure, InterruptedException {
        Cell cell = new Cell(SyntheticWorkload.NAME, tasks, threads, threads);
        figures.recordThroughput(
                measure(cell, runs, contender -> SyntheticWorkload.run(contender, cell, PATIENCE)));
    }
}
