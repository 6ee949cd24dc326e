package dev.filch.stress.cores.report;

import dev.filch.stress.cores.engine.TransferCount;
import dev.filch.stress.cores.run.RunResult;

/**
 * What a run has shown.
 *
 * @param point where
 * @param result null if the run has failed
 * @param failure why it has failed; null if it has not
 */
public record PointResult(Point point, RunResult result, String failure) {

    /** Whether the run has failed. */
    public boolean failed() {
        return result == null;
    }

    /** What the failure is, without the threads. */
    String failureSummary() {
        return failure.lines().findFirst().orElse("");
    }

    double millionsPerSecond() {
        return result.perSecond() / 1e6;
    }

    double transfersPerMessage() {
        long transfers = result.transfers().values().stream().mapToLong(TransferCount::sum).sum();
        return (double) transfers / result.messages();
    }
}
