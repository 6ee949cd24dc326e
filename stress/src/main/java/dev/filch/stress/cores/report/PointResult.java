package dev.filch.stress.cores.report;

import dev.filch.stress.cores.engine.TransferCount;
import dev.filch.stress.cores.run.RunResult;

/**
 * The result of a run, or its failure.
 *
 * @param point the point of the run
 * @param result the result; null if the run failed
 * @param failure the reason of the failure; null if there was none
 */
public record PointResult(Point point, RunResult result, String failure) {

    /** Whether the run failed. */
    public boolean failed() {
        return result == null;
    }

    /** Returns the first line of the failure, without the states of threads. */
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
