package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Busy;
import dev.filch.internal.Seeded;
import dev.filch.internal.Together;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;

/** Deadlines of tasks in pools whose queues are full, under each policy. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FullQueueDeadlineTest {

    private static final Duration SOON = Duration.ofMillis(5);
    private static final Duration LATE = Duration.ofHours(1);
    private static final Runnable NOTHING = () -> { };

    private static final List<FullQueuePolicy> POLICIES = List.of(FullQueuePolicy.abort(),
            FullQueuePolicy.callerRuns(), FullQueuePolicy.discard(), FullQueuePolicy.discardOldest(),
            FullQueuePolicy.block(Duration.ZERO), FullQueuePolicy.block(LATE));

    private final AtomicInteger lateRuns = new AtomicInteger();

    /** A pool of one worker with one place. */
    private static WorkerPool build(PoolKind kind, FullQueuePolicy policy) {
        return kind.build(1, settings -> settings.queueCapacity(1).whenFull(policy));
    }

    private static void assertExpires(Future<?> future) {
        ExecutionException failure = assertThrows(ExecutionException.class, future::get);
        assertInstanceOf(TimeoutException.class, failure.getCause());
    }

    /** Fills the only place with a task that has expired; the worker is busy. */
    private void fillWithExpired(WorkerPool pool) {
        assertExpires(pool.submitWithin(SOON, lateRuns::incrementAndGet));
        awaitExpired(pool, 1);
    }

    /** A task is counted a moment after its future has failed. */
    private static void awaitExpired(WorkerPool pool, long expected) {
        Await.until(() -> pool.metrics().snapshot().expired() >= expected, "a late task is not counted");
    }

    /** Lets the worker go on, waits until the pool is idle, and checks all counts. */
    private void assertCounts(
            WorkerPool pool, Busy busy, int completed, int expired, int refused, int discarded, int ranByCaller)
            throws InterruptedException {
        busy.end();
        pool.awaitIdle();
        MetricsSnapshot counts = pool.metrics().snapshot();
        assertEquals(completed, counts.completed(), counts::toString);
        assertEquals(completed, counts.submitted(), counts::toString);
        assertEquals(expired, counts.expired(), counts::toString);
        assertEquals(refused, counts.refused(), counts::toString);
        assertEquals(discarded, counts.discarded(), counts::toString);
        assertEquals(ranByCaller, counts.ranByCaller(), counts::toString);
        assertEquals(0, counts.overran(), counts::toString);
        assertEquals(0, pool.queuedTasks());
        assertEquals(0, lateRuns.get(), "a task that was late has run");
    }

    // An expired task is queued, and another one is submitted.

    @EveryPool
    void anExpiredTaskKeepsItsPlaceUntilAWorkerRemovesIt(PoolKind kind) throws Exception {
        for (FullQueuePolicy policy : POLICIES) {
            try (WorkerPool pool = build(kind, policy)) {
                Busy busy = Workers.occupy(pool, 1).get(0);
                fillWithExpired(pool);
                assertEquals(1, pool.queuedTasks(), policy::toString);
                assertFalse(pool.tryExecute(NOTHING), policy::toString);
                assertEquals(0, pool.completedTasks(), policy::toString);
                assertCounts(pool, busy, 2, 1, 1, 0, 0);
                assertTrue(pool.tryExecute(NOTHING), policy::toString);
            }
        }
    }

    @EveryPool
    void aSubmissionIsRefusedWhileAnExpiredTaskHasThePlace(PoolKind kind) throws Exception {
        for (FullQueuePolicy policy : List.of(FullQueuePolicy.abort(), FullQueuePolicy.block(Duration.ZERO))) {
            try (WorkerPool pool = build(kind, policy)) {
                Busy busy = Workers.occupy(pool, 1).get(0);
                fillWithExpired(pool);
                assertThrows(RejectedExecutionException.class, () -> pool.submitWithin(LATE, NOTHING));
                assertCounts(pool, busy, 2, 1, 1, 0, 0);
            }
        }
    }

    @EveryPool
    void theCallerRunsATaskWhileAnExpiredOneHasThePlace(PoolKind kind) throws Exception {
        try (WorkerPool pool = build(kind, FullQueuePolicy.callerRuns())) {
            Busy busy = Workers.occupy(pool, 1).get(0);
            fillWithExpired(pool);
            Future<Thread> future = pool.submitWithin(LATE, Thread::currentThread);
            assertTrue(future.isDone());
            assertSame(Thread.currentThread(), future.get());
            assertCounts(pool, busy, 2, 1, 0, 0, 1);
        }
    }

    @EveryPool
    void aTaskIsDiscardedWhileAnExpiredOneHasThePlace(PoolKind kind) throws Exception {
        try (WorkerPool pool = build(kind, FullQueuePolicy.discard())) {
            Busy busy = Workers.occupy(pool, 1).get(0);
            fillWithExpired(pool);
            assertTrue(pool.submitWithin(LATE, NOTHING).isCancelled());
            assertCounts(pool, busy, 2, 1, 0, 1, 0);
        }
    }

    @EveryPool
    void anExpiredTaskMakesRoomAndIsNotDiscarded(PoolKind kind) throws Exception {
        try (WorkerPool pool = build(kind, FullQueuePolicy.discardOldest())) {
            Busy busy = Workers.occupy(pool, 1).get(0);
            Future<?> late = pool.submitWithin(SOON, lateRuns::incrementAndGet);
            assertExpires(late);
            awaitExpired(pool, 1);
            Future<String> next = pool.submitWithin(LATE, () -> "result");
            assertEquals(1, pool.queuedTasks());
            assertEquals(1, pool.completedTasks(), "the late task counts once it is removed");
            assertExpires(late);
            assertCounts(pool, busy, 3, 1, 0, 0, 0);
            assertEquals("result", next.get());
        }
    }

    @EveryPool
    void aBlockedSubmitterProceedsWhenAnExpiredTaskIsRemoved(PoolKind kind) throws Exception {
        try (WorkerPool pool = build(kind, FullQueuePolicy.block(LATE))) {
            Busy busy = Workers.occupy(pool, 1).get(0);
            fillWithExpired(pool);
            Together.Running<Future<String>> submitter =
                    Together.start(() -> pool.submitWithin(LATE, () -> "result")).awaitParkedTimed();
            assertEquals(1, pool.queuedTasks());
            busy.end();
            assertEquals("result", submitter.join().get());
            assertCounts(pool, busy, 3, 1, 0, 0, 0);
        }
    }

    @EveryPool
    void shutdownNowRemovesAnExpiredTaskAndDoesNotListIt(PoolKind kind) throws Exception {
        for (FullQueuePolicy policy : POLICIES) {
            WorkerPool pool = build(kind, policy);
            Busy busy = Workers.occupy(pool, 1).get(0);
            fillWithExpired(pool);
            assertEquals(List.of(), pool.shutdownNow(), policy::toString);
            assertEquals(0, pool.queuedTasks(), policy::toString);
            busy.end();
            Await.end(pool);
            MetricsSnapshot counts = pool.metrics().snapshot();
            assertEquals(2, counts.completed(), counts::toString);
            assertEquals(1, counts.expired(), counts::toString);
        }
    }

    // The place is taken, and a task with a deadline is submitted.

    @EveryPool
    void aTaskWithoutTimeExpiresWhateverThePolicy(PoolKind kind) throws Exception {
        for (FullQueuePolicy policy : POLICIES) {
            try (WorkerPool pool = build(kind, policy)) {
                Busy busy = Workers.occupy(pool, 1).get(0);
                pool.execute(NOTHING);
                assertExpires(pool.submitWithin(Duration.ZERO, lateRuns::incrementAndGet));
                assertEquals(1, pool.queuedTasks(), policy::toString);
                assertCounts(pool, busy, 2, 1, 0, 0, 0);
            }
        }
    }

    @EveryPool
    void aBlockedSubmissionEndsAtTheDeadlineAndIsNotRefused(PoolKind kind) throws Exception {
        try (WorkerPool pool = build(kind, FullQueuePolicy.block(LATE))) {
            Busy busy = Workers.occupy(pool, 1).get(0);
            pool.execute(NOTHING);
            assertExpires(pool.submitWithin(SOON, lateRuns::incrementAndGet));
            awaitExpired(pool, 1);
            assertEquals(1, pool.queuedTasks(), "it has a place");
            assertCounts(pool, busy, 2, 1, 0, 0, 0);
        }
    }

    /** Its interrupt ends the task, and stays with the thread. */
    @EveryPool
    void aTaskThatTheCallerRunsIsInterruptedAtItsDeadline(PoolKind kind) throws Exception {
        try (WorkerPool pool = build(kind, FullQueuePolicy.callerRuns())) {
            Busy busy = Workers.occupy(pool, 1).get(0);
            pool.execute(NOTHING);
            CountDownLatch started = new CountDownLatch(1);
            int tooLate = -1;
            // On a busy machine, the first ones expire before they start.
            for (Duration timeout = SOON; started.getCount() > 0; timeout = timeout.multipliedBy(2)) {
                tooLate++;
                assertFalse(Thread.interrupted());
                assertExpires(pool.submitWithin(timeout, () -> {
                    started.countDown();
                    while (!Thread.currentThread().isInterrupted()) {
                        Thread.onSpinWait();
                    }
                    return null;
                }, true));
            }
            assertTrue(Thread.interrupted(), "the interrupt was cleared");
            int expired = tooLate;
            Await.until(() -> pool.metrics().snapshot().overran() == 1, "the task is not counted as late");
            awaitExpired(pool, expired);
            MetricsSnapshot counts = pool.metrics().snapshot();
            assertEquals(expired, counts.expired(), counts::toString);
            assertEquals(1, counts.ranByCaller(), counts::toString);
            busy.end();
        }
    }

    // The counts of many tasks.

    /** A task that some thread submits, and what becomes of it. */
    private static final class Submission implements Callable<Void> {

        private final Thread submitter = Thread.currentThread();
        private volatile Thread runner;
        private Future<Void> future;

        /** A refused one has no future. */
        static Submission of(WorkerPool pool, Duration timeout) {
            Submission submission = new Submission();
            try {
                submission.future = pool.submitWithin(timeout, submission);
            } catch (RejectedExecutionException refused) {
                assertNull(submission.runner, "a refused task has run");
            }
            return submission;
        }

        @Override
        public Void call() {
            runner = Thread.currentThread();
            return null;
        }

        boolean isRefused() {
            return future == null;
        }

        boolean isRunByCaller() {
            return runner == submitter;
        }

        boolean isDiscarded() {
            return !isRefused() && future.isCancelled() && runner == null;
        }

        boolean isLate() {
            if (isRefused() || future.isCancelled()) {
                return false;
            }
            try {
                future.get();
                return false;
            } catch (InterruptedException | ExecutionException e) {
                assertInstanceOf(TimeoutException.class, e.getCause());
                return true;
            }
        }

        boolean isExpired() {
            return isLate() && runner == null;
        }

        boolean isOverrun() {
            return isLate() && runner != null;
        }
    }

    private static long count(List<Submission> submissions, Predicate<Submission> kind) {
        return submissions.stream().filter(kind).count();
    }

    /** From zero to a time that is long enough. */
    private static Duration timeout(SplittableRandom random) {
        return random.nextInt(4) == 0 ? LATE : Duration.ofNanos(random.nextInt(1 << random.nextInt(18)));
    }

    /** Each task has one fate, and the pool counts it so, whenever its deadline passes. */
    @EveryPool
    void everyTaskCountsOnce(PoolKind kind) throws Exception {
        for (FullQueuePolicy policy : POLICIES) {
            try (WorkerPool pool = kind.build(2, settings -> settings.queueCapacity(2).whenFull(policy))) {
                SplittableRandom random = Seeded.random(kind + ", " + policy);
                List<SplittableRandom> randoms = List.of(random.split(), random.split(), random.split());
                List<Submission> submissions = new ArrayList<>();
                Together.run(randoms.size(), index -> IntStream.range(0, 1_000)
                        .mapToObj(i -> Submission.of(pool, timeout(randoms.get(index)))).toList())
                        .forEach(submissions::addAll);
                pool.awaitIdle();
                checkCounts(pool, submissions, policy + ", " + Seeded.description());
            }
        }
    }

    private static void checkCounts(WorkerPool pool, List<Submission> submissions, String description) {
        long refused = count(submissions, Submission::isRefused);
        long discarded = count(submissions, Submission::isDiscarded);
        long ranByCaller = count(submissions, Submission::isRunByCaller);
        long expired = count(submissions, Submission::isExpired);
        long overran = count(submissions, Submission::isOverrun);
        awaitExpired(pool, expired);
        Await.until(() -> pool.metrics().snapshot().overran() >= overran, "a late task is not counted");
        MetricsSnapshot counts = pool.metrics().snapshot();
        String text = description + ": " + counts;
        assertEquals(refused, counts.refused(), text);
        assertEquals(discarded, counts.discarded(), text);
        assertEquals(ranByCaller, counts.ranByCaller(), text);
        assertEquals(overran, counts.overran(), text);
        // A deadline may pass while a submission is being refused.
        assertTrue(counts.expired() >= expired && counts.expired() <= expired + refused, text);
        assertEquals(counts.submitted(), counts.completed(), text);
        // The policy that discards the oldest task discards one that was queued.
        boolean discardsOldest = description.startsWith(FullQueuePolicy.discardOldest() + ",");
        long others = submissions.size() - refused - ranByCaller - (discardsOldest ? 0 : discarded);
        assertTrue(counts.submitted() <= others && counts.submitted() >= others - expired, text);
    }
}
