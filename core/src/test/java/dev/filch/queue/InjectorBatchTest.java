package dev.filch.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Batches from the injector into a deque of either flavour. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InjectorBatchTest {

    static Stream<Named<WorkDeque<Integer>>> destinations() {
        return Stream.of(
                Named.of("lifo", WorkDeque.lifo()),
                Named.of("fifo", WorkDeque.fifo()),
                Named.of("small lifo", WorkDeque.startingAt(true, Long.MAX_VALUE / WorkDeque.STEP, 1)),
                Named.of("small fifo", WorkDeque.startingAt(false, -1, 1)));
    }

    private static Injector<Integer> injectorOf(int count) {
        Injector<Integer> injector = new Injector<>();
        IntStream.range(0, count).forEach(injector::push);
        return injector;
    }

    private static List<Integer> popAll(WorkDeque<Integer> deque) {
        List<Integer> popped = new ArrayList<>();
        for (Integer element = deque.pop(); element != null; element = deque.pop()) {
            popped.add(element);
        }
        return popped;
    }

    private static List<Integer> range(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    @ParameterizedTest
    @MethodSource("destinations")
    void movesHalfRoundedUp(WorkDeque<Integer> destination) {
        for (int count = 1; count <= 16; count++) {
            Injector<Integer> injector = injectorOf(count);
            int half = (count + 1) / 2;
            assertEquals(half, injector.stealBatch(destination));
            assertEquals(half, destination.size());
            assertEquals(range(0, half), popAll(destination), "the oldest is to be popped first");
            assertEquals(range(half, count), new ArrayList<>(injector));
        }
    }

    @ParameterizedTest
    @MethodSource("destinations")
    void returnsTheOldestAndMovesTheRestOfTheHalf(WorkDeque<Integer> destination) {
        for (int count = 1; count <= 16; count++) {
            Injector<Integer> injector = injectorOf(count);
            int half = (count + 1) / 2;
            assertEquals(0, injector.stealBatchAndPop(destination));
            assertEquals(range(1, half), popAll(destination));
            assertEquals(range(half, count), new ArrayList<>(injector));
        }
    }

    @ParameterizedTest
    @MethodSource("destinations")
    void movesNoMoreThanTheLimit(WorkDeque<Integer> destination) {
        for (int limit = 1; limit <= 10; limit++) {
            int most = Math.min(limit, 8);
            assertEquals(most, injectorOf(16).stealBatchWithLimit(destination, limit));
            assertEquals(range(0, most), popAll(destination));
            assertEquals(0, injectorOf(16).stealBatchAndPopWithLimit(destination, limit));
            assertEquals(range(1, most), popAll(destination));
        }
        assertEquals(8, injectorOf(16).stealBatchWithLimit(destination, Integer.MAX_VALUE));
    }

    @ParameterizedTest
    @MethodSource("destinations")
    void movesThirtyTwoAtMostUnlessToldOtherwise(WorkDeque<Integer> destination) {
        // The first segments are too short for that.
        Injector<Integer> injector = injectorOf(500);
        IntStream.range(0, 112).forEach(i -> injector.poll());
        assertEquals(32, injector.stealBatch(destination));
        assertEquals(range(112, 144), popAll(destination));
        assertEquals(144, injector.stealBatchAndPop(destination));
        assertEquals(range(145, 176), popAll(destination));
        assertEquals(64, injector.stealBatchWithLimit(destination, 64));
        assertEquals(range(176, 240), popAll(destination));
    }

    @ParameterizedTest
    @MethodSource("destinations")
    void emptyGivesNothing(WorkDeque<Integer> destination) {
        Injector<Integer> injector = new Injector<>();
        assertEquals(0, injector.stealBatch(destination));
        assertEquals(0, injector.stealBatchWithLimit(destination, 5));
        assertNull(injector.stealBatchAndPop(destination));
        assertNull(injector.stealBatchAndPopWithLimit(destination, 5));
        assertTrue(destination.isEmpty());
        assertNull(destination.pop());
    }

    @ParameterizedTest
    @MethodSource("destinations")
    void misuseIsRefused(WorkDeque<Integer> destination) {
        Injector<Integer> injector = injectorOf(4);
        for (int limit : new int[] {0, -1, Integer.MIN_VALUE}) {
            assertThrows(IllegalArgumentException.class, () -> injector.stealBatchWithLimit(destination, limit));
            assertThrows(IllegalArgumentException.class, () -> injector.stealBatchAndPopWithLimit(destination, limit));
        }
        assertThrows(NullPointerException.class, () -> injector.stealBatch(null));
        assertThrows(NullPointerException.class, () -> injector.stealBatchWithLimit(null, 1));
        assertThrows(NullPointerException.class, () -> injector.stealBatchAndPop(null));
        assertThrows(NullPointerException.class, () -> injector.stealBatchAndPopWithLimit(null, 1));
        assertEquals(4, injector.size());
        assertTrue(destination.isEmpty());
    }

    /** A batch goes before what a lifo deque holds, and behind what a fifo deque holds. */
    @ParameterizedTest
    @MethodSource("destinations")
    void keepsWhatTheDestinationHeld(WorkDeque<Integer> destination) {
        destination.push(-1);
        destination.push(-2);
        List<Integer> held = popAll(destination);
        destination.push(-1);
        destination.push(-2);
        assertEquals(3, injectorOf(6).stealBatch(destination));
        List<Integer> expected = new ArrayList<>(range(0, 3));
        boolean fifo = held.get(0) == -1;
        expected.addAll(fifo ? 0 : 3, held);
        assertEquals(expected, popAll(destination));
    }

    /** A batch ends at an element that is not there yet, and takes nothing in its place. */
    @ParameterizedTest
    @MethodSource("destinations")
    void batchEndsBeforeASlowProducer(WorkDeque<Integer> destination) {
        Injector<Integer> injector = injectorOf(2);
        injector.getAndAddTail(Segment.STEP);
        IntStream.range(2, 8).forEach(injector::push);
        assertEquals(2, injector.stealBatch(destination));
        assertEquals(range(0, 2), popAll(destination));
    }
}
