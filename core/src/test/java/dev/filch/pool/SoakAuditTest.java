package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Busy;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The audit of a soak detects each kind of mistake that a pool could make. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SoakAuditTest {

    private static void assertDetected(String message, SoakBooks books) {
        AssertionError error = assertThrows(AssertionError.class, books::audit);
        assertTrue(error.getMessage().contains(message), error::toString);
    }

    private static boolean run(SoakTask task) {
        task.run();
        return true;
    }

    @Test
    void theAuditAcceptsAPoolThatRunsEachTaskOnce() throws Exception {
        SoakBooks books = SoakBooks.unbounded();
        books.service().execute(books.newTask(() -> 1));
        books.service().execute(books.newTask(SoakFault::exhaustMemory));
        books.service().submit((Callable<Integer>) books.newTask(() -> 2)).get();
        books.service().submit((Runnable) books.newTask(() -> SoakFault.exhaustStack(0)));
        books.service().invokeAny(List.of(books.newTask(() -> 3).asMember(), books.newTask(() -> 4).asMember()));
        books.audit();
        books.run().throwFailure();
    }

    @Test
    void detectsALostTask() throws Exception {
        SoakBooks books = SoakBooks.unbounded();
        books.book(task -> true);
        assertDetected("lost", books);
    }

    /** The ledger knows of no thread that has cancelled the future. */
    @Test
    void detectsALostFuture() throws Exception {
        SoakBooks books = SoakBooks.unbounded();
        SoakTask task = books.newTask(() -> 1);
        task.setFuture(new CompletableFuture<>(), true);
        books.book(task, () -> task.future().cancel(true));
        assertDetected("lost", books);
    }

    @Test
    void detectsATaskThatRunsTwice() throws Exception {
        SoakBooks books = SoakBooks.unbounded();
        books.book(task -> {
            books.pool().execute(task);
            books.pool().execute(task);
            return true;
        });
        assertDetected("start once", books);
        assertTrue(books.run().hasFailed(), "expected a failure when the task started again");
    }

    @Test
    void detectsARefusedTaskThatRuns() throws Exception {
        SoakBooks books = SoakBooks.unbounded();
        books.book(task -> {
            books.pool().execute(task);
            return false;
        });
        assertDetected("expected a refused task not to start", books);
    }

    @Test
    void detectsATaskThatIsListedAndRuns() throws Exception {
        SoakBooks books = SoakBooks.unbounded();
        SoakTask task = books.book(SoakAuditTest::run);
        books.ledger().list(List.of(task));
        assertDetected("start once or be listed once", books);
    }

    @Test
    void detectsATaskThatIsListedTwice() throws Exception {
        SoakBooks books = SoakBooks.unbounded();
        SoakTask task = books.book(given -> true);
        books.ledger().list(List.of(task, task));
        assertDetected("listed 2 times", books);
    }

    @Test
    void detectsAListedTaskThatWasNeverSubmitted() throws Exception {
        SoakBooks books = SoakBooks.unbounded();
        books.ledger().list(List.of(() -> { }));
        assertDetected("expected only submitted tasks in the list", books);
    }

    private static void assertFutureDetected(String message, Future<Integer> future) throws Exception {
        SoakBooks books = SoakBooks.unbounded();
        SoakTask task = books.newTask(() -> 1);
        task.setFuture(future, true);
        books.book(task, () -> run(task));
        assertDetected(message, books);
    }

    @Test
    void detectsAFutureWhoseStateDiffersFromItsTasks() throws Exception {
        assertFutureDetected("expected the future to be done", new CompletableFuture<>());
        assertFutureDetected("expected: <1> but was: <2>", CompletableFuture.completedFuture(2));
        assertFutureDetected("the future has failed by", CompletableFuture.failedFuture(new Exception("another")));
        CompletableFuture<Integer> cancelled = new CompletableFuture<>();
        cancelled.cancel(true);
        assertFutureDetected("it is cancelled for no reason", cancelled);
    }

    @Test
    void detectsAnExceptionThatTheHandlerMisses() throws Exception {
        SoakBooks books = SoakBooks.unbounded();
        books.book(task -> {
            SoakTask other = books.newTask(SoakFault::exhaustMemory);
            assertThrows(OutOfMemoryError.class, other::run);
            return run(task);
        });
        assertDetected("expected the handler to receive all exceptions", books);
    }

    @Test
    void detectsAnExceptionThatNoTaskHasThrown() throws Exception {
        SoakBooks books = SoakBooks.unbounded();
        books.handler().uncaughtException(Thread.currentThread(), new IllegalStateException("from the pool"));
        assertTrue(books.run().hasFailed(), "expected a failure");
        books.pool().close();
    }

    static MetricsSnapshot withOneMore(String count, MetricsSnapshot right) {
        return new MetricsSnapshot(right.elapsed(),
                right.submitted() + (count.equals("submitted") ? 1 : 0),
                right.completed() + (count.equals("completed") ? 1 : 0),
                right.failed() + (count.equals("failed") ? 1 : 0),
                right.refused() + (count.equals("refused") ? 1 : 0),
                right.discarded() + (count.equals("discarded") ? 1 : 0),
                right.ranByCaller() + (count.equals("ranByCaller") ? 1 : 0),
                right.expired() + (count.equals("expired") ? 1 : 0),
                right.overran() + (count.equals("overran") ? 1 : 0),
                right.wakeUps(), right.starvations(), right.activeWorkers(), right.threads(), right.largestThreads(),
                right.threadsStarted(),
                right.sparesStarted() + (count.equals("sparesStarted") ? 1 : 0),
                right.high(), right.normal(), right.low(), right.workers());
    }

    @ParameterizedTest
    @ValueSource(strings = {"submitted", "completed", "failed", "refused", "discarded", "ranByCaller", "expired",
        "overran", "sparesStarted"})
    void detectsAWrongCount(String count) throws Exception {
        SoakBooks books = SoakBooks.unbounded();
        books.service().execute(books.newTask(() -> 1));
        MetricsSnapshot wrong = withOneMore(count, books.audit());
        assertThrows(AssertionError.class, () -> books.audit(wrong));
    }

    private static SoakTask submitWithin(Duration timeout, SoakBooks books, IntSupplier body) {
        SoakTask task = books.newTask(body);
        books.service().submitWithin(timeout, task, false);
        return task;
    }

    private static int waitUntilExpired(SoakTask task) {
        while (!task.future().isDone()) {
            Thread.onSpinWait();
        }
        return SoakFault.exhaustMemory();
    }

    @Test
    void countsDeadlines() throws Exception {
        SoakBooks books = SoakBooks.unbounded();
        submitWithin(Duration.ofHours(1), books, () -> 1);
        submitWithin(Duration.ZERO, books, () -> 1);
        SoakTask[] overrunning = new SoakTask[1];
        CountDownLatch isSet = new CountDownLatch(1);
        CountDownLatch hasStarted = new CountDownLatch(1);
        overrunning[0] = submitWithin(Duration.ofMillis(500), books, () -> {
            hasStarted.countDown();
            Await.latch(isSet);
            return waitUntilExpired(overrunning[0]);
        });
        submitWithin(Duration.ofNanos(1), books, () -> 1);
        isSet.countDown();
        Await.latch(hasStarted);
        MetricsSnapshot counts = books.audit();
        books.run().throwFailure();
        assertEquals(2, counts.expired());
        assertEquals(1, counts.overran());
        assertEquals(0, counts.failed());
        assertEquals(3, counts.submitted());
    }

    /** The submission of the third task waits for room until the task expires. */
    @Test
    void countsATaskThatExpiresBeforeThereIsRoom() throws Exception {
        SoakBooks books = new SoakBooks(SoakBooks.config(1, FullQueuePolicy.block(Duration.ofHours(1)), null));
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch hasStarted = new CountDownLatch(1);
        books.service().execute(books.newTask(() -> {
            hasStarted.countDown();
            Await.latch(end);
            return 1;
        }));
        Await.latch(hasStarted);
        books.service().execute(books.newTask(() -> 1));
        submitWithin(Duration.ofMillis(1), books, () -> 1);
        end.countDown();
        MetricsSnapshot counts = books.audit();
        assertEquals(1, counts.expired());
        assertEquals(2, counts.submitted());
    }

    /** A task whose future looks expired, although the pool has counted no deadline. */
    private static SoakTask bookExpired(SoakBooks books, Duration timeout, SoakBooks.Submission submission) {
        SoakTask task = books.newTask(() -> 1);
        task.setTimeout(timeout);
        books.book(task, () -> submission.submit(task));
        task.setFuture(CompletableFuture.failedFuture(new TimeoutException()), true);
        return task;
    }

    private static void assertUncountedDetected(String message, SoakBooks books) throws Exception {
        books.pool().close();
        MetricsSnapshot counts = books.pool().metrics().snapshot();
        AssertionError error = assertThrows(AssertionError.class, () -> books.audit(counts));
        assertTrue(error.getMessage().contains(message), error::toString);
    }

    @Test
    void detectsADeadlineThatIsNotCounted() throws Exception {
        SoakBooks unstarted = SoakBooks.unbounded();
        bookExpired(unstarted, Duration.ofNanos(1), task -> true);
        assertUncountedDetected("expired", unstarted);
        SoakBooks started = SoakBooks.unbounded();
        bookExpired(started, Duration.ofNanos(1), SoakAuditTest::run);
        assertUncountedDetected("overran", started);
    }

    @Test
    void detectsATaskThatHasExpiredAndWasDropped() throws Exception {
        SoakBooks books = new SoakBooks(SoakBooks.config(1, FullQueuePolicy.discard(), SoakListener.Manner.NOTHING));
        SoakTask task = bookExpired(books, Duration.ofNanos(1), given -> true);
        Runnable dropped = () -> { };
        task.setWrapper(dropped);
        books.listener().taskRefused(dropped);
        assertUncountedDetected("expired and dropped", books);
    }

    @Test
    void detectsAFutureThatExpiresTooEarly() throws Exception {
        SoakBooks books = SoakBooks.unbounded();
        bookExpired(books, Duration.ofHours(1), task -> true);
        assertUncountedDetected("the future has failed by", books);
    }

    @Test
    void detectsATaskThatIsLostBeforeItsDeadline() throws Exception {
        SoakBooks books = SoakBooks.unbounded();
        SoakTask task = bookExpired(books, Duration.ofHours(1), given -> true);
        task.setFuture(new CompletableFuture<>(), true);
        assertDetected("lost", books);
    }

    @Test
    void doesNotCountATaskThatTheDecoratorRefuses() throws Exception {
        SoakBooks books = SoakBooks.decorated(SoakDecorator.Manner.THROWS);
        for (int i = 1; i <= 15; i++) {
            books.service().execute(books.newTask(() -> 1));
        }
        SoakTask task = books.newTask(() -> 1);
        assertThrows(SoakDecorator.Refusal.class, () -> books.service().submitWithin(Duration.ofDays(1), task, false));
        MetricsSnapshot counts = books.audit();
        assertEquals(15, counts.submitted());
        assertEquals(0, counts.refused());
        assertEquals(15, books.decorator().runs());
        run(task);
        AssertionError error = assertThrows(AssertionError.class, () -> books.audit(counts));
        assertTrue(error.getMessage().contains("expected a refused task not to start"), error::toString);
    }

    @Test
    void detectsATaskThatRunsWithoutItsDecoration() throws Exception {
        SoakBooks books = SoakBooks.decorated(SoakDecorator.Manner.NOTHING);
        books.service().execute(books.newTask(() -> 1));
        MetricsSnapshot counts = books.audit();
        books.decorator().apply(() -> { });
        books.book(SoakAuditTest::run);
        MetricsSnapshot withCaller = withOneMore("ranByCaller", counts);
        AssertionError error = assertThrows(AssertionError.class, () -> books.audit(withCaller));
        assertTrue(error.getMessage().contains("tasks have run, decorated 1"), error::toString);
    }

    @Test
    void detectsATaskThatIsNotDecorated() throws Exception {
        SoakBooks books = SoakBooks.decorated(SoakDecorator.Manner.NOTHING);
        books.service().execute(books.newTask(() -> 1));
        MetricsSnapshot counts = books.audit();
        books.book(task -> false);
        MetricsSnapshot withRefused = withOneMore("refused", counts);
        AssertionError error = assertThrows(AssertionError.class, () -> books.audit(withRefused));
        assertTrue(error.getMessage().contains("only 1 tasks were decorated"), error::toString);
    }

    @Test
    void detectsADiscardedTaskThatTheListenerMisses() throws Exception {
        SoakBooks books = new SoakBooks(
                SoakBooks.config(1, FullQueuePolicy.discard(), SoakListener.Manner.NOTHING));
        books.book(task -> true);
        assertDetected("lost", books);
    }

    @Test
    void countsDiscardedTasks() throws Exception {
        for (SoakListener.Manner listener : new SoakListener.Manner[] {null, SoakListener.Manner.NOTHING}) {
            SoakBooks books = new SoakBooks(SoakBooks.config(1, FullQueuePolicy.discard(), listener));
            CountDownLatch end = new CountDownLatch(1);
            for (int i = 0; i < 10; i++) {
                books.service().execute(books.newTask(() -> {
                    Await.latch(end);
                    return 1;
                }));
            }
            end.countDown();
            assertTrue(books.audit().discarded() >= 8, "expected at least 8 discarded tasks");
            books.book(task -> true);
            assertThrows(AssertionError.class, books::audit);
        }
    }

    @Test
    void detectsMoreQueuedTasksThanTheCapacity() throws Exception {
        SoakBooks books = new SoakBooks(SoakBooks.config(1, FullQueuePolicy.abort(), null));
        Busy busy = Workers.occupy(books.pool(), 1).get(0);
        SoakObserver observer = books.observer();
        books.book(task -> true);
        books.book(task -> true);
        observer.look(new SplittableRandom(0));
        assertFalse(books.run().hasFailed(), "expected no failure, as one task may have left its queue");
        books.book(task -> true);
        observer.look(new SplittableRandom(0));
        assertTrue(books.run().hasFailed(), "expected a failure");
        busy.end();
        books.pool().close();
    }

    @Test
    void detectsAThreadThatOutlivesThePool() throws Exception {
        SoakThreads threads = new SoakThreads(SoakThreads.Manner.PLATFORM, "survivor", 0);
        CountDownLatch end = new CountDownLatch(1);
        Thread thread = threads.newThread(() -> Await.latch(end));
        thread.start();
        assertThrows(AssertionError.class, () -> SoakAudit.checkEnded(threads));
        end.countDown();
        thread.join();
        SoakAudit.checkEnded(threads);
    }
}
