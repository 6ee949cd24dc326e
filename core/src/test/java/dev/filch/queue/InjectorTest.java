package dev.filch.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Seeded;
import dev.filch.queue.InjectorFields.Segment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The injector in a single thread. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InjectorTest {

    private static final long STEP = Segment.STEP;

    private static final Integer CONTENDED = -1;

    /** From here, positions overflow in the middle of the second segment. */
    private static final long BEFORE_OVERFLOW = Long.MAX_VALUE - 1 - 30 * STEP;

    /** From here, positions pass from -2 to 0 in the middle of the second segment. */
    private static final long BEFORE_ZERO = -30 * STEP;

    @Test
    void segmentLengthsDoubleUpToAMaximum() {
        Injector<Integer> injector = new Injector<>();
        IntStream.range(0, 1000).forEach(injector::push);
        List<Integer> lengths = new ArrayList<>();
        for (Segment<Integer> s = Probe.headSegment(injector); s != null; s = s.nextOpaque()) {
            lengths.add(s.slotsFrom(s.start()));
        }
        assertEquals(List.of(16, 32, 64, 128, 256, 256, 256, 256), lengths, "the last segment is appended in advance");
        assertEquals(1000, injector.size());
        for (int i = 0; i < 1000; i++) {
            assertEquals(i, injector.poll());
        }
        assertNull(injector.poll());
        assertEquals(2, Probe.segments(injector), "expected used segments to be dropped");
    }

    @Test
    void pushAddAndOfferAreTheSame() {
        Injector<String> injector = new Injector<>();
        injector.push("a");
        assertTrue(injector.offer("b"));
        assertTrue(injector.add("c"));
        assertEquals(List.of("a", "b", "c"), new ArrayList<>(injector));
        assertThrows(NullPointerException.class, () -> injector.push(null));
        assertEquals(3, injector.size());
    }

    /** Compares random operations with a model. The queue becomes empty again and again, at all slots of segments. */
    @ParameterizedTest
    @ValueSource(longs = {0, BEFORE_OVERFLOW, BEFORE_ZERO})
    void behavesLikeAQueue(long firstPosition) {
        SplittableRandom random = Seeded.random("injector " + firstPosition);
        Injector<Integer> injector = new Injector<>(firstPosition);
        Deque<Integer> model = new ArrayDeque<>();
        WorkDeque<Integer> fifo = WorkDeque.fifo();
        WorkDeque<Integer> lifo = WorkDeque.lifo();
        int offered = 0;
        for (int phase = 0; phase < 60; phase++) {
            if (phase == 50) {
                injector.close();
            }
            int offersOfTen = random.nextInt(11);
            for (int step = random.nextInt(200); step > 0; step--) {
                if (random.nextInt(10) < offersOfTen) {
                    int count = random.nextInt(10) == 0 ? random.nextInt(90) : 1;
                    List<Integer> numbers = IntStream.range(offered, offered + count).boxed().toList();
                    offer(injector, numbers, random);
                    offered += count;
                    if (!injector.isClosed()) {
                        model.addAll(numbers);
                    }
                } else if (random.nextInt(3) > 0) {
                    assertEquals(model.poll(), random.nextBoolean() ? injector.poll() : injector.tryPoll(CONTENDED));
                } else {
                    WorkDeque<Integer> destination = random.nextBoolean() ? fifo : lifo;
                    takeBatch(injector, model, destination, 1 + random.nextInt(40), random.nextInt(3));
                }
                assertEquals(model.peek(), injector.peek());
                assertEquals(model.size(), injector.size());
                assertEquals(model.isEmpty(), injector.isEmpty());
            }
            assertEquals(new ArrayList<>(model), new ArrayList<>(injector));
        }
    }

    private static void offer(Injector<Integer> injector, List<Integer> numbers, SplittableRandom random) {
        boolean closed = injector.isClosed();
        if (numbers.size() == 1 && random.nextBoolean()) {
            assertEquals(!closed, injector.offer(numbers.get(0)));
        } else if (random.nextBoolean()) {
            Integer[] array = numbers.toArray(Integer[]::new);
            assertEquals(closed ? 0 : array.length, injector.offerAll(array, 0, array.length));
        } else if (closed && !numbers.isEmpty()) {
            assertThrows(IllegalStateException.class, () -> injector.pushAll(numbers));
            assertThrows(IllegalStateException.class, () -> injector.push(numbers.get(0)));
        } else {
            injector.pushAll(numbers);
        }
    }

    private static void takeBatch(
            Injector<Integer> injector, Deque<Integer> model, WorkDeque<Integer> destination, int limit, int kind) {
        int max = Math.min(limit, kind == 2 ? model.size() : (model.size() + 1) / 2);
        int moved;
        if (kind > 0) {
            Integer first = kind == 1
                    ? injector.stealBatchAndPopWithLimit(destination, limit)
                    : injector.tryPollBatch(destination, limit, CONTENDED);
            assertEquals(model.poll(), first);
            moved = destination.size();
            assertTrue(moved <= Math.max(0, max - 1), () -> "expected to move fewer than " + max + ", moved " + moved);
        } else {
            moved = injector.stealBatchWithLimit(destination, limit);
            assertEquals(destination.size(), moved);
            assertTrue(moved <= max, () -> "expected to move at most " + max + ", moved " + moved);
            assertEquals(model.isEmpty(), moved == 0);
        }
        for (int i = 0; i < moved; i++) {
            assertEquals(model.poll(), destination.pop());
        }
        assertNull(destination.pop());
    }

    @Test
    void pollsOfAnEmptyInjectorUseNoSlots() {
        Injector<Integer> injector = new Injector<>();
        for (int i = 0; i < 16; i++) {
            injector.push(i);
            assertEquals(i, injector.poll());
        }
        assertNull(injector.poll());
        Segment<Integer> next = Probe.headSegment(injector);
        for (int i = 0; i < 10_000; i++) {
            assertNull(injector.poll());
            assertNull(injector.peek());
            assertTrue(injector.isEmpty());
        }
        assertEquals(next, Probe.headSegment(injector));
        assertEquals(1, Probe.segments(injector));
        injector.push(16);
        assertEquals(16, injector.poll());
    }

    @Test
    void iteratorVisitsAllSegments() {
        Injector<Integer> injector = new Injector<>(BEFORE_OVERFLOW);
        IntStream.range(0, 500).forEach(injector::push);
        assertEquals(IntStream.range(0, 500).boxed().toList(), new ArrayList<>(injector));
    }

    /** The iterator is in a segment that was dropped, and continues at the head. */
    @ParameterizedTest
    @ValueSource(ints = {1, 10, 16, 17, 48, 49, 300, 499})
    void iteratorLeavesDroppedSegments(int taken) {
        Injector<Integer> injector = new Injector<>();
        IntStream.range(0, 500).forEach(injector::push);
        Iterator<Integer> iterator = injector.iterator();
        for (int i = 0; i < taken; i++) {
            injector.poll();
        }
        injector.push(500);
        assertEquals(0, iterator.next(), "the iterator found this element before it was taken");
        for (int i = taken; i < 500; i++) {
            assertEquals(i, iterator.next());
        }
        assertFalse(iterator.hasNext(), "expected the iterator to end at the tail of its creation");
    }

    @Test
    void iteratorEndsIfAllElementsBehindItWereTaken() {
        Injector<Integer> injector = new Injector<>();
        IntStream.range(0, 500).forEach(injector::push);
        Iterator<Integer> iterator = injector.iterator();
        injector.clear();
        IntStream.range(500, 1000).forEach(injector::push);
        IntStream.range(500, 900).forEach(i -> assertEquals(i, injector.poll()));
        assertEquals(0, iterator.next());
        assertFalse(iterator.hasNext());
    }
}
