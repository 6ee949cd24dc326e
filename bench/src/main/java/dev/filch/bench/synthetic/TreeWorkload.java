package dev.filch.bench.synthetic;

import dev.filch.bench.contender.Contender;
import dev.filch.bench.measure.Cell;
import dev.filch.bench.measure.Round;
import dev.filch.bench.measure.RunFailure;
import java.time.Duration;

/** Tasks that submit two tasks each, until the tree is complete. Only the root comes from outside. */
public final class TreeWorkload {

    /** The name of the workload in cells and raw figures. */
    public static final String NAME = "tree";

    private TreeWorkload() {}

    /** Returns the cell of a complete tree; one level is only the root. It has no producers. */
    public static Cell cell(int levels, int workers) {
        return new Cell(NAME, (1 << levels) - 1, 0, workers);
    }

    /** Runs a contender once; fails unless every task ran exactly once. */
    public static Round run(Contender contender, Cell cell, Duration patience) throws RunFailure, InterruptedException {
        TaskRun.Submission root = (from, to, pool, ledger) -> pool.execute(new TreeTask(0, pool, ledger));
        long sumOfNumbers = cell.tasks() * (cell.tasks() - 1L) / 2;
        return new TaskRun(contender, cell, patience).run(1, root, sumOfNumbers);
    }
}
