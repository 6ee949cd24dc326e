package dev.filch.internal.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Busy;
import dev.filch.internal.Compensator;
import dev.filch.internal.Together;
import dev.filch.internal.WaiterList;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** If events cannot be recorded, each task still runs once, and no thread, worker or credit is lost. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FlightFailureTest {

    private static final long SOON = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long LATE = TimeUnit.HOURS.toNanos(1);
    private static final Runnable NOTHING = () -> { };

    /** What an event throws. */
    private enum Failure {
        EXCEPTION(false, () -> {
            throw new IllegalStateException("simulated");
        }),
        NO_CLASS(false, () -> {
            throw new NoClassDefFoundError("simulated");
        }),
        NO_MEMORY(false, Failure::outOfMemory),
        NO_STACK(false, Failure::overflow),
        /** Events with a duration begin, and fail at their end. */
        NO_MEMORY_AT_THE_END(true, Failure::outOfMemory);

        private final boolean begins;
        private final Runnable failing;

        Failure(boolean begins, Runnable failing) {
            this.begins = begins;
            this.failing = failing;
        }

        private static void outOfMemory() {
            throw new OutOfMemoryError("simulated");
        }

        private static void overflow() {
            overflow();
        }

        Object begin() {
            if (!begins) {
                fail();
            }
            return this;
        }

        void fail() {
            failing.run();
        }
    }

    /** Events that always fail. */
    private static final class FailingEvents implements FlightEvents {

        private final Failure failure;
        private final AtomicInteger waits = new AtomicInteger();
        private final AtomicInteger runs = new AtomicInteger();
        private final AtomicInteger otherEvents = new AtomicInteger();

        FailingEvents(Failure failure) {
            this.failure = failure;
        }

        @Override
        public Object beginWait() {
            waits.incrementAndGet();
            return failure.begin();
        }

        @Override
        public void endWait(Object event, WorkerGroup group, TimedTask task) {
            failure.fail();
        }

        @Override
        public Object beginRun(WorkerGroup group, Runnable task, Lane lane) {
            runs.incrementAndGet();
            return failure.begin();
        }

        @Override
        public void endRun(Object event) {
            failure.fail();
        }

        @Override
        public void spareStarted(WorkerGroup group) {
            failOther();
        }

        @Override
        public void taskRefused(WorkerGroup group, Class<?> taskClass) {
            failOther();
        }

        @Override
        public void starved(WorkerGroup group) {
            failOther();
        }

        @Override
        public void deadlinePassed(WorkerGroup group, boolean started) {
            failOther();
        }

        private void failOther() {
            otherEvents.incrementAndGet();
            failure.fail();
        }
    }

    private final Queue<Throwable> reported = new ConcurrentLinkedQueue<>();
    private final AtomicInteger ran = new AtomicInteger();
    private FailingEvents events;
    private WorkerGroup group;

    private void build(Failure failure, int workers, TestSettings settings) {
        group = new WorkerGroup(settings.handler((thread, thrown) -> reported.add(thrown)).build(),
                new StealingSource(workers, true));
        events = new FailingEvents(failure);
        group.flight().begin(events);
    }

    @AfterEach
    void end() throws InterruptedException {
        group.shutdown();
        assertTrue(group.awaitTermination(WaiterList.NO_DEADLINE));
        assertEquals(0, reported.size(), reported::toString);
    }

    private void awaitIdle(int workers) throws InterruptedException {
        group.awaitIdle(WaiterList.NO_DEADLINE);
        assertEquals(workers + " idle, 0 searching", group.state().toString());
    }

    private Busy occupy() throws InterruptedException {
        Busy busy = new Busy();
        group.execute(busy, Lane.NORMAL);
        return busy.awaitStart();
    }

    private TaskFuture<Integer> future() {
        return new TaskFuture<>(group, ran::incrementAndGet);
    }

    /** A task that submits two others, and waits for one of them. */
    private void fork() {
        try {
            TaskFuture<Integer> child = future();
            group.execute(child, Lane.NORMAL);
            group.execute(ran::incrementAndGet, Lane.HIGH);
            child.get();
            ran.incrementAndGet();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void eachTaskRunsOnce(Failure failure) throws Exception {
        build(failure, 2, TestSettings.of(2).timed());
        int tasks = 200;
        for (int i = 0; i < tasks; i++) {
            group.execute(this::fork, Lane.NORMAL);
        }
        awaitIdle(2);
        assertEquals(3 * tasks, ran.get());
        assertEquals(3 * tasks, group.measurements().executed());
        assertEquals(3 * tasks, events.waits.get());
        // A worker begins an event before it finds that a waiting task has claimed the task.
        assertTrue(events.runs.get() >= 3 * tasks, "expected an event for the run of each task");
    }

    @ParameterizedTest
    @EnumSource
    void taskFailureIsReported(Failure failure) throws Exception {
        build(failure, 1, TestSettings.of(1).timed());
        IllegalArgumentException thrown = new IllegalArgumentException("simulated by the task");
        group.execute(() -> {
            throw thrown;
        }, Lane.NORMAL);
        awaitIdle(1);
        assertEquals(thrown, reported.remove());
        assertEquals(1, group.measurements().events(WorkerEvent.FAILURE));
        assertEquals(1, group.measurements().executed());
    }

    @ParameterizedTest
    @EnumSource
    void spareThreadIsCounted(Failure failure) throws Exception {
        build(failure, 1, TestSettings.of(1));
        CountDownLatch sectionBegun = new CountDownLatch(1);
        CountDownLatch spareRuns = new CountDownLatch(1);
        CountDownLatch checked = new CountDownLatch(1);
        group.execute(() -> {
            group.execute(() -> {
                spareRuns.countDown();
                Together.await(checked);
            }, Lane.NORMAL);
            Compensator section = Compensator.beginBlocking();
            sectionBegun.countDown();
            Together.await(checked);
            Compensator.endBlocking(section);
        }, Lane.NORMAL);
        try {
            // The spare thread runs before its start is recorded.
            Together.await(sectionBegun);
            Together.await(spareRuns);
            assertEquals(2, group.threads());
            assertEquals(1, events.otherEvents.get());
        } finally {
            checked.countDown();
        }
        awaitIdle(1);
    }

    @ParameterizedTest
    @EnumSource
    void refusedTaskTakesNoCredit(Failure failure) throws Exception {
        build(failure, 1, TestSettings.of(1).bound(1, QueueBound.Policy.ABORT, 0));
        Busy busy = occupy();
        group.execute(NOTHING, Lane.NORMAL);
        for (int i = 0; i < 3; i++) {
            assertThrows(RejectedExecutionException.class, () -> group.execute(NOTHING, Lane.NORMAL));
            assertFalse(group.tryExecute(NOTHING, Lane.NORMAL));
        }
        assertEquals(6, events.otherEvents.get());
        assertEquals(1, group.queuedTasks());
        busy.end();
        awaitIdle(1);
        assertEquals(0, group.queuedTasks());
    }

    @ParameterizedTest
    @EnumSource
    void droppedTaskReturnsItsCredit(Failure failure) throws Exception {
        build(failure, 1, TestSettings.of(1).bound(2, QueueBound.Policy.DISCARD_OLDEST, 0));
        Busy busy = occupy();
        TaskFuture<Integer> dropped = future();
        group.execute(dropped, Lane.NORMAL);
        for (int i = 0; i < 4; i++) {
            group.execute(ran::incrementAndGet, Lane.NORMAL);
        }
        assertTrue(dropped.isCancelled());
        assertEquals(3, events.otherEvents.get());
        assertEquals(2, group.queuedTasks());
        busy.end();
        awaitIdle(1);
        assertEquals(2, ran.get());
        assertEquals(6, group.measurements().executed());
    }

    @ParameterizedTest
    @EnumSource
    void starvationGuardHelps(Failure failure) throws Exception {
        build(failure, 1, TestSettings.of(1).guardNanos(SOON));
        Busy busy = occupy();
        CountDownLatch helped = new CountDownLatch(3);
        for (int i = 0; i < 3; i++) {
            group.execute(helped::countDown, Lane.NORMAL);
        }
        Together.await(helped);
        assertTrue(events.otherEvents.get() > 0);
        busy.end();
        awaitIdle(1);
    }

    /** Submitters wait for room. Their waits must end at the deadlines of their tasks. */
    @ParameterizedTest
    @EnumSource
    void deadlinesEndQueuedAndWaitingTasks(Failure failure) throws Exception {
        build(failure, 1, TestSettings.of(1).bound(1, QueueBound.Policy.BLOCK, LATE));
        Timekeeper timekeeper = new Timekeeper(Together::platformThread, LATE);
        Busy busy = occupy();
        TaskFuture<Integer> queued = future();
        timekeeper.submit(queued, group, Lane.NORMAL, SOON, false);
        for (int i = 0; i < 3; i++) {
            TaskFuture<Integer> late = future();
            timekeeper.submit(late, group, Lane.NORMAL, SOON, false);
            assertTrue(late.hasExpired());
        }
        assertTrue(queued.hasExpired());
        busy.end();
        awaitIdle(1);
        assertEquals(0, ran.get());
        assertEquals(2, group.measurements().executed());
    }
}
