package dev.filch.bench.pool;

import dev.filch.bench.measure.Cell;
import dev.filch.bench.measure.RunFailure;
import dev.filch.bench.synthetic.TreeWorkload;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** Tasks that submit two tasks each, until the tree is complete. Only the root comes from outside. */
public class TaskTree extends PoolBenchmark {

    /** The number of workers. */
    @Param({"1", "2", "4"})
    public int workers;

    /** The number of the tree's levels. */
    @Param("21")
    public int levels;

    /** Runs the whole tree. */
    @Benchmark
    public void run(PoolFigures figures) throws RunFailure, InterruptedException {
        Cell cell = TreeWorkload.cell(levels, workers);
        figures.recordThroughput(measure(cell, 1, contender -> TreeWorkload.run(contender, cell, PATIENCE)));
    }
}
