package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.filch.internal.Busy;
import dev.filch.internal.Together;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The threads that a pool creates or gets from a factory, including factories that fail. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WorkerThreadsTest {

    @Test
    void threadsAreNamedAndDaemonsAsConfigured() {
        WorkStealingPool.Builder builder = WorkStealingPool.builder().workers(2).name("cook").daemon(true);
        try (WorkStealingPool pool = builder.startThreadsAtOnce(true).build();
                SharedQueuePool plain = SharedQueuePool.builder().workers(2).startThreadsAtOnce(true).build();
                SharedQueuePool another = SharedQueuePool.builder().workers(1).startThreadsAtOnce(true).build()) {
            assertEquals(List.of("cook-1", "cook-2"), names(pool));
            assertTrue(Workers.threads(pool).stream().allMatch(Thread::isDaemon));
            assertTrue(names(plain).get(1).matches("SharedQueuePool-\\d+-2"), () -> names(plain).toString());
            assertFalse(Workers.threads(plain).stream().anyMatch(Thread::isDaemon));
            assertNotEquals(names(plain).get(0), names(another).get(0), "expected different names of unnamed pools");
        }
    }

    private static List<String> names(WorkerPool pool) {
        return Workers.threads(pool).stream().map(Thread::getName).toList();
    }

    @ParameterizedTest
    @EnumSource
    void threadsStartWhenTasksNeedThem(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(64)) {
            assertEquals(List.of(), Workers.threads(pool));
            kind.service(pool).submit(() -> { }).get();
            Workers.awaitAsleep(pool);
            assertEquals(1, Workers.threads(pool).size());
            Workers.occupy(pool, 3).forEach(Busy::end);
            assertTrue(Workers.threads(pool).size() >= 3);
        }
    }

    @Test
    void theDefaultNumberOfWorkersIsThatOfTheProcessors() {
        try (WorkStealingPool pool = WorkStealingPool.builder().build();
                SharedQueuePool shared = SharedQueuePool.builder().build()) {
            assertEquals(Runtime.getRuntime().availableProcessors(), pool.workers());
            assertEquals(Runtime.getRuntime().availableProcessors(), shared.workers());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 4096, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void invalidNumbersOfWorkersAreRefused(int workers) {
        assertThrows(IllegalArgumentException.class, () -> new SharedQueuePool(workers));
        assertThrows(IllegalArgumentException.class, () -> SharedQueuePool.builder().workers(workers));
        assertThrows(IllegalArgumentException.class, () -> WorkStealingPool.builder().workers(workers));
        SharedQueuePool.builder().workers(4095);
        WorkStealingPool.builder().workers(1);
    }

    @Test
    void aBuilderRefusesNull() {
        assertThrows(NullPointerException.class, () -> WorkStealingPool.builder().name(null));
        assertThrows(NullPointerException.class, () -> WorkStealingPool.builder().threadFactory(null));
        assertThrows(NullPointerException.class, () -> WorkStealingPool.builder().uncaughtExceptionHandler(null));
    }

    @Test
    void aBuilderBuildsSeveralPools() throws Exception {
        WorkStealingPool.Builder builder = WorkStealingPool.builder().workers(1).daemon(true);
        try (WorkStealingPool one = builder.name("one").build();
                WorkStealingPool two = builder.name("two").workers(2).build()) {
            assertEquals("one-1", one.submit(() -> Thread.currentThread().getName()).get());
            assertEquals(1, one.workers());
            assertEquals(2, two.workers());
        }
    }

    /** Creates and records threads. Applies a failure to the one with the failing index. */
    private static final class RecordingFactory implements ThreadFactory {

        final List<Thread> created = new ArrayList<>();
        private final int failingIndex;
        private final UnaryOperator<Thread> failure;

        RecordingFactory(int failingIndex, UnaryOperator<Thread> failure) {
            this.failingIndex = failingIndex;
            this.failure = failure;
        }

        @Override
        public Thread newThread(Runnable body) {
            Thread thread = Together.platformThread(body);
            created.add(thread);
            return created.size() - 1 == failingIndex ? failure.apply(thread) : thread;
        }
    }

    @Test
    void aFactoryIsCalledOnceForEachWorker() {
        RecordingFactory factory = new RecordingFactory(-1, thread -> thread);
        try (WorkStealingPool pool = WorkStealingPool.builder().workers(5).threadFactory(factory)
                .startThreadsAtOnce(true).build()) {
            assertEquals(factory.created, Workers.threads(pool));
            assertEquals(5, new HashSet<>(factory.created).size());
        }
    }

    static Stream<Arguments> failures() {
        return IntStream.range(0, 4).boxed().flatMap(failingAt -> Stream.of(true, false)
                .flatMap(shared -> Stream.of("exception", "error", "null", "cannot start", "has been started")
                        .map(failure -> Arguments.of(shared, failure, failingAt))));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void ifAThreadCannotBeCreatedTheOthersEnd(boolean shared, String failure, int failingAt) throws Exception {
        IllegalArgumentException exception = new IllegalArgumentException("made up");
        OutOfMemoryError error = new OutOfMemoryError("made up");
        RecordingFactory factory = new RecordingFactory(failingAt, thread -> switch (failure) {
            case "exception" -> throw exception;
            case "error" -> throw error;
            case "null" -> null;
            case "cannot start" -> new Thread() {
                @Override
                public synchronized void start() {
                    throw error;
                }
            };
            default -> {
                thread.start();
                yield thread;
            }
        });
        PoolBuilder<?> builder = shared ? SharedQueuePool.builder() : WorkStealingPool.builder();
        builder.workers(4).threadFactory(factory).startThreadsAtOnce(true);
        Throwable thrown = assertThrows(Throwable.class, builder instanceof WorkStealingPool.Builder stealing
                ? stealing::build : ((SharedQueuePool.Builder) builder)::build);
        switch (failure) {
            case "exception" -> assertSame(exception, thrown);
            case "error", "cannot start" -> assertSame(error, thrown);
            case "null" -> assertSame(IllegalStateException.class, thrown.getClass());
            default -> assertSame(IllegalThreadStateException.class, thrown.getClass());
        }
        assertEquals(failingAt + 1, factory.created.size());
        for (Thread thread : factory.created) {
            thread.join();
        }
    }

    /** A worker of one pool tries to build another pool. It must remain a worker of the first. */
    @Test
    void aWorkerMayFailToBuildAnotherPool() throws Exception {
        try (WorkStealingPool pool = (WorkStealingPool) PoolKind.FOREIGN_THREADS.build(1)) {
            pool.submit(() -> {
                RecordingFactory factory = new RecordingFactory(0, thread -> null);
                assertThrows(IllegalStateException.class,
                        () -> WorkStealingPool.builder().workers(2).threadFactory(factory)
                                .startThreadsAtOnce(true).build());
                assertThrows(IllegalStateException.class, pool::awaitIdle);
                return null;
            }).get();
        }
    }

    @ParameterizedTest
    @EnumSource
    void theThreadsOfThePoolRunTheTasks(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(3)) {
            Set<Thread> seen = Collections.synchronizedSet(new HashSet<>());
            CountDownLatch met = new CountDownLatch(3);
            for (int i = 0; i < 3; i++) {
                kind.service(pool).execute(() -> {
                    seen.add(Thread.currentThread());
                    met.countDown();
                    Together.await(met);
                });
            }
            met.await();
            pool.awaitIdle();
            assertEquals(new HashSet<>(Workers.threads(pool)), seen);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void threadsMayBeVirtual(boolean shared) throws Exception {
        ThreadFactory virtual = Together.virtualThreads();
        assumeTrue(virtual != null, "there are no virtual threads before Java 21");
        PoolKind kind = shared ? PoolKind.SHARED : PoolKind.LIFO;
        try (WorkerPool pool = kind.build(2, settings -> settings.threadFactory(virtual))) {
            List<Integer> ran = Collections.synchronizedList(new ArrayList<>());
            for (int round = 0; round < 200; round++) {
                ran.clear();
                CountDownLatch met = new CountDownLatch(2);
                for (int i = 0; i < 2; i++) {
                    pool.execute(() -> {
                        met.countDown();
                        Together.await(met);
                        pool.execute(() -> ran.add(1));
                    });
                }
                pool.awaitIdle();
                assertEquals(List.of(1, 1), ran);
            }
            pool.submit(() -> assertThrows(IllegalStateException.class, pool::awaitIdle)).get();
            Busy busy = Workers.occupy(pool, 1).get(0);
            pool.shutdownNow();
            busy.end();
            assertTrue(pool.awaitTermination(20, TimeUnit.SECONDS));
            assertTrue(busy.wasInterrupted());
            Workers.join(pool);
        }
    }

    /** The order shows that the tasks of a virtual worker go to its own queue. */
    @Test
    void virtualThreadsAreRecognisedAsWorkers() throws Exception {
        ThreadFactory virtual = Together.virtualThreads();
        assumeTrue(virtual != null, "there are no virtual threads before Java 21");
        try (WorkerPool pool = PoolKind.LIFO.build(1, settings -> settings.threadFactory(virtual))) {
            List<Integer> ran = Collections.synchronizedList(new ArrayList<>());
            pool.execute(() -> IntStream.range(0, 30).forEach(i -> pool.execute(() -> ran.add(i))));
            pool.awaitIdle();
            Collections.reverse(ran);
            assertEquals(30, ran.size());
            assertTrue(Order.outOfPlace(ran) <= 1, ran::toString);
        }
    }
}
