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

/** A tryPoll or tryPollBatch takes what is published, and waits for no other thread. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InjectorAttemptTest {

    private static final long STEP = Segment.STEP;
    private static final Integer CONTENDED = -1;

    /** Positions turn negative in the middle of the second segment, or pass from -2 to 0 there. */
    private static final List<Long> FIRST_POSITIONS = List.of(0L, Long.MAX_VALUE - 1 - 30 * STEP, -30 * STEP);

    private interface Attempt {

        /** Adds what it takes to a list, and returns what the operation returned. */
        Integer take(Injector<Integer> injector, List<Integer> taken, Integer ifContended);
    }

    static Stream<Named<Attempt>> attempts() {
        return Stream.of(
                Named.of("tryPoll", (injector, taken, ifContended) -> {
                    Integer first = injector.tryPoll(ifContended);
                    note(first, taken);
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
        assertTrue(own.isEmpty() || first != null && !first.equals(CONTENDED), "moved some, but returned " + first);
        note(first, taken);
        for (Integer element = own.pop(); element != null; element = own.pop()) {
            taken.add(element);
        }
        return first;
    }

    private static void note(Integer element, List<Integer> taken) {
        if (element != null && !element.equals(CONTENDED)) {
            taken.add(element);
        }
    }

    private static List<Integer> range(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    private static void assertTakesNothing(Attempt attempt, Injector<Integer> injector) {
        List<Integer> taken = new ArrayList<>();
        assertNull(attempt.take(injector, taken, CONTENDED), "nothing to take, and no other consumer");
        assertEquals(List.of(), taken);
    }

    /** Until an attempt returns null; there is no other consumer. */
    private static void takeAll(Attempt attempt, Injector<Integer> injector, List<Integer> taken) {
        for (Integer last = 0; last != null; last = attempt.take(injector, taken, CONTENDED)) {
            assertNotEquals(CONTENDED, last, "no other consumer");
        }
    }

    @ParameterizedTest
    @MethodSource("attempts")
    void takesAllInOrderAndThenReturnsNull(Attempt attempt) {
        for (long firstPosition : FIRST_POSITIONS) {
            Injector<Integer> injector = new Injector<>(firstPosition);
            IntStream.range(0, 1000).forEach(injector::push);
            List<Integer> taken = new ArrayList<>();
            takeAll(attempt, injector, taken);
            assertEquals(range(0, 1000), taken, () -> "from position " + firstPosition);
            assertTrue(injector.isEmpty());
        }
    }

    /** So the injector is empty at each place of the first segments, their ends included, open or closed. */
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
            assertEquals(range(0, offered), taken, "accepted before it was closed");
            assertTakesNothing(attempt, closed);
        }
    }

    /** The producer has stalled at each place of the first segments; elements behind its own are published. */
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
            assertEquals(range(0, before), taken, "what was published in front");
            IntStream.range(before + 1, before + 4).forEach(injector::push);
            assertTakesNothing(attempt, injector);
            injector.segmentOf(stalled, hint).setItemRelease(stalled, before);
            takeAll(attempt, injector, taken);
            assertEquals(range(0, before + 4), taken);
        }
    }

    /** Producers that began together took more tickets than there are slots; none has appended a segment yet. */
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
        assertNull(segment.nextOpaque(), "nothing is appended by a consumer");
        injector.segmentOf(stalled, segment).setItemRelease(stalled, Segment.FIRST_LENGTH);
        takeAll(attempt, injector, taken);
        assertEquals(range(0, Segment.FIRST_LENGTH + 1), taken);
    }

    /** The ticket of an offer that came after closing has not been given back yet. */
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
    void consumersTakeAllOnceAndReturnNullOnlyAtTheEnd(Attempt attempt) throws InterruptedException {
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
                assertTrue(injector.isEmpty(), "null, but " + injector.size() + " are left");
                assertEquals(taken.stream().sorted().distinct().toList(), taken, "in order, and none twice");
                takenByAll.addAndGet(taken.size());
            }).run();
            assertEquals(count, takenByAll.get());
        }
    }

    /** Repeated until consumers that start together have lost a race. */
    @ParameterizedTest
    @MethodSource("attempts")
    void aLostRaceReturnsIfContended(Attempt attempt) throws InterruptedException {
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
