package dev.filch.bench.wakeup;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.bench.TestContenders;
import dev.filch.bench.contender.Contender;
import dev.filch.bench.contender.Contenders;
import dev.filch.bench.measure.Round;
import dev.filch.bench.measure.RunFailure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class WakeUpWorkloadTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** The first tasks of a run only start the two workers. */
    private static final int INTRODUCTIONS = 2;

    static List<Contender> contenders() {
        return Contenders.ALL;
    }

    @ParameterizedTest
    @MethodSource("contenders")
    void everyContenderHasLatencies(Contender contender) throws Exception {
        Round round = WakeUpWorkload.run(contender, WakeUpWorkload.cell(100, 50), PATIENCE);

        assertAll(
                () -> assertTrue(round.latency().p50Nanos() > 0, round::toString),
                () -> assertTrue(round.latency().p99Nanos() >= round.latency().p50Nanos(), round::toString),
                () -> assertTrue(round.elapsedNanos() >= 100 * 50_000, "the time includes the pauses"));
    }

    private static String failure(Contender contender, Duration patience) {
        return assertThrows(
                        RunFailure.class, () -> WakeUpWorkload.run(contender, WakeUpWorkload.cell(50, 0), patience))
                .getMessage();
    }

    @Test
    void aLostTaskIsFound() {
        AtomicInteger submitted = new AtomicInteger();
        Contender dropping = TestContenders.faulty("dropping", (pool, task) -> {
            if (submitted.incrementAndGet() != INTRODUCTIONS + 20) {
                pool.execute(task);
            }
        });

        String message = failure(dropping, Duration.ofMillis(500));

        assertTrue(message.startsWith("dropping: 19 of 50 tasks ran, then no progress"), message);
    }

    @Test
    void aTaskThatRunsTwiceIsFound() {
        AtomicInteger submitted = new AtomicInteger();
        Contender repeating = TestContenders.faulty("repeating", (pool, task) -> {
            pool.execute(task);
            if (submitted.incrementAndGet() == INTRODUCTIONS + 20) {
                pool.execute(task);
            }
        });

        assertEquals("repeating: 50 tasks were submitted, 51 ran", failure(repeating, PATIENCE));
    }
}
