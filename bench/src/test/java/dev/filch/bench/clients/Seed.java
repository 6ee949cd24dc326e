package dev.filch.bench.clients;

import java.util.SplittableRandom;

/** Random numbers that a run can be repeated with. */
final class Seed {

    private static final long SEED = Long.getLong("filch.seed", new SplittableRandom().nextLong());

    static {
        System.out.println("random choices can be repeated with -Dfilch.seed=" + SEED);
    }

    private Seed() {
    }

    /** A generator that depends on the seed and on the purpose alone, not on which tests ran before. */
    static SplittableRandom random(String purpose) {
        return new SplittableRandom(SEED ^ purpose.hashCode());
    }

    /** For failure messages. */
    static String text() {
        return "with -Dfilch.seed=" + SEED;
    }
}
