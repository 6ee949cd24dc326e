package dev.filch.pool;

import java.util.SplittableRandom;

/** What tasks, listeners and handlers of a soak throw. */
final class SoakFault extends RuntimeException {

    private static final long serialVersionUID = 1;

    private static final String MADE_UP = "made up by ";

    private SoakFault(String source) {
        super(MADE_UP + source, null, false, false);
    }

    /** An exception or an error, but none that the JVM throws by itself. */
    static void throwOne(String source, SplittableRandom random) {
        switch (random.nextInt(4)) {
            case 0 -> throw new OutOfMemoryError(MADE_UP + source);
            case 1 -> throw new LinkageError(MADE_UP + source);
            default -> throw new SoakFault(source);
        }
    }

    /** Whether a throwable was made up by this source. */
    static boolean isFrom(String source, Throwable thrown) {
        return (MADE_UP + source).equals(thrown.getMessage());
    }

    /** Throws an {@code OutOfMemoryError} of the JVM: no array is that long. */
    static int exhaustMemory() {
        return new long[Integer.MAX_VALUE].length;
    }

    /** Throws a {@code StackOverflowError} of the JVM. */
    static int exhaustStack(int depth) {
        return 1 + exhaustStack(depth + 1);
    }
}
