package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Busy;
import dev.filch.internal.Together;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@code shutdownNow} returns, and which tasks it interrupts. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ShutdownNowTest {

    private static void assertTerminates(WorkerPool pool) throws InterruptedException {
        assertTrue(pool.awaitTermination(20, TimeUnit.SECONDS), pool::toString);
        Workers.join(pool);
    }

    @ParameterizedTest
    @EnumSource
    void returnsExactlyTheTasksThatDidNotStart(PoolKind kind) throws Exception {
        WorkerPool pool = kind.build(1);
        ExecutorService service = kind.service(pool);
        Busy busy = Workers.occupy(pool, 1).get(0);
        AtomicInteger runs = new AtomicInteger();
        List<Object> submittedTasks = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            Runnable task = new Runnable() {
                @Override
                public void run() {
                    runs.incrementAndGet();
                }
            };
            service.execute(task);
            submittedTasks.add(task);
            submittedTasks.add(service.submit((Runnable) runs::incrementAndGet));
        }
        List<Runnable> returned = service.shutdownNow();
        assertEquals(submittedTasks, returned);
        assertTrue(service.isShutdown());
        assertFalse(service.isTerminated());
        busy.end();
        assertTerminates(pool);
        assertTrue(busy.wasInterrupted());
        assertEquals(0, runs.get());
        assertEquals(1, pool.completedTasks());
        // The pool does not run the listed tasks, but the receiver of the list can.
        returned.forEach(Runnable::run);
        assertEquals(100, runs.get());
        assertNull(((Future<?>) submittedTasks.get(1)).get());
    }

    /** A task of a {@link WorkQueue} is a runnable like any other: the list contains the task itself. */
    @ParameterizedTest
    @EnumSource
    void returnsATaskOfAWorkQueueItself(PoolKind kind) throws Exception {
        try (WorkQueue queue = new WorkQueue()) {
            WorkerPool pool = kind.build(1);
            Busy busy = Workers.occupy(pool, 1).get(0);
            queue.submit(() -> { }, 7);
            Task task = queue.tryReceive();
            kind.service(pool).execute(task);
            List<Runnable> returned = pool.shutdownNow();
            assertEquals(1, returned.size());
            assertSame(task, returned.get(0));
            busy.end();
            assertTerminates(pool);
        }
    }

    @ParameterizedTest
    @EnumSource
    void interruptsAllRunningTasks(PoolKind kind) throws Exception {
        int workers = 3;
        WorkerPool pool = kind.build(workers);
        CountDownLatch started = new CountDownLatch(workers);
        CountDownLatch interrupted = new CountDownLatch(workers);
        for (int i = 0; i < workers; i++) {
            kind.service(pool).execute(() -> {
                started.countDown();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    interrupted.countDown();
                }
            });
        }
        started.await();
        assertEquals(List.of(), pool.shutdownNow());
        interrupted.await();
        assertTerminates(pool);
    }

    @ParameterizedTest
    @EnumSource
    void endsSleepingAndUnstartedWorkers(PoolKind kind) throws Exception {
        WorkerPool asleep = kind.build(4);
        Workers.startAll(asleep);
        assertEquals(List.of(), asleep.shutdownNow());
        assertTerminates(asleep);
        WorkerPool fresh = kind.build(4);
        assertEquals(List.of(), fresh.shutdownNow());
        assertTerminates(fresh);
    }

    @ParameterizedTest
    @EnumSource
    void canFollowShutdownAndShutdownNow(PoolKind kind) throws Exception {
        WorkerPool pool = kind.build(1);
        ExecutorService service = kind.service(pool);
        Busy busy = Workers.occupy(pool, 1).get(0);
        Runnable task = () -> { };
        service.execute(task);
        service.shutdown();
        assertEquals(List.of(task), service.shutdownNow());
        assertEquals(List.of(), service.shutdownNow());
        service.shutdown();
        busy.end();
        assertTerminates(pool);
        assertEquals(List.of(), service.shutdownNow());
    }

    @ParameterizedTest
    @EnumSource
    void aTaskMayStopItsOwnPool(PoolKind kind) throws Exception {
        WorkerPool pool = kind.build(2);
        ExecutorService service = kind.service(pool);
        Busy busy = Workers.occupy(pool, 1).get(0);
        AtomicInteger runs = new AtomicInteger();
        List<Runnable> returned = new ArrayList<>();
        Future<Boolean> interrupted = service.submit(() -> {
            for (int i = 0; i < 5; i++) {
                service.execute(runs::incrementAndGet);
            }
            returned.addAll(service.shutdownNow());
            return Thread.interrupted();
        });
        assertTrue(interrupted.get(), "expected an interrupt of the task that stops the pool");
        busy.end();
        assertTerminates(pool);
        assertTrue(busy.wasInterrupted());
        assertEquals(5, returned.size() + runs.get());
    }

    /**
     * The list includes tasks in the workers' own queues, of all priorities, and tasks that a worker took as a batch.
     */
    @ParameterizedTest
    @EnumSource(names = {"LIFO", "LIFO_MEASURED", "FIFO", "FOREIGN_THREADS"})
    void returnsTasksInTheWorkersOwnQueues(PoolKind kind) throws Exception {
        int workers = 3;
        try (WorkStealingPool pool = (WorkStealingPool) kind.build(workers)) {
            Set<Runnable> submittedTasks = new HashSet<>();
            CountDownLatch submitted = new CountDownLatch(workers);
            List<Busy> busy = new ArrayList<>();
            for (int i = 0; i < workers; i++) {
                List<Runnable> tasks = new ArrayList<>();
                for (int priority = 0; priority < 256; priority += 5) {
                    Runnable task = new Busy();
                    tasks.add(task);
                }
                submittedTasks.addAll(tasks);
                Busy each = new Busy(() -> {
                    submitted.countDown();
                    Together.await(submitted);
                    for (int task = 0; task < tasks.size(); task++) {
                        pool.execute(tasks.get(task), task * 5);
                    }
                });
                busy.add(each);
                pool.execute(each);
            }
            for (Busy each : busy) {
                each.awaitStart();
            }
            Runnable last = new Busy();
            submittedTasks.add(last);
            pool.execute(last);
            List<Runnable> returned = pool.shutdownNow();
            assertEquals(submittedTasks.size(), returned.size());
            assertEquals(submittedTasks, new HashSet<>(returned));
            String summary = pool.group().summary();
            assertTrue(summary.endsWith("queued HIGH 0, NORMAL 0, LOW 0, with workers 0]"), summary);
            busy.forEach(Busy::end);
        }
    }

    /**
     * As with a completion service, the pool lists the task that would have run the future, and not the future itself.
     */
    @EveryPool
    void aRunningTaskDoesNotStartTheFutureOfAListedTask(PoolKind kind) throws Exception {
        WorkerPool pool = kind.build(1);
        AtomicInteger ran = new AtomicInteger();
        RunnableFuture<Integer> future = pool.newTaskFor(ran::incrementAndGet);
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        pool.execute(() -> {
            pool.execute(() -> future.run());
            started.countDown();
            Await.until(() -> stopped.getCount() == 0, "the test stopped the pool");
            Thread.interrupted();
            try {
                future.get();
                thrown.complete(null);
            } catch (Exception e) {
                thrown.complete(e);
            }
        });
        Await.latch(started);
        assertEquals(1, pool.shutdownNow().size());
        stopped.countDown();
        assertInstanceOf(CancellationException.class, thrown.get());
        assertEquals(0, ran.get());
        assertTrue(pool.awaitTermination(30, TimeUnit.SECONDS));
    }

    /** The listed future is now a task of the other pool, which runs and counts it. */
    @EveryPool
    void aStoppedPoolDoesNotStartAListedFutureThatAnotherPoolRuns(PoolKind kind) throws Exception {
        WorkerPool first = kind.build(1);
        AtomicReference<Future<Thread>> future = new AtomicReference<>();
        Busy waiter = new Busy();
        CompletableFuture<Thread> result = new CompletableFuture<>();
        first.execute(() -> {
            waiter.run();
            Thread.interrupted();
            try {
                result.complete(future.get().get());
            } catch (InterruptedException | ExecutionException e) {
                result.completeExceptionally(e);
            }
        });
        waiter.awaitStart();
        future.set(first.submit(Thread::currentThread));
        List<Runnable> listed = first.shutdownNow();
        assertEquals(List.of(future.get()), listed);
        try (WorkerPool second = kind.build(1)) {
            Busy other = Workers.occupy(second, 1).get(0);
            second.execute(listed.get(0));
            waiter.end();
            Await.parked(Workers.threads(first).get(0));
            assertFalse(result.isDone());
            other.end();
            assertTrue(Workers.threads(second).contains(result.get()));
            second.awaitIdle();
            assertEquals(2, second.completedTasks());
        }
        Await.end(first);
        assertEquals(1, first.completedTasks());
    }

    @EveryPool
    void invokeAnyCancelsNoListedTask(PoolKind kind) throws Exception {
        AtomicInteger ran = new AtomicInteger();
        WorkerPool pool = kind.build(1);
        Busy busy = Workers.occupy(pool, 1).get(0);
        Together.Running<Boolean> caller = Together.start(() -> {
            assertThrows(ExecutionException.class,
                    () -> pool.invokeAny(List.of(ran::incrementAndGet, ran::incrementAndGet)));
            return true;
        }).awaitParked();
        List<Runnable> listed = pool.shutdownNow();
        assertTrue(caller.join());
        assertEquals(2, listed.size());
        listed.forEach(Runnable::run);
        assertEquals(2, ran.get());
        busy.end();
        Await.end(pool);
    }
}
