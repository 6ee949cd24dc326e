package dev.filch.bench.synthetic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExactlyOnceTest {

    private static Tally ran(IntStream tasks) {
        Tally tally = new Tally();
        tasks.forEach(task -> tally.count(tally.note(task, 1)));
        return tally;
    }

    @Test
    void everyTaskOnceIsCorrect() {
        assertEquals(
                Optional.empty(),
                ExactlyOnce.complaint(10_000, List.of(ran(IntStream.range(0, 3)), ran(IntStream.range(3, 10_000)))));
    }

    @Test
    void aMissingTaskIsNamed() {
        assertEquals(
                Optional.of("1 of 10,000 tasks never ran (first: 4095)"),
                ExactlyOnce.complaint(
                        10_000, List.of(ran(IntStream.range(0, 10_000).filter(task -> task != 4095)))));
    }

    @Test
    void aMissingLastTaskIsNamed() {
        assertEquals(
                Optional.of("1 of 4,097 tasks never ran (first: 4096)"),
                ExactlyOnce.complaint(4097, List.of(ran(IntStream.range(0, 4096)))));
    }

    @Test
    void aRepeatedTaskIsNamedWhicheverWorkerRepeatedIt() {
        assertEquals(
                Optional.of("2 of 100 tasks ran more than once (first: 7)"),
                ExactlyOnce.complaint(100, List.of(ran(IntStream.range(0, 100)), ran(IntStream.of(7, 9, 9)))));
    }

    @Test
    void aTallyCountsAndAdds() {
        Tally tally = new Tally();
        long before = tally.lastEnd();
        for (int task = 0; task < 5000; task++) {
            tally.countAndClock(tally.note(task, 3));
        }

        assertEquals(5000, tally.count());
        assertEquals(15_000, tally.sum());
        assertEquals(true, tally.lastEnd() - before >= 0);
    }
}
