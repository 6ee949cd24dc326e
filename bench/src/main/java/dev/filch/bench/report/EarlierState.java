package dev.filch.bench.report;

import java.util.Set;

/**
 * An earlier state of Filch, which is compared with the current one.
 *
 * @param jar the name of its bench jar
 * @param missing the works that were left out because the jar has no benchmark for them
 */
public record EarlierState(String jar, Set<String> missing) {

    /** Returns a sentence that lists the works that were left out; empty if there are none. */
    String omission() {
        return missing.isEmpty() ? "" : "Not in " + jar + ": " + String.join("; ", missing) + ".";
    }
}
