package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Busy;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RunnableFuture;
import org.junit.jupiter.api.Timeout;

/** Which task an interrupt reaches if one task runs nested in another that waits for it, and how waits end early. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NestedWaitInterruptTest {

    /** A task that spins until {@link #ends} is set, and returns whether it was interrupted. */
    private static final class Inner implements Callable<Boolean> {

        private final CountDownLatch started = new CountDownLatch(1);
        private volatile boolean ends;

        @Override
        public Boolean call() {
            started.countDown();
            Await.until(() -> ends, "the test ended the inner task");
            return Thread.currentThread().isInterrupted();
        }
    }

    /** Submits a task that waits for an inner one. Reports which of the two has seen an interrupt. */
    private static Future<?> submitOuter(WorkerPool pool, Inner inner, CompletableFuture<List<Boolean>> seen) {
        return pool.submit(() -> {
            boolean innerInterrupted = pool.submit(inner).get();
            return seen.complete(List.of(innerInterrupted, Thread.currentThread().isInterrupted()));
        });
    }

    @EveryPool
    void cancellingTheOuterTaskInterruptsItAfterTheInnerOne(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1)) {
            Inner inner = new Inner();
            CompletableFuture<List<Boolean>> seen = new CompletableFuture<>();
            Future<?> outer = submitOuter(pool, inner, seen);
            Await.latch(inner.started);
            assertTrue(outer.cancel(true));
            assertTrue(outer.isCancelled());
            inner.ends = true;
            assertEquals(List.of(false, true), seen.get(), "interrupted: inner, outer");
        }
    }

    @EveryPool
    void anInterruptOfTheOuterTaskIsDeliveredOnce(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1)) {
            Inner inner = new Inner();
            CompletableFuture<List<Boolean>> seen = new CompletableFuture<>();
            Future<?> outer = pool.submit(() -> {
                pool.submit(inner).get();
                boolean first = Thread.interrupted();
                pool.submit(() -> "again").get();
                return seen.complete(List.of(first, Thread.currentThread().isInterrupted()));
            });
            Await.latch(inner.started);
            assertTrue(outer.cancel(true));
            inner.ends = true;
            assertEquals(List.of(true, false), seen.get(), "interrupted: after the first wait, after the second");
        }
    }

    /** As with a completion service, the queued task is not the future itself, but runs it. */
    @EveryPool
    void aFutureRunByAnotherTaskIsInterruptedAfterItsInnerTask(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1)) {
            Inner inner = new Inner();
            CompletableFuture<List<Boolean>> seen = new CompletableFuture<>();
            RunnableFuture<Boolean> wrapped = pool.newTaskFor(() -> {
                boolean innerInterrupted = pool.submit(inner).get();
                return seen.complete(List.of(innerInterrupted, Thread.currentThread().isInterrupted()));
            });
            pool.execute(() -> wrapped.run());
            Await.latch(inner.started);
            assertTrue(wrapped.cancel(true));
            inner.ends = true;
            assertEquals(List.of(false, true), seen.get(), "interrupted: inner, the future that was run");
        }
    }

    @EveryPool
    void cancellingTheOutermostOfThreeTasksInterruptsOnlyThat(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1)) {
            Inner inner = new Inner();
            CompletableFuture<List<Boolean>> seen = new CompletableFuture<>();
            Callable<List<Boolean>> middle = () -> {
                boolean innerInterrupted = pool.submit(inner).get();
                return List.of(innerInterrupted, Thread.currentThread().isInterrupted());
            };
            Future<?> outer = pool.submit(() -> {
                List<Boolean> middleResult = pool.submit(middle).get();
                return seen.complete(
                        List.of(middleResult.get(0), middleResult.get(1), Thread.currentThread().isInterrupted()));
            });
            Await.latch(inner.started);
            assertTrue(outer.cancel(true));
            inner.ends = true;
            assertEquals(List.of(false, false, true), seen.get(), "interrupted: inner, middle, outer");
        }
    }

    @EveryPool
    void cancellingTheOuterTaskWithoutInterruptInterruptsNoTask(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1)) {
            Inner inner = new Inner();
            CompletableFuture<List<Boolean>> seen = new CompletableFuture<>();
            Future<?> outer = submitOuter(pool, inner, seen);
            Await.latch(inner.started);
            assertTrue(outer.cancel(false));
            inner.ends = true;
            assertEquals(List.of(false, false), seen.get(), "interrupted: inner, outer");
            assertThrows(CancellationException.class, outer::get);
        }
    }

    @EveryPool
    void theInterruptOfTheInnerTaskDoesNotReachTheOuter(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1)) {
            Inner inner = new Inner();
            CompletableFuture<Boolean> innerSeen = new CompletableFuture<>();
            CompletableFuture<Future<?>> claimed = new CompletableFuture<>();
            Future<Boolean> outer = pool.submit(() -> {
                Future<?> awaited = pool.submit(() -> innerSeen.complete(inner.call()));
                claimed.complete(awaited);
                assertThrows(CancellationException.class, awaited::get);
                return Thread.currentThread().isInterrupted();
            });
            Await.latch(inner.started);
            assertTrue(claimed.get().cancel(true));
            inner.ends = true;
            assertFalse(outer.get(), "expected no interrupt in the outer task");
            assertTrue(innerSeen.get(), "expected an interrupt in the inner task");
        }
    }

    @EveryPool
    void aSelfInterruptOfTheInnerTaskDoesNotReachTheOuter(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1)) {
            assertFalse(pool.submit(() -> {
                pool.submit(() -> Thread.currentThread().interrupt()).get();
                return Thread.currentThread().isInterrupted();
            }).get(), "expected no interrupt in the outer task");
        }
    }

    @EveryPool
    void anInterruptedTaskDoesNotWait(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1, settings -> settings.maxSpares(0))) {
            assertTrue(pool.submit(() -> {
                Future<Integer> awaited = pool.submit(() -> 1);
                Thread.currentThread().interrupt();
                assertThrows(InterruptedException.class, awaited::get);
                assertFalse(Thread.currentThread().isInterrupted(), "expected the exception to clear the interrupt");
                Thread.currentThread().interrupt();
                assertThrows(InterruptedException.class, () -> pool.invokeAny(List.of(() -> 1)));
                return !awaited.isDone();
            }).get());
        }
    }

    @EveryPool
    void cancellingATaskThatIsParkedInAWaitInterruptsTheWait(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(2)) {
            Busy busy = new Busy();
            Future<?> awaited = pool.submit(busy);
            busy.awaitStart();
            CompletableFuture<Thread> thread = new CompletableFuture<>();
            CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
            Future<?> waiter = pool.submit(() -> {
                thread.complete(Thread.currentThread());
                assertThrows(InterruptedException.class, awaited::get);
                return interrupted.complete(true);
            });
            Await.parked(thread.get());
            assertTrue(waiter.cancel(true));
            assertTrue(interrupted.get());
            busy.end();
            awaited.get();
        }
        // awaited.get() did not throw: only the waiter was cancelled.
    }

    @EveryPool
    void waitersStopWhenShutdownNowListsAFutureThatMayStillRun(PoolKind kind) throws Exception {
        WorkerPool pool = kind.build(1);
        Busy busy = Workers.occupy(pool, 1).get(0);
        Future<Integer> queued = pool.submit(() -> 42);
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        Thread waiter = new Thread(() -> end.complete(assertThrows(Throwable.class, queued::get)));
        waiter.start();
        Await.parked(waiter);
        List<Runnable> listed = pool.shutdownNow();
        assertEquals(List.of(queued), listed);
        assertInstanceOf(CancellationException.class, end.get());
        assertThrows(CancellationException.class, queued::get);
        assertFalse(queued.isDone());
        listed.get(0).run();
        assertEquals(42, queued.get());
        assertFalse(queued.cancel(true));
        busy.end();
        Await.end(pool);
    }

    @EveryPool
    void anotherPoolMayRunAListedFuture(PoolKind kind) throws Exception {
        WorkerPool stopped = kind.build(1);
        Busy busy = Workers.occupy(stopped, 1).get(0);
        Future<Integer> queued = stopped.submit(() -> 42);
        List<Runnable> listed = stopped.shutdownNow();
        busy.end();
        try (WorkerPool other = kind.build(1)) {
            other.execute(listed.get(0));
            other.awaitIdle();
            assertEquals(42, queued.get());
            assertEquals(1, other.completedTasks());
        }
        Await.end(stopped);
    }

    /** The entry of the started task is still in a queue when the pool is stopped. */
    @EveryPool
    void shutdownNowDoesNotListATaskThatItsWaiterHasStarted(PoolKind kind) throws Exception {
        WorkerPool pool = kind.build(1);
        Inner inner = new Inner();
        CompletableFuture<Future<?>> claimed = new CompletableFuture<>();
        pool.execute(() -> {
            Future<?> awaited = pool.submit(inner);
            claimed.complete(awaited);
            assertThrows(CancellationException.class, awaited::get);
        });
        Await.latch(inner.started);
        assertTrue(claimed.get().cancel(false));
        assertEquals(List.of(), pool.shutdownNow());
        inner.ends = true;
        Await.end(pool);
    }

    /** shutdownNow interrupts a task that waits, so its wait ends with an exception. */
    @EveryPool
    void shutdownNowEndsTheWaitsOfTasks(PoolKind kind) throws Exception {
        WorkerPool pool = kind.build(2);
        Busy busy = new Busy();
        Future<?> awaited = pool.submit(busy);
        busy.awaitStart();
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        Future<?> waiter = pool.submit(() -> {
            thread.complete(Thread.currentThread());
            return awaited.get();
        });
        Await.parked(thread.get());
        assertEquals(List.of(), pool.shutdownNow());
        assertInstanceOf(InterruptedException.class,
                assertThrows(ExecutionException.class, waiter::get).getCause());
        busy.end();
        Await.end(pool);
        assertTrue(busy.wasInterrupted());
    }

    @EveryPool
    void aFutureRunByAnotherThreadIsNotRunByTheWaiter(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1)) {
            Busy busy = Workers.occupy(pool, 1).get(0);
            Future<Thread> queued = pool.submit(Thread::currentThread);
            ((RunnableFuture<?>) queued).run();
            busy.end();
            assertEquals(Thread.currentThread(), pool.submit(() -> queued.get()).get());
            pool.awaitIdle();
            assertEquals(2, pool.completedTasks(), "expected the entry in the queue not to be counted");
        }
    }
}
