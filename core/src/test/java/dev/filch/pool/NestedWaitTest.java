package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Busy;
import java.util.ArrayList;
import java.util.Collection;
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
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tasks may wait for tasks of their own pool, with any number of workers. Also checks which thread runs which task. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NestedWaitTest {

    static Stream<Arguments> poolsOfOneTwoAndFourWorkers() {
        return Stream.of(PoolKind.values())
                .flatMap(kind -> Stream.of(1, 2, 4).map(workers -> Arguments.of(kind, workers)));
    }

    private static int fibonacci(ExecutorService pool, int n) throws Exception {
        if (n < 2) {
            return n;
        }
        Future<Integer> first = pool.submit(() -> fibonacci(pool, n - 1));
        Future<Integer> second = pool.submit(() -> fibonacci(pool, n - 2));
        return first.get() + second.get();
    }

    @ParameterizedTest
    @MethodSource("poolsOfOneTwoAndFourWorkers")
    void fibonacciByFuturesCompletes(PoolKind kind, int workers) throws Exception {
        try (WorkerPool pool = kind.build(workers)) {
            ExecutorService service = kind.service(pool);
            assertEquals(610, service.submit(() -> fibonacci(service, 15)).get());
        }
    }

    private static int countLeaves(ExecutorService pool, int depth) throws Exception {
        if (depth == 0) {
            return 1;
        }
        Callable<Integer> subtree = () -> countLeaves(pool, depth - 1);
        int leaves = 0;
        for (Future<Integer> child : pool.invokeAll(List.of(subtree, subtree, subtree))) {
            leaves += child.get();
        }
        return leaves;
    }

    @ParameterizedTest
    @MethodSource("poolsOfOneTwoAndFourWorkers")
    void nestedInvokeAllCompletes(PoolKind kind, int workers) throws Exception {
        try (WorkerPool pool = kind.build(workers)) {
            ExecutorService service = kind.service(pool);
            assertEquals(729, service.submit(() -> countLeaves(service, 6)).get());
        }
    }

    /** A method as in a library that knows only ExecutorService. */
    private static <T, R> List<R> parallelMap(
            ExecutorService executor, Collection<T> elements, Function<T, R> function) {
        List<Future<R>> futures = elements.stream()
                .map(element -> executor.submit(() -> function.apply(element))).toList();
        return futures.stream().map(NestedWaitTest::valueOf).toList();
    }

    private static <T> T valueOf(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @MethodSource("poolsOfOneTwoAndFourWorkers")
    void parallelMapInsideParallelMapCompletes(PoolKind kind, int workers) {
        try (WorkerPool pool = kind.build(workers)) {
            ExecutorService service = kind.service(pool);
            List<Integer> numbers = IntStream.range(0, 20).boxed().toList();
            List<Integer> sums = parallelMap(service, numbers, i ->
                    parallelMap(service, numbers, j ->
                            parallelMap(service, List.of(1, 2), k -> i * j * k).stream().mapToInt(n -> n).sum())
                            .stream().mapToInt(n -> n).sum());
            assertEquals(numbers.stream().map(i -> i * 190 * 3).toList(), sums);
        }
    }

    @ParameterizedTest
    @MethodSource("poolsOfOneTwoAndFourWorkers")
    void aLibraryMayInvokeAllAndInvokeAnyOnTheExecutorThatRunsIt(PoolKind kind, int workers) throws Exception {
        try (WorkerPool pool = kind.build(workers)) {
            ExecutorService service = kind.service(pool);
            Callable<Integer> library = () -> {
                int sum = 0;
                for (Future<Integer> part : service.invokeAll(List.<Callable<Integer>>of(() -> 1, () -> 2, () -> 3))) {
                    sum += part.get();
                }
                Callable<Integer> failing = () -> {
                    throw new IllegalStateException("the first fails");
                };
                Callable<Integer> nested = () -> service.invokeAny(List.of(() -> 10, () -> 10));
                return sum + service.invokeAny(List.of(failing, nested));
            };
            List<Future<Integer>> calls = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                calls.add(service.submit(library));
            }
            for (Future<Integer> call : calls) {
                assertEquals(16, call.get());
            }
        }
    }

    @EveryPool
    void theWaiterItselfRunsAnAwaitedTaskThatHasNotStarted(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1)) {
            List<Thread> threads = pool.submit(() -> {
                Future<Thread> awaited = pool.submit(Thread::currentThread);
                return List.of(Thread.currentThread(), awaited.get());
            }).get();
            assertSame(threads.get(0), threads.get(1));
        }
    }

    @EveryPool
    void anAwaitedTaskStartsBeforeEarlierTasks(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1)) {
            List<String> order = new ArrayList<>();
            pool.submit(() -> {
                pool.execute(() -> order.add("first"));
                Future<Boolean> awaited = pool.submit(() -> order.add("awaited"));
                pool.execute(() -> order.add("last"));
                awaited.get();
                return order.add("waiter");
            }).get();
            pool.awaitIdle();
            assertEquals(List.of("awaited", "waiter"), order.subList(0, 2));
            assertEquals(4, order.size());
        }
    }

    /** The waiter parks while unrelated tasks are queued. With one worker, another thread runs them. */
    @EveryPool
    void theWaiterRunsNoUnrelatedTaskOnItsStack(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1)) {
            CountDownLatch release = new CountDownLatch(1);
            AtomicInteger unrelated = new AtomicInteger();
            ThreadLocal<Boolean> waiting = new ThreadLocal<>();
            CountDownLatch running = new CountDownLatch(1);
            Future<Integer> awaited = pool.submit(() -> Blocking.call(() -> {
                running.countDown();
                Await.latch(release);
                return 7;
            }));
            Await.latch(running);
            Future<Integer> waiter = pool.submit(() -> {
                for (int i = 0; i < 100; i++) {
                    pool.execute(() -> {
                        assertFalse(waiting.get() != null, "expected no unrelated task on the stack of the waiter");
                        if (unrelated.incrementAndGet() == 100) {
                            release.countDown();
                        }
                    });
                }
                waiting.set(true);
                try {
                    return awaited.get();
                } finally {
                    waiting.remove();
                }
            });
            assertEquals(7, waiter.get());
            assertEquals(100, unrelated.get());
        }
    }

    @EveryPool
    void aTimedWaitNeverRunsTheAwaitedTask(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1, settings -> settings.maxSpares(0))) {
            assertTrue(pool.submit(() -> {
                Future<Thread> awaited = pool.submit(Thread::currentThread);
                assertThrows(TimeoutException.class, () -> awaited.get(2, TimeUnit.MILLISECONDS));
                assertThrows(TimeoutException.class, () -> awaited.get(0, TimeUnit.MILLISECONDS));
                assertThrows(TimeoutException.class, () -> awaited.get(-1, TimeUnit.MILLISECONDS));
                List<Future<Integer>> some = pool.invokeAll(List.of(() -> 1, () -> 2), 2, TimeUnit.MILLISECONDS);
                assertTrue(some.stream().allMatch(Future::isCancelled), "expected all futures to be cancelled");
                assertThrows(TimeoutException.class,
                        () -> pool.invokeAny(List.of(() -> 1, () -> 2), 2, TimeUnit.MILLISECONDS));
                return !awaited.isDone();
            }).get());
        }
    }

    @EveryPool
    void aSpareThreadTakesThePlaceOfATimedWait(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1)) {
            List<Thread> threads = pool.submit(() -> {
                Future<Thread> awaited = pool.submit(Thread::currentThread);
                return List.of(Thread.currentThread(), awaited.get(40, TimeUnit.SECONDS));
            }).get();
            assertFalse(threads.get(0) == threads.get(1), "expected another thread to run the awaited task");
        }
    }

    @EveryPool
    void theCancellationOfTheAwaitedTaskEndsTheWait(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(2)) {
            Busy busy = new Busy();
            Future<?> awaited = pool.submit(busy);
            busy.awaitStart();
            Thread[] waiterThread = new Thread[1];
            CountDownLatch waits = new CountDownLatch(1);
            Future<?> waiter = pool.submit(() -> {
                waiterThread[0] = Thread.currentThread();
                waits.countDown();
                return awaited.get();
            });
            Await.latch(waits);
            Await.parked(waiterThread[0]);
            assertTrue(awaited.cancel(false));
            ExecutionException failure = assertThrows(ExecutionException.class, waiter::get);
            assertEquals(CancellationException.class, failure.getCause().getClass());
            busy.end();
        }
    }

    @EveryPool
    void waitingForACancelledTaskThrowsAtOnce(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1)) {
            assertTrue(pool.submit(() -> {
                Future<?> cancelled = pool.submit(() -> 1);
                assertTrue(cancelled.cancel(true));
                assertThrows(CancellationException.class, cancelled::get);
                return true;
            }).get());
        }
    }
}
