package dev.filch.bench.pool;

import dev.filch.bench.measure.Cell;
import dev.filch.bench.measure.RunFailure;
import dev.filch.bench.synthetic.TreeWorkload;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** Tasks that submit two tasks each, until there is a complete tree of them; only its root comes from outside. */
public class TaskTree extends PoolBenchmark {

    /** How many workers. */
    @Param({"1", "2", "4"})
    public int workers;

    /** How many levels the tree has. */
    @Param("21")
    public int levels;

    /** The whole tree. */
    @Benchmark
    public void run(PoolFigures figures) throws RunFailure, InterruptedException {
        Cell cell = TreeWorkload.cell(levels, workers);
        figures.recordThroughput(measure(cell, 1, contender -> TreeWorkload.run(contender, cell, PATIENCE)));
    }
}
