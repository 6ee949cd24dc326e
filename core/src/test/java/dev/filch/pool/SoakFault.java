package dev.filch.pool;

import java.util.SplittableRandom;

/** An exception that tasks, listeners and handlers of a soak throw on purpose. */
final class SoakFault extends RuntimeException {

    private static final long serialVersionUID = 1;

    private static final String MADE_UP = "made up by ";

    private SoakFault(String source) {
        super(MADE_UP + source, null, false, false);
    }

    /** Throws an exception or error of the soak's own, which the JVM itself has not thrown. */
    static void throwOne(String source, SplittableRandom random) {
        switch (random.nextInt(4)) {
            case 0 -> throw new OutOfMemoryError(MADE_UP + source);
            case 1 -> throw new LinkageError(MADE_UP + source);
            default -> throw new SoakFault(source);
        }
    }

    /** Whether this source threw the throwable by {@link #throwOne}. */
    static boolean isFrom(String source, Throwable thrown) {
        return (MADE_UP + source).equals(thrown.getMessage());
    }

    /** Makes the JVM throw an {@code OutOfMemoryError}: no array can be that long. */
    static int exhaustMemory() {
        return new long[Integer.MAX_VALUE].length;
    }

    /** Makes the JVM throw a {@code StackOverflowError}. */
    static int exhaustStack(int depth) {
        return 1 + exhaustStack(depth + 1);
    }
}
