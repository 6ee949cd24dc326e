package dev.filch.bench.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Reactor with a pool as its scheduler. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReactorTest {

    private static final int COUNT = 20_000;
    private static final long SUM_OF_SQUARES = COUNT * (COUNT + 1L) * (2L * COUNT + 1) / 6;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static long square(long number) {
        assertTrue(FilchPool.runsThis(), () -> "on " + Thread.currentThread());
        return number * number;
    }

    private static Flux<Long> numbers() {
        return Flux.range(1, COUNT).map(Integer::longValue);
    }

    @EverySetup
    void flatMapLosesNothing(PoolSetup setup) throws Exception {
        try (FilchPool pool = setup.build()) {
            Scheduler scheduler = Schedulers.fromExecutorService(pool.service());

            long sum = numbers()
                    .flatMap(number -> Mono.fromCallable(() -> square(number)).subscribeOn(scheduler), 64)
                    .reduce(0L, Long::sum).block(PATIENCE);

            assertEquals(SUM_OF_SQUARES, sum);
        }
    }

    @EverySetup
    void parallelRailsLoseNothing(PoolSetup setup) throws Exception {
        try (FilchPool pool = setup.build()) {
            Scheduler scheduler = Schedulers.fromExecutorService(pool.service());

            long sum = numbers().parallel(setup.workers()).runOn(scheduler).map(ReactorTest::square)
                    .sequential().reduce(0L, Long::sum).block(PATIENCE);

            assertEquals(SUM_OF_SQUARES, sum);
        }
    }

    /** Although the pool runs the stages on several threads. */
    @EverySetup
    void publishOnKeepsTheOrder(PoolSetup setup) throws Exception {
        try (FilchPool pool = setup.build()) {
            Scheduler scheduler = Schedulers.fromExecutorService(pool.service());
            List<Long> expected = IntStream.rangeClosed(1, COUNT).mapToObj(n -> (long) n * n).toList();

            List<Long> squares = numbers().publishOn(scheduler).map(ReactorTest::square)
                    .publishOn(scheduler, 8).collectList().block(PATIENCE);

            assertEquals(expected, squares);
        }
    }

    @EverySetup
    void flatMapSequentialKeepsTheOrder(PoolSetup setup) throws Exception {
        try (FilchPool pool = setup.build()) {
            Scheduler scheduler = Schedulers.fromExecutorService(pool.service());
            List<Long> expected = IntStream.rangeClosed(1, COUNT).mapToObj(n -> (long) n * n).toList();

            List<Long> squares = numbers()
                    .flatMapSequential(number -> Mono.fromCallable(() -> square(number)).subscribeOn(scheduler), 64)
                    .collectList().block(PATIENCE);

            assertEquals(expected, squares);
        }
    }

    @EverySetup
    void anErrorEndsTheStream(PoolSetup setup) throws Exception {
        try (FilchPool pool = setup.build()) {
            Scheduler scheduler = Schedulers.fromExecutorService(pool.service());
            Flux<Long> failing = numbers().publishOn(scheduler).map(number -> {
                if (number == COUNT / 2) {
                    throw new IllegalStateException("half");
                }
                return number;
            });

            assertEquals("half",
                    assertThrows(IllegalStateException.class, () -> failing.blockLast(PATIENCE)).getMessage());
        }
    }
}
