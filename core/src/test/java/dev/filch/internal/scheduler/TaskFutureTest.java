package dev.filch.internal.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Spin;
import dev.filch.internal.Together;
import java.lang.reflect.Field;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
        assertTrue(future.isDone() && future.isSettled() && future.isClaimed() && future.hasSucceeded());
        assertFalse(future.isCancelled());
        assertEquals(1, future.get());
        assertEquals(1, future.get(0, TimeUnit.SECONDS));
        assertFalse(future.cancel(true));
        assertFalse(future.withdraw());
        assertEquals(1, runs.get());
    }

    @Test
    void keepsWhatTheTaskThrows() {
        AssertionError thrown = new AssertionError("made up");
        TaskFuture<Integer> failing = futureOf(() -> {
            throw thrown;
        });
        failing.run();
        assertTrue(failing.isDone());
        assertFalse(failing.hasSucceeded());
        assertSame(thrown, assertThrows(ExecutionException.class, failing::get).getCause());
    }

    @Test
    void onlyOneOfSeveralThreadsClaimsIt() throws Exception {
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
    void aClaimedOneIsRunByTheThreadThatHasClaimedIt() throws Exception {
        assertTrue(future.claim(current()));
        future.run();
        assertEquals(0, runs.get(), "it is claimed");
        assertFalse(future.isDone());
        future.runClaimed(current());
        assertEquals(1, future.get());
    }

    @Test
    void aWithdrawnOneEndsWaitsButCanBeRun() throws Exception {
        Together.Running<Integer> waiter = Together.start(future::get).awaitParked();
        assertTrue(future.withdraw());
        assertThrows(ExecutionException.class, waiter::join);
        assertTrue(future.isSettled());
        assertFalse(future.isDone() || future.isCancelled() || future.isClaimed());
        assertFalse(future.withdraw(), "it is listed once");
        assertEquals("withdrawn by shutdownNow",
                assertThrows(CancellationException.class, future::get).getMessage());
        assertThrows(CancellationException.class, () -> future.get(1, TimeUnit.DAYS));
        future.run();
        assertEquals(1, future.get());
        assertEquals(1, runs.get());
    }

    @Test
    void aWithdrawnOneCanBeCancelled() {
        assertTrue(future.withdraw());
        assertTrue(future.cancel(true));
        future.run();
        assertEquals(0, runs.get());
        assertEquals("cancelled", assertThrows(CancellationException.class, future::get).getMessage());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void cancelledBeforeItStartsItDoesNotRun(boolean interrupts) throws Exception {
        Together.Running<Integer> waiter = Together.start(future::get).awaitParked();
        assertTrue(future.cancel(interrupts));
        assertThrows(ExecutionException.class, waiter::join);
        assertFalse(future.cancel(interrupts));
        assertTrue(future.isCancelled() && future.isDone() && future.isClaimed());
        assertFalse(future.claim(current()));
        future.run();
        assertEquals(0, runs.get());
    }

    @Test
    void aWithdrawnOneIsOnlyForThoseWhoWereGivenIt() {
        assertTrue(future.withdraw());
        assertFalse(future.claim(current()), "a waiter would run what is listed");
        assertTrue(future.claimEvenIfWithdrawn(current()));
        assertFalse(future.claimEvenIfWithdrawn(current()));
    }

    @Test
    void whatWasCancelledIsNotListed() {
        assertTrue(future.cancel(false));
        assertFalse(future.withdraw());
        TaskFuture<Integer> started = futureOf(runs::incrementAndGet);
        assertTrue(started.claim(current()));
        started.cancel(false);
        assertFalse(started.withdraw());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void countsAsExecutedWhenCancelledIfItIsQueuedItself(boolean queued) {
        future.setQueued(queued);
        future.cancel(false);
        assertEquals(queued ? 1 : 0, probe.group.measurements().executed());
        TaskFuture<Integer> started = futureOf(runs::incrementAndGet);
        started.setQueued(true);
        assertTrue(started.claim(current()));
        started.cancel(false);
        assertEquals(queued ? 1 : 0, probe.group.measurements().executed(), "the thread that runs it counts it");
    }

    @Test
    void cancelWithoutInterruptDropsTheResultOnly() {
        assertTrue(future.claim(current()));
        assertTrue(future.cancel(false));
        assertTrue(future.isCancelled());
        future.runClaimed(current());
        assertEquals(1, runs.get());
        assertFalse(Thread.interrupted());
        assertThrows(CancellationException.class, future::get);
    }

    @Test
    void cancelWithInterruptReachesTheThreadThatRunsIt() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        TaskFuture<String> waiting = futureOf(() -> {
            started.countDown();
            new CountDownLatch(1).await();
            return "never";
        });
        Together.Running<Boolean> runner = Together.start(() -> {
            waiting.run();
            return Thread.interrupted();
        });
        started.await();
        assertTrue(waiting.cancel(true));
        assertFalse(runner.join(), "the task has received it");
        assertThrows(CancellationException.class, waiting::get);
    }

    /** A thread whose interrupt takes long. */
    private static final class SlowToInterrupt extends Thread {

        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch goOn = new CountDownLatch(1);
        volatile boolean interruptedAfterwards;
        volatile boolean left;

        SlowToInterrupt(Runnable body) {
            super(body);
            setDaemon(true);
        }

        @Override
        public void run() {
            super.run();
            left = true;
            interruptedAfterwards = isInterrupted();
        }

        @Override
        public void interrupt() {
            begun.countDown();
            Together.await(goOn);
            super.interrupt();
        }
    }

    /** The task has ended, but the interrupt that is meant for it is still to come: it must not reach the next one. */
    @Test
    void theThreadStaysInTheTaskUntilTheInterruptHasCome() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        TaskFuture<String> task = futureOf(() -> {
            started.countDown();
            Together.await(end);
            return "dropped";
        });
        SlowToInterrupt runner = new SlowToInterrupt(task);
        runner.start();
        started.await();
        Together.Running<Boolean> canceller = Together.start(() -> task.cancel(true));
        runner.begun.await();
        assertTrue(task.isCancelled() && task.isDone(), "others see it at once");
        assertFalse(task.cancel(true));
        end.countDown();
        for (int i = 0; i < 1000; i++) {
            Spin.pause();
            assertFalse(runner.left);
        }
        runner.goOn.countDown();
        assertTrue(canceller.join());
        runner.join();
        assertTrue(runner.interruptedAfterwards);
    }

    /** As above, for the start of another task on top of this one. */
    @Test
    void theThreadStartsNoOtherTaskUntilTheInterruptHasCome() throws Exception {
        SlowToInterrupt runner = new SlowToInterrupt(() -> {
            assertTrue(future.claim(current()));
            while (!future.isCancelled()) {
                Spin.pause();
            }
            assertTrue(future.suspend(current()), "it was interrupted");
            runs.addAndGet(current().isInterrupted() ? 100 : 10);
            assertFalse(future.resume(current()), "the interrupt came before");
        });
        runner.start();
        while (!future.isClaimed()) {
            Spin.pause();
        }
        Together.Running<Boolean> canceller = Together.start(() -> future.cancel(true));
        runner.begun.await();
        for (int i = 0; i < 1000; i++) {
            Spin.pause();
            assertEquals(0, runs.get());
        }
        runner.goOn.countDown();
        assertTrue(canceller.join());
        runner.join();
        assertEquals(10, runs.get(), "the other task does not see the interrupt");
    }

    @Test
    void aSuspendedOneGoesOn() throws Exception {
        assertTrue(future.claim(current()));
        assertFalse(future.suspend(current()));
        assertFalse(future.isSettled() || future.isDone());
        assertFalse(future.claim(current()), "it has started");
        assertFalse(future.withdraw());
        assertFalse(future.resume(current()));
        future.runClaimed(current());
        assertEquals(1, future.get());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSuspendedOneIsInterruptedWhenItGoesOn(boolean interrupts) {
        assertTrue(future.claim(current()));
        assertFalse(future.suspend(current()));
        assertTrue(future.cancel(interrupts));
        assertFalse(current().isInterrupted(), "the task on top is not meant");
        assertTrue(future.isCancelled() && future.isDone());
        assertFalse(future.cancel(interrupts));
        assertEquals(interrupts, future.resume(current()));
        future.runClaimed(current());
        assertThrows(CancellationException.class, future::get);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anInterruptFromBeforeIsTakenAwayDuringTheSuspension(boolean interrupts) {
        assertTrue(future.claim(current()));
        assertTrue(future.cancel(interrupts));
        assertEquals(interrupts, future.suspend(current()));
        assertFalse(Thread.interrupted());
        assertFalse(future.resume(current()));
    }

    @Test
    void waitsEndWithTheTaskOrTheTimeOrAnInterrupt() throws Exception {
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
        assertEquals(1, future.get(), "there is nothing to wait for");
        assertTrue(Thread.interrupted());
    }

    @Test
    void saysWhatHasBecomeOfIt() {
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
    void forgetsTheTaskAndADroppedResult() throws Exception {
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
