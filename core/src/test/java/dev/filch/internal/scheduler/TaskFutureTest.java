package dev.filch.internal.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Together;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The states of a future, one transition at a time. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TaskFutureTest {

    private final WorkerGroupProbe probe = WorkerGroupProbe.withoutThreads(1);
    private final AtomicInteger runs = new AtomicInteger();
    private final TaskFuture<Integer> future = futureOf(runs::incrementAndGet);

    private <V> TaskFuture<V> futureOf(Callable<V> task) {
        return new TaskFuture<>(probe.group, task);
    }

    private static Thread current() {
        return Thread.currentThread();
    }

    @Test
    void runsOnceAndKeepsItsResult() throws Exception {
        assertFalse(future.isDone());
        assertFalse(future.isClaimed());
        future.run();
        future.run();
        assertTrue(future.isDone() && future.isSettled() && future.isClaimed());
        assertFalse(future.isCancelled());
        assertEquals(1, future.get());
        assertEquals(1, future.get(0, TimeUnit.SECONDS));
        assertFalse(future.cancel(true));
        assertFalse(future.withdraw());
        assertEquals(1, runs.get());
    }

    @Test
    void keepsTheExceptionOfTheTask() {
        AssertionError thrown = new AssertionError("simulated");
        TaskFuture<Integer> failing = futureOf(() -> {
            throw thrown;
        });
        failing.run();
        assertTrue(failing.isDone());
        assertSame(thrown, assertThrows(ExecutionException.class, failing::get).getCause());
    }

    @Test
    void onlyOneOfTwoThreadsClaimsAFuture() throws Exception {
        for (int round = 0; round < 500; round++) {
            TaskFuture<Integer> each = futureOf(runs::incrementAndGet);
            List<Boolean> claimed = Together.run(2, index -> each.claim(current()));
            assertTrue(claimed.get(0) ^ claimed.get(1));
            assertTrue(each.isClaimed());
            assertFalse(each.isSettled());
            assertFalse(each.withdraw());
        }
    }

    @Test
    void onlyTheThreadThatClaimedAFutureRunsIt() throws Exception {
        assertTrue(future.claim(current()));
        future.run();
        assertEquals(0, runs.get(), "expected no run, since the future is claimed");
        assertFalse(future.isDone());
        future.runClaimed(current());
        assertEquals(1, future.get());
    }

    @Test
    void withdrawalEndsWaitsAndTheFutureCanBeRun() throws Exception {
        Together.Running<Integer> waiter = Together.start(future::get).awaitParked();
        assertTrue(future.withdraw());
        assertThrows(ExecutionException.class, waiter::join);
        assertTrue(future.isSettled());
        assertFalse(future.isDone() || future.isCancelled() || future.isClaimed());
        assertFalse(future.withdraw(), "expected no second withdrawal");
        assertEquals("withdrawn by shutdownNow",
                assertThrows(CancellationException.class, future::get).getMessage());
        assertThrows(CancellationException.class, () -> future.get(1, TimeUnit.DAYS));
        future.run();
        assertEquals(1, future.get());
        assertEquals(1, runs.get());
    }

    /** A second group lists the future again. In between, waits do not end. */
    @Test
    void withdrawnFutureIsAsNewAfterItIsSubmittedAgain() throws Exception {
        assertFalse(future.resubmit(), "not withdrawn yet");
        assertTrue(future.withdraw());
        WorkerGroupProbe second = WorkerGroupProbe.withoutThreads(1);
        second.submit(future);
        assertFalse(future.isSettled());
        assertThrows(TimeoutException.class, () -> future.get(1, TimeUnit.NANOSECONDS));
        assertEquals(List.of(future), second.group.shutdownNow());
        assertThrows(CancellationException.class, future::get);
        WorkerGroupProbe third = WorkerGroupProbe.withoutThreads(1);
        third.submit(future);
        Together.Running<Integer> waiter = Together.start(future::get).awaitParked();
        third.source.queue.remove().run();
        assertEquals(1, waiter.join());
        assertEquals(List.of(), third.group.shutdownNow());
    }

    /** A thread begins to wait for the future while the group, which is being shut down, is about to refuse it. */
    @Test
    void refusedFutureStaysWithdrawn() throws Exception {
        probe.submit(future);
        assertEquals(List.of(future), probe.group.shutdownNow());
        List<Together.Running<Integer>> waiters = new ArrayList<>();
        WorkerGroupProbe second = WorkerGroupProbe.withoutThreads(1);
        second.source.onOffer = () -> {
            waiters.add(Together.start(future::get).awaitParked());
            second.group.shutdown();
        };
        assertThrows(RejectedExecutionException.class, () -> second.submit(future));
        assertThrows(ExecutionException.class, waiters.get(0)::join);
        assertThrows(CancellationException.class, future::get);
        assertFalse(future.isQueued());
        future.run();
        assertEquals(1, future.get());
    }

    @Test
    void withdrawnFutureCanBeCancelled() {
        assertTrue(future.withdraw());
        assertTrue(future.cancel(true));
        future.run();
        assertEquals(0, runs.get());
        assertEquals("cancelled", assertThrows(CancellationException.class, future::get).getMessage());
    }

    @Test
    void waitsEndWithTheTaskOrATimeoutOrAnInterrupt() throws Exception {
        assertThrows(TimeoutException.class, () -> future.get(-1, TimeUnit.DAYS));
        assertThrows(TimeoutException.class, () -> future.get(0, TimeUnit.DAYS));
        assertThrows(TimeoutException.class, () -> future.get(1, TimeUnit.NANOSECONDS));
        for (Callable<Integer> wait : List.<Callable<Integer>>of(future::get, () -> future.get(1, TimeUnit.DAYS))) {
            current().interrupt();
            assertThrows(InterruptedException.class, wait::call);
            assertFalse(Thread.interrupted());
        }
        Together.Running<Integer> untimed = Together.start(future::get).awaitParked();
        Together.Running<Integer> timed = Together.start(() -> future.get(1, TimeUnit.DAYS)).awaitParkedTimed();
        future.run();
        assertEquals(1, untimed.join());
        assertEquals(1, timed.join());
        current().interrupt();
        assertEquals(1, future.get(), "a future that is done needs no wait");
        assertTrue(Thread.interrupted());
    }

    @Test
    void toStringNamesTheState() {
        assertTrue(future.toString().startsWith("TaskFuture[not started: "), future::toString);
        assertTrue(future.claim(current()));
        assertEquals("TaskFuture[running on " + current().getName() + "]", future.toString());
        future.suspend(current());
        assertEquals("TaskFuture[SUSPENDED]", future.toString());
        future.resume(current());
        future.runClaimed(current());
        assertEquals("TaskFuture[DONE]", future.toString());
    }

    @Test
    void taskAndDroppedResultAreReleased() throws Exception {
        TaskFuture<Object> dropped = futureOf(Object::new);
        assertTrue(dropped.claim(current()));
        dropped.cancel(false);
        dropped.runClaimed(current());
        TaskFuture<Object> cancelled = futureOf(Object::new);
        cancelled.cancel(false);
        for (TaskFuture<?> each : List.of(dropped, cancelled)) {
            for (String name : List.of("callable", "result")) {
                Field field = TaskFuture.class.getDeclaredField(name);
                field.setAccessible(true);
                assertNull(field.get(each), name);
            }
        }
    }
}
