package dev.filch.stress.model;

import org.junit.jupiter.api.Assumptions;

/** Skips a test where nothing can be explored. */
public final class Fibers {

    private Fibers() {
    }

    /** Goes on only on a JVM that has what the model checker needs. */
    public static void assumeAvailable() {
        Throwable reason = ModelChecker.unavailable();
        Assumptions.assumeTrue(reason == null, () -> "no model checking on this JVM: " + reason);
    }
}
