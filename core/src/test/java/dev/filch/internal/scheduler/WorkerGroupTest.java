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

/** Groups of workers whose queues do on purpose what real queues do once in a million times. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WorkerGroupTest {

    /** A constant, because the first evaluation of a lambda expression links it, which needs much stack. */
    private static final Runnable NOTHING = () -> { };

    /** How often to spin for a woken thread: enough for it to read the queues and to end, if it runs at all. */
    private static final int MANY_SPINS = 2_000_000;

    /**
     * While a worker moves a batch, the tasks are in no queue. A task may also submit another one after a shutdown. In
     * both cases, another worker may find the queues empty, although they will hold a task later. The worker must not
     * end: the first one may be in a task that waits for another.
     */
    @Test
    void noThreadEndsAsLongAsTasksMayAppear() throws Exception {
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
        for (int spins = 0; spins < MANY_SPINS && other.isAlive(); spins++) {
            Spin.pause();
        }
        assertTrue(other.isAlive());
        moved.countDown();
        assertTrue(probe.group.awaitTermination(WaiterList.NO_DEADLINE));
        assertEquals(0, met.getCount());
        probe.join();
    }

    /** A submission that is about to be refused has an entry in a queue, which counts as work until it is removed. */
    @Test
    void entriesWithoutATaskDelayNothing() throws Exception {
        WorkerGroupProbe probe = WorkerGroupProbe.started(2);
        Runnable emptyEntry = () -> { };
        probe.source.taking = () -> {
            Runnable taken = probe.source.queue.poll();
            return taken == emptyEntry ? null : taken;
        };
        for (int i = 0; i < 1000; i++) {
            probe.submit(emptyEntry);
            probe.group.awaitIdle(WaiterList.NO_DEADLINE);
            assertFalse(probe.source.hasWork());
        }
        probe.source.queue.add(emptyEntry);
        probe.group.shutdown();
        probe.group.waker().signalWork();
        assertTrue(probe.group.awaitTermination(WaiterList.NO_DEADLINE));
        probe.join();
    }

    /** A submitter whose stack overflows may queue a task without waking a worker. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void taskForWhichNoWorkerWasWokenRunsBeforeTheEnd(boolean awaitsIdleness) throws Exception {
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
    void workerSurvivesAQueueWithoutMemory() throws Exception {
        WorkerGroupProbe probe = new WorkerGroupProbe(TestSettings.of(2));
        AtomicInteger failures = new AtomicInteger();
        OutOfMemoryError failure = new OutOfMemoryError("simulated");
        probe.source.taking = () -> {
            // Read this first: a task that is queued from now on must not be taken before the failures.
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
        assertEquals(10, probe.reported.size());
        probe.reported.forEach(reported -> assertSame(failure, reported));
        probe.group.shutdown();
        probe.join();
    }

    @Test
    void allThreadsEndAlthoughTheRemainingTasksCannotBeListed() throws Exception {
        WorkerGroupProbe probe = WorkerGroupProbe.started(3);
        Busy busy = new Busy();
        probe.submit(busy);
        busy.awaitStart();
        OutOfMemoryError failure = new OutOfMemoryError("simulated");
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
    void tasksThatFindNoRoomInTheListAreReturnedByTheNextCall(boolean timed) {
        TestSettings settings = TestSettings.of(1).factory(new UnstartedThreads());
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
        assertEquals(1, probe.group.measurements().executed(), "expected the cancelled future to count, and no other");
    }

    /** The group is stopped after the worker has taken the task, and before it has started it. */
    @Test
    void taskThatAWorkerTookBeforeTheStopRunsInterrupted() throws Exception {
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

    /** The future has two entries. The worker has taken one of them when the stop lists the other. */
    @ParameterizedTest
    @CsvSource({"false, false", "true, false", "true, true"})
    void futureThatWasSubmittedTwiceIsListedAndDoesNotRun(boolean bounded, boolean takesSecond) throws Exception {
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
        assertEquals(1, runs.get(), "the receiver of the list can run it");
    }

    /** The thread that stops the group stalls before it drains. The workers end, and leave all tasks to it. */
    @Test
    void stoppedWorkersTakeNoTasks() throws Exception {
        WorkerGroupProbe probe = WorkerGroupProbe.started(2);
        Busy busy = new Busy();
        probe.submit(busy);
        busy.awaitStart();
        // A worker that searches may have checked for the stop before the tasks come.
        while (!probe.idleState().equals("1 idle, 0 searching")) {
            Spin.pause();
        }
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
     * The stop begins after a task's submission has passed all checks. The submitted task is drained, or it is taken
     * back and refused.
     */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void taskSubmittedByATaskDuringTheStopIsListedOrRefused(boolean listed) throws Exception {
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
    void currentCarrierIsNullOutsideTheGroup() throws Exception {
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
     * The thread that shuts the group down stalls before it closes the queues. Once the workers have decided to end, no
     * task may be accepted.
     */
    @Test
    void queuesAreClosedBeforeAnyThreadEnds() throws Exception {
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
    void describeShowsTheStateAndTheStacksOfTasks() throws Exception {
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

    /** Each round submits a task near the end of the stack, and begins one frame deeper. */
    @Test
    void stackOverflowInASubmissionLosesNoWorker() throws Exception {
        WorkerGroupProbe probe = WorkerGroupProbe.started(2);
        // The first wake-up links code, which needs more stack than is reserved. So does each start of a thread.
        probe.submit(NOTHING);
        probe.group.awaitIdle(WaiterList.NO_DEADLINE);
        for (int round = 0; round < 60; round++) {
            NearStackEnd.attempt(round, () -> probe.submit(NOTHING));
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
