package dev.filch.internal.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Busy;
import dev.filch.internal.Compensator;
import dev.filch.internal.Spin;
import dev.filch.internal.Together;
import dev.filch.internal.WaiterList;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The group of workers, around queues that do what real ones do once in a million times. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WorkerGroupTest {

    /** One object, because a lambda expression is linked where it is first evaluated, which takes much stack. */
    private static final Runnable NOTHING = () -> { };

    /** Enough for a thread that has been woken to read what there is and to draw its conclusions, if it runs at all. */
    private static final int MANY_READS = 2_000_000;

    /**
     * While a worker moves a batch, its tasks are in no queue; and a task's own submission may overtake a shutdown. In
     * both cases the queues are empty for others to see, and then they are not: no worker may have gone, since the one
     * that is left may run a task that waits for another.
     */
    @Test
    void noThreadLeavesAsLongAsTasksMayTurnUp() throws Exception {
        WorkerGroupProbe probe = WorkerGroupProbe.started(2);
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch moved = new CountDownLatch(1);
        CountDownLatch met = new CountDownLatch(1);
        Thread[] first = new Thread[1];
        probe.submit(() -> {
            first[0] = Thread.currentThread();
            started.countDown();
            Together.await(moved);
            probe.source.queue.add(met::countDown);
            probe.group.waker().signalWork();
            Together.await(met);
        });
        started.await();
        probe.group.shutdown();
        List<Thread> threads = GroupView.threads(probe.group);
        Thread other = threads.get(threads.get(0) == first[0] ? 1 : 0);
        for (int reads = 0; reads < MANY_READS && other.isAlive(); reads++) {
            Spin.pause();
        }
        assertTrue(other.isAlive());
        moved.countDown();
        assertTrue(probe.group.awaitTermination(WaiterList.NO_DEADLINE));
        assertEquals(0, met.getCount());
        probe.join();
    }

    /** The place of a submission that is about to be refused looks like work, until it is given back. */
    @Test
    void whatOnlyLooksLikeWorkHoldsNothingUp() throws Exception {
        WorkerGroupProbe probe = WorkerGroupProbe.started(2);
        Runnable place = () -> { };
        probe.source.taking = () -> {
            Runnable taken = probe.source.queue.poll();
            return taken == place ? null : taken;
        };
        for (int i = 0; i < 1000; i++) {
            probe.submit(place);
            probe.group.awaitIdle(WaiterList.NO_DEADLINE);
            assertFalse(probe.source.hasWork());
        }
        probe.source.queue.add(place);
        probe.group.shutdown();
        probe.group.waker().signalWork();
        assertTrue(probe.group.awaitTermination(WaiterList.NO_DEADLINE));
        probe.join();
    }

    /** A submitter whose stack overflows may queue a task, and wake nobody. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aTaskForWhichNobodyWasWokenRunsBeforeTheEnd(boolean awaitsIdleness) throws Exception {
        WorkerGroupProbe probe = WorkerGroupProbe.started(2);
        probe.group.awaitIdle(WaiterList.NO_DEADLINE);
        CountDownLatch ran = new CountDownLatch(1);
        probe.source.queue.add(ran::countDown);
        if (awaitsIdleness) {
            probe.group.awaitIdle(WaiterList.NO_DEADLINE);
            assertEquals(0, ran.getCount());
        }
        probe.group.shutdown();
        assertTrue(probe.group.awaitTermination(WaiterList.NO_DEADLINE));
        assertEquals(0, ran.getCount());
    }

    @Test
    void aWorkerSurvivesAQueueThatLacksMemory() throws Exception {
        WorkerGroupProbe probe = WorkerGroupProbe.started(2);
        AtomicInteger failures = new AtomicInteger();
        OutOfMemoryError failure = new OutOfMemoryError("made up");
        probe.source.taking = () -> {
            // If the queue is empty here, a task that comes meanwhile must not be taken: the failures come first.
            if (probe.source.queue.isEmpty()) {
                return null;
            }
            if (failures.getAndIncrement() < 10) {
                throw failure;
            }
            return probe.source.queue.poll();
        };
        CountDownLatch ran = new CountDownLatch(1);
        probe.submit(ran::countDown);
        ran.await();
        probe.group.awaitIdle(WaiterList.NO_DEADLINE);
        assertEquals("2 idle, 0 searching", probe.idleState());
        assertEquals(10, probe.heard.size());
        probe.heard.forEach(heard -> assertSame(failure, heard));
        probe.group.shutdown();
        probe.join();
    }

    @Test
    void allLeaveThoughWhatTheyLeaveCannotBeReturned() throws Exception {
        WorkerGroupProbe probe = WorkerGroupProbe.started(3);
        Busy busy = new Busy();
        probe.submit(busy);
        busy.awaitStart();
        OutOfMemoryError failure = new OutOfMemoryError("made up");
        probe.source.onDrain = () -> {
            throw failure;
        };
        assertSame(failure, assertThrows(OutOfMemoryError.class, probe.group::shutdownNow));
        assertTrue(probe.source.closed);
        busy.end();
        assertTrue(probe.group.awaitTermination(WaiterList.NO_DEADLINE));
        assertTrue(busy.wasInterrupted());
        probe.join();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatTheListHasNoRoomForIsReturnedByTheNextCall(boolean timed) {
        TestSettings settings = TestSettings.of(1).factory(new Unstarted());
        WorkerGroupProbe probe = new WorkerGroupProbe(timed ? settings.timed() : settings);
        List<Runnable> tasks = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            tasks.add(new TaskFuture<>(probe.group, () -> null));
            probe.submit(tasks.get(i));
        }
        ((TaskFuture<?>) tasks.get(1)).cancel(false);
        probe.source.room = 0;
        assertThrows(OutOfMemoryError.class, probe.group::shutdownNow);
        probe.source.room = 3;
        assertEquals(List.of(tasks.get(0), tasks.get(2)), probe.group.shutdownNow());
        assertEquals(List.of(tasks.get(3), tasks.get(4)), probe.group.shutdownNow());
        assertEquals(List.of(), probe.group.shutdownNow());
        assertEquals(1, probe.group.measurements().executed(), "the cancelled one");
    }

    /** The stop comes when the worker has taken the task and not yet started it. */
    @Test
    void whatAWorkerHasTakenBeforeTheStopRunsInterrupted() throws Exception {
        WorkerGroupProbe probe = new WorkerGroupProbe(TestSettings.of(1));
        CountDownLatch ran = new CountDownLatch(1);
        boolean[] interrupted = new boolean[1];
        probe.source.taking = () -> {
            Runnable task = probe.source.queue.poll();
            if (task != null) {
                assertEquals(List.of(), probe.group.shutdownNow());
            }
            return task;
        };
        probe.submit(() -> {
            interrupted[0] = Thread.currentThread().isInterrupted();
            ran.countDown();
        });
        ran.await();
        assertTrue(probe.group.awaitTermination(WaiterList.NO_DEADLINE));
        assertTrue(interrupted[0]);
        assertEquals(1, probe.group.measurements().executed());
    }

    /** Of its two entries, the worker has taken one when the stop lists the other. */
    @ParameterizedTest
    @CsvSource({"false, false", "true, false", "true, true"})
    void aFutureThatWasSubmittedTwiceIsListedAndDoesNotRun(boolean bounded, boolean takesSecond) throws Exception {
        TestSettings settings = TestSettings.of(1);
        WorkerGroupProbe probe =
                new WorkerGroupProbe(bounded ? settings.bound(2, QueueBound.Policy.ABORT, 0) : settings);
        AtomicInteger runs = new AtomicInteger();
        TaskFuture<Integer> future = new TaskFuture<>(probe.group, runs::incrementAndGet);
        List<Runnable> listed = new ArrayList<>();
        probe.source.taking = () -> {
            Runnable first = probe.source.queue.poll();
            if (first == null) {
                return null;
            }
            probe.submit(future);
            Runnable second = probe.source.queue.poll();
            probe.source.queue.add(takesSecond ? first : second);
            listed.addAll(probe.group.shutdownNow());
            return takesSecond ? second : first;
        };
        probe.submit(future);
        assertTrue(probe.group.awaitTermination(WaiterList.NO_DEADLINE));
        assertEquals(List.of(future), listed);
        assertEquals(0, runs.get());
        assertEquals(0, probe.group.queuedTasks());
        future.run();
        assertEquals(1, runs.get(), "the receiver of the list runs it");
    }

    /** The thread that stops the group is stalled before it drains: the workers end, and leave it everything. */
    @Test
    void stoppedWorkersLeaveTheirQueuesAlone() throws Exception {
        WorkerGroupProbe probe = WorkerGroupProbe.started(2);
        Busy busy = new Busy();
        probe.submit(busy);
        busy.awaitStart();
        List<Runnable> waiting = List.of(() -> { }, () -> { });
        probe.source.onDrain = () -> {
            probe.source.queue.addAll(waiting);
            busy.end();
            while (!probe.group.isTerminated()) {
                Spin.pause();
            }
        };
        assertEquals(waiting, probe.group.shutdownNow());
        probe.join();
        assertEquals(1, probe.group.measurements().executed());
    }

    /**
     * The stop begins when a task's submission has passed all checks: what it publishes is drained, or taken back and
     * refused.
     */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatATaskSubmitsDuringTheStopIsListedOrRefused(boolean listed) throws Exception {
        WorkerGroupProbe probe = new WorkerGroupProbe(TestSettings.of(1));
        Runnable late = () -> { };
        List<Runnable> waiting = new ArrayList<>();
        boolean[] refused = new boolean[1];
        AtomicReference<Together.Running<Boolean>> stopping = new AtomicReference<>();
        probe.source.onDrain = () -> {
            while (listed && probe.source.queue.isEmpty()) {
                Spin.pause();
            }
        };
        probe.source.onPush = () -> {
            stopping.set(Together.start(() -> waiting.addAll(probe.group.shutdownNow())));
            while (listed ? !probe.group.isStopped() : !stopping.get().result().isDone()) {
                Spin.pause();
            }
        };
        probe.submit(() -> {
            try {
                probe.submit(late);
            } catch (RejectedExecutionException e) {
                refused[0] = true;
            }
        });
        assertTrue(probe.group.awaitTermination(WaiterList.NO_DEADLINE));
        stopping.get().join();
        assertEquals(listed ? List.of(late) : List.of(), waiting);
        assertEquals(!listed, refused[0]);
        assertTrue(probe.source.queue.isEmpty());
    }

    @Test
    void knowsItsOwnCarriersOnly() throws Exception {
        WorkerGroupProbe probe = WorkerGroupProbe.started(2);
        WorkerGroupProbe other = WorkerGroupProbe.started(1);
        Carrier[] seen = new Carrier[2];
        Compensator[] ranIn = new Compensator[1];
        CountDownLatch ran = new CountDownLatch(1);
        probe.submit(() -> {
            seen[0] = probe.group.currentCarrier();
            seen[1] = other.group.currentCarrier();
            ranIn[0] = Compensator.current();
            ran.countDown();
        });
        ran.await();
        assertSame(ranIn[0], seen[0]);
        assertSame(probe.group, seen[0].group());
        assertNull(seen[1]);
        assertNull(probe.group.currentCarrier());
        probe.group.shutdown();
        other.group.shutdown();
        probe.join();
        other.join();
    }

    /**
     * The thread that shuts down is stalled before it closes the queues; nothing may come in once the workers have
     * decided to leave.
     */
    @Test
    void theQueuesAreClosedBeforeAnyThreadLeaves() throws Exception {
        WorkerGroupProbe probe = WorkerGroupProbe.started(2);
        Thread stalled = Thread.currentThread();
        Busy busy = new Busy();
        probe.submit(busy);
        busy.awaitStart();
        probe.source.onClose = () -> {
            if (Thread.currentThread() == stalled) {
                busy.end();
                while (!probe.group.isTerminated()) {
                    Spin.pause();
                }
                assertTrue(probe.source.closed);
            }
        };
        probe.group.shutdown();
        probe.join();
    }

    @Test
    void describesItselfAndWhereItsTasksAre() throws Exception {
        WorkerGroupProbe probe = new WorkerGroupProbe(TestSettings.of(3));
        assertEquals("probe[running, 3 workers, 0 threads, 3 idle, 0 searching, 0 queued]", probe.group.describe());
        Busy busy = new Busy();
        probe.submit(busy);
        busy.awaitStart();
        String text = probe.group.describe();
        assertTrue(text.startsWith("probe[running, 3 workers, 1 threads, "), text);
        assertTrue(text.matches("(?s).*\\n  \\S+ (RUNNABLE|WAITING) at \\S*dev\\.filch\\.internal\\.Busy\\..*"), text);
        busy.end();
        probe.group.shutdown();
        assertTrue(probe.group.awaitTermination(WaiterList.NO_DEADLINE));
        assertEquals("probe[terminated, 3 workers, 0 threads, 3 idle, 0 searching, 0 queued]", probe.group.describe());
    }

    /** Each frame submits a task, from the deepest one on. Each round begins one frame deeper. */
    @Test
    void aStackOverflowOfASubmitterLosesNoWorker() throws Exception {
        WorkerGroupProbe probe = WorkerGroupProbe.started(2);
        // The first wake-up links code, which takes more stack than is ensured; so does each start of a thread.
        probe.submit(NOTHING);
        probe.group.awaitIdle(WaiterList.NO_DEADLINE);
        for (int round = 0; round < 60; round++) {
            StackEnd.attempt(round, () -> probe.submit(NOTHING));
            CountDownLatch ran = new CountDownLatch(1);
            probe.submit(ran::countDown);
            assertTrue(ran.await(10, TimeUnit.SECONDS), "round " + round + ": " + probe.group.summary());
            assertTrue(probe.group.awaitIdle(WaiterList.deadlineAfter(TimeUnit.SECONDS.toNanos(10))),
                    "round " + round + ": " + probe.group.summary());
            assertEquals("2 idle, 0 searching", probe.idleState());
        }
        probe.group.shutdown();
        assertTrue(probe.group.awaitTermination(WaiterList.NO_DEADLINE));
    }
}
