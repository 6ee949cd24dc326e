package dev.filch.pool;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/** A pool with its ledger, for tests of the audit. Whatever a test does with a task is recorded as its submission. */
final class SoakBooks {

    private final SoakRun run = new SoakRun();
    private final SoakLedger ledger = new SoakLedger(run, Integer.MAX_VALUE);
    private final SoakConfig config;
    private final SoakHandler handler;
    private final SoakListener listener;
    private final SoakDecorator decorator;
    private final WorkerPool pool;

    SoakBooks(SoakConfig config) throws ReflectiveOperationException {
        this.config = config;
        handler = new SoakHandler(config, ledger);
        listener = new SoakListener(config, ledger);
        decorator = new SoakDecorator(config);
        pool = config.build(new SoakThreads(config.threads(), config.name(), 0), listener, handler, decorator);
    }

    static SoakBooks unbounded() throws ReflectiveOperationException {
        return new SoakBooks(config(0, FullQueuePolicy.abort(), null));
    }

    /** A pool with one worker, and with hooks that only count. */
    static SoakConfig config(int capacity, FullQueuePolicy policy, SoakListener.Manner listener) {
        return config(capacity, policy, listener, null);
    }

    static SoakBooks decorated(SoakDecorator.Manner manner) throws ReflectiveOperationException {
        return new SoakBooks(config(0, FullQueuePolicy.abort(), null, manner));
    }

    private static SoakConfig config(
            int capacity, FullQueuePolicy policy, SoakListener.Manner listener, SoakDecorator.Manner decorator) {
        return new SoakConfig(0, 0, PoolKind.LIFO, 1, capacity, policy, SoakThreads.Manner.POOLS_OWN, false, null, 0,
                Duration.ZERO, TaskTiming.NONE, listener, SoakHandler.Manner.NOTHING, decorator, 1, false, false, false,
                SoakConfig.End.CLOSE, 1, SoakRecording.Manner.NONE);
    }

    SoakListener listener() {
        return listener;
    }

    SoakDecorator decorator() {
        return decorator;
    }

    SoakTask newTask(IntSupplier body) {
        return ledger.newTask(body);
    }

    /** Records the submission of a task that returns 1. */
    SoakTask book(Submission submission) {
        SoakTask task = newTask(() -> 1);
        book(task, () -> submission.submit(task));
        return task;
    }

    void book(SoakTask task, BooleanSupplier submission) {
        ledger.book(task, submission);
    }

    /** Submits a task to the pool, or only pretends to. */
    @FunctionalInterface
    interface Submission {
        boolean submit(SoakTask task);
    }

    SoakRun run() {
        return run;
    }

    SoakLedger ledger() {
        return ledger;
    }

    SoakHandler handler() {
        return handler;
    }

    WorkerPool pool() {
        return pool;
    }

    BookedService service() {
        return BookedService.of(pool, ledger);
    }

    SoakObserver observer() {
        return new SoakObserver(config, pool, ledger);
    }

    /** Closes the pool, and checks its ledger. */
    MetricsSnapshot audit() throws InterruptedException {
        pool.close();
        SoakAudit audit = new SoakAudit(config, ledger, listener);
        audit.checkTasks();
        MetricsSnapshot counts = audit.awaitDeadlines(pool);
        audit.checkCounts(counts);
        audit.checkDecorations(decorator);
        return counts;
    }

    /** Checks the ledger against these counts. The pool must have been closed. */
    void audit(MetricsSnapshot counts) throws InterruptedException {
        SoakAudit audit = new SoakAudit(config, ledger, listener);
        audit.checkTasks();
        audit.checkCounts(counts);
        audit.checkDecorations(decorator);
    }
}
