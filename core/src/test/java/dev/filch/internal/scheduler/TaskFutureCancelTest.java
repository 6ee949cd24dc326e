package dev.filch.internal.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Spin;
import dev.filch.internal.Together;
import dev.filch.internal.WaiterList;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cancels a future at any stage. The interrupt reaches the task of the future, and no other task of the thread. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TaskFutureCancelTest {

    private final WorkerGroupProbe probe = WorkerGroupProbe.withoutThreads(1);
    private final AtomicInteger runs = new AtomicInteger();
    private final TaskFuture<Integer> future = futureOf(runs::incrementAndGet);

    private <V> TaskFuture<V> futureOf(Callable<V> task) {
        return new TaskFuture<>(probe.group, task);
    }

    private static Thread current() {
        return Thread.currentThread();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void futureCancelledBeforeItsStartDoesNotRun(boolean interrupts) throws Exception {
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
    void withdrawnFutureCanOnlyBeClaimedByAThreadThatTookIt() {
        assertTrue(future.withdraw());
        assertFalse(future.claim(current()), "a waiter must not run a listed future");
        assertTrue(future.claimTaken(current(), probe.group));
        assertFalse(future.claimTaken(current(), probe.group));
    }

    @Test
    void stoppedGroupRunsNoWithdrawnFuture() {
        probe.group.shutdownNow();
        assertTrue(future.withdraw());
        assertFalse(future.claimTaken(current(), probe.group), "shutdownNow may have listed the future");
        future.run();
        assertEquals(1, runs.get(), "the receiver of the list can run it");
    }

    @Test
    void cancelledFutureCannotBeWithdrawn() {
        assertTrue(future.cancel(false));
        assertFalse(future.withdraw());
        TaskFuture<Integer> started = futureOf(runs::incrementAndGet);
        assertTrue(started.claim(current()));
        started.cancel(false);
        assertFalse(started.withdraw());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void queuedFutureCancelledBeforeItsStartIsCountedOnce(boolean queued) {
        if (queued) {
            future.noteQueued(Lane.NORMAL, null);
        }
        assertFalse(future.claimCount(), "not cancelled yet");
        future.cancel(false);
        assertEquals(queued, future.claimCount());
        assertFalse(future.claimCount(), "counted already");
        assertTrue(future.isCancelled() && future.isDone() && future.isClaimed());
        TaskFuture<Integer> started = futureOf(runs::incrementAndGet);
        started.noteQueued(Lane.NORMAL, null);
        assertTrue(started.claim(current()));
        started.cancel(false);
        assertFalse(started.claimCount(), "the thread that runs the future counts it");
    }

    /** For example, invokeAny cancels tasks that it has yet to submit. */
    @Test
    void futureCancelledBeforeItsSubmissionIsCountedUnlessRefused() {
        future.cancel(true);
        future.noteQueued(Lane.NORMAL, null);
        future.noteNotQueued();
        assertFalse(future.claimCount(), "expected a refused future not to count");
        future.noteQueued(Lane.NORMAL, null);
        assertTrue(future.claimCount(), "expected an accepted future to count");
    }

    @Test
    void cancelWithoutInterruptOnlyDropsTheResult() {
        assertTrue(future.claim(current()));
        assertTrue(future.cancel(false));
        assertTrue(future.isCancelled());
        future.runClaimed(current());
        assertEquals(1, runs.get());
        assertFalse(Thread.interrupted());
        assertThrows(CancellationException.class, future::get);
    }

    @Test
    void cancelWithInterruptInterruptsTheRunningTask() throws Exception {
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
        assertFalse(runner.join(), "expected the task to receive the interrupt");
        assertThrows(CancellationException.class, waiting::get);
    }

    /** A thread whose {@code interrupt} method waits until the test lets it continue. */
    private static final class SlowlyInterruptedThread extends Thread {

        final CountDownLatch interruptBegun = new CountDownLatch(1);
        final CountDownLatch interruptMayContinue = new CountDownLatch(1);
        volatile boolean interruptedAfterwards;
        volatile boolean taskReturned;

        SlowlyInterruptedThread(Runnable body) {
            super(body);
            setDaemon(true);
        }

        @Override
        public void run() {
            super.run();
            taskReturned = true;
            interruptedAfterwards = isInterrupted();
        }

        @Override
        public void interrupt() {
            interruptBegun.countDown();
            Together.await(interruptMayContinue);
            super.interrupt();
        }
    }

    /** The task has ended, but the interrupt for it has yet to arrive. It must not reach the next task. */
    @Test
    void threadStaysInTheTaskUntilTheInterruptHasArrived() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        TaskFuture<String> task = futureOf(() -> {
            started.countDown();
            while (end.getCount() > 0) {
                Spin.pause(); // a wait might consume the interrupt
            }
            return "dropped";
        });
        SlowlyInterruptedThread runner = new SlowlyInterruptedThread(task);
        runner.start();
        started.await();
        Together.Running<Boolean> canceller = Together.start(() -> task.cancel(true));
        runner.interruptBegun.await();
        assertTrue(task.isCancelled() && task.isDone(), "expected the cancellation to be visible at once");
        assertFalse(task.cancel(true));
        end.countDown();
        for (int i = 0; i < 1000; i++) {
            Spin.pause();
            assertFalse(runner.taskReturned);
        }
        runner.interruptMayContinue.countDown();
        assertTrue(canceller.join());
        runner.join();
        assertTrue(runner.interruptedAfterwards);
    }

    /** As above, for the start of a nested task. */
    @Test
    void threadStartsNoNestedTaskUntilTheInterruptHasArrived() throws Exception {
        SlowlyInterruptedThread runner = new SlowlyInterruptedThread(() -> {
            assertTrue(future.claim(current()));
            while (!future.isCancelled()) {
                Spin.pause();
            }
            assertTrue(future.suspend(current()), "expected the interrupt before the suspension");
            runs.addAndGet(current().isInterrupted() ? 100 : 10);
            assertFalse(future.resume(current()), "expected no second interrupt");
        });
        runner.start();
        while (!future.isClaimed()) {
            Spin.pause();
        }
        Together.Running<Boolean> canceller = Together.start(() -> future.cancel(true));
        runner.interruptBegun.await();
        for (int i = 0; i < 1000; i++) {
            Spin.pause();
            assertEquals(0, runs.get());
        }
        runner.interruptMayContinue.countDown();
        assertTrue(canceller.join());
        runner.join();
        assertEquals(10, runs.get(), "expected the nested task not to be interrupted");
    }

    @Test
    void suspendedFutureContinuesAfterItIsResumed() throws Exception {
        assertTrue(future.claim(current()));
        assertFalse(future.suspend(current()));
        assertFalse(future.isSettled() || future.isDone());
        assertFalse(future.claim(current()), "expected no second claim");
        assertFalse(future.withdraw());
        assertFalse(future.resume(current()));
        future.runClaimed(current());
        assertEquals(1, future.get());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void suspendedFutureIsInterruptedWhenItIsResumed(boolean interrupts) {
        assertTrue(future.claim(current()));
        assertFalse(future.suspend(current()));
        assertTrue(future.cancel(interrupts));
        assertFalse(current().isInterrupted(), "expected the nested task not to be interrupted");
        assertTrue(future.isCancelled() && future.isDone());
        assertFalse(future.cancel(interrupts));
        assertEquals(interrupts, future.resume(current()));
        future.runClaimed(current());
        assertThrows(CancellationException.class, future::get);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void earlierInterruptIsClearedDuringTheSuspension(boolean interrupts) {
        assertTrue(future.claim(current()));
        assertTrue(future.cancel(interrupts));
        assertEquals(interrupts, future.suspend(current()));
        assertFalse(Thread.interrupted());
        assertFalse(future.resume(current()));
    }

    /** The inner future waits for a task, which runs nested in both. */
    @Test
    void cancelInterruptsTheOuterFutureAndNotTheNestedTask() throws Exception {
        WorkerGroupProbe started = WorkerGroupProbe.started(1);
        AtomicReference<TaskFuture<Boolean>> outer = new AtomicReference<>();
        AtomicBoolean nestedInterrupted = new AtomicBoolean();
        AtomicBoolean interruptedAfterwards = new AtomicBoolean();
        TaskFuture<Void> nested = new TaskFuture<>(started.group, () -> {
            outer.get().cancel(true);
            nestedInterrupted.set(current().isInterrupted());
            return null;
        });
        TaskFuture<Void> inner = new TaskFuture<>(started.group, () -> {
            started.submit(nested);
            return nested.get();
        });
        outer.set(new TaskFuture<>(started.group, () -> {
            inner.run();
            interruptedAfterwards.set(current().isInterrupted());
            return true;
        }));
        started.submit(outer.get());
        started.group.awaitIdle(WaiterList.NO_DEADLINE);
        assertTrue(outer.get().isCancelled());
        assertFalse(nestedInterrupted.get());
        assertTrue(interruptedAfterwards.get());
        started.group.shutdown();
        assertTrue(started.group.awaitTermination(WaiterList.NO_DEADLINE));
    }
}
