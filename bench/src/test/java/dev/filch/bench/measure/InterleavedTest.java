package dev.filch.bench.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.filch.bench.contender.Contender;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class InterleavedTest {

    private final List<Contender> contenders = Stream.of("a", "b", "c")
            .map(id -> new Contender(id, id, false, (roster, workers) -> null))
            .toList();

    @Test
    void eachRoundStartsWithAnotherContenderAndWarmupIsNotMeasured() throws Exception {
        Cell cell = new Cell("synthetic", 1, 1, 1);
        StringBuilder order = new StringBuilder();
        List<Integer> steps = new ArrayList<>();

        List<Result> results = Interleaved.measure(
                cell,
                contenders,
                1,
                3,
                contender -> {
                    order.append(contender.id());
                    return new Round(order.length(), null, null, null);
                },
                () -> steps.add(order.length()));

        assertEquals("abc" + "bca" + "cab" + "abc", order.toString());
        assertEquals(12, steps.size());
        assertEquals(contenders, results.stream().map(Result::contender).toList());
        assertEquals(
                List.of(6L, 8L, 10L),
                results.get(0).rounds().stream().map(Round::elapsedNanos).toList());
    }
}
