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
 * Fits costs to this machine, and compares the simulation with the machine's own cores, with two threads. The costs are
 * fitted to small programs that pass cache lines between threads, and to structures whose threads race for lines
 * without pauses. The other workloads are held out: they only validate the costs.
 */
public final class Calibration {

    private static final int THREADS = 2;

    /** The workloads of the fit that run with one thread. */
    private static final List<String> ONE_THREAD = List.of("pairs/plain-ring", "pairs/clq");

    /** The workloads of the fit that run with two threads. */
    private static final List<String> TWO_THREADS = List.of("micro/get-and-add", "micro/cas-loop", "micro/ping-pong",
            "hand-off/ring-batch", "outside/shared-pool", "pairs/clq", "pairs/michael-scott", "pairs/plain-ring");

    /** The workloads that only validate. */
    private static final List<String> HELD_OUT = List.of(
            "pairs/ring", "pairs/injector", "hand-off/ring", "hand-off/injector", "hand-off/plain-ring",
            "hand-off/michael-scott", "hand-off/clq", "hand-off/ltq", "hand-off/jctools", "hand-off/lock-mcs",
            "hand-off/lock-ticket", "hand-off/lock-tas", "steal/deque", "outside/stealing-pool",
            "trickle/stealing-pool", "burst/stealing-pool", "tree/stealing-pool", "tree/shared-pool");

    private final RealMachine machine;
    private final Consumer<String> onStep;
    private final List<Measurement> twoThreads = new ArrayList<>();
    private boolean isFitted;

    /**
     * Creates a calibration of this machine, and measures the distance of its cores.
     *
     * @param onStep called after each step, with its result
     * @throws InterruptedException if the thread was interrupted
     */
    public Calibration(Consumer<String> onStep) throws InterruptedException {
        this.onStep = onStep;
        machine = RealMachine.atPresentDistance();
    }

    /**
     * Returns how many steps a calibration has.
     *
     * @param fits whether it fits costs
     * @param validates whether it validates costs
     * @return the number of calls of {@code onStep}
     */
    public static int steps(boolean fits, boolean validates) {
        int fit = fits ? 1 + ONE_THREAD.size() + Fit.steps() : 0;
        int validation = validates ? HELD_OUT.size() : 0;
        return TWO_THREADS.size() + fit + validation;
    }

    /**
     * Fits costs to this machine, and writes them to a file.
     *
     * @param file the file
     * @return the costs in the file
     * @throws IOException if the file cannot be written
     * @throws InterruptedException if the thread was interrupted
     * @throws IllegalStateException if the machine is too busy to be measured
     */
    public CostSet fit(Path file) throws IOException, InterruptedException {
        CostSet fitted = new CostSet(
                file.toString(),
                "Fitted to two cores: " + Machine.current().cpu(),
                List.of("recent, memory, allocation, contextSwitch, timeSlice, jitter: assumed",
                        "near.copy, far.*: assumed shares and multiples of near.transfer",
                        "locked, spin, clock, yield, unpark, wakeUp: measured",
                        "all others: fitted to measurements of small programs"),
                fit());
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            CostFile.write(fitted, out);
        }
        return CostSets.find(file.toString());
    }

    private Costs fit() throws InterruptedException {
        DirectCosts direct = DirectCosts.measure();
        onStep.accept(direct.toString());
        List<Measurement> oneThread = new ArrayList<>();
        for (String work : ONE_THREAD) {
            oneThread.add(measure(work, 1));
        }
        isFitted = true;
        return new Fit(direct, oneThread, twoThreads()).search(() -> onStep.accept("searched"));
    }

    /** Returns the measurements with two threads to which costs are fitted. They are taken once. */
    private List<Measurement> twoThreads() throws InterruptedException {
        if (twoThreads.isEmpty()) {
            for (String work : TWO_THREADS) {
                twoThreads.add(measure(work, THREADS));
            }
        }
        return twoThreads;
    }

    private Measurement measure(String work, int threads) throws InterruptedException {
        Measurement measurement = machine.measure(work, threads);
        onStep.accept(measurement.toString());
        return measurement;
    }

    /**
     * Measures all workloads, and compares the simulation with them. If the machine is too busy to measure a held-out
     * workload, it is skipped.
     *
     * @param costs the costs of the simulation
     * @return a row for each workload
     * @throws InterruptedException if the thread was interrupted
     * @throws IllegalStateException if the machine is too busy to measure a workload of the fit
     */
    public List<ValidationRow> validate(Costs costs) throws InterruptedException {
        List<ValidationRow> rows = new ArrayList<>();
        for (Measurement measurement : twoThreads()) {
            rows.add(row(measurement, costs, isFitted));
        }
        for (String work : HELD_OUT) {
            try {
                rows.add(row(measure(work, THREADS), costs, false));
            } catch (IllegalStateException e) {
                onStep.accept(e.getMessage());
            }
        }
        return rows;
    }

    private static ValidationRow row(Measurement measurement, Costs costs, boolean isFitted) {
        return new ValidationRow(measurement.work(), measurement.threads(), 0, measurement.nanos(),
                measurement.simulated(costs), isFitted);
    }
}
