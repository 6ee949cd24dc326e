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

/** Credits of submissions that fail. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AdmissionTest {

    private static final Runnable NOTHING = () -> { };

    private final WorkerGroupProbe probe = new WorkerGroupProbe(
            TestSettings.of(1).factory(new Unstarted()).bound(2, QueueBound.Policy.ABORT, 0));

    private TaskFuture<Integer> future() {
        return new TaskFuture<>(probe.group, () -> 1);
    }

    private static WorkerGroupProbe probe(int capacity, QueueBound.Policy policy, long patienceSeconds) {
        return new WorkerGroupProbe(TestSettings.of(1).factory(new Unstarted())
                .bound(capacity, policy, TimeUnit.SECONDS.toNanos(patienceSeconds)));
    }

    private static Runnable throwing(boolean memory) {
        return () -> {
            throw memory ? new OutOfMemoryError("made up") : new StackOverflowError("made up");
        };
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aSubmissionWithoutMemoryOrStackGivesItsCreditBack(boolean memory) {
        probe.source.onOffer = throwing(memory);
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

    /** The queue is the worker's own. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aTaskWithoutMemoryOrStackGivesTheCreditOfItsSubmissionBack(boolean memory) throws Exception {
        WorkerGroupProbe started = new WorkerGroupProbe(TestSettings.of(1).bound(1, QueueBound.Policy.ABORT, 0));
        started.source.onPush = throwing(memory);
        FutureTask<Integer> outer = new FutureTask<>(() -> {
            for (int i = 0; i < 5; i++) {
                assertThrows(VirtualMachineError.class, () -> started.submit(NOTHING));
            }
            return started.group.queuedTasks();
        });
        started.submit(outer);
        assertEquals(0, outer.get());
    }

    /** The worker takes the second entry, and the first one stays in the queue. */
    @Test
    void aFutureThatRunsIsNotQueuedAnyMore() throws Exception {
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
     * The overflow may come after the task was queued, when a worker is to be woken. Then the task keeps its credit. An
     * overflow at the very end of the stack may lose one.
     */
    @Test
    void aStackOverflowOfASubmitterMakesNoCreditUp() throws Exception {
        for (int round = 0; round < 60; round++) {
            WorkerGroup group = new WorkerGroup(
                    TestSettings.of(1).factory(new Unstarted()).bound(10_000, QueueBound.Policy.ABORT, 0).build(),
                    new SharedSource());
            StackEnd.attempt(round, () -> group.execute(NOTHING, Lane.NORMAL));
            int counted = group.queuedTasks();
            int queued = group.shutdownNow().size();
            assertTrue(queued <= counted, () -> queued + " tasks are queued, and " + counted + " credits in use");
        }
    }

    /** If a place among those that wait were left behind, the wake-up would reach no thread. */
    @Test
    void aStackOverflowOfASubmitterThatIsToWaitLosesNoWakeUp() throws Exception {
        for (int round = 0; round < 60; round++) {
            WorkerGroupProbe full = probe(1, QueueBound.Policy.BLOCK, 20);
            full.submit(NOTHING);
            Together.Running<Object> waiter = Together.start(() -> {
                full.submit(NOTHING);
                return null;
            }).awaitParkedTimed();
            // The first attempt links code, which takes more stack than is ensured.
            submitInterrupted(full);
            StackEnd.attempt(round, () -> submitInterrupted(full));
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

    /** Tasks that there is no memory to list stay queued, and so give no place up. */
    @Test
    void aStopWithoutMemoryEndsTheWaitForRoom() throws Exception {
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
        assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(20), "it was told to end");
        assertEquals(1, full.group.queuedTasks());
    }

    /** The user's future is cancelled on the thread that makes room for its own task. */
    @Test
    void aFutureWhoseCancellationThrowsLosesNoCredit() {
        WorkerGroupProbe full = probe(2, QueueBound.Policy.DISCARD_OLDEST, 0);
        IllegalStateException thrown = new IllegalStateException("made up");
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

    /** The shutdown comes after the credit was taken. */
    @Test
    void aSubmissionThatAShutdownOvertakesGivesItsCreditBack() {
        probe.source.onOffer = () -> probe.source.closed = true;
        assertThrows(RejectedExecutionException.class, () -> probe.submit(NOTHING));
        assertThrows(RejectedExecutionException.class, () -> probe.submit(future()));
        assertEquals(0, probe.group.queuedTasks());
        assertEquals(2, probe.group.measurements().events(PoolEvent.REFUSAL));
    }

    /** A future has one mark, which belongs to its own group: in another one, its entry is another object. */
    @Test
    void aFutureOfAnotherGroupHasACreditOfThisOne() {
        WorkerGroupProbe other = new WorkerGroupProbe(
                TestSettings.of(1).factory(new Unstarted()).bound(1, QueueBound.Policy.ABORT, 0));
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
