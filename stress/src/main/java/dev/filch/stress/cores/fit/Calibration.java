package dev.filch.stress.cores.fit;

import dev.filch.stress.cores.engine.Costs;
import dev.filch.stress.cores.run.ValidationRow;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Fits costs to this machine, and holds the simulation against it, with two threads. The works of the fit are small
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
            "hand-off/michael-scott", "hand-off/clq", "hand-off/ltq", "hand-off/jctools", "hand-off/lock-mcs", "hand-off/lock-ticket",
            "hand-off/lock-tas", "steal/deque", "outside/stealing-pool", "trickle/stealing-pool",
            "burst/stealing-pool", "tree/stealing-pool", "tree/shared-pool");

    private final RealMachine machine;
    private final Consumer<String> step;
    private final List<Measurement> fitted = new ArrayList<>();

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
     * @return for a fit and a validation together
     */
    public static int steps() {
        return 1 + ALONE.size() + TOGETHER.size() + Fit.steps() + KEPT_OUT.size();
    }

    /**
     * Fits costs to this machine. Call it once, before {@link #validate}.
     *
     * @return the costs
     * @throws InterruptedException if the thread was interrupted
     */
    public Costs fit() throws InterruptedException {
        DirectCosts direct = DirectCosts.measure();
        step.accept(direct.toString());
        List<Measurement> alone = measure(ALONE, 1);
        fitted.addAll(measure(TOGETHER, THREADS));
        return new Fit(direct, alone, fitted).search(() -> step.accept("searched"));
    }

    /**
     * Measures the works that were kept out of the fit, and sets the simulation beside all works.
     *
     * @param costs what the simulation is run with
     * @return a row for each work
     * @throws InterruptedException if the thread was interrupted
     */
    public List<ValidationRow> validate(Costs costs) throws InterruptedException {
        List<ValidationRow> rows = new ArrayList<>();
        fitted.forEach(measurement -> rows.add(row(measurement, costs, true)));
        for (Measurement measurement : measure(KEPT_OUT, THREADS)) {
            rows.add(row(measurement, costs, false));
        }
        return rows;
    }

    private List<Measurement> measure(List<String> works, int threads) throws InterruptedException {
        List<Measurement> measurements = new ArrayList<>();
        for (String work : works) {
            Measurement measurement = machine.measure(work, threads);
            step.accept(measurement.toString());
            measurements.add(measurement);
        }
        return measurements;
    }

    private static ValidationRow row(Measurement measurement, Costs costs, boolean isFitted) {
        return new ValidationRow(measurement.work(), measurement.threads(), 0, measurement.nanos(),
                measurement.simulated(costs), isFitted);
    }
}
