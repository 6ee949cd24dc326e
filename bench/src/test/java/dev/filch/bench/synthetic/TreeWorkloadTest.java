package dev.filch.bench.synthetic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.bench.TestContenders;
import dev.filch.bench.contender.Contender;
import dev.filch.bench.contender.Contenders;
import dev.filch.bench.measure.Cell;
import dev.filch.bench.measure.Round;
import dev.filch.bench.measure.RunFailure;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class TreeWorkloadTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    static Stream<Contender> contenders() {
        return Stream.concat(Contenders.ALL.stream(), Stream.of(Contenders.FORK_JOIN_LIFO, Contenders.FILCH_FIFO));
    }

    @ParameterizedTest
    @MethodSource("contenders")
    void everyContenderRunsEveryTaskOnce(Contender contender) throws Exception {
        for (int levels : new int[] {1, 2, 7, 14}) {
            Round round = TreeWorkload.run(contender, TreeWorkload.cell(levels, 2), PATIENCE);
            assertTrue(round.elapsedNanos() > 0, round::toString);
        }
    }

    @Test
    void aTreeIsComplete() {
        Cell cell = TreeWorkload.cell(5, 3);

        assertEquals(31, cell.tasks());
        assertEquals("0:3", cell.ratio());
    }

    @Test
    void aLostSubtreeIsFound() {
        AtomicInteger submitted = new AtomicInteger();
        Contender dropping = TestContenders.faulty("dropping", (pool, task) -> {
            if (submitted.incrementAndGet() != 100) {
                pool.execute(task);
            }
        });

        RunFailure failure = assertThrows(
                RunFailure.class,
                () -> TreeWorkload.run(dropping, TreeWorkload.cell(10, 2), Duration.ofMillis(300)));
        assertTrue(failure.getMessage().contains("of 1,023 tasks ran, then no progress"), failure::getMessage);
    }
}
