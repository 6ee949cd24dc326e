package dev.filch.internal.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Compensator;
import dev.filch.internal.Spin;
import dev.filch.internal.WaiterList;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a thread does while its task waits or blocks. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CarrierTest extends GroupFixture {

    private static <V> V getUnlessRejected(TaskFuture<V> future) throws Exception {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void carrierIsTheCompensatorOfItsThread(boolean ownThreads) throws Exception {
        build(ownThreads ? TestSettings.of(1).ownThreads() : TestSettings.of(1));
        submit(() -> {
            assertSame(carrier(), Compensator.current());
            assertSame(probe.group.worker(0), carrier().worker());
            return null;
        }).get();
        assertNull(Compensator.current());
    }

    @Test
    void waitRunsTheAwaitedTaskOnTheSameThread() throws Exception {
        build(TestSettings.of(1).maxSpares(0));
        assertTrue(submit(() -> {
            Thread outer = Thread.currentThread();
            return submit(() -> Thread.currentThread() == outer).get();
        }).get());
        probe.group.awaitIdle(WaiterList.NO_DEADLINE);
        assertEquals(2, probe.group.measurements().executed(), "the entry left in the queue must not count");
    }

    @Test
    void timedWaitRunsNoTask() throws Exception {
        build(TestSettings.of(1).maxSpares(0));
        submit(() -> {
            TaskFuture<String> inner = submit(() -> "later");
            assertThrows(TimeoutException.class, () -> inner.get(1, TimeUnit.MILLISECONDS));
            assertFalse(inner.isClaimed());
            return null;
        }).get();
    }

    @Test
    void spareThreadRunsTheTaskOfATimedWait() throws Exception {
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
        build(TestSettings.of(1).maxSpares(0).ownThreads().stackSize(131_072 + 200 * 4_096));
        assertEquals(200, probe.group.settings().maxClaims());
        assertEquals(200, submit(() -> depth(200)).get());
        Throwable thrown = assertThrows(ExecutionException.class, () -> submit(() -> depth(201)).get()).getCause();
        assertSame(RejectedExecutionException.class, thrown.getClass());
        assertTrue(thrown.getMessage().contains("200"), thrown.getMessage());
    }

    /** The JVM itself needs a large part of the smaller stacks. */
    @ParameterizedTest
    @ValueSource(ints = {1, 131_072, 140_000, 200_000, 262_144})
    void nestedClaimsDoNotOverflowASmallStack(int bytes) throws Exception {
        build(TestSettings.of(1).maxSpares(0).ownThreads().stackSize(bytes));
        int claims = probe.group.settings().maxClaims();
        assertEquals(claims, submit(() -> depth(claims)).get());
    }

    /** A nested task runs out of stack. The outer task can still submit tasks and wait for them. */
    @Test
    void stackOverflowOfANestedTaskLeavesTheOuterTaskIntact() throws Exception {
        build(TestSettings.of(1).maxSpares(0).ownThreads());
        for (int round = 0; round < 20; round++) {
            assertEquals("outer", submit(() -> {
                TaskFuture<Integer> overflowing = submit(CarrierTest::recurseEndlessly);
                Throwable cause = assertThrows(ExecutionException.class, overflowing::get).getCause();
                assertSame(StackOverflowError.class, cause.getClass());
                assertEquals("inner", submit(() -> "inner").get());
                return "outer";
            }).get());
        }
    }

    private static int recurseEndlessly() {
        return 1 + recurseEndlessly();
    }

    /** Each frame runs or awaits a future, the deepest frame first. Each round begins one frame deeper. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void claimNearTheEndOfTheStackIsSettledOrRefused(boolean waits) throws Exception {
        build(TestSettings.of(1).maxSpares(0).ownThreads().stackSize(262_144));
        for (int round = 0; round < 10; round++) {
            int depth = round;
            List<TaskFuture<Integer>> futures = submit(() -> {
                List<TaskFuture<Integer>> inner = new ArrayList<>();
                for (int i = 0; i < 100; i++) {
                    inner.add(submit(() -> 5));
                }
                runBelow(depth, inner.iterator(), waits);
                return inner;
            }).get();
            probe.group.awaitIdle(WaiterList.NO_DEADLINE);
            assertEquals(List.of(), futures.stream().filter(future -> !future.isDone()).toList());
        }
        assertEquals(6, submit(() -> submit(() -> 6).get()).get(), "expected the group to run further tasks");
    }

    /**
     * Every eighth frame waits for a running task, or blocks in a section, the deepest frame first. Each round begins
     * one frame deeper.
     */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void blockingNearTheEndOfTheStackLosesNoWorker(boolean inSection) throws Exception {
        build(TestSettings.of(2).ownThreads().stackSize(262_144));
        CountDownLatch release = new CountDownLatch(1);
        TaskFuture<Boolean> running = submit(() -> {
            release.await();
            return true;
        });
        try {
            for (int round = 0; round < 50; round++) {
                int depth = round;
                assertTrue(submit(() -> blockBelow(depth, inSection, running)).get() > 0);
            }
        } finally {
            release.countDown();
        }
        assertTrue(running.get());
        assertTrue(probe.group.awaitIdle(WaiterList.deadlineAfter(TimeUnit.SECONDS.toNanos(30))), probe.group::summary);
        assertEquals("2 idle, 0 searching", probe.idleState());
    }

    private static void block(boolean inSection, TaskFuture<?> running) throws Exception {
        if (inSection) {
            Compensator.endBlocking(Compensator.beginBlocking());
            return;
        }
        try {
            running.get(1, TimeUnit.NANOSECONDS);
        } catch (TimeoutException expected) {
            // The task runs until the test releases it.
        }
    }

    private static int blockBelow(int depth, boolean inSection, TaskFuture<?> running) throws Exception {
        return depth == 0
                ? blockNearTheEndOfTheStack(0, inSection, running)
                : 1 + blockBelow(depth - 1, inSection, running);
    }

    private static int blockNearTheEndOfTheStack(int frame, boolean inSection, TaskFuture<?> running)
            throws Exception {
        try {
            return 1 + blockNearTheEndOfTheStack(frame + 1, inSection, running);
        } catch (StackOverflowError | RejectedExecutionException deepest) {
            if (frame % 8 != 0) {
                throw deepest;
            }
            block(inSection, running);
            return 0;
        }
    }

    private static int runBelow(int depth, Iterator<TaskFuture<Integer>> futures, boolean waits) throws Exception {
        return depth == 0 ? runNearTheEndOfTheStack(futures, waits) : 1 + runBelow(depth - 1, futures, waits);
    }

    private static int runNearTheEndOfTheStack(Iterator<TaskFuture<Integer>> futures, boolean waits) throws Exception {
        try {
            return 1 + runNearTheEndOfTheStack(futures, waits);
        } catch (StackOverflowError | RejectedExecutionException deepest) {
            if (!futures.hasNext()) {
                return 0;
            }
            runOrAwait(futures.next(), waits);
            return 0;
        }
    }

    private static void runOrAwait(TaskFuture<?> future, boolean waits) throws Exception {
        if (!waits) {
            future.run();
            return;
        }
        try {
            future.get();
        } catch (ExecutionException overflow) {
            assertSame(StackOverflowError.class, overflow.getCause().getClass());
        }
    }

    @Test
    void deeperClaimsContinueOnASpareThread() throws Exception {
        build(TestSettings.of(2).ownThreads().stackSize(131_072 + 200 * 4_096));
        assertEquals(2_000, submit(() -> depth(2_000)).get());
    }

    /** The interrupt is for the waiting task. It arrives when that task continues, not in the nested task. */
    @Test
    void cancelInterruptsTheWaitingTaskAndNotTheNestedOne() throws Exception {
        build(TestSettings.of(1).maxSpares(0));
        CountDownLatch nested = new CountDownLatch(1);
        AtomicBoolean cancelled = new AtomicBoolean();
        AtomicBoolean[] interrupted = {new AtomicBoolean(), new AtomicBoolean()};
        TaskFuture<Void> outer = submit(() -> {
            submit(() -> {
                nested.countDown();
                while (!cancelled.get()) {
                    Spin.pause();
                }
                interrupted[0].set(Thread.currentThread().isInterrupted());
                return null;
            }).get();
            interrupted[1].set(Thread.currentThread().isInterrupted());
            return null;
        });
        nested.await();
        assertTrue(outer.cancel(true));
        cancelled.set(true);
        probe.group.awaitIdle(WaiterList.NO_DEADLINE);
        assertFalse(interrupted[0].get());
        assertTrue(interrupted[1].get());
    }

    @Test
    void interruptOfANestedTaskEndsWithIt() throws Exception {
        build(TestSettings.of(1).maxSpares(0));
        assertFalse(submit(() -> {
            TaskFuture<Void> nested = submit(() -> {
                Thread.currentThread().interrupt();
                return null;
            });
            nested.get();
            return Thread.currentThread().isInterrupted();
        }).get());
    }

    @Test
    void failingTaskIsMeasuredAndReported() throws Exception {
        build(TestSettings.of(1).timed());
        IllegalStateException thrown = new IllegalStateException("simulated");
        probe.submit(() -> {
            throw thrown;
        });
        probe.group.awaitIdle(WaiterList.NO_DEADLINE);
        assertSame(thrown, probe.reported.remove());
        assertEquals(1, probe.group.measurements().executed());
        assertTrue(probe.group.measurements().runTimes(Lane.NORMAL).meanMicros() > 0);
    }

    @Test
    void taskIsCountedAfterItHasRun() throws Exception {
        build(TestSettings.of(1));
        long[] executedMeanwhile = new long[1];
        probe.submit(() -> executedMeanwhile[0] = probe.group.measurements().executed());
        probe.group.awaitIdle(WaiterList.NO_DEADLINE);
        assertEquals(0, executedMeanwhile[0]);
        assertEquals(1, probe.group.measurements().executed());
    }
}
