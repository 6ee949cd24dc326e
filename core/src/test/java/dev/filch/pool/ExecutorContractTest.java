package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Busy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The contracts of {@link ExecutorService} and {@link Future}, except for the shutdown. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ExecutorContractTest {

    private WorkerPool pool;

    private ExecutorService build(PoolKind kind, int workers) {
        pool = kind.build(workers);
        return kind.service(pool);
    }

    @AfterEach
    @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void thePoolBecomesIdleAndTerminates() throws InterruptedException {
        if (pool != null) {
            Workers.awaitAsleep(pool);
            pool.close();
            Workers.join(pool);
        }
    }

    @ParameterizedTest
    @EnumSource
    void runsEveryTaskOnceAndReturnsItsResult(PoolKind kind) throws Exception {
        ExecutorService service = build(kind, 2);
        CountDownLatch executed = new CountDownLatch(1);
        service.execute(executed::countDown);
        executed.await();
        AtomicInteger runs = new AtomicInteger();
        assertNull(service.submit(runs::incrementAndGet, null).get());
        assertEquals("given", service.submit(runs::incrementAndGet, "given").get());
        assertNull(service.submit((Runnable) runs::incrementAndGet).get());
        assertEquals(4, service.submit((Callable<Integer>) runs::incrementAndGet).get());
        Future<Integer> future = service.submit((Callable<Integer>) runs::incrementAndGet);
        assertEquals(5, future.get(10, TimeUnit.SECONDS));
        assertTrue(future.isDone());
        assertFalse(future.isCancelled());
        assertFalse(future.cancel(true));
    }

    @ParameterizedTest
    @EnumSource
    void refusesNull(PoolKind kind) {
        ExecutorService service = build(kind, 1);
        assertThrows(NullPointerException.class, () -> service.execute(null));
        assertThrows(NullPointerException.class, () -> service.submit((Runnable) null));
        assertThrows(NullPointerException.class, () -> service.submit(null, "result"));
        assertThrows(NullPointerException.class, () -> service.submit((Callable<?>) null));
        assertThrows(NullPointerException.class, () -> service.invokeAll(null));
        assertThrows(NullPointerException.class, () -> service.invokeAll(Collections.singleton(null)));
        assertThrows(NullPointerException.class, () -> service.invokeAny(null));
        assertThrows(NullPointerException.class, () -> service.invokeAny(Collections.singleton(null)));
        assertThrows(IllegalArgumentException.class, () -> service.invokeAny(List.of()));
        assertThrows(NullPointerException.class, () -> service.awaitTermination(1, null));
        assertThrows(NullPointerException.class, () -> pool.awaitIdle(1, null));
    }

    /** The classes of the exceptions that the {@link #failures} throw. */
    private static final List<Class<?>> THROWN = List.of(IllegalStateException.class, Exception.class,
            AssertionError.class, OutOfMemoryError.class, OutOfMemoryError.class, StackOverflowError.class);

    /** A task for each kind of exception and error. */
    private static List<Callable<Object>> failures() {
        return List.of(
                () -> {
                    throw new IllegalStateException("runtime");
                },
                () -> {
                    throw new Exception("checked");
                },
                () -> {
                    throw new AssertionError("error");
                },
                () -> {
                    throw new OutOfMemoryError("made up");
                },
                () -> new int[Integer.MAX_VALUE].length + new int[Integer.MAX_VALUE].length,
                new Callable<>() {
                    @Override
                    public Object call() throws Exception {
                        return List.of(call());
                    }
                });
    }

    @SuppressWarnings("unchecked")
    private static <X extends Throwable> void sneakyThrow(Throwable thrown) throws X {
        throw (X) thrown;
    }

    /** A task for execute, which may throw checked exceptions. */
    private static Runnable unchecked(Callable<?> task) {
        return () -> {
            try {
                task.call();
            } catch (Throwable thrown) {
                ExecutorContractTest.<RuntimeException>sneakyThrow(thrown);
            }
        };
    }

    @ParameterizedTest
    @EnumSource
    void anExceptionReachesTheFutureOfItsTask(PoolKind kind) throws Exception {
        ExecutorService service = build(kind, 1);
        List<Class<?>> seen = new ArrayList<>();
        for (Callable<Object> failure : failures()) {
            Future<Object> future = service.submit(failure);
            seen.add(assertThrows(ExecutionException.class, future::get).getCause().getClass());
            assertTrue(future.isDone());
        }
        assertEquals(THROWN, seen);
        assertEquals("alive", service.submit(() -> "alive").get());
    }

    @ParameterizedTest
    @EnumSource
    void anExceptionReachesTheHandlerAndTheWorkerLivesOn(PoolKind kind) throws Exception {
        List<Object> received = Collections.synchronizedList(new ArrayList<>());
        pool = kind.build(1, settings -> settings.uncaughtExceptionHandler((thread, thrown) -> {
            received.add(thread);
            received.add(thrown.getClass());
            assertSame(thread, Thread.currentThread());
        }));
        ExecutorService service = kind.service(pool);
        for (Callable<Object> failure : failures()) {
            service.execute(unchecked(failure));
        }
        pool.awaitIdle();
        Thread worker = Workers.threads(pool).get(0);
        List<Object> expected = new ArrayList<>();
        for (Class<?> each : THROWN) {
            expected.add(worker);
            expected.add(each);
        }
        assertEquals(expected, received);
        assertSame(worker, service.submit(Thread::currentThread).get());
        pool.awaitIdle();
        assertEquals(failures().size() + 1, pool.completedTasks());
    }

    @ParameterizedTest
    @EnumSource
    void aHandlerMayThrow(PoolKind kind) throws Exception {
        AtomicInteger calls = new AtomicInteger();
        pool = kind.build(1, settings -> settings.uncaughtExceptionHandler((thread, thrown) -> {
            calls.incrementAndGet();
            throw new StackOverflowError("from the handler");
        }));
        ExecutorService service = kind.service(pool);
        for (int i = 0; i < 100; i++) {
            service.execute(() -> {
                throw new IllegalStateException("from the task");
            });
        }
        assertEquals("alive", service.submit(() -> "alive").get());
        pool.awaitIdle();
        assertEquals(100, calls.get());
        assertEquals(101, pool.completedTasks());
    }

    @ParameterizedTest
    @EnumSource
    void withoutAHandlerTheThreadsOwnHandlerIsCalled(PoolKind kind) throws Exception {
        ExecutorService service = build(kind, 1);
        Thread worker = service.submit(Thread::currentThread).get();
        List<Throwable> received = Collections.synchronizedList(new ArrayList<>());
        worker.setUncaughtExceptionHandler((thread, thrown) -> received.add(thrown));
        IllegalStateException thrown = new IllegalStateException();
        service.execute(() -> {
            throw thrown;
        });
        pool.awaitIdle();
        assertEquals(List.of(thrown), received);
    }

    @ParameterizedTest
    @EnumSource
    void aTaskCancelledBeforeItStartsDoesNotRun(PoolKind kind) throws Exception {
        ExecutorService service = build(kind, 1);
        Busy busy = Workers.occupy(pool, 1).get(0);
        AtomicInteger runs = new AtomicInteger();
        List<Future<?>> futures = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            futures.add(service.submit((Runnable) runs::incrementAndGet));
        }
        for (int i = 0; i < 20; i += 2) {
            assertTrue(futures.get(i).cancel(i % 4 == 0));
            assertFalse(futures.get(i).cancel(true));
            assertTrue(futures.get(i).isCancelled());
            assertThrows(CancellationException.class, futures.get(i)::get);
        }
        busy.end();
        pool.awaitIdle();
        assertEquals(10, runs.get());
        assertEquals(21, pool.completedTasks());
    }

    @ParameterizedTest
    @EnumSource
    void cancelInterruptsARunningTaskOnlyIfRequested(PoolKind kind) throws Exception {
        ExecutorService service = build(kind, 1);
        Busy undisturbed = new Busy();
        Future<?> first = service.submit(undisturbed);
        undisturbed.awaitStart();
        assertTrue(first.cancel(false));
        undisturbed.end();

        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        Future<?> second = service.submit(() -> {
            started.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        });
        started.await();
        assertFalse(undisturbed.wasInterrupted());
        assertTrue(second.cancel(true));
        interrupted.await();
    }

    /** The cancellation may come when the task has just ended and its worker runs the next one. */
    @ParameterizedTest
    @EnumSource
    void anInterruptDoesNotReachTheNextTask(PoolKind kind) throws Exception {
        ExecutorService service = build(kind, 1);
        for (int round = 0; round < 300; round++) {
            CountDownLatch started = new CountDownLatch(1);
            Future<?> cancelled = service.submit(started::countDown);
            Future<Boolean> next = service.submit(() -> Thread.currentThread().isInterrupted());
            started.await();
            cancelled.cancel(true);
            assertFalse(next.get(), "expected no interrupt from a cancellation in round " + round);

            service.execute(() -> Thread.currentThread().interrupt());
            next = service.submit(() -> Thread.currentThread().isInterrupted());
            assertFalse(next.get(), "expected no interrupt from the task before it in round " + round);
        }
    }

    /** A worker that goes to sleep with an interrupt pending must park, not spin. */
    @ParameterizedTest
    @EnumSource
    void anInterruptDoesNotKeepAWorkerAwake(PoolKind kind) throws Exception {
        ExecutorService service = build(kind, 2);
        Workers.awaitAsleep(pool);
        for (int round = 0; round < 20; round++) {
            service.execute(() -> Thread.currentThread().interrupt());
            Workers.awaitAsleep(pool);
            Workers.threads(pool).forEach(Thread::interrupt);
            Workers.awaitAsleep(pool);
        }
        assertFalse(service.submit(() -> Thread.currentThread().isInterrupted()).get());
    }

    @ParameterizedTest
    @EnumSource
    void invokeAllReturnsTheFuturesInOrder(PoolKind kind) throws Exception {
        ExecutorService service = build(kind, 3);
        List<Callable<Integer>> tasks = new ArrayList<>();
        IntStream.range(0, 100).forEach(i -> tasks.add(() -> i % 10 == 9 ? 1 / (i % 10 - 9) : i));
        List<Future<Integer>> futures = service.invokeAll(tasks);
        for (int i = 0; i < 100; i++) {
            Future<Integer> future = futures.get(i);
            assertTrue(future.isDone());
            if (i % 10 == 9) {
                assertInstanceOf(ArithmeticException.class,
                        assertThrows(ExecutionException.class, future::get).getCause());
            } else {
                assertEquals(i, future.get());
            }
        }
        assertEquals(List.of(), service.invokeAll(List.<Callable<String>>of()));
    }

    @ParameterizedTest
    @EnumSource
    void invokeAllCancelsTasksThatAreNotDoneInTime(PoolKind kind) throws Exception {
        ExecutorService service = build(kind, 1);
        AtomicInteger runs = new AtomicInteger();
        CountDownLatch allCancelled = new CountDownLatch(1);
        // The futures are cancelled one by one. This task ends only when all of them are, so the worker starts no
        // other.
        Callable<Integer> stubborn = () -> {
            while (allCancelled.getCount() > 0) {
                try {
                    allCancelled.await();
                } catch (InterruptedException ignored) {
                    // Keeps waiting.
                }
            }
            return 0;
        };
        List<Callable<Integer>> tasks = List.of(stubborn, runs::incrementAndGet, runs::incrementAndGet);
        List<Future<Integer>> futures = service.invokeAll(tasks, 20, TimeUnit.MILLISECONDS);
        allCancelled.countDown();
        assertEquals(3, futures.size());
        futures.forEach(future -> assertTrue(future.isDone() && future.isCancelled()));
        pool.awaitIdle();
        assertEquals(0, runs.get());
    }

    @ParameterizedTest
    @EnumSource
    void invokeAnyReturnsTheResultOfATaskThatSucceeds(PoolKind kind) throws Exception {
        ExecutorService service = build(kind, 2);
        Callable<String> fails = () -> {
            throw new IllegalStateException("no");
        };
        Callable<String> endless = () -> {
            new CountDownLatch(1).await();
            return "never";
        };
        assertEquals("yes", service.invokeAny(List.of(fails, endless, () -> "yes")));
        assertInstanceOf(IllegalStateException.class,
                assertThrows(ExecutionException.class, () -> service.invokeAny(List.of(fails, fails))).getCause());
        assertThrows(TimeoutException.class, () -> service.invokeAny(List.of(endless), 20, TimeUnit.MILLISECONDS));
    }

    /**
     * The task sees the submitter's writes, and the thread that has the result sees the task's. No field is volatile.
     */
    @ParameterizedTest
    @EnumSource
    void submissionAndResultPublish(PoolKind kind) throws Exception {
        ExecutorService service = build(kind, 2);
        for (int round = 0; round < 2000; round++) {
            int[] data = new int[64];
            Arrays.fill(data, round);
            Future<?> future = service.submit(() -> {
                for (int i = 0; i < data.length; i++) {
                    data[i]++;
                }
            });
            future.get();
            assertEquals(64 * (round + 1), Arrays.stream(data).sum());
        }
    }
}
