package dev.filch.internal;

import java.util.SplittableRandom;

/** Random numbers that a failed run can be repeated with: {@code -Dfilch.seed=} and what it printed. */
public final class Seeded {

    private static final long SEED = Long.getLong("filch.seed", System.nanoTime());

    static {
        System.out.println("random choices of the tests: " + description());
    }

    private Seeded() {
    }

    /** The seed, for a message. */
    public static String description() {
        return "seed " + SEED;
    }

    /** A generator that depends on the seed and on the purpose alone, not on which tests ran before. */
    public static SplittableRandom random(String purpose) {
        return new SplittableRandom(SEED + purpose.hashCode());
    }
}
