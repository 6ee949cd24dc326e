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
 * Checks the books of a pool that has terminated: each task that was accepted has run, was cancelled, was discarded, or
 * is listed, or had not started at its deadline; one of these, once. No refused one has run. Each future is done as it
 * should be. The pool's own counts agree.
 */
final class SoakAudit {

    private static final long MAX_LAG_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final SoakConfig config;
    private final SoakLedger ledger;

    /** Null if the pool had none. */
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

    /** How many submissions the decorator has ended. */
    private long notDecorated;

    /** How many accepted tasks were decorated twice: once as a future, and once as its wrapper. */
    private long wrapped;

    /** How many accepted tasks had not started at their deadlines, and how many of them had no time at all. */
    private long expired;
    private long tooLate;

    /** How many accepted tasks were running at their deadlines. */
    private long overran;

    /** How many refused tasks may have expired before they were refused. */
    private long refusedWithDeadline;

    /** How many tasks were either discarded, or cancelled by the others of their group. */
    private long cancelledOrDiscarded;

    SoakAudit(SoakConfig config, SoakLedger ledger, SoakListener listener) {
        this.config = config;
        this.ledger = ledger;
        this.listener = config.listener() == null ? null : listener;
    }

    // The tasks.

    /** Checks each task, and counts what has become of them. */
    void checkTasks() throws InterruptedException {
        ledger.listed().forEach(task -> listings.merge(task, 1, Integer::sum));
        for (SoakTask task : ledger.tasks()) {
            Integer times = listings.remove(task.handle());
            count(task, times == null ? 0 : times);
        }
        assertTrue(config.usesPoolDirectly() || listings.isEmpty(),
                () -> listings.size() + " listed, and not submitted, first " + listings.keySet().iterator().next());
        List<Throwable> unreported = List.copyOf(ledger.unreported());
        assertTrue(unreported.isEmpty(),
                () -> "the handler was not told of " + unreported.size() + ", first of " + unreported.get(0));
    }

    private void count(SoakTask task, int timesListed) throws InterruptedException {
        assertFalse(task.outcome() == SoakTask.Outcome.OPEN, () -> "the submission has not ended: " + task);
        int ways = task.starts() + timesListed;
        if (task.outcome() != SoakTask.Outcome.ACCEPTED) {
            assertEquals(0, ways, () -> "a refused task was started, or listed " + timesListed + " times: " + task);
            if (task.outcome() == SoakTask.Outcome.NOT_DECORATED) {
                notDecorated++;
                return;
            }
            refused++;
            refusedWithDeadline += task.mayExpire() && !task.isTooLate() ? 1 : 0;
            return;
        }
        assertTrue(ways < 2, () -> "a task was started twice, or listed " + timesListed + " times: " + task);
        accepted++;
        wrapped += task.form() == SoakTask.Form.WRAPPED ? 1 : 0;
        if (task.starts() == 1) {
            countRun(task);
        } else if (timesListed == 0) {
            countDropped(task);
        }
        checkFuture(task, timesListed);
        if (listener != null) {
            assertEquals(task.ranInSubmission() ? 0 : task.starts(), listener.before(task.handle()),
                    () -> "told before the task: " + task);
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
     * A future that was cancelled, or whose deadline has passed, drops what its task throws; a wrapper's future keeps
     * it from the pool.
     */
    private static boolean isFailure(SoakTask task) throws InterruptedException {
        return switch (task.form()) {
            case PLAIN -> true;
            case FUTURE -> !task.future().isCancelled() && !task.hasExpired();
            case WRAPPED -> false;
        };
    }

    /** Counts an accepted task that was neither run nor listed. */
    private void countDropped(SoakTask task) throws InterruptedException {
        if (task.hasExpired()) {
            countExpired(task);
        } else if (config.discards() && listener != null && listener.wasRefused(task.handle())) {
            discarded++;
        } else if (!task.mayBeCancelled()) {
            assertTrue(config.discards() && listener == null, () -> "lost: " + task);
            discarded++;
        } else if (task.isMember() && config.discards() && listener == null) {
            cancelledOrDiscarded++;
        } else {
            cancelled++;
            cancelledMembers += task.isMember() ? 1 : 0;
        }
    }

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
        assertTrue(future.isDone(), () -> "the future is not done: " + task);
        try {
            Object value = future.get();
            assertFalse(task.hasThrown(), () -> "the future has a result: " + task);
            assertEquals(1, task.starts(), () -> "the future has a result: " + task);
            assertEquals(task.expectedResult(), value, task::toString);
        } catch (ExecutionException e) {
            boolean isTimeout = task.mayExpire() && e.getCause() instanceof TimeoutException;
            assertTrue(isTimeout || task.hasThrown(e.getCause()),
                    () -> "the future has failed by " + e.getCause() + ": " + task);
        } catch (CancellationException e) {
            boolean mayBeDiscarded = config.discards() && task.starts() == 0;
            assertTrue(mayBeDiscarded || task.mayBeCancelled(), () -> "nothing has cancelled the future: " + task);
        }
    }

    // The pool's own figures.

    /**
     * The pool's counts. A deadline is counted after the future has failed, on a thread that the end of the pool does
     * not await; so this waits until the deadlines are counted, for some seconds. To be called after the tasks were
     * checked.
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

    /** Compares the pool's counts with the books. */
    void checkCounts(MetricsSnapshot counts) {
        int listed = ledger.listed().size();
        assertEquals(counts.submitted(), counts.completed() + listed,
                () -> "completed, and " + listed + " listed" + of(counts));
        // A deadline may pass before the submission is refused.
        assertBetween(expired, refusedWithDeadline, counts.expired(), "expired", counts);
        assertEquals(overran, counts.overran(), () -> "overran" + of(counts));
        long maxSparesStarted = config.maxSpares() == 0 ? 0 : counts.threadsStarted();
        assertTrue(counts.sparesStarted() <= maxSparesStarted, () -> "spares" + of(counts));
        if (!config.usesPoolDirectly()) {
            assertEquals(refused, counts.refused(), () -> "refused" + of(counts));
            // A task that was cancelled by another one of its invokeAny counts as run by the caller that skips it.
            assertBetween(ranByCaller, cancelledMembers, counts.ranByCaller(), "run by callers", counts);
            assertEquals(failed, counts.failed(), () -> "failed" + of(counts));
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
        assertTrue(decorated >= accepted + wrapped + refused, () -> "only " + decorated + " tasks were decorated");
        long runs = decorator.runs();
        // A wrapper may run without its task.
        assertTrue(ran <= runs && (config.usesPoolDirectly() || runs <= ran + wrapped),
                () -> ran + " to " + (ran + wrapped) + " tasks have run, decorated " + runs);
    }

    private static void assertBetween(long least, long range, long count, String what, MetricsSnapshot counts) {
        assertTrue(least <= count && count <= least + range,
                () -> what + ": from " + least + " to " + (least + range) + of(counts));
    }

    private void checkListener(MetricsSnapshot counts) {
        assertEquals(counts.refused() + counts.discarded(), listener.refusals(), () -> "told of refusals" + of(counts));
        assertEquals(counts.starvations(), listener.starvations(), () -> "told of starvations" + of(counts));
        assertEquals(listener.threadsStarted(), listener.threadsEnded(), () -> "told of threads" + of(counts));
        assertEquals(listener.before(), listener.after(), () -> "told before and after tasks" + of(counts));
        if (!config.usesPoolDirectly()) {
            assertEquals(ran - ranByCaller, listener.before(), () -> "told before tasks" + of(counts));
        }
    }

    private static String of(MetricsSnapshot counts) {
        return ": " + counts;
    }

    /** Checks that the pool has no task and no thread left. */
    void checkNothingIsLeft(WorkerPool pool, SoakThreads threads) {
        assertTrue(pool.isTerminated(), pool::toString);
        assertEquals(0, pool.queuedTasks(), pool::toString);
        assertEquals(0, pool.activeWorkers(), pool::toString);
        assertEquals(0, pool.metrics().snapshot().threads(), pool::toString);
        checkEnded(threads);
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            assertFalse(thread.isAlive() && thread.getName().startsWith(config.name() + "-"), () -> thread + " lives");
        }
    }

    static void checkEnded(SoakThreads threads) {
        for (Thread thread : threads.made()) {
            assertFalse(thread.isAlive(), () -> thread + " lives");
        }
    }

    /** Checks that the tasks that were listed, and that the receiver of the list has run, have run once. */
    void checkListedHaveRun() throws InterruptedException {
        Set<Object> handles = new HashSet<>(ledger.listed());
        for (SoakTask task : ledger.tasks()) {
            if (handles.contains(task.handle())) {
                assertTrue(task.starts() == 1 || task.mayBeCancelled() || task.hasExpired(),
                        () -> "listed, and not run: " + task);
                checkFuture(task, 0);
            }
        }
    }

    /** Adds what has become of the tasks to the totals. */
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
