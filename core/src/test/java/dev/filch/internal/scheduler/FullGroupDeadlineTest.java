package dev.filch.internal.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Together;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Deadlines that pass before, while or after a policy decides about a task that finds the queues full. The tests let
 * each deadline pass at a moment they choose. No worker has a thread.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FullGroupDeadlineTest {

    private static final Runnable NOTHING = () -> { };
    private static final long HOUR = TimeUnit.HOURS.toNanos(1);

    private final AtomicInteger runs = new AtomicInteger();

    /** A group with one place. */
    private static WorkerGroupProbe group(QueueBound.Policy policy, long patienceNanos) {
        return new WorkerGroupProbe(TestSettings.of(1).factory(new UnstartedThreads()).bound(1, policy, patienceNanos));
    }

    private static WorkerGroupProbe fullGroup(QueueBound.Policy policy, long patienceNanos) {
        WorkerGroupProbe full = group(policy, patienceNanos);
        full.submit(NOTHING);
        return full;
    }

    private TaskFuture<Integer> future(WorkerGroupProbe probe) {
        return new TaskFuture<>(probe.group, runs::incrementAndGet);
    }

    /** Submits a future whose deadline comes late; false if it is refused. */
    private static boolean submitWithinHour(WorkerGroupProbe probe, TaskFuture<?> future) {
        try {
            Timekeeper.shared().submit(future, probe.group, Lane.NORMAL, HOUR, false);
            return true;
        } catch (RejectedExecutionException refused) {
            return false;
        }
    }

    private static void assertCounts(WorkerGroupProbe probe, int expired, int refused, int discarded, int ranByCaller) {
        Measurements counts = probe.group.measurements();
        assertEquals(expired, counts.events(PoolEvent.EXPIRY), "expired");
        assertEquals(refused, counts.events(PoolEvent.REFUSAL), "refused");
        assertEquals(discarded, counts.events(PoolEvent.DISCARD), "discarded");
        assertEquals(ranByCaller, counts.events(PoolEvent.CALLER_RUN), "run by callers");
    }

    /** Takes a task out of the queue, as a worker does. */
    private static void takeOne(WorkerGroupProbe probe) {
        probe.group.submissions().noteTaken(probe.source.queue.remove(), null);
    }

    /** Submits a future whose deadline has passed. */
    private TaskFuture<Integer> submitExpired(WorkerGroupProbe probe) {
        TaskFuture<Integer> late = future(probe);
        late.expire(false);
        probe.submit(late);
        return late;
    }

    // The deadline passes before the policy decides.

    @Test
    void anExpiredTaskIsNotRunByTheCaller() {
        WorkerGroupProbe full = fullGroup(QueueBound.Policy.CALLER_RUNS, 0);
        TaskFuture<Integer> late = submitExpired(full);
        assertEquals(0, runs.get());
        assertTrue(late.hasExpired());
        assertCounts(full, 1, 0, 0, 0);
        assertEquals(1, full.group.queuedTasks());
    }

    @Test
    void anExpiredTaskIsNotDiscarded() {
        WorkerGroupProbe full = fullGroup(QueueBound.Policy.DISCARD, 0);
        TaskFuture<Integer> late = submitExpired(full);
        assertTrue(late.hasExpired());
        assertFalse(late.isCancelled());
        assertCounts(full, 1, 0, 0, 0);
        assertEquals(1, full.group.queuedTasks());
    }

    @Test
    void anExpiredTaskIsQueuedInPlaceOfTheOldest() {
        WorkerGroupProbe full = group(QueueBound.Policy.DISCARD_OLDEST, 0);
        TaskFuture<Integer> oldest = future(full);
        full.submit(oldest);
        submitExpired(full);
        assertTrue(oldest.isCancelled());
        assertCounts(full, 1, 0, 1, 0);
        assertEquals(1, full.group.queuedTasks());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE})
    void anExpiredTaskDoesNotWaitForRoom(long patienceNanos) {
        WorkerGroupProbe full = fullGroup(QueueBound.Policy.BLOCK, patienceNanos);
        TaskFuture<Integer> late = submitExpired(full);
        assertTrue(late.hasExpired());
        assertCounts(full, 1, 0, 0, 0);
        assertEquals(1, full.group.queuedTasks());
    }

    @Test
    void anExpiredTaskThatIsRefusedCountsAsBoth() {
        WorkerGroupProbe full = fullGroup(QueueBound.Policy.ABORT, 0);
        TaskFuture<Integer> late = future(full);
        late.expire(false);
        assertThrows(RejectedExecutionException.class, () -> full.submit(late));
        assertTrue(late.hasExpired());
        assertCounts(full, 1, 1, 0, 0);
    }

    // The deadline passes afterwards.

    /** The policy that blocks does so for no time at all. */
    @ParameterizedTest
    @EnumSource(QueueBound.Policy.class)
    void aDeadlineHasNoEffectOnceThePolicyHasDecided(QueueBound.Policy policy) throws Exception {
        WorkerGroupProbe full = fullGroup(policy, 0);
        TaskFuture<Integer> future = future(full);
        boolean isAccepted = submitWithinHour(full, future);
        boolean isQueued = policy == QueueBound.Policy.DISCARD_OLDEST;
        if (isQueued) {
            // The policy drops the future now.
            full.submit(NOTHING);
        }
        future.expire(true);
        boolean isRefused = policy == QueueBound.Policy.ABORT || policy == QueueBound.Policy.BLOCK;
        boolean isRun = policy == QueueBound.Policy.CALLER_RUNS;
        int discarded = isQueued ? 2 : policy == QueueBound.Policy.DISCARD ? 1 : 0;
        assertEquals(isRefused, !isAccepted);
        assertEquals(!isRun, future.isCancelled());
        assertEquals(isRun ? 1 : 0, runs.get());
        if (isRun) {
            assertEquals(1, future.get());
        }
        assertCounts(full, 0, isRefused ? 1 : 0, discarded, isRun ? 1 : 0);
        assertEquals(0, full.group.measurements().events(PoolEvent.OVERRUN));
        assertFalse(Thread.interrupted(), "the deadline has interrupted the submitter");
    }

    @Test
    void aTaskThatTheCallerRunsBeyondItsDeadlineOverruns() {
        WorkerGroupProbe full = fullGroup(QueueBound.Policy.CALLER_RUNS, 0);
        TaskFuture<?>[] future = new TaskFuture<?>[1];
        Callable<Boolean> task = () -> {
            future[0].expire(true);
            return Thread.interrupted();
        };
        future[0] = new TaskFuture<>(full.group, task);
        full.submit(future[0]);
        assertTrue(future[0].hasExpired());
        assertCounts(full, 0, 0, 0, 1);
        assertEquals(1, full.group.measurements().events(PoolEvent.OVERRUN));
    }

    // A task expires in its queue.

    @ParameterizedTest
    @EnumSource(QueueBound.Policy.class)
    void anExpiredTaskKeepsItsPlaceUntilItIsTakenOut(QueueBound.Policy policy) {
        WorkerGroupProbe full = group(policy, HOUR);
        TaskFuture<Integer> late = future(full);
        assertTrue(submitWithinHour(full, late));
        late.expire(false);
        assertEquals(1, full.group.queuedTasks());
        assertFalse(full.group.tryExecute(NOTHING, Lane.NORMAL), "the place of a task that has expired is free");
        takeOne(full);
        assertEquals(0, full.group.queuedTasks());
        assertTrue(full.group.tryExecute(NOTHING, Lane.NORMAL));
        assertCounts(full, 1, 1, 0, 0);
    }

    @Test
    void anExpiredTaskMakesRoomAndIsNotDiscarded() {
        WorkerGroupProbe full = group(QueueBound.Policy.DISCARD_OLDEST, 0);
        TaskFuture<Integer> late = future(full);
        assertTrue(submitWithinHour(full, late));
        late.expire(false);
        TaskFuture<Integer> next = future(full);
        full.submit(next);
        assertTrue(late.hasExpired());
        assertFalse(next.isDone());
        assertEquals(1, full.group.queuedTasks());
        assertEquals(1, full.group.measurements().executed(), "the task that has expired is completed");
        assertCounts(full, 1, 0, 0, 0);
    }

    // The deadline passes while a submission waits for room.

    private static Together.Running<Boolean> startSubmitter(WorkerGroupProbe probe, TaskFuture<?> future) {
        return Together.start(() -> submitWithinHour(probe, future)).awaitParkedTimed();
    }

    /** The one that has expired must not use up the wake-up of the other one. */
    @Test
    void aSubmitterWhoseTaskExpiresWaitsNoLongerAndAnotherOneDoes() throws Exception {
        WorkerGroupProbe full = fullGroup(QueueBound.Policy.BLOCK, Long.MAX_VALUE);
        TaskFuture<Integer> patient = future(full);
        Together.Running<Boolean> patientSubmitter = startSubmitter(full, patient);
        TaskFuture<Integer> late = future(full);
        Together.Running<Boolean> lateSubmitter = startSubmitter(full, late);
        late.expire(false);
        assertTrue(lateSubmitter.join(), "it was refused");
        assertTrue(late.hasExpired());
        assertEquals(1, full.group.queuedTasks());
        assertCounts(full, 1, 0, 0, 0);
        patientSubmitter.awaitParkedTimed();
        takeOne(full);
        assertTrue(patientSubmitter.join());
        assertEquals(1, full.group.queuedTasks());
        assertTrue(full.source.queue.contains(patient));
    }

    @Test
    void aSubmitterProceedsWhenAnExpiredTaskIsTakenOut() throws Exception {
        WorkerGroupProbe full = group(QueueBound.Policy.BLOCK, Long.MAX_VALUE);
        TaskFuture<Integer> late = future(full);
        assertTrue(submitWithinHour(full, late));
        TaskFuture<Integer> next = future(full);
        Together.Running<Boolean> submitter = startSubmitter(full, next);
        late.expire(false);
        submitter.awaitParkedTimed();
        assertEquals(1, full.group.queuedTasks());
        takeOne(full);
        assertTrue(submitter.join());
        assertTrue(full.source.queue.contains(next));
        assertCounts(full, 1, 0, 0, 0);
    }

    /** A shutdown or an interrupt ends the wait before the deadline. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aTaskWhoseSubmitterGivesUpDoesNotExpire(boolean byInterrupt) throws Exception {
        WorkerGroupProbe full = fullGroup(QueueBound.Policy.BLOCK, Long.MAX_VALUE);
        TaskFuture<Integer> future = future(full);
        Together.Running<Boolean> submitter = startSubmitter(full, future);
        if (byInterrupt) {
            submitter.thread().interrupt();
        } else {
            full.group.shutdown();
        }
        assertFalse(submitter.join(), "it was not refused");
        future.expire(false);
        assertTrue(future.isCancelled());
        assertCounts(full, 0, 1, 0, 0);
    }
}
