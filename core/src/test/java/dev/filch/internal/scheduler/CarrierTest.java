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
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the thread of a task does when the task waits or blocks. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CarrierTest {

    private WorkerGroupProbe probe;

    private void build(TestSettings settings) {
        probe = new WorkerGroupProbe(settings);
    }

    @AfterEach
    void end() throws InterruptedException {
        probe.group.shutdown();
        assertTrue(probe.group.awaitTermination(WaiterList.NO_DEADLINE));
        assertEquals(0, probe.group.activeWorkers());
    }

    private <V> TaskFuture<V> submit(Callable<V> task) {
        TaskFuture<V> future = new TaskFuture<>(probe.group, task);
        probe.submit(future);
        return future;
    }

    private static <V> V getUnlessRejected(TaskFuture<V> future) throws Exception {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    private Carrier carrier() {
        return probe.group.currentCarrier();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isTheCompensatorOfItsThread(boolean ownThreads) throws Exception {
        build(ownThreads ? TestSettings.of(1).ownThreads() : TestSettings.of(1));
        submit(() -> {
            assertSame(carrier(), Compensator.current());
            assertSame(Thread.currentThread(), carrier().thread());
            assertSame(probe.group.worker(0), carrier().worker());
            return null;
        }).get();
        assertNull(Compensator.current());
    }

    @Test
    void aWaitRunsTheAwaitedTaskOnTheSameThread() throws Exception {
        build(TestSettings.of(1).maxSpares(0));
        assertTrue(submit(() -> {
            Thread outer = Thread.currentThread();
            return submit(() -> Thread.currentThread() == outer).get();
        }).get());
        probe.group.awaitIdle(WaiterList.NO_DEADLINE);
        assertEquals(2, probe.group.measurements().executed(), "the queue's copy counts nowhere");
    }

    @Test
    void aTimedWaitRunsNothing() throws Exception {
        build(TestSettings.of(1).maxSpares(0));
        submit(() -> {
            TaskFuture<String> inner = submit(() -> "later");
            assertThrows(TimeoutException.class, () -> inner.get(1, TimeUnit.MILLISECONDS));
            assertFalse(inner.isClaimed());
            return null;
        }).get();
    }

    @Test
    void aTimedWaitIsEndedByASpare() throws Exception {
        build(TestSettings.of(1));
        assertTrue(submit(() -> {
            Thread outer = Thread.currentThread();
            return submit(() -> Thread.currentThread() != outer).get(1, TimeUnit.DAYS);
        }).get());
    }

    private int depth(int depth) throws Exception {
        return depth == 0 ? 0 : 1 + getUnlessRejected(submit(() -> depth(depth - 1)));
    }

    @Test
    void claimsNestUpToTheBound() throws Exception {
        build(TestSettings.of(1).maxSpares(0).ownThreads().stackSize(131_072 + 200 * 2_048));
        assertEquals(200, probe.group.settings().maxClaims());
        assertEquals(200, submit(() -> depth(200)).get());
        Throwable thrown = assertThrows(ExecutionException.class, () -> submit(() -> depth(201)).get()).getCause();
        assertSame(RejectedExecutionException.class, thrown.getClass());
        assertTrue(thrown.getMessage().contains("200"), thrown.getMessage());
    }

    /** Also on a stack of which the JVM itself needs a large part. */
    @ParameterizedTest
    @ValueSource(ints = {1, 131_072, 140_000, 200_000, 262_144})
    void neverOverflowASmallStack(int bytes) throws Exception {
        build(TestSettings.of(1).maxSpares(0).ownThreads().stackSize(bytes));
        int claims = probe.group.settings().maxClaims();
        assertEquals(claims, submit(() -> depth(claims)).get());
    }

    /** The task on top has run out of stack: the others still know where they are. */
    @Test
    void aStackOverflowLeavesTheOuterTasksAsTheyWere() throws Exception {
        build(TestSettings.of(1).maxSpares(0).ownThreads());
        for (int round = 0; round < 20; round++) {
            assertEquals("outer", submit(() -> {
                TaskFuture<Integer> overflowing = submit(CarrierTest::endless);
                Throwable cause = assertThrows(ExecutionException.class, overflowing::get).getCause();
                assertSame(StackOverflowError.class, cause.getClass());
                assertEquals("inner", submit(() -> "inner").get());
                return "outer";
            }).get());
        }
    }

    private static int endless() {
        return 1 + endless();
    }

    @Test
    void deeperClaimsGoOnOnASparesStack() throws Exception {
        build(TestSettings.of(2).ownThreads().stackSize(131_072 + 200 * 2_048));
        assertEquals(2_000, submit(() -> depth(2_000)).get());
    }

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
            assertFalse(carrier().beforeBlocking(), "it has none to leave");
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
            assertSame(worker, carrier().worker(), "it takes the worker again that went idle last");
            return null;
        }).get();
        assertEquals(1, GroupView.threads(probe.group).size());
    }

    @Test
    void aTaskGoesOnWithoutAWorkerIfNoneIsFree() throws Exception {
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
    void noMoreThreadsLeaveTheirWorkersThanThereMayBeSpares() throws Exception {
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
        }).get(), "one may again");
    }

    @Test
    void aBlockedTaskCountsAsActive() throws Exception {
        build(TestSettings.of(1));
        CountDownLatch left = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        submit(() -> {
            carrier().beforeBlocking();
            left.countDown();
            goOn.await();
            carrier().afterBlocking();
            return null;
        });
        left.await();
        assertEquals("1 idle, 0 searching", probe.idleState());
        assertFalse(probe.group.awaitIdle(WaiterList.deadlineAfter(0)));
        Together.Running<Boolean> waiter =
                Together.start(() -> probe.group.awaitIdle(WaiterList.NO_DEADLINE)).awaitParked();
        goOn.countDown();
        assertTrue(waiter.join());
    }

    /** The interrupt is meant for the task that waits: it comes when that goes on, and not on top of it. */
    @Test
    void cancelReachesTheTaskThatWaitsAfterTheOneOnTop() throws Exception {
        build(TestSettings.of(1).maxSpares(0));
        CountDownLatch onTop = new CountDownLatch(1);
        AtomicBoolean cancelled = new AtomicBoolean();
        AtomicBoolean[] interrupted = {new AtomicBoolean(), new AtomicBoolean()};
        TaskFuture<Void> outer = submit(() -> {
            submit(() -> {
                onTop.countDown();
                while (!cancelled.get()) {
                    Spin.pause();
                }
                interrupted[0].set(Thread.currentThread().isInterrupted());
                return null;
            }).get();
            interrupted[1].set(Thread.currentThread().isInterrupted());
            return null;
        });
        onTop.await();
        assertTrue(outer.cancel(true));
        cancelled.set(true);
        probe.group.awaitIdle(WaiterList.NO_DEADLINE);
        assertFalse(interrupted[0].get());
        assertTrue(interrupted[1].get());
    }

    @Test
    void anInterruptOfTheTaskOnTopEndsWithIt() throws Exception {
        build(TestSettings.of(1).maxSpares(0));
        assertFalse(submit(() -> {
            TaskFuture<Void> onTop = submit(() -> {
                Thread.currentThread().interrupt();
                return null;
            });
            onTop.get();
            return Thread.currentThread().isInterrupted();
        }).get());
    }

    @Test
    void aTaskThatThrowsIsMeasuredAndReported() throws Exception {
        build(TestSettings.of(1).measured());
        IllegalStateException thrown = new IllegalStateException("made up");
        probe.submit(() -> {
            throw thrown;
        });
        probe.group.awaitIdle(WaiterList.NO_DEADLINE);
        assertSame(thrown, probe.heard.remove());
        assertEquals(1, probe.group.measurements().executed());
        assertTrue(probe.group.measurements().runTimes().meanMicros() > 0);
    }

    @Test
    void aTaskCountsOnlyOnceItsWorkIsDone() throws Exception {
        build(TestSettings.of(1));
        long[] during = new long[1];
        probe.submit(() -> during[0] = probe.group.measurements().executed());
        probe.group.awaitIdle(WaiterList.NO_DEADLINE);
        assertEquals(0, during[0]);
        assertEquals(1, probe.group.measurements().executed());
    }
}
