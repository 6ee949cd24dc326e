package dev.filch.stress.cores.fit;

import dev.filch.stress.cores.engine.Costs;
import dev.filch.stress.cores.engine.Machine;
import java.util.List;

/**
 * A search for the costs with which the simulation comes closest to measurements. It changes one cost at a time by a
 * factor, and keeps the change if the error becomes smaller. Then it continues with a smaller factor. It starts from
 * several points, because it ends at a local minimum: where no single change helps.
 */
final class Fit {

    private static final double[] FACTORS = {2, 1.5, 1.25, 1.1};

    /** The maximum number of passes over all costs with each factor. */
    private static final int MAX_PASSES = 3;

    /** The maximum share of an upgrade in a transfer. It may exceed 1, because an upgrade must reach all copies. */
    private static final double MAX_UPGRADE_SHARE = 1.5;

    /** The assumed share of a copy in a transfer, which measurements on two cores cannot determine. */
    private static final double COPY_SHARE = 0.7;

    /** The assumed ratio of far to near costs, as between the two sockets of the set "server". */
    private static final double FAR = 2.1;

    private final DirectCosts direct;
    private final List<Measurement> oneThread;
    private final List<Measurement> twoThreads;

    /** The costs that are searched: times in nanoseconds, shares of a transfer, and a number of lines to prefetch. */
    private enum Parameter {
        TRANSFER,
        UPGRADE_SHARE,
        SNOOP_SHARE,
        HOLD,
        DISTURBANCE,
        PREFETCH,
        HIT
    }

    /** The costs that depend on several cores. */
    private static final List<Parameter> SHARED = List.of(Parameter.TRANSFER, Parameter.UPGRADE_SHARE,
            Parameter.SNOOP_SHARE, Parameter.HOLD, Parameter.DISTURBANCE, Parameter.PREFETCH);

    /** The starting points of the search, in the order of the parameters. */
    private static final double[][] STARTS = {
        {100, 0.6, 0.3, 15, 20, 8, 0.5},
        {100, 1.1, 0.15, 40, 5, 8, 0.5},
    };

    /**
     * Creates a fit.
     *
     * @param direct the costs that need no fit
     * @param oneThread measurements with one thread, for the cost of a hit
     * @param twoThreads measurements with two threads, for all other costs
     */
    Fit(DirectCosts direct, List<Measurement> oneThread, List<Measurement> twoThreads) {
        this.direct = direct;
        this.oneThread = oneThread;
        this.twoThreads = twoThreads;
    }

    /** Searches the costs, and calls {@code onStep} after each factor. */
    Costs search(Runnable onStep) {
        double[] best = null;
        for (double[] start : STARTS) {
            double[] found = start;
            for (double factor : FACTORS) {
                found = improve(found, List.of(Parameter.HIT), oneThread, factor);
                found = improve(found, SHARED, twoThreads, factor);
                onStep.run();
            }
            if (best == null || error(twoThreads, found) < error(twoThreads, best)) {
                best = found;
            }
        }
        return costs(best);
    }

    static int steps() {
        return STARTS.length * FACTORS.length;
    }

    private double[] improve(
            double[] start, List<Parameter> parameters, List<Measurement> measurements, double factor) {
        double[] best = start;
        double error = error(measurements, best);
        boolean improved = true;
        for (int pass = 0; pass < MAX_PASSES && improved; pass++) {
            improved = false;
            for (Parameter parameter : parameters) {
                for (double change : new double[] {factor, 1 / factor}) {
                    double[] changed = best.clone();
                    changed[parameter.ordinal()] *= change;
                    double changedError = error(measurements, changed);
                    if (changedError < error) {
                        best = changed;
                        error = changedError;
                        improved = true;
                    }
                }
            }
        }
        return best;
    }

    /** Returns the sum of the errors of all measurements; infinite if a cost is out of bounds. */
    private double error(List<Measurement> measurements, double[] candidate) {
        double snoopShare = candidate[Parameter.SNOOP_SHARE.ordinal()];
        if (candidate[Parameter.UPGRADE_SHARE.ordinal()] > MAX_UPGRADE_SHARE
                || snoopShare > candidate[Parameter.UPGRADE_SHARE.ordinal()]
                || snoopShare > COPY_SHARE
                || candidate[Parameter.PREFETCH.ordinal()] > Costs.MAX_PREFETCH) {
            return Double.POSITIVE_INFINITY;
        }
        Costs costs = costs(candidate);
        return measurements.stream()
                .mapToDouble(measurement -> measurement.error(costs))
                .sum();
    }

    private Costs costs(double[] candidate) {
        double transfer = candidate[Parameter.TRANSFER.ordinal()];
        double upgrade = transfer * candidate[Parameter.UPGRADE_SHARE.ordinal()];
        double snoop = transfer * candidate[Parameter.SNOOP_SHARE.ordinal()];
        double copy = transfer * COPY_SHARE;
        return new Costs(
                distance(transfer, upgrade, copy, snoop, 1),
                distance(transfer, upgrade, copy, snoop, FAR),
                picoseconds(candidate[Parameter.HOLD.ordinal()]),
                picoseconds(candidate[Parameter.DISTURBANCE.ordinal()]),
                Costs.DEFAULT_RECENT,
                Costs.DEFAULT_MEMORY,
                picoseconds(candidate[Parameter.HIT.ordinal()]),
                direct.locked(),
                Costs.DEFAULT_ALLOCATION,
                direct.spin(),
                direct.clock(),
                direct.yield(),
                Costs.DEFAULT_CONTEXT_SWITCH,
                Costs.DEFAULT_TIME_SLICE,
                direct.unpark(),
                direct.wakeUp(),
                Costs.DEFAULT_JITTER,
                (int) Math.round(candidate[Parameter.PREFETCH.ordinal()]));
    }

    private static Costs.Distance distance(double transfer, double upgrade, double copy, double snoop, double times) {
        return new Costs.Distance(picoseconds(transfer * times), picoseconds(upgrade * times),
                picoseconds(copy * times), picoseconds(snoop * times));
    }

    private static long picoseconds(double nanoseconds) {
        return Math.round(nanoseconds * Machine.NANOSECOND);
    }
}
