package dev.filch.bench.report;

import java.util.Set;

/**
 * What Filch was compared with, if not with its peers.
 *
 * @param jar the bench jar of an earlier state, by its name
 * @param missing the works that it has no benchmark for, so that they were left out
 */
public record EarlierState(String jar, Set<String> missing) {

    /** The works that were left out, in a sentence; empty if there are none. */
    String omission() {
        return missing.isEmpty() ? "" : "Not in " + jar + ": " + String.join("; ", missing) + ".";
    }
}
