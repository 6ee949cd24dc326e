package dev.filch.stress.model;

import org.junit.jupiter.api.Assumptions;

/** Skips a test where nothing can be explored. */
public final class Fibers {

    private static boolean told;

    private Fibers() {
    }

    /** Goes on only on a JVM that has what the model checker needs; says so once, as Maven keeps reasons to itself. */
    public static synchronized void assumeAvailable() {
        Throwable reason = ModelChecker.unavailable();
        if (reason != null && !told) {
            told = true;
            System.out.println("SKIPPED: no model checking on Java " + Runtime.version().feature() + " (" + reason
                    + "); give Maven -Djvm=/path/to/java of 21 or later");
        }
        Assumptions.assumeTrue(reason == null, () -> "no model checking on this JVM: " + reason);
    }
}
