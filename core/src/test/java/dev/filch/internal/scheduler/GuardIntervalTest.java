package dev.filch.internal.scheduler;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Spin;
import dev.filch.internal.Together;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What the guard takes for progress during an interval. The only thread of the group is the guard's. The only worker is
 * stuck, and the test takes tasks as spare threads do.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GuardIntervalTest {

    private static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(50);

    private static final Runnable TASK = () -> { };

    private final WorkerGroupProbe probe = new WorkerGroupProbe(
            TestSettings.of(1).factory(new UnstartedThreads()).bound(1, QueueBound.Policy.DISCARD_OLDEST, 0));
    private final StarvationGuard guard =
            new StarvationGuard(probe.group, probe.source, INTERVAL, Together::platformThread);

    @BeforeEach
    void saturate() {
        probe.group.state().popAny();
        probe.group.state().endSearch();
        probe.source.queue.add(TASK);
    }

    @AfterEach
    void end() {
        probe.group.shutdownNow();
        guard.wakeToEnd();
    }

    /** Takes a task and leaves another one. */
    private void take() {
        probe.source.queue.add(TASK);
        assertNotNull(guard.nextTask());
    }

    private long starvations() {
        return probe.group.measurements().events(PoolEvent.STARVATION);
    }

    /** None of the tasks ends. If this thread itself pauses for an interval, it cannot tell whether help was due. */
    @Test
    void theGuardDoesNotHelpWhileSpareThreadsTakeTasks() {
        long start = System.nanoTime();
        guard.check();
        long lastTake = start;
        long helped = 0;
        boolean paused = false;
        while (!paused && lastTake - start < 4 * INTERVAL) {
            long nextTake = System.nanoTime();
            take();
            helped = starvations();
            paused = System.nanoTime() - lastTake >= INTERVAL;
            lastTake = nextTake;
            Spin.pause();
        }
        assertTrue(paused || helped == 0, "expected no help, since a task was taken in each interval");
    }

    private void awaitHelp() {
        while (starvations() == 0) {
            Spin.pause();
        }
    }

    @Test
    void theGuardHelpsOnceNoSpareThreadTakesTasks() {
        guard.check();
        awaitHelp();
    }

    /** A task is dropped before each read of the queue, so at least once an interval. It counts as executed. */
    @Test
    void theGuardHelpsWhileOldTasksAreDropped() {
        probe.source.onRead = () -> probe.submit(TASK);
        probe.submit(TASK);
        guard.check();
        awaitHelp();
        assertTrue(probe.group.measurements().executed() > 0, "expected dropped tasks");
    }
}
