package dev.filch.stress.cores.report;

import dev.filch.bench.report.Figures;
import dev.filch.stress.cores.run.ValidationRow;
import java.util.Locale;

/** Notes and the format of figures, for all tables. */
final class Texts {

    /** Follows the name of a curve that is far off. */
    static final String MARK = "*";

    static final String MARK_NOTE = "* In the validation, the simulated time of this curve differs from the real one by"
            + " more than " + Math.round(100 * ValidationRow.MAX_ERROR) + " %.";

    static final String SIMULATED = "simulated: no figure was measured on hardware with that many cores";

    private static final String UNKNOWN = "-";

    private Texts() {
    }

    /** Formats a time in the largest unit in which it is a whole number. */
    static String time(long nanos) {
        if (nanos == 0) {
            return "0";
        }
        if (nanos % 1_000_000 == 0) {
            return nanos / 1_000_000 + " ms";
        }
        return nanos % 1_000 == 0 ? nanos / 1_000 + " µs" : nanos + " ns";
    }

    static String measure(double value) {
        return Double.isFinite(value) ? Figures.measure(value) : UNKNOWN;
    }

    static String count(double value) {
        return Double.isFinite(value) ? Figures.count(value) : UNKNOWN;
    }

    static String factor(double value) {
        return Double.isFinite(value) ? Figures.factor(value) : UNKNOWN;
    }

    /** Formats a deviation as a percentage, with its sign. */
    static String percent(double fraction) {
        return Double.isFinite(fraction) ? String.format(Locale.ROOT, "%+.0f %%", 100 * fraction) : UNKNOWN;
    }
}
