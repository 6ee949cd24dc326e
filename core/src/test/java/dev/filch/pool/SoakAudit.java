package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Checks the ledger of a pool that has terminated. Each accepted task has exactly one fate: it ran, was cancelled, was
 * discarded, is listed, or had not started at its deadline. No refused task has run. Each future is done as its task's
 * fate requires. The pool's own counts agree with the ledger.
 */
final class SoakAudit {

    private static final long MAX_LAG_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final SoakConfig config;
    private final SoakLedger ledger;

    /** Null if the pool had no listener. */
    private final SoakListener listener;

    private final Map<Object, Integer> listings = new HashMap<>();

    private long accepted;
    private long refused;
    private long ran;
    private long ranByCaller;
    private long failed;
    private long cancelled;
    private long cancelledMembers;
    private long discarded;

    /** The number of submissions that failed in the decorator. */
    private long notDecorated;

    /** The number of accepted tasks that were decorated twice: once as a future, and once as its wrapper. */
    private long wrapped;

    /**
     * The number of accepted tasks that had not started at their deadlines, and the number of those whose timeout was
     * zero.
     */
    private long expired;
    private long tooLate;

    /** The number of accepted tasks that were running at their deadlines. */
    private long overran;

    /** The number of refused tasks that may have expired before they were refused. */
    private long refusedWithDeadline;

    /** The number of tasks that were either discarded, or cancelled by their invokeAll or invokeAny. */
    private long cancelledOrDiscarded;

    SoakAudit(SoakConfig config, SoakLedger ledger, SoakListener listener) {
        this.config = config;
        this.ledger = ledger;
        this.listener = config.listener() == null ? null : listener;
    }

    // Tasks.

    /** Checks each task, and counts the tasks of each fate. */
    void checkTasks() throws InterruptedException {
        ledger.listed().forEach(task -> listings.merge(task, 1, Integer::sum));
        for (SoakTask task : ledger.tasks()) {
            Integer times = listings.remove(task.handle());
            count(task, times == null ? 0 : times);
        }
        assertTrue(config.usesPoolDirectly() || listings.isEmpty(),
                () -> "expected only submitted tasks in the list, but " + listings.size()
                        + " were not submitted, first " + listings.keySet().iterator().next());
        List<Throwable> unreported = List.copyOf(ledger.unreported());
        assertTrue(unreported.isEmpty(),
                () -> "expected the handler to receive all exceptions, but it missed " + unreported.size()
                        + ", first " + unreported.get(0));
    }

    private void count(SoakTask task, int timesListed) throws InterruptedException {
        assertFalse(task.outcome() == SoakTask.Outcome.OPEN, () -> "expected the submission to have ended: " + task);
        int fates = task.starts() + timesListed;
        if (task.outcome() != SoakTask.Outcome.ACCEPTED) {
            assertEquals(0, fates, () -> "expected a refused task not to start, and it was listed " + timesListed
                    + " times: " + task);
            if (task.outcome() == SoakTask.Outcome.NOT_DECORATED) {
                notDecorated++;
                return;
            }
            refused++;
            refusedWithDeadline += task.mayExpire() && !task.isTooLate() ? 1 : 0;
            return;
        }
        assertTrue(fates < 2, () -> "expected a task to start once or be listed once, and it was listed " + timesListed
                + " times: " + task);
        accepted++;
        wrapped += task.form() == SoakTask.Form.WRAPPED ? 1 : 0;
        if (task.starts() == 1) {
            countRun(task);
        } else if (timesListed == 0) {
            countNeitherRunNorListed(task);
        }
        checkFuture(task, timesListed);
        if (listener != null) {
            assertEquals(task.ranInSubmission() ? 0 : task.starts(), listener.before(task.handle()),
                    () -> "calls of beforeTask for " + task);
        }
    }

    private void countRun(SoakTask task) throws InterruptedException {
        ran++;
        overran += task.hasExpired() ? 1 : 0;
        if (task.ranInSubmission()) {
            ranByCaller++;
        } else if (task.hasThrown() && isFailure(task)) {
            failed++;
        }
    }

    /**
     * A future that was cancelled, or whose deadline has passed, drops its task's exception. A wrapper's future hides
     * the exception from the pool.
     */
    private static boolean isFailure(SoakTask task) throws InterruptedException {
        return switch (task.form()) {
            case PLAIN -> true;
            case FUTURE -> !task.future().isCancelled() && !task.hasExpired();
            case WRAPPED -> false;
        };
    }

    /** Counts an accepted task that was neither run nor listed. */
    private void countNeitherRunNorListed(SoakTask task) throws InterruptedException {
        if (task.hasExpired()) {
            countExpired(task);
        } else if (config.discards() && listener != null && listener.wasRefused(task.handle())) {
            discarded++;
        } else if (!task.mayBeCancelled()) {
            assertTrue(config.discards() && listener == null,
                    () -> "expected a started, listed or cancelled task, but it was lost: " + task);
            discarded++;
        } else if (task.isMember() && config.discards() && listener == null) {
            cancelledOrDiscarded++;
        } else {
            cancelled++;
            cancelledMembers += task.isMember() ? 1 : 0;
        }
    }

    /** Counts a task that has expired. It was not also discarded. */
    private void countExpired(SoakTask task) {
        assertFalse(listener != null && listener.wasRefused(task.handle()), () -> "expired and dropped: " + task);
        expired++;
        tooLate += task.isTooLate() ? 1 : 0;
    }

    private void checkFuture(SoakTask task, int timesListed) throws InterruptedException {
        Future<?> future = task.future();
        boolean mayBeOpen = timesListed > 0 || task.form() == SoakTask.Form.WRAPPED && task.starts() == 0;
        if (future == null || mayBeOpen && !future.isDone()) {
            return;
        }
        assertTrue(future.isDone(), () -> "expected the future to be done: " + task);
        try {
            Object value = future.get();
            assertFalse(task.hasThrown(), () -> "expected the future to fail, but it has a result: " + task);
            assertEquals(1, task.starts(), () -> "expected a future with a result to have run once: " + task);
            assertEquals(task.expectedResult(), value, task::toString);
        } catch (ExecutionException e) {
            boolean isTimeout = task.mayExpire() && e.getCause() instanceof TimeoutException;
            assertTrue(isTimeout || task.hasThrown(e.getCause()),
                    () -> "expected the exception of the task or a timeout, but the future has failed by "
                            + e.getCause() + ": " + task);
        } catch (CancellationException e) {
            boolean mayBeDiscarded = config.discards() && task.starts() == 0;
            assertTrue(mayBeDiscarded || task.mayBeCancelled(),
                    () -> "expected a done future, but it is cancelled for no reason: " + task);
        }
    }

    // The pool's own counts.

    /**
     * Returns the pool's counts once they include all deadlines. A deadline is counted after its future has failed, on
     * a thread for which termination does not wait, so this may wait for some seconds. Must be called after {@link
     * #checkTasks}.
     */
    MetricsSnapshot awaitDeadlines(WorkerPool pool) throws InterruptedException {
        long start = System.nanoTime();
        MetricsSnapshot counts = pool.metrics().snapshot();
        while ((counts.expired() < expired || counts.overran() < overran)
                && System.nanoTime() - start < MAX_LAG_NANOS) {
            Thread.sleep(1);
            counts = pool.metrics().snapshot();
        }
        return counts;
    }

    /** Compares the pool's counts with the ledger. */
    void checkCounts(MetricsSnapshot counts) {
        int listed = ledger.listed().size();
        assertEquals(counts.submitted(), counts.completed() + listed,
                () -> "submitted = completed + " + listed + " listed" + describe(counts));
        // A deadline may pass before the submission is refused.
        assertBetween(expired, refusedWithDeadline, counts.expired(), "expired", counts);
        assertEquals(overran, counts.overran(), () -> "overran" + describe(counts));
        long maxSparesStarted = config.maxSpares() == 0 ? 0 : counts.threadsStarted();
        assertTrue(counts.sparesStarted() <= maxSparesStarted, () -> "spares" + describe(counts));
        if (!config.usesPoolDirectly()) {
            assertEquals(refused, counts.refused(), () -> "refused" + describe(counts));
            // A task that was cancelled by another task of its invokeAny counts as run by the caller that skips it.
            assertBetween(ranByCaller, cancelledMembers, counts.ranByCaller(), "run by callers", counts);
            assertEquals(failed, counts.failed(), () -> "failed" + describe(counts));
            assertBetween(discarded, cancelledOrDiscarded, counts.discarded(), "discarded", counts);
            long unqueued = config.discardsNew() ? counts.discarded() : 0;
            long queued = accepted - counts.ranByCaller() - unqueued - tooLate;
            // A task that expires before its submission finds room, runs it, or drops it, is not queued.
            long maybeUnqueued = config.callersRun() || config.discardsNew() ? expired - tooLate : 0;
            assertBetween(queued - maybeUnqueued, maybeUnqueued, counts.submitted(), "submitted", counts);
        }
        if (listener != null) {
            checkListener(counts);
        }
    }

    /** Checks that each task was decorated, and that the decorated task has run. */
    void checkDecorations(SoakDecorator decorator) {
        if (config.decorator() == null) {
            assertEquals(0, decorator.decorated());
            assertEquals(0, notDecorated);
            return;
        }
        long decorated = decorator.decorated();
        assertTrue(decorated >= accepted + wrapped + refused,
                () -> "expected every task to be decorated, but only " + decorated + " tasks were decorated");
        long runs = decorator.runs();
        // A wrapper may run without its task.
        assertTrue(ran <= runs && (config.usesPoolDirectly() || runs <= ran + wrapped),
                () -> "expected every run to be decorated: " + ran + " to " + (ran + wrapped)
                        + " tasks have run, decorated " + runs);
    }

    private static void assertBetween(long minimum, long range, long count, String name, MetricsSnapshot counts) {
        assertTrue(minimum <= count && count <= minimum + range,
                () -> name + ": expected from " + minimum + " to " + (minimum + range) + describe(counts));
    }

    private void checkListener(MetricsSnapshot counts) {
        assertEquals(counts.refused() + counts.discarded(), listener.refusals(),
                () -> "calls of taskRefused" + describe(counts));
        assertEquals(counts.starvations(), listener.starvations(), () -> "calls of starved" + describe(counts));
        assertEquals(listener.threadsStarted(), listener.threadsEnded(),
                () -> "calls of threadStarted and threadEnded" + describe(counts));
        assertEquals(listener.before(), listener.after(), () -> "calls of beforeTask and afterTask" + describe(counts));
        if (!config.usesPoolDirectly()) {
            assertEquals(ran - ranByCaller, listener.before(), () -> "calls of beforeTask" + describe(counts));
        }
    }

    private static String describe(MetricsSnapshot counts) {
        return ": " + counts;
    }

    /** Checks that the pool has no task and no live thread. */
    void checkNothingIsLeft(WorkerPool pool, SoakThreads threads) {
        assertTrue(pool.isTerminated(), pool::toString);
        assertEquals(0, pool.queuedTasks(), pool::toString);
        assertEquals(0, pool.activeWorkers(), pool::toString);
        assertEquals(0, pool.metrics().snapshot().threads(), pool::toString);
        checkEnded(threads);
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            assertFalse(thread.isAlive() && thread.getName().startsWith(config.name() + "-"),
                    () -> "expected " + thread + " to have ended");
        }
    }

    static void checkEnded(SoakThreads threads) {
        for (Thread thread : threads.made()) {
            assertFalse(thread.isAlive(), () -> "expected " + thread + " to have ended");
        }
    }

    /** Checks that each listed task has run once, as the receiver of the list has run it. */
    void checkListedHaveRun() throws InterruptedException {
        Set<Object> handles = new HashSet<>(ledger.listed());
        for (SoakTask task : ledger.tasks()) {
            if (handles.contains(task.handle())) {
                assertTrue(task.starts() == 1 || task.mayBeCancelled() || task.hasExpired(),
                        () -> "expected the listed task to have run: " + task);
                checkFuture(task, 0);
            }
        }
    }

    /** Adds the counts of tasks of each fate to the totals. */
    void addTotals(MetricsSnapshot counts) {
        SoakRun run = ledger.run();
        run.add(SoakRun.Total.POOLS, 1);
        run.add(SoakRun.Total.TASKS, accepted);
        run.add(SoakRun.Total.REFUSED, refused);
        run.add(SoakRun.Total.CANCELLED, cancelled);
        run.add(SoakRun.Total.DISCARDED, discarded);
        run.add(SoakRun.Total.LISTED, ledger.listed().size());
        run.add(SoakRun.Total.RUN_BY_CALLERS, ranByCaller);
        run.add(SoakRun.Total.FAILED, failed);
        run.add(SoakRun.Total.NOT_DECORATED, notDecorated);
        run.add(SoakRun.Total.EXPIRED, expired);
        run.add(SoakRun.Total.OVERRAN, overran);
        run.add(SoakRun.Total.STARVATIONS, counts.starvations());
    }
}
