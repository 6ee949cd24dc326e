package dev.filch.stress.cores.run;

import dev.filch.stress.cores.engine.Costs;

/** Fixed costs, so that no test depends on the machine that it runs on. */
public final class TestCosts {

    /** Costs in picoseconds. The time slice is short, so that runs are short too. */
    public static final Costs RECORDED = new Costs(
            new Costs.Distance(56_000, 30_000, 40_000, 15_000),
            new Costs.Distance(120_000, 90_000, 100_000, 40_000),
            13_000, 0, 50_000, 80_000, 260, 6_000, 4_000, 11_600, 23_500, 260_000, 1_500_000, 100_000_000,
            3_000_000, 15_000_000, 0.1, 0);

    private TestCosts() {
    }
}
