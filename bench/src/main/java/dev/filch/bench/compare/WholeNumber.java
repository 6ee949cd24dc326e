package dev.filch.bench.compare;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads whole numbers within bounds. */
public abstract class WholeNumber implements ITypeConverter<Integer> {

    private final int least;
    private final int most;

    /** Accepts the numbers from {@code least} to {@code most}. */
    protected WholeNumber(int least, int most) {
        this.least = least;
        this.most = most;
    }

    @Override
    public final Integer convert(String text) {
        try {
            int number = Integer.parseInt(text.strip());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // falls through to the one complaint that covers both
        }
        throw new TypeConversionException(
                String.format(Locale.ROOT, "'%s' is not a whole number from %,d to %,d", text, least, most));
    }

    /** How many tasks. */
    static final class Tasks extends WholeNumber {
        Tasks() {
            super(1, 100_000_000);
        }
    }

    /** How many threads. */
    static final class Threads extends WholeNumber {
        Threads() {
            super(1, 1_000);
        }
    }

    /** How many rounds are measured. */
    public static final class Rounds extends WholeNumber {
        Rounds() {
            super(1, 1_000);
        }
    }

    /** How many rounds come before those; may be none. */
    static final class Warmup extends WholeNumber {
        Warmup() {
            super(0, 1_000);
        }
    }
}
