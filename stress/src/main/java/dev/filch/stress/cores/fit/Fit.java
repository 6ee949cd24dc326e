package dev.filch.stress.cores.fit;

import dev.filch.stress.cores.engine.Costs;
import dev.filch.stress.cores.engine.Machine;
import java.util.List;

/**
 * Searches the costs with which the simulation comes closest to what was measured: one cost after the other is changed
 * by a factor, and the change is kept if it brings the simulation closer; the factors become smaller. The search begins
 * at several places, since it ends where no single change helps.
 */
final class Fit {

    private static final double[] FACTORS = {2, 1.5, 1.25, 1.1};

    /** How many passes over all costs each factor gets at most. */
    private static final int PASSES = 3;

    /** An upgrade has to reach all copies, and may take longer than a transfer. */
    private static final double MAX_UPGRADE_SHARE = 1.5;

    /** A two-core machine cannot tell these apart from other costs: they keep a share of the transfer's. */
    private static final double COPY_SHARE = 0.7;

    /** Two sockets are not there to be measured: twice as far, as on the machines that CORES.md names. */
    private static final double FAR = 2.1;

    private final DirectCosts direct;
    private final List<Measurement> alone;
    private final List<Measurement> together;

    /** What is searched, in nanoseconds; the prefetch is a number of lines. */
    private enum Parameter {
        TRANSFER,
        UPGRADE_SHARE,
        SNOOP_SHARE,
        HOLD,
        DISTURBANCE,
        PREFETCH,
        HIT
    }

    /** What only threads on several cores tell. */
    private static final List<Parameter> SHARED = List.of(Parameter.TRANSFER, Parameter.UPGRADE_SHARE,
            Parameter.SNOOP_SHARE, Parameter.HOLD, Parameter.DISTURBANCE, Parameter.PREFETCH);

    /** Where the search begins, in the order of the parameters. */
    private static final double[][] STARTS = {
        {100, 0.6, 0.3, 15, 20, 8, 0.5},
        {100, 1.1, 0.15, 40, 5, 8, 0.5},
    };

    /**
     * A fit.
     *
     * @param direct what needs no fit
     * @param alone measurements on one core, for the cost of a hit
     * @param together measurements on several cores, for all others
     */
    Fit(DirectCosts direct, List<Measurement> alone, List<Measurement> together) {
        this.direct = direct;
        this.alone = alone;
        this.together = together;
    }

    /** Searches; {@code step} is called after each factor. */
    Costs search(Runnable step) {
        double[] best = null;
        for (double[] start : STARTS) {
            double[] found = start;
            for (double factor : FACTORS) {
                found = improve(found, List.of(Parameter.HIT), alone, factor);
                found = improve(found, SHARED, together, factor);
                step.run();
            }
            if (best == null || error(together, found) < error(together, best)) {
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
        for (int pass = 0; pass < PASSES && improved; pass++) {
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

    /** The sum over measurements; infinite if the costs make no sense. */
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
