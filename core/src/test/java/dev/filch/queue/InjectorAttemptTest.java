package dev.filch.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.queue.InjectorFields.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** tryPoll and tryPollBatch take published elements, and wait for no other thread. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InjectorAttemptTest {

    private static final long STEP = Segment.STEP;
    private static final Integer CONTENDED = -1;

    /** From the last two of these, positions overflow or reach 0 in the middle of the second segment. */
    private static final List<Long> FIRST_POSITIONS = List.of(0L, Long.MAX_VALUE - 1 - 30 * STEP, -30 * STEP);

    private interface Attempt {

        /** Adds the taken elements to a list; returns the result of the operation. */
        Integer take(Injector<Integer> injector, List<Integer> taken, Integer ifContended);
    }

    static Stream<Named<Attempt>> attempts() {
        return Stream.of(
                Named.of("tryPoll", (injector, taken, ifContended) -> {
                    Integer first = injector.tryPoll(ifContended);
                    addUnlessContended(first, taken);
                    return first;
                }),
                Named.of("tryPollBatch to lifo", (injector, taken, ifContended) ->
                        batch(injector, WorkDeque.lifo(), taken, ifContended)),
                Named.of("tryPollBatch to fifo", (injector, taken, ifContended) ->
                        batch(injector, WorkDeque.fifo(), taken, ifContended)));
    }

    private static Integer batch(
            Injector<Integer> injector, WorkDeque<Integer> own, List<Integer> taken, Integer ifContended) {
        Integer first = injector.tryPollBatch(own, 5, ifContended);
        assertTrue(own.isEmpty() || first != null && !first.equals(CONTENDED), "moved elements, but returned " + first);
        addUnlessContended(first, taken);
        for (Integer element = own.pop(); element != null; element = own.pop()) {
            taken.add(element);
        }
        return first;
    }

    private static void addUnlessContended(Integer element, List<Integer> taken) {
        if (element != null && !element.equals(CONTENDED)) {
            taken.add(element);
        }
    }

    private static List<Integer> range(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    private static void assertTakesNothing(Attempt attempt, Injector<Integer> injector) {
        List<Integer> taken = new ArrayList<>();
        assertNull(attempt.take(injector, taken, CONTENDED), "expected null from an empty injector");
        assertEquals(List.of(), taken);
    }

    /** Takes elements until an attempt returns null. There is no other consumer. */
    private static void takeAll(Attempt attempt, Injector<Integer> injector, List<Integer> taken) {
        for (Integer last = 0; last != null; last = attempt.take(injector, taken, CONTENDED)) {
            assertNotEquals(CONTENDED, last, "expected no contention without another consumer");
        }
    }

    @ParameterizedTest
    @MethodSource("attempts")
    void allElementsAreTakenInOrderBeforeNull(Attempt attempt) {
        for (long firstPosition : FIRST_POSITIONS) {
            Injector<Integer> injector = new Injector<>(firstPosition);
            IntStream.range(0, 1000).forEach(injector::push);
            List<Integer> taken = new ArrayList<>();
            takeAll(attempt, injector, taken);
            assertEquals(range(0, 1000), taken, () -> "from position " + firstPosition);
            assertTrue(injector.isEmpty());
        }
    }

    /** The injector becomes empty at each slot of the first segments, open or closed. */
    @ParameterizedTest
    @MethodSource("attempts")
    void returnsNullWhenEmpty(Attempt attempt) {
        for (long firstPosition : FIRST_POSITIONS) {
            Injector<Integer> injector = new Injector<>(firstPosition);
            List<Integer> taken = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                assertTakesNothing(attempt, injector);
                injector.push(i);
                assertEquals(i, attempt.take(injector, taken, CONTENDED));
            }
            assertEquals(range(0, 300), taken);
        }
        for (int offered = 0; offered < 50; offered++) {
            Injector<Integer> closed = new Injector<>();
            IntStream.range(0, offered).forEach(closed::push);
            closed.close();
            List<Integer> taken = new ArrayList<>();
            takeAll(attempt, closed, taken);
            assertEquals(range(0, offered), taken, "expected all elements that were accepted before the close");
            assertTakesNothing(attempt, closed);
        }
    }

    /** The producer stalls at each slot of the first segments. Later elements are published. */
    @ParameterizedTest
    @MethodSource("attempts")
    void returnsNullWhileTheOldestProducerIsStalled(Attempt attempt) {
        for (int before = 0; before < 50; before++) {
            Injector<Integer> injector = new Injector<>();
            IntStream.range(0, before).forEach(injector::push);
            Segment<Integer> hint = injector.tailSegmentOpaque();
            long stalled = injector.getAndAddTail(STEP);
            List<Integer> taken = new ArrayList<>();
            takeAll(attempt, injector, taken);
            assertEquals(range(0, before), taken, "expected the elements before the stalled producer's");
            IntStream.range(before + 1, before + 4).forEach(injector::push);
            assertTakesNothing(attempt, injector);
            injector.segmentOf(stalled, hint).setItemRelease(stalled, before);
            takeAll(attempt, injector, taken);
            assertEquals(range(0, before + 4), taken);
        }
    }

    /** Producers have taken more tickets than there are slots, and none has appended a segment yet. */
    @ParameterizedTest
    @MethodSource("attempts")
    void returnsNullAtTheEndOfTheLastSegment(Attempt attempt) {
        Injector<Integer> injector = new Injector<>();
        Segment<Integer> segment = Probe.headSegment(injector);
        for (int i = 0; i < Segment.FIRST_LENGTH; i++) {
            segment.setItemRelease(injector.getAndAddTail(STEP), i);
        }
        long stalled = injector.getAndAddTail(STEP);
        List<Integer> taken = new ArrayList<>();
        takeAll(attempt, injector, taken);
        assertTakesNothing(attempt, injector);
        assertNull(segment.nextOpaque(), "a consumer must append no segment");
        injector.segmentOf(stalled, segment).setItemRelease(stalled, Segment.FIRST_LENGTH);
        takeAll(attempt, injector, taken);
        assertEquals(range(0, Segment.FIRST_LENGTH + 1), taken);
    }

    /** An offer after the close has not given its ticket back yet. */
    @ParameterizedTest
    @MethodSource("attempts")
    void returnsNullWhileATicketIsGivenBack(Attempt attempt) {
        Injector<Integer> injector = new Injector<>();
        assertTrue(injector.casTail(0, Injector.CLOSED));
        injector.getAndAddTail(STEP);
        assertTakesNothing(attempt, injector);
    }

    /** All elements are published before the consumers start, so null means that none is left. */
    @ParameterizedTest
    @MethodSource("attempts")
    void consumersTakeEachElementOnceAndGetNullOnlyAtTheEnd(Attempt attempt) throws InterruptedException {
        int count = 20_000;
        for (int round = 0; round < 10; round++) {
            Injector<Integer> injector = new Injector<>(-count);
            IntStream.range(0, count).forEach(injector::push);
            AtomicInteger takenByAll = new AtomicInteger();
            Integer ifContended = round == 0 ? null : CONTENDED;
            new ThreadRace().with(3, () -> {
                List<Integer> taken = new ArrayList<>();
                Integer last = 0;
                while (last != null || ifContended == null && !injector.isEmpty()) {
                    last = attempt.take(injector, taken, ifContended);
                }
                assertTrue(injector.isEmpty(), "got null, but " + injector.size() + " elements are left");
                assertEquals(taken.stream().sorted().distinct().toList(), taken, "expected ascending elements");
                takenByAll.addAndGet(taken.size());
            }).run();
            assertEquals(count, takenByAll.get());
        }
    }

    /** Repeats until one of two consumers has lost a race. */
    @ParameterizedTest
    @MethodSource("attempts")
    void lostRaceReturnsIfContended(Attempt attempt) throws InterruptedException {
        AtomicInteger lost = new AtomicInteger();
        while (lost.get() == 0) {
            Injector<Integer> injector = new Injector<>();
            IntStream.range(0, 5_000).forEach(injector::push);
            new ThreadRace().with(2, () -> {
                Integer last = 0;
                while (last != null) {
                    last = attempt.take(injector, new ArrayList<>(), CONTENDED);
                    if (CONTENDED.equals(last)) {
                        lost.incrementAndGet();
                    }
                }
            }).run();
        }
    }
}
