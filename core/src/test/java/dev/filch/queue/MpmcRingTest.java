package dev.filch.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Seeded;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The ring in a single thread. */
@ParameterizedClass
@EnumSource
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MpmcRingTest {

    private static final int[] CAPACITIES = {1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 100};

    private final RingKind kind;

    MpmcRingTest(RingKind kind) {
        this.kind = kind;
    }

    static IntStream capacities() {
        return IntStream.of(CAPACITIES);
    }

    /** Positions start at 2^32, or up to two laps before their lower halves overflow or pass from -1 to 0. */
    static Stream<Arguments> capacitiesAndFirstLaps() {
        return capacities().boxed().flatMap(capacity -> LongStream.of(0, Integer.MIN_VALUE / lap(capacity) - 2, -2)
                .mapToObj(firstLap -> Arguments.of(capacity, firstLap)));
    }

    private static long lap(int capacity) {
        return 2L * Integer.highestOneBit(capacity);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, -64, Integer.MIN_VALUE, 1 << 30, Integer.MAX_VALUE})
    void illegalCapacitiesAreRefused(int capacity) {
        assertThrows(IllegalArgumentException.class, () -> kind.create(capacity));
    }

    @ParameterizedTest
    @MethodSource("capacitiesAndFirstLaps")
    void holdsExactlyItsCapacity(int capacity, long firstLap) {
        MpmcRing<Integer> ring = kind.startingAt(capacity, firstLap);
        assertEquals(capacity, ring.capacity());
        for (int round = 0; round < 8; round++) {
            for (int i = 0; i < capacity; i++) {
                assertEquals(i, ring.size());
                assertTrue(ring.offer(i), "expected room");
                assertFalse(ring.isEmpty());
            }
            assertEquals(capacity, ring.size());
            assertFalse(ring.offer(-1));
            assertFalse(ring.relaxedOffer(-1));
            for (int i = 0; i < capacity; i++) {
                assertEquals(i, ring.peek());
                assertEquals(i, ring.poll());
                assertEquals(capacity - i - 1, ring.size());
            }
            assertTrue(ring.isEmpty());
            assertNull(ring.peek());
            assertNull(ring.poll());
            assertNull(ring.relaxedPoll());
            // The next round starts at another index, so that the ring becomes full and empty at each index.
            assertTrue(ring.offer(-2));
            assertEquals(-2, ring.poll());
        }
    }

    /** Compares random operations (strict, relaxed and batches) with a model. */
    @ParameterizedTest
    @MethodSource("capacitiesAndFirstLaps")
    void behavesLikeABoundedQueue(int capacity, long firstLap) {
        SplittableRandom random = Seeded.random("ring " + capacity + " " + firstLap);
        MpmcRing<Integer> ring = kind.startingAt(capacity, firstLap);
        Queue<Integer> model = new ArrayDeque<>();
        for (int step = 0; step < 40 * capacity + 400; step++) {
            // The ring grows and shrinks in phases, so that it becomes both full and empty.
            boolean growing = step / (3 * capacity) % 2 == 0;
            if (random.nextInt(3) == 0 ^ growing) {
                add(ring, model, capacity, step, random);
            } else {
                take(ring, model, random);
            }
            assertEquals(model.peek(), ring.peek());
            assertEquals(model.size(), ring.size());
            assertEquals(model.isEmpty(), ring.isEmpty());
            assertEquals(new ArrayList<>(model), new ArrayList<>(ring));
        }
    }

    private static void add(
            MpmcRing<Integer> ring, Queue<Integer> model, int capacity, int first, SplittableRandom random) {
        int room = capacity - model.size();
        int asked = random.nextInt(capacity + 2);
        int expected = Math.min(asked, room);
        Integer[] numbers = IntStream.range(first, first + asked).boxed().toArray(Integer[]::new);
        switch (random.nextInt(5)) {
            case 0 -> {
                assertEquals(expected, ring.offerAll(numbers, 0, asked));
                model.addAll(List.of(numbers).subList(0, expected));
            }
            case 1 -> {
                Iterator<Integer> source = List.of(numbers).iterator();
                assertEquals(expected, ring.fill(source::next, asked));
                model.addAll(List.of(numbers).subList(0, expected));
            }
            case 2 -> {
                assertEquals(room == 0 ? model.poll() : null, ring.forceOffer(first));
                model.add(first);
            }
            default -> {
                assertEquals(room > 0, random.nextBoolean() ? ring.offer(first) : ring.relaxedOffer(first));
                if (room > 0) {
                    model.add(first);
                }
            }
        }
    }

    private static void take(MpmcRing<Integer> ring, Queue<Integer> model, SplittableRandom random) {
        if (random.nextInt(3) > 0) {
            assertEquals(model.poll(), random.nextBoolean() ? ring.poll() : ring.relaxedPoll());
            return;
        }
        List<Integer> drained = new ArrayList<>();
        int asked = random.nextInt(ring.capacity() + 2);
        int expected = Math.min(asked, model.size());
        if (random.nextBoolean()) {
            assertEquals(expected, ring.drain(drained::add, asked));
        } else {
            Integer[] polled = new Integer[asked];
            assertEquals(expected, ring.pollAll(polled, 0, asked));
            drained.addAll(Arrays.asList(polled).subList(0, expected));
        }
        assertEquals(Stream.generate(model::poll).limit(expected).toList(), drained);
    }
}
