package dev.filch.internal.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Credits of submissions that fail. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AdmissionTest {

    private static final Runnable NOTHING = () -> { };

    private final WorkerGroupProbe probe = new WorkerGroupProbe(
            TestSettings.of(1).factory(new Unstarted()).bound(2, QueueBound.Policy.ABORT));

    private TaskFuture<Integer> future() {
        return new TaskFuture<>(probe.group, () -> 1);
    }

    @Test
    void aSubmissionWithoutMemoryGivesItsCreditBack() {
        probe.source.onOffer = () -> {
            throw new OutOfMemoryError("made up");
        };
        TaskFuture<Integer> future = future();
        for (int i = 0; i < 5; i++) {
            assertThrows(OutOfMemoryError.class, () -> probe.submit(NOTHING));
            assertThrows(OutOfMemoryError.class, () -> probe.submit(future));
        }
        assertEquals(0, probe.group.queuedTasks());
        probe.source.onOffer = () -> { };
        probe.submit(future);
        probe.submit(future);
        assertEquals(2, probe.group.queuedTasks());
        assertThrows(RejectedExecutionException.class, () -> probe.submit(NOTHING));
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
                TestSettings.of(1).factory(new Unstarted()).bound(1, QueueBound.Policy.ABORT));
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
