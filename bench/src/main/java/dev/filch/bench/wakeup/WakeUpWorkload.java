package dev.filch.bench.wakeup;

import dev.filch.bench.contender.Contender;
import dev.filch.bench.measure.Cell;
import dev.filch.bench.measure.Round;
import dev.filch.bench.measure.RunFailure;
import java.time.Duration;

/** Measures how long a single task waits for its start after the pool was idle. */
public final class WakeUpWorkload {

    /** The name of the workload in cells and raw figures. */
    public static final String NAME = "wake-up";

    private static final int WORKERS = 2;

    private WakeUpWorkload() {}

    /** Returns the cell of a number of tasks, one at a time, with a pause before each. */
    public static Cell cell(int tasks, int gapMicros) {
        return new Cell(NAME, tasks, 1, WORKERS, gapMicros);
    }

    /** Runs a contender once; fails unless every task ran exactly once. */
    public static Round run(Contender contender, Cell cell, Duration patience) throws RunFailure, InterruptedException {
        return new WakeUpRun(contender, cell, patience).run();
    }
}
