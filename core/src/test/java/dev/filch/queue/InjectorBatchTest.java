package dev.filch.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.queue.InjectorFields.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Batches from an injector into lifo and fifo deques. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InjectorBatchTest {

    private static final Integer CONTENDED = -3;

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
    void batchIsHalfRoundedUp(WorkDeque<Integer> destination) {
        for (int count = 1; count <= 16; count++) {
            Injector<Integer> injector = injectorOf(count);
            int half = (count + 1) / 2;
            assertEquals(half, injector.stealBatch(destination));
            assertEquals(half, destination.size());
            assertEquals(range(0, half), popAll(destination), "expected to pop the oldest element first");
            assertEquals(range(half, count), new ArrayList<>(injector));
        }
    }

    @ParameterizedTest
    @MethodSource("destinations")
    void batchAndPopReturnsTheOldestAndMovesTheRestOfTheHalf(WorkDeque<Integer> destination) {
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
    void batchIsNoLongerThanTheLimit(WorkDeque<Integer> destination) {
        for (int limit = 1; limit <= 10; limit++) {
            int max = Math.min(limit, 8);
            assertEquals(max, injectorOf(16).stealBatchWithLimit(destination, limit));
            assertEquals(range(0, max), popAll(destination));
            assertEquals(0, injectorOf(16).stealBatchAndPopWithLimit(destination, limit));
            assertEquals(range(1, max), popAll(destination));
        }
        assertEquals(8, injectorOf(16).stealBatchWithLimit(destination, Integer.MAX_VALUE));
    }

    @ParameterizedTest
    @MethodSource("destinations")
    void attemptTakesUpToTheLimitFromOneSegment(WorkDeque<Integer> destination) {
        for (int count = 1; count <= 20; count++) {
            for (int limit : new int[] {1, 2, 5, 16, 17, Integer.MAX_VALUE}) {
                Injector<Integer> injector = injectorOf(count);
                int max = Math.min(limit, Math.min(count, 16));
                assertEquals(0, injector.tryPollBatch(destination, limit, CONTENDED));
                assertEquals(max - 1, destination.size(), () -> "limit " + limit);
                assertEquals(range(1, max), popAll(destination), "expected to pop the oldest element first");
                assertEquals(range(max, count), new ArrayList<>(injector));
            }
        }
        Injector<Integer> injector = injectorOf(20);
        assertEquals(0, injector.tryPollBatch(destination, 10, CONTENDED));
        assertEquals(range(1, 10), popAll(destination));
        assertEquals(10, injector.tryPollBatch(destination, 10, null));
        assertEquals(range(11, 16), popAll(destination), "up to the end of the segment");
        assertEquals(16, injector.tryPollBatch(destination, 10, null));
        assertEquals(range(17, 20), popAll(destination), "from the next segment");
    }

    /** Even a full deque does not grow for an element that is only returned. */
    @ParameterizedTest
    @MethodSource("destinations")
    void attemptThatTakesOneElementDoesNotWriteTheDestination(WorkDeque<Integer> destination) {
        int length = Probe.bufferLength(destination);
        for (int i = 0; i < length; i++) {
            destination.push(i);
        }
        long bottom = destination.ownerBottom();
        assertNull(new Injector<Integer>().tryPollBatch(destination, 5, CONTENDED));
        assertEquals(0, injectorOf(1).tryPollBatch(destination, 5, CONTENDED));
        assertEquals(0, injectorOf(5).tryPollBatch(destination, 1, CONTENDED));
        assertEquals(bottom, destination.ownerBottom());
        assertEquals(length, Probe.bufferLength(destination), "expected no growth");
    }

    @ParameterizedTest
    @MethodSource("destinations")
    void batchHasAtMostThirtyTwoElementsWithoutALimit(WorkDeque<Integer> destination) {
        // The first segments are too short for such a batch.
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
    void emptyInjectorGivesNothing(WorkDeque<Integer> destination) {
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
    void illegalArgumentsAreRefused(WorkDeque<Integer> destination) {
        Injector<Integer> injector = injectorOf(4);
        for (int limit : new int[] {0, -1, Integer.MIN_VALUE}) {
            assertThrows(IllegalArgumentException.class, () -> injector.stealBatchWithLimit(destination, limit));
            assertThrows(IllegalArgumentException.class, () -> injector.stealBatchAndPopWithLimit(destination, limit));
            assertThrows(IllegalArgumentException.class, () -> injector.tryPollBatch(destination, limit, CONTENDED));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new Injector<Integer>().tryPollBatch(destination, limit, CONTENDED));
        }
        assertThrows(NullPointerException.class, () -> injector.stealBatch(null));
        assertThrows(NullPointerException.class, () -> injector.stealBatchWithLimit(null, 1));
        assertThrows(NullPointerException.class, () -> injector.stealBatchAndPop(null));
        assertThrows(NullPointerException.class, () -> injector.stealBatchAndPopWithLimit(null, 1));
        assertThrows(NullPointerException.class, () -> injector.tryPollBatch(null, 1, CONTENDED));
        assertEquals(4, injector.size());
        assertTrue(destination.isEmpty());
    }

    /** A batch is popped before the older elements of a lifo deque, and after those of a fifo deque. */
    @ParameterizedTest
    @MethodSource("destinations")
    void destinationKeepsItsElements(WorkDeque<Integer> destination) {
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
        destination.push(-1);
        destination.push(-2);
        assertEquals(0, injectorOf(4).tryPollBatch(destination, 4, CONTENDED));
        expected.replaceAll(number -> number < 0 ? number : number + 1);
        assertEquals(expected, popAll(destination));
    }

    /** A batch ends before an element that is not published yet, even if later ones are. */
    @ParameterizedTest
    @MethodSource("destinations")
    void batchEndsBeforeAnUnpublishedElement(WorkDeque<Integer> destination) {
        Injector<Integer> injector = injectorOf(2);
        injector.getAndAddTail(Segment.STEP);
        IntStream.range(2, 8).forEach(injector::push);
        assertEquals(2, injector.stealBatch(destination));
        assertEquals(range(0, 2), popAll(destination));
    }

    @ParameterizedTest
    @MethodSource("destinations")
    void attemptEndsBeforeAnUnpublishedElement(WorkDeque<Integer> destination) {
        Injector<Integer> injector = injectorOf(3);
        long late = injector.getAndAddTail(Segment.STEP);
        IntStream.range(4, 8).forEach(injector::push);
        assertEquals(0, injector.tryPollBatch(destination, 8, CONTENDED));
        assertEquals(range(1, 3), popAll(destination));
        Probe.headSegment(injector).setItemRelease(late, 3);
        assertEquals(3, injector.tryPollBatch(destination, 8, CONTENDED));
        assertEquals(range(4, 8), popAll(destination));
    }
}
