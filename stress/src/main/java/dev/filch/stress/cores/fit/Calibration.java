package dev.filch.stress.cores.fit;

import dev.filch.bench.report.Machine;
import dev.filch.stress.cores.engine.Costs;
import dev.filch.stress.cores.run.CostFile;
import dev.filch.stress.cores.run.CostSet;
import dev.filch.stress.cores.run.CostSets;
import dev.filch.stress.cores.run.ValidationRow;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Fits costs to this machine, and compares the simulation with its cores, with two threads. The works of the fit are small
 * programs that pass lines on, and structures without pauses in which threads race for lines; all others are kept out
 * of it.
 */
public final class Calibration {

    private static final int THREADS = 2;

    private static final List<String> ALONE = List.of("pairs/plain-ring", "pairs/clq");

    private static final List<String> TOGETHER = List.of("micro/get-and-add", "micro/cas-loop", "micro/ping-pong",
            "hand-off/ring-batch", "outside/shared-pool", "pairs/clq", "pairs/michael-scott", "pairs/plain-ring");

    private static final List<String> KEPT_OUT = List.of(
            "pairs/ring", "pairs/injector", "hand-off/ring", "hand-off/injector", "hand-off/plain-ring",
            "hand-off/michael-scott", "hand-off/clq", "hand-off/ltq", "hand-off/jctools", "hand-off/lock-mcs",
            "hand-off/lock-ticket", "hand-off/lock-tas", "steal/deque", "outside/stealing-pool",
            "trickle/stealing-pool", "burst/stealing-pool", "tree/stealing-pool", "tree/shared-pool");

    private final RealMachine machine;
    private final Consumer<String> step;
    private final List<Measurement> fitted = new ArrayList<>();
    private boolean isFitted;

    /**
     * A calibration of this machine.
     *
     * @param step called after each piece of work, with what was done
     * @throws InterruptedException if the thread was interrupted
     */
    public Calibration(Consumer<String> step) throws InterruptedException {
        this.step = step;
        machine = RealMachine.asItIsNow();
    }

    /**
     * How many times the step is called.
     *
     * @param fits whether costs are fitted
     * @param validates whether they are validated
     * @return the sum
     */
    public static int steps(boolean fits, boolean validates) {
        int fit = fits ? 1 + ALONE.size() + Fit.steps() : 0;
        int validation = validates ? KEPT_OUT.size() : 0;
        return TOGETHER.size() + fit + validation;
    }

    /**
     * Fits costs to this machine, and writes them to a file.
     *
     * @param file the file
     * @return what the file holds
     * @throws IOException if it cannot be written
     * @throws InterruptedException if the thread was interrupted
     * @throws IllegalStateException if the machine was too busy to be measured
     */
    public CostSet fit(Path file) throws IOException, InterruptedException {
        CostSet found = new CostSet(
                file.toString(),
                "Fitted to two cores: " + Machine.current().cpu(),
                List.of("recent, memory, allocation, contextSwitch, timeSlice, jitter: assumed",
                        "near.copy, far.*: assumed shares and multiples of near.transfer",
                        "locked, spin, clock, yield, unpark, wakeUp: measured",
                        "all others: fitted to measurements of small programs"),
                fit());
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            CostFile.write(found, out);
        }
        return CostSets.find(file.toString());
    }

    private Costs fit() throws InterruptedException {
        DirectCosts direct = DirectCosts.measure();
        step.accept(direct.toString());
        List<Measurement> alone = new ArrayList<>();
        for (String work : ALONE) {
            alone.add(measure(work, 1));
        }
        isFitted = true;
        return new Fit(direct, alone, together()).search(() -> step.accept("searched"));
    }

    /** What the costs are fitted to; measured once. */
    private List<Measurement> together() throws InterruptedException {
        if (fitted.isEmpty()) {
            for (String work : TOGETHER) {
                fitted.add(measure(work, THREADS));
            }
        }
        return fitted;
    }

    private Measurement measure(String work, int threads) throws InterruptedException {
        Measurement measurement = machine.measure(work, threads);
        step.accept(measurement.toString());
        return measurement;
    }

    /**
     * Measures all works, and sets the simulation beside them. A work that was kept out of the fit is left out if the
     * machine is too busy to measure it.
     *
     * @param costs what the simulation is run with
     * @return a row for each work
     * @throws InterruptedException if the thread was interrupted
     */
    public List<ValidationRow> validate(Costs costs) throws InterruptedException {
        List<ValidationRow> rows = new ArrayList<>();
        for (Measurement measurement : together()) {
            rows.add(row(measurement, costs, isFitted));
        }
        for (String work : KEPT_OUT) {
            try {
                rows.add(row(measure(work, THREADS), costs, false));
            } catch (IllegalStateException e) {
                step.accept(e.getMessage());
            }
        }
        return rows;
    }

    private static ValidationRow row(Measurement measurement, Costs costs, boolean isFitted) {
        return new ValidationRow(measurement.work(), measurement.threads(), 0, measurement.nanos(),
                measurement.simulated(costs), isFitted);
    }
}
