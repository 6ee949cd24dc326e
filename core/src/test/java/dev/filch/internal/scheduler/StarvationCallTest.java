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

/** The guard of a group with one worker calls a spare thread, and another thread comes than the one that was meant. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StarvationCallTest {

    private static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(5);
    private static final RuntimeException NO_THREAD = new IllegalArgumentException("made up");

    private final CountDownLatch mayLeave = new CountDownLatch(1);
    private final CountDownLatch hasLeft = new CountDownLatch(1);
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private final CountDownLatch mayCome = new CountDownLatch(1);
    private final CountDownLatch ran = new CountDownLatch(1);
    private final AtomicInteger calls = new AtomicInteger();

    private WorkerGroupProbe probe;

    /** Builds the group, whose second thread is the spare one. Its first task will leave the worker; another waits. */
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

    private Thread late(Runnable body) {
        return Together.platformThread(() -> {
            Together.await(mayCome);
            body.run();
        });
    }

    private void assertReported() {
        assertEquals(1, probe.heard.size());
        assertSame(NO_THREAD, probe.heard.remove().getCause());
    }

    private void assertIdleAndEnd() throws InterruptedException {
        probe.group.awaitIdle(WaiterList.NO_DEADLINE);
        assertEquals("1 idle, 0 searching", probe.idleState());
        probe.group.shutdown();
        assertTrue(probe.group.awaitTermination(WaiterList.NO_DEADLINE));
        assertEquals(0, probe.heard.size());
    }

    /** The spare thread comes for the worker instead, and the thread that was meant for this cannot be started. */
    @Test
    void aCallIsTakenBackIfTheSpareThreadTakesAWorkerThatGetsNoOtherThread() throws Exception {
        start(this::late, body -> {
            mayCome.countDown();
            while (probe.group.worker(0).isWanted()) {
                Spin.pause();
            }
            throw NO_THREAD;
        });
        // The guard calls before it asks for a thread. The worker must not ask first.
        while (calls.get() < 2) {
            Spin.pause();
        }
        assertTrue(probe.group.guard().isCalling());
        mayLeave.countDown();
        Together.await(hasLeft);
        assertReported();
        assertFalse(probe.group.guard().isCalling(), "no thread comes for the call");
        Together.await(ran);
        mayEnd.countDown();
        assertIdleAndEnd();
    }

    /** The thread that was meant for the worker answers the call, and the spare thread cannot be started. */
    @Test
    void aWorkerIsIdleAgainIfItsThreadAnswersTheCallAndTheSpareThreadCannotBeStarted() throws Exception {
        start(body -> {
            mayLeave.countDown();
            Together.await(hasLeft);
            assertTrue(probe.group.worker(0).isWanted());
            // What the worker's thread does if it comes while the worker is not wanted.
            assertTrue(probe.group.guard().takeCall());
            throw NO_THREAD;
        }, this::late);
        Together.await(ran);
        assertReported();
        assertEquals(4, calls.get());
        probe.group.quiescence().endBlocked();
        mayCome.countDown();
        mayEnd.countDown();
        assertIdleAndEnd();
    }
}
