package dev.filch.stress.cores.report;

import dev.filch.bench.report.Figures;
import dev.filch.stress.cores.run.ValidationRow;
import java.util.Locale;

/** Words and figures, the same in every table. */
final class Texts {

    /** Behind the name of a curve that is far off. */
    static final String MARK = "*";

    static final String NOTE_OF_MARK = "* In the validation, the simulated time of this curve differs from the real one by"
            + " more than " + Math.round(100 * ValidationRow.MAX_ERROR) + " %.";

    static final String SIMULATED = "simulated: no figure was measured on hardware with that many cores";

    private static final String UNKNOWN = "-";

    private Texts() {
    }

    /** A time as its largest whole unit says it. */
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

    /** A deviation, with its sign. */
    static String percent(double fraction) {
        return Double.isFinite(fraction) ? String.format(Locale.ROOT, "%+.0f %%", 100 * fraction) : UNKNOWN;
    }
}
