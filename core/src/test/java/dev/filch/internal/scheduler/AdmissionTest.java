package dev.filch.internal.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Together;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Submissions that fail neither lose credits nor create any. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AdmissionTest {

    private static final Runnable NOTHING = () -> { };

    private final WorkerGroupProbe probe = new WorkerGroupProbe(
            TestSettings.of(1).factory(new UnstartedThreads()).bound(2, QueueBound.Policy.ABORT, 0));

    private TaskFuture<Integer> future() {
        return new TaskFuture<>(probe.group, () -> 1);
    }

    private static WorkerGroupProbe probe(int capacity, QueueBound.Policy policy, long patienceSeconds) {
        return new WorkerGroupProbe(TestSettings.of(1).factory(new UnstartedThreads())
                .bound(capacity, policy, TimeUnit.SECONDS.toNanos(patienceSeconds)));
    }

    private static Runnable throwing(boolean outOfMemory) {
        return () -> {
            throw outOfMemory ? new OutOfMemoryError("simulated") : new StackOverflowError("simulated");
        };
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void failedSubmissionReturnsItsCredit(boolean outOfMemory) {
        probe.source.onOffer = throwing(outOfMemory);
        TaskFuture<Integer> future = future();
        for (int i = 0; i < 5; i++) {
            assertThrows(VirtualMachineError.class, () -> probe.submit(NOTHING));
            assertThrows(VirtualMachineError.class, () -> probe.submit(future));
        }
        assertEquals(0, probe.group.queuedTasks());
        probe.source.onOffer = () -> { };
        probe.submit(future);
        probe.submit(future);
        assertEquals(2, probe.group.queuedTasks());
        assertThrows(RejectedExecutionException.class, () -> probe.submit(NOTHING));
    }

    /** The submission goes to the worker's own queue. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void failedSubmissionFromATaskReturnsItsCredit(boolean outOfMemory) throws Exception {
        WorkerGroupProbe started = new WorkerGroupProbe(TestSettings.of(1).bound(1, QueueBound.Policy.ABORT, 0));
        started.source.onPush = throwing(outOfMemory);
        FutureTask<Integer> outer = new FutureTask<>(() -> {
            for (int i = 0; i < 5; i++) {
                assertThrows(VirtualMachineError.class, () -> started.submit(NOTHING));
            }
            return started.group.queuedTasks();
        });
        started.submit(outer);
        assertEquals(0, outer.get());
    }

    /** The future is queued twice. The worker takes the second entry, and the first one stays in the queue. */
    @Test
    void runningFutureHoldsNoCredit() throws Exception {
        WorkerGroupProbe started = new WorkerGroupProbe(TestSettings.of(1).bound(2, QueueBound.Policy.ABORT, 0));
        TaskFuture<Integer> future = new TaskFuture<>(started.group, started.group::queuedTasks);
        started.source.taking = () -> {
            Runnable taken = started.source.queue.poll();
            if (taken == future && !future.isDone()) {
                started.submit(future);
                taken = started.source.queue.poll();
                started.source.queue.add(future);
            }
            return taken;
        };
        started.submit(future);
        assertEquals(0, future.get());
    }

    /**
     * The overflow may come after the task was queued, when the submitter wakes a worker. Then the task keeps its
     * credit. An overflow at the very end of the stack may lose a credit.
     */
    @Test
    void stackOverflowInASubmissionCreatesNoCredit() throws Exception {
        for (int round = 0; round < 60; round++) {
            WorkerGroup group = new WorkerGroup(
                    TestSettings.of(1).factory(new UnstartedThreads())
                            .bound(10_000, QueueBound.Policy.ABORT, 0).build(),
                    new SharedSource());
            NearStackEnd.attempt(round, () -> group.execute(NOTHING, Lane.NORMAL));
            int counted = group.queuedTasks();
            int queued = group.shutdownNow().size();
            assertTrue(queued <= counted, () -> "expected " + queued + " credits in use, found " + counted);
        }
    }

    /** If the overflow left the submitter's place on the waiter list, that place would consume the wake-up. */
    @Test
    void stackOverflowBeforeAWaitForRoomLosesNoWakeUp() throws Exception {
        for (int round = 0; round < 60; round++) {
            WorkerGroupProbe full = probe(1, QueueBound.Policy.BLOCK, 20);
            full.submit(NOTHING);
            Together.Running<Object> waiter = Together.start(() -> {
                full.submit(NOTHING);
                return null;
            }).awaitParkedTimed();
            // The first attempt links code, which needs more stack than is reserved.
            submitInterrupted(full);
            NearStackEnd.attempt(round, () -> submitInterrupted(full));
            full.group.submissions().noteTaken(full.source.queue.poll(), null);
            waiter.join();
            assertEquals(1, full.group.queuedTasks());
        }
    }

    private static void submitInterrupted(WorkerGroupProbe full) {
        Thread.currentThread().interrupt();
        try {
            full.submit(NOTHING);
        } catch (RejectedExecutionException refused) {
            Thread.interrupted();
        }
    }

    /** If there is no memory to list the queued tasks, they stay queued, and no room becomes free. */
    @Test
    void stopWithoutMemoryEndsTheWaitForRoom() throws Exception {
        WorkerGroupProbe full = probe(1, QueueBound.Policy.BLOCK, 20);
        full.source.room = 0;
        full.submit(NOTHING);
        long start = System.nanoTime();
        Together.Running<Object> waiter = Together.start(() -> {
            assertThrows(RejectedExecutionException.class, () -> full.submit(NOTHING));
            return null;
        }).awaitParkedTimed();
        assertThrows(OutOfMemoryError.class, full.group::shutdownNow);
        waiter.join();
        assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(20), "the wait timed out");
        assertEquals(1, full.group.queuedTasks());
    }

    /** A submitter cancels the user's future to make room for its own task, and the cancellation throws. */
    @Test
    void throwingCancellationLosesNoCredit() {
        WorkerGroupProbe full = probe(2, QueueBound.Policy.DISCARD_OLDEST, 0);
        IllegalStateException thrown = new IllegalStateException("simulated");
        FutureTask<Integer> future = new FutureTask<>(() -> 1) {
            @Override
            public boolean cancel(boolean interrupts) {
                throw thrown;
            }
        };
        full.submit(future);
        full.submit(NOTHING);
        assertEquals(thrown, assertThrows(IllegalStateException.class, () -> full.submit(NOTHING)));
        assertEquals(1, full.group.queuedTasks());
        assertEquals(1, full.group.measurements().executed());
        assertTrue(full.group.tryExecute(NOTHING, Lane.NORMAL));
        assertEquals(2, full.group.queuedTasks());
    }

    /** The group shuts down after the submitter has taken a credit. */
    @Test
    void submissionOvertakenByAShutdownReturnsItsCredit() {
        probe.source.onOffer = () -> probe.source.closed = true;
        assertThrows(RejectedExecutionException.class, () -> probe.submit(NOTHING));
        assertThrows(RejectedExecutionException.class, () -> probe.submit(future()));
        assertEquals(0, probe.group.queuedTasks());
        assertEquals(2, probe.group.measurements().events(PoolEvent.REFUSAL));
    }

    /** A future can mark only the credit of its own group. In another group, its queue entry is a separate object. */
    @Test
    void futureHasACreditInEachGroupThatQueuesIt() {
        WorkerGroupProbe other = new WorkerGroupProbe(
                TestSettings.of(1).factory(new UnstartedThreads()).bound(1, QueueBound.Policy.ABORT, 0));
        TaskFuture<Integer> future = future();
        probe.submit(future);
        other.submit(future);
        assertEquals(1, probe.group.queuedTasks());
        assertEquals(1, other.group.queuedTasks());
        future.run();
        assertEquals(0, probe.group.queuedTasks());
        assertEquals(1, other.group.queuedTasks());
        other.group.shutdownNow();
        assertEquals(0, other.group.queuedTasks());
    }
}
