package dev.filch.internal.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Spin;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The thread that watches deadlines. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TimekeeperTest {

    private static final long SOON = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long LATE = TimeUnit.HOURS.toNanos(1);

    private final WorkerGroup group = new WorkerGroup(TestSettings.of(1).build(), new SharedSource());
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void end() throws InterruptedException {
        release.countDown();
        group.shutdown();
        group.awaitTermination(System.nanoTime() + LATE);
    }

    private Thread newThread(Runnable timekeeper) {
        Thread thread = new Thread(timekeeper, "timekeeper");
        thread.setDaemon(true);
        threads.add(thread);
        return thread;
    }

    private void occupy() {
        group.execute(() -> {
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }, Lane.NORMAL);
    }

    private TaskFuture<String> submit(Timekeeper timekeeper, long nanos) {
        TaskFuture<String> future = new TaskFuture<>(group, () -> "result");
        timekeeper.submit(future, group, Lane.NORMAL, nanos, false);
        return future;
    }

    private static void assertExpires(TaskFuture<?> future) {
        Throwable failure = assertThrows(ExecutionException.class, future::get).getCause();
        assertSame(TimeoutException.class, failure.getClass());
    }

    @Test
    void startsOneThreadWhichEndsIfNothingIsPending() throws Exception {
        Timekeeper timekeeper = new Timekeeper(this::newThread, SOON);
        assertTrue(threads.isEmpty());
        occupy();
        assertExpires(submit(timekeeper, SOON));
        threads.get(0).join();
        assertExpires(submit(timekeeper, SOON));
        threads.get(1).join();
        assertEquals(2, threads.size());
    }

    @Test
    void doesNotEndWhileADeadlineIsPending() throws Exception {
        Timekeeper timekeeper = new Timekeeper(this::newThread, 0);
        occupy();
        TaskFuture<String> patient = submit(timekeeper, LATE);
        for (int i = 0; i < 10; i++) {
            assertExpires(submit(timekeeper, SOON));
        }
        assertEquals(1, threads.size(), "another thread was started");
        assertFalse(patient.isDone());
    }

    @Test
    void anEarlierDeadlineWakesTheThread() throws Exception {
        Timekeeper timekeeper = new Timekeeper(this::newThread, LATE);
        occupy();
        submit(timekeeper, LATE);
        while (threads.get(0).getState() != Thread.State.TIMED_WAITING) {
            Spin.pause();
        }
        assertExpires(submit(timekeeper, SOON));
    }

    @Test
    void anInterruptDoesNotStopTheThread() throws Exception {
        Timekeeper timekeeper = new Timekeeper(this::newThread, LATE);
        occupy();
        submit(timekeeper, LATE);
        threads.get(0).interrupt();
        assertExpires(submit(timekeeper, SOON));
        while (threads.get(0).getState() != Thread.State.TIMED_WAITING) {
            Spin.pause();
        }
        assertFalse(threads.get(0).isInterrupted(), "the thread would not sleep any more");
    }

    @Test
    void submitsNothingIfNoThreadCanBeStarted() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        OutOfMemoryError madeUp = new OutOfMemoryError("made up");
        Timekeeper timekeeper = new Timekeeper(runnable -> {
            if (calls.getAndIncrement() == 0) {
                throw madeUp;
            }
            return newThread(runnable);
        }, LATE);
        TaskFuture<String> refused = new TaskFuture<>(group, () -> "result");
        assertSame(madeUp, assertThrows(OutOfMemoryError.class,
                () -> timekeeper.submit(refused, group, Lane.NORMAL, SOON, false)));
        occupy();
        assertExpires(submit(timekeeper, SOON));
        while (group.measurements().events(PoolEvent.EXPIRY) == 0) {
            Spin.pause(); // it is counted a moment after its future has failed
        }
        assertEquals(1, group.measurements().events(PoolEvent.EXPIRY), "a task that was not submitted has a deadline");
        assertEquals(1, group.submitted(Lane.NORMAL) - 1, "the task was submitted");
    }

    @Test
    void severalThreadsThatComeFirstStartOneThread() throws Exception {
        for (int round = 0; round < 50; round++) {
            threads.clear();
            Timekeeper timekeeper = new Timekeeper(this::newThread, LATE);
            CountDownLatch start = new CountDownLatch(1);
            AtomicInteger expired = new AtomicInteger();
            List<Thread> submitters = new CopyOnWriteArrayList<>();
            for (int i = 0; i < 4; i++) {
                Thread submitter = new Thread(() -> {
                    try {
                        start.await();
                        TaskFuture<String> future = new TaskFuture<>(group, () -> "result");
                        timekeeper.submit(future, group, Lane.NORMAL, LATE, false);
                        assertEquals("result", future.get());
                        expired.incrementAndGet();
                    } catch (InterruptedException | ExecutionException e) {
                        throw new AssertionError(e);
                    }
                });
                submitters.add(submitter);
                submitter.start();
            }
            start.countDown();
            for (Thread submitter : submitters) {
                submitter.join();
            }
            assertEquals(4, expired.get());
            assertEquals(1, threads.size(), "round " + round);
        }
    }

    @Test
    void keepsFewDeadlinesOfTasksThatAreDone() throws Exception {
        Timekeeper timekeeper = new Timekeeper(this::newThread, LATE);
        for (int i = 0; i < 50; i++) {
            TaskFuture<String> last = null;
            for (int k = 0; k < 1_000; k++) {
                last = submit(timekeeper, LATE);
            }
            assertEquals("result", last.get());
        }
        // The thread was woken often enough, but may have to wait for a processor.
        while (timekeeper.kept() > 10_000) {
            Spin.pause();
        }
    }
}
