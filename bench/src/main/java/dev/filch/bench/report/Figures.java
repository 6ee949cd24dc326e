package dev.filch.bench.report;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Figures as text, the same in every table and wherever the reader lives. */
public final class Figures {

    private static final String UNKNOWN = "-";

    private Figures() {}

    /** A whole number. */
    public static String count(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }

    static String count(OptionalDouble value) {
        return value.isEmpty() ? UNKNOWN : count(value.getAsDouble());
    }

    /** Three digits or so, whatever the size. */
    public static String measure(double value) {
        if (value >= 100) {
            return count(value);
        }
        return String.format(Locale.ROOT, value >= 10 ? "%.1f" : value >= 1 ? "%.2f" : "%.3f", value);
    }

    static String measure(OptionalDouble value) {
        return value.isEmpty() ? UNKNOWN : measure(value.getAsDouble());
    }

    /** With two digits after the point. */
    public static String factor(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    /** What may be zero or a little less, to a tenth. */
    static String amount(double value) {
        double tenths = Math.rint(value * 10) / 10 + 0.0; // + 0.0 makes a plain zero of a negative one
        return String.format(Locale.ROOT, Math.abs(tenths) >= 100 ? "%,.0f" : "%.1f", tenths);
    }

    /** As it was set: no digits that were not. */
    public static String limit(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    /** Parts of one as whole percents. */
    static String percents(List<Double> parts) {
        return parts.stream()
                .map(part -> String.format(Locale.ROOT, "%.0f", part * 100))
                .collect(Collectors.joining(" "));
    }
}
