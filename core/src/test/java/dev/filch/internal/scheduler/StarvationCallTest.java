package dev.filch.internal.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Compensator;
import dev.filch.internal.Spin;
import dev.filch.internal.Together;
import dev.filch.internal.WaiterList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The guard of a group with one worker calls a spare thread, which then swaps roles with the worker's thread. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StarvationCallTest {

    private static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(5);
    private static final RuntimeException NO_THREAD = new IllegalArgumentException("simulated");

    private final CountDownLatch mayLeave = new CountDownLatch(1);
    private final CountDownLatch hasLeft = new CountDownLatch(1);
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private final CountDownLatch mayRun = new CountDownLatch(1);
    private final CountDownLatch ran = new CountDownLatch(1);
    private final AtomicInteger calls = new AtomicInteger();

    private WorkerGroupProbe probe;

    /**
     * Builds a group whose first task blocks when {@link #mayLeave} opens, and whose second task is queued. The second
     * thread is for the guard's call, and the third for the worker that the first task leaves.
     */
    private void start(ThreadFactory second, ThreadFactory third) {
        ThreadFactory factory = body -> switch (calls.incrementAndGet()) {
            case 2 -> second.newThread(body);
            case 3 -> third.newThread(body);
            default -> Together.platformThread(body);
        };
        probe = new WorkerGroupProbe(TestSettings.of(1).guardNanos(INTERVAL).factory(factory));
        CountDownLatch started = new CountDownLatch(1);
        probe.submit(() -> {
            started.countDown();
            Together.await(mayLeave);
            Compensator section = Compensator.beginBlocking();
            hasLeft.countDown();
            Together.await(mayEnd);
            Compensator.endBlocking(section);
        });
        Together.await(started);
        probe.submit(ran::countDown);
    }

    private Thread delayed(Runnable body) {
        return Together.platformThread(() -> {
            Together.await(mayRun);
            body.run();
        });
    }

    private void assertReported() {
        assertEquals(1, probe.reported.size());
        assertSame(NO_THREAD, probe.reported.remove().getCause());
    }

    private void assertIdleAndEnd() throws InterruptedException {
        probe.group.awaitIdle(WaiterList.NO_DEADLINE);
        assertEquals("1 idle, 0 searching", probe.idleState());
        probe.group.shutdown();
        assertTrue(probe.group.awaitTermination(WaiterList.NO_DEADLINE));
        assertEquals(0, probe.reported.size());
    }

    /** The spare thread takes the worker. The thread that was meant for the worker cannot be started. */
    @Test
    void callIsTakenBackIfTheSpareThreadTakesTheWorkerInstead() throws Exception {
        start(this::delayed, body -> {
            mayRun.countDown();
            while (probe.group.worker(0).isWanted()) {
                Spin.pause();
            }
            throw NO_THREAD;
        });
        // The guard calls and then asks for a thread. It must do so before the worker asks for one.
        while (calls.get() < 2) {
            Spin.pause();
        }
        assertTrue(probe.group.guard().isCalling());
        mayLeave.countDown();
        Together.await(hasLeft);
        assertReported();
        assertFalse(probe.group.guard().isCalling(), "expected the call to be taken back");
        Together.await(ran);
        mayEnd.countDown();
        assertIdleAndEnd();
    }

    /** The thread that was meant for the worker answers the call. The spare thread cannot be started. */
    @Test
    void workerIsIdleAgainIfItsThreadAnswersTheCallInstead() throws Exception {
        start(body -> {
            mayLeave.countDown();
            Together.await(hasLeft);
            assertTrue(probe.group.worker(0).isWanted());
            // The worker's thread does this if it finds no worker that needs a thread.
            assertTrue(probe.group.guard().takeCall());
            throw NO_THREAD;
        }, this::delayed);
        Together.await(ran);
        assertReported();
        assertEquals(4, calls.get());
        probe.group.quiescence().endBlocked();
        mayRun.countDown();
        mayEnd.countDown();
        assertIdleAndEnd();
    }
}
