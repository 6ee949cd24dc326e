package dev.filch.internal.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Spin;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The thread that watches deadlines. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TimekeeperTest {

    private static final long SOON = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long AT_ONCE = 1;
    private static final long LATE = TimeUnit.HOURS.toNanos(1);
    private static final OutOfMemoryError NO_THREAD = new OutOfMemoryError("unable to create native thread: simulated");

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
    void oneThreadIsStartedAndEndsIfNothingIsPending() throws Exception {
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
    void threadDoesNotEndWhileADeadlineIsPending() throws Exception {
        Timekeeper timekeeper = new Timekeeper(this::newThread, 0);
        occupy();
        TaskFuture<String> patient = submit(timekeeper, LATE);
        for (int i = 0; i < 10; i++) {
            assertExpires(submit(timekeeper, SOON));
        }
        assertEquals(1, threads.size(), "expected no other thread to be started");
        assertFalse(patient.isDone());
    }

    @Test
    void earlierDeadlineWakesTheThread() throws Exception {
        Timekeeper timekeeper = new Timekeeper(this::newThread, LATE);
        occupy();
        submit(timekeeper, LATE);
        while (threads.get(0).getState() != Thread.State.TIMED_WAITING) {
            Spin.pause();
        }
        assertExpires(submit(timekeeper, SOON));
    }

    @Test
    void interruptDoesNotStopTheThread() throws Exception {
        Timekeeper timekeeper = new Timekeeper(this::newThread, LATE);
        occupy();
        submit(timekeeper, LATE);
        threads.get(0).interrupt();
        assertExpires(submit(timekeeper, SOON));
        while (threads.get(0).getState() != Thread.State.TIMED_WAITING) {
            Spin.pause();
        }
        assertFalse(threads.get(0).isInterrupted(), "an interrupted thread could not sleep");
    }

    /** The factory throws, or the thread that it makes does not start. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void nothingIsSubmittedIfNoThreadCanBeStarted(boolean isMade) throws Exception {
        AtomicInteger calls = new AtomicInteger();
        Timekeeper timekeeper = new Timekeeper(runnable -> {
            if (calls.getAndIncrement() > 0) {
                return newThread(runnable);
            }
            if (isMade) {
                return new Thread(runnable) {
                    @Override
                    public void start() {
                        throw NO_THREAD;
                    }
                };
            }
            throw NO_THREAD;
        }, LATE);
        TaskFuture<String> refused = new TaskFuture<>(group, () -> "result");
        assertSame(NO_THREAD, assertThrows(OutOfMemoryError.class,
                () -> timekeeper.submit(refused, group, Lane.NORMAL, SOON, false)));
        occupy();
        assertExpires(submit(timekeeper, SOON));
        while (group.measurements().events(PoolEvent.EXPIRY) == 0) {
            Spin.pause(); // the count follows the failure of the future
        }
        assertEquals(1, group.measurements().events(PoolEvent.EXPIRY), "the refused task must have no deadline");
        assertEquals(1, group.submitted(Lane.NORMAL) - 1, "the refused task must not be submitted");
    }

    /**
     * If the overflow left the start unfinished, later submitters would wait for it for ever. Compiled code overflows
     * at other places than interpreted code, so the test makes many starts first.
     */
    @Test
    void stackOverflowDuringAStartDelaysNoDeadline() throws Exception {
        occupy();
        for (int start = 0; start < 3_000; start++) {
            assertExpires(submit(new Timekeeper(this::newThread, 0), AT_ONCE));
        }
        for (int round = 0; round < 20; round++) {
            Timekeeper timekeeper = new Timekeeper(this::newThread, SOON);
            AtomicReference<TaskFuture<String>> last = new AtomicReference<>();
            NearStackEnd.attempt(round, () -> last.set(submit(timekeeper, AT_ONCE)));
            assertExpires(last.get());
            assertExpires(submit(timekeeper, AT_ONCE));
        }
    }

    /**
     * A submitter leaves its deadline to a thread that is about to end. Another submitter then begins to start the next
     * thread, and fails. The test acts as this submitter once it sees that the ending thread has set the state.
     */
    @Test
    void failedStartWhileTheThreadEndsDelaysNoDeadline() throws Exception {
        occupy();
        int failedStarts = 0;
        for (int round = 0; round < 2_000 && failedStarts < 5; round++) {
            AtomicReference<TaskFuture<String>> delegated = new AtomicReference<>();
            AtomicReference<Runnable> beforeEnd = new AtomicReference<>();
            Timekeeper timekeeper = new Timekeeper(this::newThread, 0, new PriorityQueue<>() {
                @Override
                public boolean isEmpty() {
                    boolean isEmpty = super.isEmpty();
                    Runnable once = isEmpty ? beforeEnd.getAndSet(null) : null;
                    if (once != null) {
                        once.run();
                    }
                    return isEmpty;
                }
            });
            beforeEnd.set(() -> delegated.set(submit(timekeeper, AT_ONCE)));
            assertExpires(submit(timekeeper, AT_ONCE));
            boolean begins = false;
            while (!begins && (delegated.get() == null || !delegated.get().isDone())) {
                begins = timekeeper.casState(TimekeeperFields.State.NONE, TimekeeperFields.State.STARTING);
            }
            if (begins) {
                boolean isPending = !delegated.get().isDone();
                Thread ending = threads.get(threads.size() - 1);
                for (int i = 0; i < 1_000 && ending.isAlive(); i++) {
                    Spin.pause();
                }
                timekeeper.setThreadVolatile(new Thread());
                timekeeper.setStateVolatile(TimekeeperFields.State.NONE);
                if (isPending) {
                    failedStarts++;
                    assertExpires(delegated.get());
                    submit(timekeeper, LATE);
                    assertSame(threads.get(threads.size() - 1), timekeeper.threadVolatile(), "not the newest thread");
                }
            }
            assertExpires(delegated.get());
        }
    }

    /** A heap without memory for further deadlines, or for a sweep. */
    private static final class FullHeap extends PriorityQueue<Deadline> {

        private static final long serialVersionUID = 1;

        private final AtomicInteger failures = new AtomicInteger();
        private volatile boolean addFails;
        private volatile boolean sweepFails;

        private void fail() {
            failures.incrementAndGet();
            throw new OutOfMemoryError("simulated");
        }

        @Override
        public boolean add(Deadline deadline) {
            if (addFails) {
                fail();
            }
            return super.add(deadline);
        }

        @Override
        public boolean removeIf(Predicate<? super Deadline> filter) {
            if (sweepFails) {
                fail();
            }
            return super.removeIf(filter);
        }

        /** Waits until this heap has failed this many times, and the timekeeper's thread sleeps. */
        void awaitFailures(int count, Thread thread) {
            while (failures.get() < count || thread.getState() != Thread.State.TIMED_WAITING) {
                Spin.pause();
            }
        }
    }

    private final FullHeap heap = new FullHeap();

    @Test
    void deadlineForWhichThereIsNoMemoryPasses() throws Exception {
        Timekeeper timekeeper = new Timekeeper(this::newThread, LATE, heap);
        heap.addFails = true;
        occupy();
        assertExpires(submit(timekeeper, SOON));
        assertExpires(submit(timekeeper, SOON));
    }

    /** No submission follows. If the thread forgot the deadline, it would end. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void deadlinesAreKeptUntilThereIsMemoryForThem(int deadlines) throws Exception {
        Timekeeper timekeeper = new Timekeeper(this::newThread, 0, heap);
        heap.addFails = true;
        occupy();
        TaskFuture<String> first = submit(timekeeper, LATE);
        TaskFuture<String> last = first;
        for (int i = 1; i < deadlines; i++) {
            last = submit(timekeeper, SOON);
        }
        heap.awaitFailures(3, threads.get(0));
        assertEquals(deadlines, timekeeper.kept());
        heap.addFails = false;
        if (deadlines > 1) {
            assertExpires(last);
        }
        while (heap.size() != 1) {
            Spin.pause();
        }
        assertFalse(first.isDone());
        assertEquals(1, threads.size());
    }

    @Test
    void taskThatEndsWithoutMemoryForItsDeadlineDelaysNoOther() throws Exception {
        Timekeeper timekeeper = new Timekeeper(this::newThread, LATE, heap);
        heap.addFails = true;
        occupy();
        TaskFuture<String> cancelled = submit(timekeeper, LATE);
        heap.awaitFailures(1, threads.get(0));
        cancelled.cancel(false);
        assertExpires(submit(timekeeper, SOON));
    }

    @Test
    void sweepWithoutMemoryDelaysNoDeadline() throws Exception {
        Timekeeper timekeeper = new Timekeeper(this::newThread, LATE, heap);
        heap.sweepFails = true;
        occupy();
        for (int i = 0; i < 5_000; i++) {
            submit(timekeeper, LATE);
        }
        assertExpires(submit(timekeeper, SOON));
        heap.awaitFailures(1, threads.get(0));
    }

    @Test
    void concurrentFirstSubmissionsStartOneThread() throws Exception {
        for (int round = 0; round < 50; round++) {
            threads.clear();
            Timekeeper timekeeper = new Timekeeper(this::newThread, LATE);
            CountDownLatch start = new CountDownLatch(1);
            AtomicInteger succeeded = new AtomicInteger();
            List<Thread> submitters = new CopyOnWriteArrayList<>();
            for (int i = 0; i < 4; i++) {
                Thread submitter = new Thread(() -> {
                    try {
                        start.await();
                        TaskFuture<String> future = new TaskFuture<>(group, () -> "result");
                        timekeeper.submit(future, group, Lane.NORMAL, LATE, false);
                        assertEquals("result", future.get());
                        succeeded.incrementAndGet();
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
            assertEquals(4, succeeded.get());
            assertEquals(1, threads.size(), "round " + round);
        }
    }

    @Test
    void fewDeadlinesOfTasksThatAreDoneAreKept() throws Exception {
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
