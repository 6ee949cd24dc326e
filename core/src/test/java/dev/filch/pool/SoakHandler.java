package dev.filch.pool;

import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;

/** The exception handler of a pool. Checks that each exception was expected, and then may throw, submit or wait. */
final class SoakHandler implements Thread.UncaughtExceptionHandler {

    /** What the handler does after it has checked an exception. */
    enum Manner { NOTHING, THROWS, SUBMITS, WAITS }

    private final SoakConfig config;
    private final SoakLedger ledger;

    /** Null until the pool has been built. */
    private volatile BookedService service;

    SoakHandler(SoakConfig config, SoakLedger ledger) {
        this.config = config;
        this.ledger = ledger;
    }

    void setService(BookedService built) {
        service = built;
    }

    @Override
    public void uncaughtException(Thread thread, Throwable thrown) {
        boolean isFromTask = ledger.noteReported(thrown);
        if (!isFromTask) {
            check(thrown);
        }
        if (service == null) {
            return;
        }
        switch (config.handler()) {
            case THROWS -> SoakFault.throwOne("the handler", new SplittableRandom(thrown.hashCode()));
            case SUBMITS -> service.executeNothing();
            case WAITS -> {
                // A failed start may be reported on a thread outside the pool, which would then wait for the next
                // submission.
                if (isFromTask) {
                    await();
                }
            }
            default -> { }
        }
    }

    /** Checks an exception that no task has thrown. */
    private void check(Throwable thrown) {
        String message = String.valueOf(thrown.getMessage());
        boolean isFailedStart = message.contains("no thread could be started") || message.contains("must itself run");
        if (isFailedStart) {
            ledger.run().add(SoakRun.Total.FAILED_STARTS, 1);
        }
        if (!(isFailedStart ? config.threadsFail() : SoakFault.isFrom("the listener", thrown))) {
            ledger.run().fail(thrown);
        }
    }

    private void await() {
        try {
            service.submit((Runnable) ledger.newTask(() -> 0)).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RejectedExecutionException | CancellationException ended) {
            // The ledger has recorded the outcome.
        } catch (ExecutionException e) {
            ledger.run().fail(e);
        }
    }
}
