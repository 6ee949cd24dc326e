package dev.filch.bench.compare;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads whole numbers within bounds. */
public abstract class WholeNumber implements ITypeConverter<Integer> {

    private final int min;
    private final int max;

    /** Accepts the numbers from {@code min} to {@code max}. */
    protected WholeNumber(int min, int max) {
        this.min = min;
        this.max = max;
    }

    @Override
    public final Integer convert(String text) {
        try {
            int number = Integer.parseInt(text.strip());
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // falls through to the message for both errors
        }
        throw new TypeConversionException(
                String.format(Locale.ROOT, "'%s' is not a whole number from %,d to %,d", text, min, max));
    }

    /** A number of tasks. */
    static final class Tasks extends WholeNumber {
        Tasks() {
            super(1, 100_000_000);
        }
    }

    /** A number of threads. */
    static final class Threads extends WholeNumber {
        Threads() {
            super(1, 1_000);
        }
    }

    /** A number of measured rounds. */
    public static final class Rounds extends WholeNumber {
        Rounds() {
            super(1, 1_000);
        }
    }

    /** A number of rounds before the measurement; may be zero. */
    static final class Warmup extends WholeNumber {
        Warmup() {
            super(0, 1_000);
        }
    }
}
