package dev.filch.internal.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Busy;
import dev.filch.internal.Compensator;
import dev.filch.internal.Together;
import dev.filch.internal.WaiterList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A thread whose task blocks may leave its worker to another thread. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BlockingTaskTest extends GroupFixture {

    @Test
    void blockingLeavesTheWorkerToAnotherThreadIfThereIsWork() throws Exception {
        build(TestSettings.of(1));
        CountDownLatch otherRan = new CountDownLatch(1);
        submit(() -> {
            Worker worker = carrier().worker();
            submit(() -> {
                assertSame(worker, carrier().worker());
                otherRan.countDown();
                return null;
            });
            assertTrue(carrier().beforeBlocking());
            assertNull(carrier().worker());
            assertFalse(carrier().beforeBlocking(), "expected no replacement inside a section");
            otherRan.await();
            carrier().afterBlocking();
            return null;
        }).get();
        assertEquals(2, GroupView.threads(probe.group).size());
    }

    @Test
    void blockingStartsNoThreadWithoutWork() throws Exception {
        build(TestSettings.of(2));
        submit(() -> {
            Worker worker = carrier().worker();
            assertTrue(carrier().beforeBlocking());
            assertEquals("2 idle, 0 searching", probe.idleState());
            carrier().afterBlocking();
            assertSame(worker, carrier().worker(), "expected the worker that went idle last");
            return null;
        }).get();
        assertEquals(1, GroupView.threads(probe.group).size());
    }

    @Test
    void taskContinuesWithoutAWorkerIfNoneIsFree() throws Exception {
        build(TestSettings.of(1));
        Busy other = new Busy();
        TaskFuture<Boolean> blocking = submit(() -> {
            probe.submit(other);
            carrier().beforeBlocking();
            other.awaitStart();
            carrier().afterBlocking();
            return carrier().worker() == null && carrier() == Compensator.current();
        });
        assertTrue(blocking.get());
        assertFalse(probe.group.awaitIdle(WaiterList.deadlineAfter(0)));
        other.end();
        probe.group.awaitIdle(WaiterList.NO_DEADLINE);
        assertEquals(2, probe.group.measurements().executed());
        assertEquals("1 idle, 0 searching", probe.idleState());
    }

    @Test
    void noMoreThreadsAreReplacedThanSparesAreAllowed() throws Exception {
        build(TestSettings.of(2).maxSpares(1));
        CountDownLatch left = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        TaskFuture<Boolean> first = submit(() -> {
            boolean replaced = carrier().beforeBlocking();
            left.countDown();
            asked.await();
            carrier().afterBlocking();
            return replaced;
        });
        left.await();
        assertFalse(submit(() -> carrier().beforeBlocking()).get());
        asked.countDown();
        assertTrue(first.get());
        probe.group.awaitIdle(WaiterList.NO_DEADLINE);
        assertTrue(submit(() -> {
            boolean replaced = carrier().beforeBlocking();
            carrier().afterBlocking();
            return replaced;
        }).get(), "expected a replacement, since the only spare is free again");
    }

    @Test
    void blockedTaskCountsAsActive() throws Exception {
        build(TestSettings.of(1));
        CountDownLatch left = new CountDownLatch(1);
        CountDownLatch mayContinue = new CountDownLatch(1);
        submit(() -> {
            carrier().beforeBlocking();
            left.countDown();
            mayContinue.await();
            carrier().afterBlocking();
            return null;
        });
        left.await();
        assertEquals("1 idle, 0 searching", probe.idleState());
        assertFalse(probe.group.awaitIdle(WaiterList.deadlineAfter(0)));
        Together.Running<Boolean> waiter =
                Together.start(() -> probe.group.awaitIdle(WaiterList.NO_DEADLINE)).awaitParked();
        mayContinue.countDown();
        assertTrue(waiter.join());
    }

    @Test
    void waitInsideASectionTakesNoWorker() throws Exception {
        build(TestSettings.of(2));
        submit(() -> {
            assertTrue(carrier().beforeBlocking());
            assertEquals(1, UnqueuedTasks.awaitAny(probe.group));
            assertNull(carrier().worker(), "the rest of the section may block too");
            carrier().afterBlocking();
            assertNotNull(carrier().worker());
            return null;
        }).get();
    }

    @Test
    void waitInASectionEnteredWithoutAWorkerTakesNone() throws Exception {
        build(TestSettings.of(1).keepAliveNanos(1));
        Busy other = new Busy();
        submit(() -> {
            probe.submit(other);
            carrier().beforeBlocking();
            other.awaitStart();
            carrier().afterBlocking();
            assertNull(carrier().worker(), "expected the other task's thread to keep the worker");
            assertTrue(carrier().beforeBlocking());
            other.end();
            while (!probe.group.isVacant(0)) {
                Thread.onSpinWait();
            }
            assertEquals(1, UnqueuedTasks.awaitAny(probe.group));
            assertNull(carrier().worker());
            carrier().afterBlocking();
            return null;
        }).get();
    }

    /** Otherwise, a handler on this thread could push a task to the idle worker, where a shutdown might miss it. */
    @Test
    void threadGivesUpItsWorkerBeforeTheWorkerIsIdle() throws Exception {
        build(TestSettings.of(1));
        AtomicInteger reads = new AtomicInteger();
        AtomicInteger withWorker = new AtomicInteger();
        probe.source.onRead = () -> {
            if (carrier() != null && GroupView.idle(probe.group) == 1) {
                withWorker.addAndGet(carrier().worker() == null ? 0 : 1);
                reads.incrementAndGet();
            }
        };
        submit(() -> null).get();
        while (reads.get() == 0) {
            Thread.onSpinWait();
        }
        assertEquals(0, withWorker.get());
    }
}
