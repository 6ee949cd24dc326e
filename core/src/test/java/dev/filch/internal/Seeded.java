package dev.filch.internal;

import java.util.SplittableRandom;

/** Random numbers for tests. To repeat a run, set {@code -Dfilch.seed=} to the seed that it printed. */
public final class Seeded {

    private static final long SEED = Long.getLong("filch.seed", System.nanoTime());

    static {
        System.out.println("random choices of the tests: " + description());
    }

    private Seeded() {
    }

    /** The seed, for failure messages. */
    public static String description() {
        return "seed " + SEED;
    }

    /** Returns a generator that depends only on the seed and the purpose, not on which tests ran before. */
    public static SplittableRandom random(String purpose) {
        return new SplittableRandom(SEED + purpose.hashCode());
    }
}
