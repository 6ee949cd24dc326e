package dev.filch.bench.synthetic;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.bench.TestContenders;
import dev.filch.bench.contender.Contender;
import dev.filch.bench.contender.Contenders;
import dev.filch.bench.measure.Cell;
import dev.filch.bench.measure.Cost;
import dev.filch.bench.measure.Round;
import dev.filch.bench.measure.RunFailure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class SyntheticWorkloadTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration IMPATIENCE = Duration.ofMillis(300);
    /** The first tasks of a run only start the two workers. */
    private static final int INTRODUCTIONS = 2;

    private static final Cell CELL = new Cell("synthetic", 1000, 2, 2);

    static List<Contender> contenders() {
        return Contenders.ALL;
    }

    @ParameterizedTest
    @MethodSource("contenders")
    void everyContenderRunsEveryTaskOnce(Contender contender) throws Exception {
        for (int tasks : List.of(1, 5, 63, 64, 65, 128, 20_000)) {
            Round round = SyntheticWorkload.run(contender, new Cell("synthetic", tasks, 3, 2), PATIENCE);
            assertTrue(round.elapsedNanos() > 0, round::toString);
        }
    }

    @Test
    void theCostIsThatOfWorkersAndProducers() throws Exception {
        Cost cost = SyntheticWorkload.run(TestContenders.GOOD, new Cell("synthetic", 100_000, 1, 1), PATIENCE)
                .cost();

        assertAll(
                () -> assertNotNull(cost.threadsCpuNanos()),
                () -> assertTrue(cost.threadsCpuNanos() > 0),
                () -> assertTrue(cost.allocatedBytes() >= 100_000 * 16, cost::toString));
    }

    private static String failure(Contender contender) {
        return assertThrows(RunFailure.class, () -> SyntheticWorkload.run(contender, CELL, IMPATIENCE))
                .getMessage();
    }

    @Test
    void aLostTaskIsFound() {
        AtomicInteger submitted = new AtomicInteger();
        String message = failure(TestContenders.faulty("dropping", (pool, task) -> {
            if (submitted.incrementAndGet() != INTRODUCTIONS + 700) {
                pool.execute(task);
            }
        }));

        assertTrue(message.startsWith("dropping: 999 of 1,000 tasks ran, then no progress"), message);
        assertTrue(message.contains("\"worker-1\""), "expected a thread dump: " + message);
    }

    @Test
    void aTaskThatRunsTwiceIsFound() {
        AtomicInteger submitted = new AtomicInteger();
        String message = failure(TestContenders.faulty("repeating", (pool, task) -> {
            pool.execute(task);
            if (submitted.incrementAndGet() == INTRODUCTIONS + 700) {
                pool.execute(task);
            }
        }));

        assertTrue(message.startsWith("repeating: 1 of 1,000 tasks ran more than once"), message);
    }

    @Test
    void aTaskThatRunsInsteadOfAnotherIsFound() {
        AtomicInteger submitted = new AtomicInteger();
        AtomicReference<Runnable> favourite = new AtomicReference<>();
        String message = failure(TestContenders.faulty("mistaking", (pool, task) -> {
            int number = submitted.incrementAndGet();
            if (number == INTRODUCTIONS + 10) {
                favourite.set(task);
            }
            pool.execute(number == INTRODUCTIONS + 700 ? favourite.get() : task);
        }));

        assertTrue(message.contains("1 of 1,000 tasks never ran"), message);
        assertTrue(message.contains("1 of 1,000 tasks ran more than once"), message);
    }

    @Test
    void anExceptionOfATaskIsReported() {
        assertTrue(failure(TestContenders.throwing("no luck")).contains("no luck"));
    }

    @Test
    void anExceptionOfSubmitIsReported() {
        AtomicInteger submitted = new AtomicInteger();
        String message = failure(TestContenders.faulty("refusing", (pool, task) -> {
            if (submitted.incrementAndGet() > INTRODUCTIONS + 10) {
                throw new IllegalStateException("enough");
            }
            pool.execute(task);
        }));

        assertTrue(message.contains("enough"), message);
    }

    @Test
    void aPoolThatDoesNotEndIsFound() {
        Contender immortal = new Contender("immortal", "immortal", false, (roster, workers) -> {
            roster.newThread(() -> {
                        try {
                            Thread.sleep(Long.MAX_VALUE);
                        } catch (InterruptedException e) {
                            throw new AssertionError(e);
                        }
                    })
                    .start();
            return TestContenders.GOOD.opener().open(roster, workers);
        });

        assertTrue(failure(immortal).startsWith("immortal: stopped, but worker-1 still runs"));
    }

    @Test
    void aTaskAddsUpToItsResult() {
        assertEquals(LongStream.range(0, 100).sum(), SumTask.RESULT);
    }
}
