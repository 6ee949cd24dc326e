package dev.filch.bench.report;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Formats figures as text, in the same way in every table and every locale. */
public final class Figures {

    private static final String UNKNOWN = "-";

    private Figures() {}

    /** Returns a whole number. */
    public static String count(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }

    static String count(OptionalDouble value) {
        return value.isEmpty() ? UNKNOWN : count(value.getAsDouble());
    }

    /** Returns about three significant digits. */
    public static String measure(double value) {
        if (value >= 100) {
            return count(value);
        }
        return String.format(Locale.ROOT, value >= 10 ? "%.1f" : value >= 1 ? "%.2f" : "%.3f", value);
    }

    static String measure(OptionalDouble value) {
        return value.isEmpty() ? UNKNOWN : measure(value.getAsDouble());
    }

    /** Returns two decimal places. */
    public static String factor(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    /** Returns a difference, which may be slightly negative, to a tenth. */
    static String amount(double value) {
        double tenths = Math.rint(value * 10) / 10 + 0.0; // + 0.0 turns a negative zero into a positive one
        return String.format(Locale.ROOT, Math.abs(tenths) >= 100 ? "%,.0f" : "%.1f", tenths);
    }

    /** Returns a limit with the digits that it was set with. */
    public static String limit(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    /** Returns fractions of 1 as whole percents. */
    static String percents(List<Double> parts) {
        return parts.stream()
                .map(part -> String.format(Locale.ROOT, "%.0f", part * 100))
                .collect(Collectors.joining(" "));
    }
}
