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

/** Cancelling a future at any stage: the interrupt reaches its task, and no other one of the thread. */
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
        assertTrue(future.claimTaken(current(), probe.group));
        assertFalse(future.claimTaken(current(), probe.group));
    }

    @Test
    void aGroupThatWasStoppedRunsNoWithdrawnOne() {
        probe.group.shutdownNow();
        assertTrue(future.withdraw());
        assertFalse(future.claimTaken(current(), probe.group), "the group may have listed it");
        future.run();
        assertEquals(1, runs.get(), "the receiver of the list runs it");
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
    void cancelledBeforeItStartsItIsCountedOnceIfItIsQueuedItself(boolean queued) {
        if (queued) {
            future.noteQueued(Lane.NORMAL, null);
        }
        assertFalse(future.claimCount(), "it was not cancelled");
        future.cancel(false);
        assertEquals(queued, future.claimCount());
        assertFalse(future.claimCount(), "it was counted");
        assertTrue(future.isCancelled() && future.isDone() && future.isClaimed());
        TaskFuture<Integer> started = futureOf(runs::incrementAndGet);
        started.noteQueued(Lane.NORMAL, null);
        assertTrue(started.claim(current()));
        started.cancel(false);
        assertFalse(started.claimCount(), "the thread that runs it counts it");
    }

    /** As invokeAny cancels the tasks that it has yet to submit. */
    @Test
    void cancelledBeforeItsSubmissionItIsCountedUnlessItIsRefused() {
        future.cancel(true);
        future.noteQueued(Lane.NORMAL, null);
        future.noteNotQueued();
        assertFalse(future.claimCount(), "it was refused");
        future.noteQueued(Lane.NORMAL, null);
        assertTrue(future.claimCount(), "it was accepted");
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
            while (end.getCount() > 0) {
                Spin.pause(); // a wait would swallow the interrupt if it came early enough
            }
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

    /** The inner part waits for a task, which runs on top of both. */
    @Test
    void anInterruptOfAFutureMissesWhatRunsOnTopOfAPartOfIt() throws Exception {
        WorkerGroupProbe started = WorkerGroupProbe.started(1);
        AtomicReference<TaskFuture<Boolean>> whole = new AtomicReference<>();
        AtomicBoolean interruptedOnTop = new AtomicBoolean();
        AtomicBoolean interruptedAfterwards = new AtomicBoolean();
        TaskFuture<Void> onTop = new TaskFuture<>(started.group, () -> {
            whole.get().cancel(true);
            interruptedOnTop.set(current().isInterrupted());
            return null;
        });
        TaskFuture<Void> part = new TaskFuture<>(started.group, () -> {
            started.submit(onTop);
            return onTop.get();
        });
        whole.set(new TaskFuture<>(started.group, () -> {
            part.run();
            interruptedAfterwards.set(current().isInterrupted());
            return true;
        }));
        started.submit(whole.get());
        started.group.awaitIdle(WaiterList.NO_DEADLINE);
        assertTrue(whole.get().isCancelled());
        assertFalse(interruptedOnTop.get());
        assertTrue(interruptedAfterwards.get());
        started.group.shutdown();
        assertTrue(started.group.awaitTermination(WaiterList.NO_DEADLINE));
    }
}
