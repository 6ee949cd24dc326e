package dev.filch.stress.model;

import org.junit.jupiter.api.Assumptions;

/** Skips tests on JVMs without fibers. */
public final class Fibers {

    private static boolean reported;

    private Fibers() {
    }

    /** Skips the test unless the JVM has what the model checker needs. Prints the reason once, since Maven does not. */
    public static synchronized void assumeAvailable() {
        Throwable reason = ModelChecker.unavailable();
        if (reason != null && !reported) {
            reported = true;
            System.out.println("SKIPPED: no model checking on Java " + Runtime.version().feature() + " (" + reason
                    + "); give Maven -Djvm=/path/to/java of 21 or later");
        }
        Assumptions.assumeTrue(reason == null, () -> "no model checking on this JVM: " + reason);
    }
}
