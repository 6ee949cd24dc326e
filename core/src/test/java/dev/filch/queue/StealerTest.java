package dev.filch.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Seeded;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which elements a thief gets, in which order, and which are moved to its deque. Both deques are lifo or fifo. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StealerTest {

    private static final Integer CONTENDED = -1;

    /** Whether the victim and the destination are lifo, and the index at which both start. */
    static Stream<Arguments> pairs() {
        return LongStream.of(0, Long.MAX_VALUE / WorkDeque.STEP - 2, -2).boxed().flatMap(start -> Stream.of(true, false)
                .flatMap(from -> Stream.of(Arguments.of(from, true, start), Arguments.of(from, false, start))));
    }

    private static WorkDeque<Integer> dequeOf(boolean lifo, long start, int count) {
        WorkDeque<Integer> deque = WorkDeque.startingAt(lifo, start, 2);
        IntStream.range(0, count).forEach(deque::push);
        return deque;
    }

    private static List<Integer> stealAll(WorkDeque<Integer> deque) {
        return untilNull(deque.stealer()::steal);
    }

    private static List<Integer> popAll(WorkDeque<Integer> deque) {
        return untilNull(deque::pop);
    }

    private static List<Integer> untilNull(Supplier<Integer> source) {
        List<Integer> all = new ArrayList<>();
        for (Integer element = source.get(); element != null; element = source.get()) {
            all.add(element);
        }
        return all;
    }

    private static List<Integer> range(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void stealsTheOldestFirst(boolean lifo) {
        assertEquals(range(0, 100), stealAll(dequeOf(lifo, 0, 100)));
        WorkDeque<Integer> deque = dequeOf(lifo, -50, 100);
        assertEquals(range(0, 100), untilNull(() -> deque.stealer().trySteal(CONTENDED)));
    }

    @ParameterizedTest(name = "from lifo {0} to lifo {1} at {2}")
    @MethodSource("pairs")
    void batchMovesTheOlderHalf(boolean from, boolean to, long start) {
        for (int count = 1; count <= 12; count++) {
            WorkDeque<Integer> victim = dequeOf(from, start, count);
            WorkDeque<Integer> destination = dequeOf(to, start, 0);
            int half = (count + 1) / 2;
            assertEquals(half, victim.stealer().stealBatch(destination));
            assertEquals(half, destination.size());
            assertEquals(range(0, half), popAll(destination), "expected to pop the oldest element first");
            assertEquals(range(half, count), stealAll(victim));
        }
    }

    @ParameterizedTest(name = "from lifo {0} to lifo {1} at {2}")
    @MethodSource("pairs")
    void batchAndPopReturnsTheOldest(boolean from, boolean to, long start) {
        for (int count = 1; count <= 12; count++) {
            for (boolean once : new boolean[] {true, false}) {
                WorkDeque<Integer> victim = dequeOf(from, start, count);
                WorkDeque<Integer> destination = dequeOf(to, start, 0);
                int half = (count + 1) / 2;
                assertEquals(0, once
                        ? victim.stealer().tryStealBatchAndPop(destination, 32, CONTENDED)
                        : victim.stealer().stealBatchAndPop(destination));
                assertEquals(range(1, half), popAll(destination));
                assertEquals(range(half, count), stealAll(victim));
            }
        }
    }

    @ParameterizedTest(name = "from lifo {0} to lifo {1} at {2}")
    @MethodSource("pairs")
    void limitIncludesTheReturnedElement(boolean from, boolean to, long start) {
        for (int limit = 1; limit <= 12; limit++) {
            int max = Math.min(limit, 10);
            WorkDeque<Integer> destination = dequeOf(to, start, 0);
            WorkDeque<Integer> victim = dequeOf(from, start, 20);
            assertEquals(max, victim.stealer().stealBatchWithLimit(destination, limit));
            assertEquals(range(0, max), popAll(destination));
            victim = dequeOf(from, start, 20);
            assertEquals(0, victim.stealer().stealBatchAndPopWithLimit(destination, limit));
            assertEquals(range(1, max), popAll(destination));
            victim = dequeOf(from, start, 20);
            assertEquals(0, victim.stealer().tryStealBatchAndPop(destination, limit, CONTENDED));
            assertEquals(range(1, max), popAll(destination));
            assertEquals(range(max, 20), stealAll(victim));
        }
        WorkDeque<Integer> destination = dequeOf(to, start, 0);
        assertEquals(500, dequeOf(from, start, 1000).stealer().stealBatchWithLimit(destination, Integer.MAX_VALUE));
        assertEquals(range(0, 500), popAll(destination));
    }

    @ParameterizedTest(name = "from lifo {0} to lifo {1} at {2}")
    @MethodSource("pairs")
    void batchHasAtMostThirtyTwoElementsWithoutALimit(boolean from, boolean to, long start) {
        WorkDeque<Integer> victim = dequeOf(from, start, 200);
        WorkDeque<Integer> destination = dequeOf(to, start, 0);
        assertEquals(32, victim.stealer().stealBatch(destination));
        assertEquals(range(0, 32), popAll(destination));
        assertEquals(32, victim.stealer().stealBatchAndPop(destination));
        assertEquals(range(33, 64), popAll(destination));
        assertEquals(136, victim.size());
    }

    /** A batch is popped before the older elements of a lifo deque, and after those of a fifo deque. */
    @ParameterizedTest(name = "from lifo {0} to lifo {1} at {2}")
    @MethodSource("pairs")
    void destinationKeepsItsElements(boolean from, boolean to, long start) {
        WorkDeque<Integer> destination = dequeOf(to, start, 0);
        destination.push(50);
        destination.push(51);
        assertEquals(3, dequeOf(from, start, 6).stealer().stealBatch(destination));
        assertEquals(to ? List.of(0, 1, 2, 51, 50) : List.of(50, 51, 0, 1, 2), popAll(destination));
    }

    @ParameterizedTest(name = "from lifo {0} to lifo {1} at {2}")
    @MethodSource("pairs")
    void emptyVictimGivesNothing(boolean from, boolean to, long start) {
        Stealer<Integer> stealer = dequeOf(from, start, 0).stealer();
        WorkDeque<Integer> destination = dequeOf(to, start, 0);
        assertEquals(0, stealer.stealBatch(destination));
        assertEquals(0, stealer.stealBatchWithLimit(destination, 3));
        assertNull(stealer.stealBatchAndPop(destination));
        assertNull(stealer.stealBatchAndPopWithLimit(destination, 3));
        assertNull(stealer.tryStealBatchAndPop(destination, 3, CONTENDED));
        assertTrue(destination.isEmpty());
        assertNull(destination.pop());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void batchFromTheDequeItselfMovesNothing(boolean lifo) {
        WorkDeque<Integer> deque = dequeOf(lifo, -3, 6);
        assertEquals(0, deque.stealer().stealBatch(deque));
        assertEquals(0, deque.stealer().stealBatchWithLimit(deque, 3));
        assertEquals(6, deque.size());
        assertEquals(lifo ? 5 : 0, deque.stealer().stealBatchAndPop(deque));
        assertEquals(lifo ? 4 : 1, deque.stealer().stealBatchAndPopWithLimit(deque, 3));
        assertEquals(lifo ? 3 : 2, deque.stealer().tryStealBatchAndPop(deque, 3, CONTENDED));
        assertEquals(lifo ? range(0, 3) : range(3, 6), stealAll(deque));
        assertNull(deque.stealer().stealBatchAndPop(deque));
        assertEquals(0, deque.stealer().stealBatch(deque));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void illegalArgumentsAreRefused(boolean lifo) {
        WorkDeque<Integer> victim = dequeOf(lifo, 0, 4);
        WorkDeque<Integer> other = dequeOf(lifo, 0, 0);
        Stealer<Integer> stealer = victim.stealer();
        for (WorkDeque<Integer> destination : List.of(victim, other)) {
            for (int limit : new int[] {0, -1, Integer.MIN_VALUE}) {
                assertThrows(IllegalArgumentException.class, () -> stealer.stealBatchWithLimit(destination, limit));
                assertThrows(
                        IllegalArgumentException.class,
                        () -> stealer.stealBatchAndPopWithLimit(destination, limit));
                assertThrows(
                        IllegalArgumentException.class,
                        () -> stealer.tryStealBatchAndPop(destination, limit, CONTENDED));
            }
        }
        assertThrows(NullPointerException.class, () -> stealer.stealBatch(null));
        assertThrows(NullPointerException.class, () -> stealer.stealBatchWithLimit(null, 1));
        assertThrows(NullPointerException.class, () -> stealer.stealBatchAndPop(null));
        assertThrows(NullPointerException.class, () -> stealer.stealBatchAndPopWithLimit(null, 1));
        assertThrows(NullPointerException.class, () -> stealer.tryStealBatchAndPop(null, 1, CONTENDED));
        assertEquals(4, victim.size());
        assertTrue(other.isEmpty());
    }

    /** The word of top limits the length of a reservation. A batch from a fifo deque has the same limit. */
    @ParameterizedTest(name = "from lifo {0} to lifo {1} at {2}")
    @MethodSource("pairs")
    void noBatchIsLongerThanAReservation(boolean from, boolean to, long start) {
        WorkDeque<Integer> victim = dequeOf(from, start, 140_000);
        WorkDeque<Integer> destination = dequeOf(to, start, 0);
        assertEquals(32_767, victim.stealer().stealBatchWithLimit(destination, Integer.MAX_VALUE));
        assertEquals(range(0, 32_767), popAll(destination));
        assertEquals(range(32_767, 140_000), stealAll(victim));
    }

    /** The thief stalls after it has reserved elements. The owner and other thieves can take them. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 9})
    void stalledThiefDelaysNoThread(int reserved) {
        WorkDeque<Integer> popped = dequeOf(true, -5, 10);
        reserve(popped, reserved);
        assertEquals(10, popped.size());
        assertEquals(IntStream.range(0, 10).map(i -> 9 - i).boxed().toList(), popAll(popped));

        WorkDeque<Integer> stolen = dequeOf(true, -5, 10);
        reserve(stolen, reserved);
        assertEquals(0, stolen.stealer().trySteal(CONTENDED));
        reserve(stolen, Math.min(reserved, 8));
        WorkDeque<Integer> destination = dequeOf(true, 0, 0);
        assertEquals(1, stolen.stealer().stealBatch(destination), "this batch only ends the reservation");
        assertEquals(4, stolen.stealer().stealBatch(destination), "expected half of the elements");
        assertEquals(range(6, 10), stealAll(stolen));
    }

    /** A thief shares the reserved elements that it does not take. The owner ends the reservation to pop from it. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 5})
    void thiefSharesTheRestOfItsReservation(int stolen) {
        WorkDeque<Integer> deque = dequeOf(true, -5, 10);
        for (int i = 0; i < stolen; i++) {
            assertEquals(i, deque.stealer().steal());
            assertEquals(4 - i, sharedIn(deque));
        }
        assertEquals(10 - stolen, deque.size());
        for (int i = 9; i >= 5; i--) {
            assertEquals(i, deque.pop());
            assertEquals(5 - stolen, sharedIn(deque), "the owner has not reached the reservation");
        }
        assertEquals(5 - stolen, deque.size());
        for (int i = 4; i >= stolen; i--) {
            assertEquals(i, deque.pop());
            assertEquals(0, sharedIn(deque), "the owner has ended the reservation");
        }
        assertNull(deque.pop());
        assertNull(deque.stealer().steal());
    }

    @Test
    void batchClaimsSharedElementsOrReservesMore() {
        WorkDeque<Integer> deque = dequeOf(true, -5, 40);
        WorkDeque<Integer> destination = dequeOf(true, 0, 0);
        assertEquals(0, deque.stealer().steal());
        assertEquals(19, sharedIn(deque), "expected half, except the stolen element");
        assertEquals(5, deque.stealer().stealBatchWithLimit(destination, 5));
        assertEquals(14, sharedIn(deque));
        assertEquals(17, deque.stealer().stealBatchWithLimit(destination, 30), "expected more than were shared");
        assertEquals(0, sharedIn(deque));
        assertEquals(23, deque.stealer().stealBatchAndPopWithLimit(destination, 3));
        assertEquals(6, sharedIn(deque), "expected nine reserved less three taken");
        assertEquals(range(26, 40), stealAll(deque));
        assertEquals(24, destination.size());
    }

    /** If there are few elements, a steal shares none, so that the owner has no reservation to end. */
    @Test
    void stealSharesElementsOnlyIfThereAreEnough() {
        for (int count = Stealer.SHARING_THRESHOLD - 2; count <= Stealer.SHARING_THRESHOLD + 2; count++) {
            WorkDeque<Integer> deque = WorkDeque.lifo();
            IntStream.range(0, count).forEach(deque::push);
            assertEquals(0, deque.stealer().steal());
            assertEquals(count < Stealer.SHARING_THRESHOLD ? 0 : (count + 1) / 2 - 1, sharedIn(deque));
            assertEquals(count - 1, deque.size());
        }
        WorkDeque<Integer> fifo = WorkDeque.fifo();
        IntStream.range(0, 1_000).forEach(fifo::push);
        assertEquals(0, fifo.stealer().steal());
        assertEquals(0, sharedIn(fifo), "a fifo owner needs no reservation");
    }

    /** The number of elements in the shared reservation. Asserts that there is no other reservation. */
    private static int sharedIn(WorkDeque<Integer> deque) {
        long top = deque.topVolatile();
        assertEquals(TopWord.reserved(top) > 0, TopWord.isShared(top));
        return TopWord.reserved(top);
    }

    private static void reserve(WorkDeque<Integer> deque, int count) {
        long top = deque.topVolatile();
        assertTrue(deque.casTop(top, TopWord.reserving(top, count)));
    }

    /** Two deques take from each other at random, and are compared with models. */
    @ParameterizedTest(name = "from lifo {0} to lifo {1} at {2}")
    @MethodSource("pairs")
    void twoDequesThatTakeFromEachOtherEqualTheirModels(boolean firstLifo, boolean secondLifo, long start) {
        SplittableRandom random = Seeded.random("stealer " + firstLifo + secondLifo + start);
        List<Boolean> lifo = List.of(firstLifo, secondLifo);
        List<WorkDeque<Integer>> deques = List.of(dequeOf(firstLifo, start, 0), dequeOf(secondLifo, start, 0));
        List<Deque<Integer>> models = List.of(new ArrayDeque<>(), new ArrayDeque<>());
        for (int step = 0; step < 20_000; step++) {
            int own = random.nextInt(2);
            WorkDeque<Integer> deque = deques.get(own);
            Deque<Integer> model = models.get(own);
            Stealer<Integer> victim = deques.get(1 - own).stealer();
            Deque<Integer> victimModel = models.get(1 - own);
            int limit = 1 + random.nextInt(12);
            switch (random.nextInt(6)) {
                case 0:
                    deque.push(step);
                    model.addLast(step);
                    break;
                case 1:
                    assertEquals(model.isEmpty(), deque.pushReportingEmpty(step));
                    model.addLast(step);
                    break;
                case 2:
                    assertEquals(lifo.get(own) ? model.pollLast() : model.pollFirst(), deque.pop());
                    break;
                case 3:
                    Integer oldest = victimModel.pollFirst();
                    assertEquals(oldest, random.nextBoolean() ? victim.steal() : victim.trySteal(CONTENDED));
                    break;
                case 4:
                    List<Integer> moved = take(victimModel, limit);
                    assertEquals(moved.size(), victim.stealBatchWithLimit(deque, limit));
                    addBatch(model, moved, lifo.get(own));
                    break;
                default:
                    List<Integer> taken = take(victimModel, limit);
                    Integer first = taken.isEmpty() ? null : taken.remove(0);
                    assertEquals(first, random.nextBoolean()
                            ? victim.stealBatchAndPopWithLimit(deque, limit)
                            : victim.tryStealBatchAndPop(deque, limit, CONTENDED));
                    addBatch(model, taken, lifo.get(own));
                    break;
            }
            assertEquals(model.size(), deque.size());
            assertEquals(victimModel.size(), victim.size());
        }
    }

    private static List<Integer> take(Deque<Integer> victim, int limit) {
        List<Integer> taken = new ArrayList<>();
        for (int count = Math.min(limit, (victim.size() + 1) / 2); count > 0; count--) {
            taken.add(victim.pollFirst());
        }
        return taken;
    }

    private static void addBatch(Deque<Integer> model, List<Integer> batch, boolean lifo) {
        for (int i = 0; i < batch.size(); i++) {
            model.addLast(batch.get(lifo ? batch.size() - 1 - i : i));
        }
    }
}
