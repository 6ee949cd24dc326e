package dev.filch.bench.synthetic;

import dev.filch.bench.contender.Contender;
import dev.filch.bench.measure.Cell;
import dev.filch.bench.measure.Round;
import dev.filch.bench.measure.RunFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/** Many very small tasks from producers outside the pool. */
public final class SyntheticWorkload {

    /** The name of the workload in cells and raw figures. */
    public static final String NAME = "synthetic";

    private SyntheticWorkload() {}

    /** Returns the cells for these task counts, with as many producers as consumers, or with every combination. */
    public static List<Cell> cells(List<Integer> tasks, List<Integer> threads, boolean matrix) {
        List<Cell> cells = new ArrayList<>();
        for (int count : tasks) {
            for (int producers : threads) {
                for (int consumers : matrix ? threads : List.of(producers)) {
                    cells.add(new Cell(NAME, count, producers, consumers));
                }
            }
        }
        return cells;
    }

    /** Runs a contender once; fails unless every task ran exactly once with the right result. */
    public static Round run(Contender contender, Cell cell, Duration patience) throws RunFailure, InterruptedException {
        return new TaskRun(contender, cell, patience)
                .run(cell.producers(), SyntheticWorkload::submit, SumTask.RESULT * cell.tasks());
    }

    private static void submit(int from, int to, Executor pool, Ledger ledger) {
        for (int number = from; number < to; number++) {
            pool.execute(new SumTask(number, ledger));
        }
    }
}
