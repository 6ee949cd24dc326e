package dev.filch.pool;

import java.util.SplittableRandom;

/** Random numbers that a failed run can be repeated with: {@code -Dfilch.seed=} and what it printed. */
final class Seeded {

    private static final long SEED = Long.getLong("filch.seed", System.nanoTime());

    static {
        System.out.println("the pools' tests: seed " + SEED);
    }

    private Seeded() {
    }

    /** A generator that depends on the seed and on the purpose alone, not on which tests ran before. */
    static SplittableRandom random(String purpose) {
        return new SplittableRandom(SEED + purpose.hashCode());
    }
}
