package dev.filch.queue;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches: illegal arguments, user code that throws or calls back, and stalled peers. */
@ParameterizedClass
@EnumSource
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MpmcRingBatchTest {

    private static final int CAPACITY = 8;

    private final RingKind kind;
    private final MpmcRing<Integer> ring;
    private final List<Integer> taken = new ArrayList<>();

    MpmcRingBatchTest(RingKind kind) {
        this.kind = kind;
        ring = kind.create(CAPACITY);
    }

    @Test
    void illegalArgumentsAddNothing() {
        Integer[] numbers = {1, 2, null};
        assertThrows(NullPointerException.class, () -> ring.offerAll(null, 0, 0));
        assertThrows(NullPointerException.class, () -> ring.offerAll(numbers, 0, 3));
        assertThrows(IndexOutOfBoundsException.class, () -> ring.offerAll(numbers, -1, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> ring.offerAll(numbers, 0, 4));
        assertThrows(IndexOutOfBoundsException.class, () -> ring.offerAll(numbers, 2, 1));
        assertThrows(NullPointerException.class, () -> ring.fill(null, 1));
        assertThrows(NullPointerException.class, () -> ring.drain(null, 1));
        assertThrows(IllegalArgumentException.class, () -> ring.fill(() -> 1, -1));
        assertThrows(IllegalArgumentException.class, () -> ring.drain(taken::add, -1));
        assertThrows(NullPointerException.class, () -> ring.pollAll(null, 0, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> ring.pollAll(numbers, -1, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> ring.pollAll(numbers, 0, 4));
        assertThrows(IndexOutOfBoundsException.class, () -> ring.pollAll(numbers, 2, 1));
        assertThrows(NullPointerException.class, () -> ring.forceOffer(null));
        assertEquals(0, ring.offerAll(numbers, 3, 3));
        assertEquals(0, ring.fill(() -> 1, 0));
        assertTrue(ring.isEmpty(), "expected none of these calls to add an element");
        assertEquals(2, ring.offerAll(numbers, 0, 2));
        assertEquals(0, ring.drain(taken::add, 0));
        assertEquals(0, ring.pollAll(numbers, 1, 1));
        assertEquals(List.of(1, 2), new ArrayList<>(ring));
    }

    @Test
    void batchMayBeLongerThanOneClaim() {
        MpmcRing<Integer> large = kind.create(1_000);
        Integer[] numbers = IntStream.range(0, 700).boxed().toArray(Integer[]::new);
        Iterator<Integer> more = IntStream.range(700, 2_000).iterator();
        assertEquals(700, large.offerAll(numbers, 0, 700));
        assertEquals(300, large.fill(more::next, Integer.MAX_VALUE));
        assertEquals(1_000, large.drain(taken::add, Integer.MAX_VALUE));
        assertEquals(IntStream.range(0, 1_000).boxed().toList(), taken);
    }

    @Test
    void pollAllWritesOnlyItsRange() {
        MpmcRing<Integer> large = kind.startingAt(150, -1);
        Integer[] numbers = IntStream.range(0, 150).boxed().toArray(Integer[]::new);
        assertEquals(100, large.offerAll(numbers, 0, 100));
        Integer[] into = new Integer[120];
        Arrays.fill(into, -1);
        assertEquals(70, large.pollAll(into, 10, 80), "more than one claim");
        assertEquals(120, large.offerAll(numbers, 0, 120), "beyond the end of a lap");
        assertEquals(35, large.pollAll(into, 80, 115));
        assertEquals(IntStream.concat(IntStream.range(0, 100), IntStream.range(0, 5)).boxed().toList(),
                Arrays.asList(into).subList(10, 115));
        for (int i : new int[] {0, 9, 115, 119}) {
            assertEquals(-1, into[i]);
        }
        assertEquals(115, large.pollAll(into, 0, 120));
        assertEquals(IntStream.range(5, 120).boxed().toList(), Arrays.asList(into).subList(0, 115));
        assertEquals(0, large.pollAll(into, 0, 120));
        assertTrue(Arrays.stream(Probe.elements(large)).allMatch(Objects::isNull));
    }

    /** The compiler accepts an array of a subtype, which cannot store all elements. */
    @Test
    void pollAllTakesNoElementThatTheArrayCannotStore() {
        MpmcRing<Number> mixed = kind.startingAt(4, 0);
        Number[] integers = new Integer[4];
        mixed.offerAll(new Number[] {1, 2L, 3, 4}, 0, 4);
        assertEquals(1, mixed.pollAll(integers, 0, 4), "expected the elements before the Long");
        assertThrows(ArrayStoreException.class, () -> mixed.pollAll(integers, 1, 4));
        assertArrayEquals(new Integer[] {1, null, null, null}, integers);
        assertEquals(3, mixed.size());
        assertEquals(2L, mixed.poll());
        mixed.offerAll(new Number[] {5L, 6}, 0, 2);
        assertEquals(2, mixed.pollAll(integers, 1, 4), "expected the elements of this lap");
        assertArrayEquals(new Integer[] {1, 3, 4, null}, integers);
        assertEquals(List.of(5L, 6), new ArrayList<>(mixed));
    }

    /** Elements are displaced in the order in which they were added. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void forceOfferKeepsTheNewestElements(int capacity) {
        MpmcRing<Integer> recent = kind.startingAt(capacity, -2);
        for (int i = 0; i < 50; i++) {
            assertEquals(i < capacity ? null : (Integer) (i - capacity), recent.forceOffer(i));
        }
        assertEquals(IntStream.range(50 - capacity, 50).boxed().toList(), new ArrayList<>(recent));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 7})
    void elementsSuppliedBeforeAnExceptionAreAdded(int supplied) {
        RuntimeException failure = new RuntimeException("thrown by the supplier");
        Supplier<Integer> supplier = new Supplier<>() {
            private int next;

            @Override
            public Integer get() {
                if (next == supplied) {
                    throw failure;
                }
                return next++;
            }
        };
        assertSame(failure, assertThrows(RuntimeException.class, () -> ring.fill(supplier, CAPACITY)));
        assertHolds(IntStream.range(0, supplied).boxed().toList());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 7})
    void fillEndsWhenTheSupplierReturnsNull(int supplied) {
        Iterator<Integer> numbers = IntStream.range(0, supplied).iterator();
        assertEquals(supplied, ring.fill(() -> numbers.hasNext() ? numbers.next() : null, CAPACITY));
        assertHolds(IntStream.range(0, supplied).boxed().toList());
    }

    /** Asserts that all operations see these elements and no abandoned slots, and that the ring still works. */
    private void assertHolds(List<Integer> expected) {
        assertEquals(expected, new ArrayList<>(ring));
        assertEquals(expected.isEmpty() ? null : expected.get(0), ring.peek());
        for (Integer each : expected) {
            assertEquals(each, ring.relaxedPoll());
        }
        assertNull(ring.peek());
        assertTrue(ring.isEmpty(), "expected peek to skip abandoned slots");
        for (int round = 0; round < 3; round++) {
            assertEquals(CAPACITY, ring.fill(() -> 1, CAPACITY + 1));
            assertFalse(ring.offer(2));
            assertEquals(CAPACITY, ring.drain(taken::add, CAPACITY + 1));
            assertNull(ring.poll());
        }
    }

    /** Slots that fill has claimed and not used become free again. */
    @Test
    void unusedSlotsOfAFillBecomeFree() {
        for (int round = 0; round < 3 * CAPACITY; round++) {
            Iterator<Integer> one = List.of(1).iterator();
            assertEquals(1, ring.fill(() -> one.hasNext() ? one.next() : null, Integer.MAX_VALUE));
            assertEquals(1, ring.size());
            for (int i = 1; i < CAPACITY; i++) {
                assertTrue(ring.offer(i), "expected room");
            }
            assertFalse(ring.offer(0));
            assertEquals(1, ring.forceOffer(0));
            assertEquals(CAPACITY, ring.drain(taken::add, CAPACITY));
            assertThrows(IllegalStateException.class, () -> ring.fill(() -> {
                throw new IllegalStateException();
            }, CAPACITY));
            assertTrue(ring.isEmpty());
            assertTrue(ring.offer(2));
            assertEquals(2, ring.poll());
        }
        assertArrayEquals(new Object[CAPACITY], Probe.elements(ring));
    }

    /** Unused slots before a newer element cannot become free: they are abandoned. */
    @Test
    void abandonedSlotsAreSkipped() {
        abandonBefore(1, 3);
        assertEquals(4, ring.size(), "the size includes abandoned slots, as its javadoc says");
        assertEquals(1, ring.poll());

        abandonBefore(2, 3);
        assertEquals(1, ring.drain(taken::add, CAPACITY));
        assertEquals(List.of(2), taken);

        abandonBefore(3, CAPACITY - 1);
        assertFalse(ring.offer(4), "abandoned slots take up room");
        assertNull(ring.forceOffer(4), "expected no element to be displaced");
        assertEquals(3, ring.poll());
        assertEquals(4, ring.poll());
        assertNull(ring.poll());

        abandonBefore(7, 3);
        Integer[] into = {0, 0};
        assertEquals(1, ring.pollAll(into, 0, 2));
        assertArrayEquals(new Integer[] {7, 0}, into);
        assertArrayEquals(new Object[CAPACITY], Probe.elements(ring));
    }

    private void abandonBefore(int element, int slots) {
        assertEquals(0, ring.fill(() -> {
            assertTrue(ring.offer(element));
            return null;
        }, slots));
    }

    @Test
    void consumerThatThrowsGetsEachElement() {
        for (int i = 0; i < CAPACITY; i++) {
            ring.offer(i);
        }
        IllegalStateException thrown = assertThrows(IllegalStateException.class, () -> ring.drain(element -> {
            taken.add(element);
            if (element % 3 == 1) {
                throw new IllegalStateException("at " + element);
            }
        }, CAPACITY));
        assertEquals("at 1", thrown.getMessage());
        assertEquals(List.of("at 4", "at 7"),
                Arrays.stream(thrown.getSuppressed()).map(Throwable::getMessage).toList());
        assertEquals(
                IntStream.range(0, CAPACITY).boxed().toList(), taken, "expected each taken element to be handed over");
        assertHolds(List.of());
    }

    @Test
    void errorThatIsThrownAgainIsNotSuppressed() {
        ring.offerAll(new Integer[] {1, 2, 3}, 0, 3);
        Error error = new AssertionError("always this one");
        Error thrown = assertThrows(AssertionError.class, () -> ring.drain(element -> {
            throw error;
        }, CAPACITY));
        assertSame(error, thrown);
        assertEquals(0, thrown.getSuppressed().length);
        assertHolds(List.of());
    }

    /** The slots are free before the consumer is called, so the consumer can offer to a ring that was full. */
    @Test
    void consumerMayUseTheRing() {
        Iterator<Integer> numbers = IntStream.range(0, CAPACITY).iterator();
        ring.fill(numbers::next, CAPACITY);
        int drained = ring.drain(element -> {
            taken.add(element);
            if (element < 100) {
                assertTrue(ring.offer(element + 100));
            } else {
                assertEquals(element + 1 < 100 + CAPACITY ? element + 1 : null, element % 2 == 0 ? ring.peek() : null);
            }
        }, CAPACITY);
        assertEquals(CAPACITY, drained);
        assertEquals(IntStream.range(100, 100 + CAPACITY).boxed().toList(), new ArrayList<>(ring));
        int more = ring.drain(element -> taken.add(element + Objects.requireNonNullElse(ring.poll(), 0)), 50);
        assertEquals(CAPACITY, more + ring.size());
    }

    @Test
    void supplierMayUseTheRing() {
        ring.offer(-1);
        Iterator<Integer> numbers = IntStream.range(0, 4).iterator();
        assertEquals(3, ring.fill(() -> {
            assertTrue(ring.relaxedOffer(10));
            Integer oldest = ring.relaxedPoll();
            taken.add(oldest);
            return numbers.next();
        }, 3));
        assertEquals(Arrays.asList(-1, null, null), taken, "a batch is published as a whole");
        assertEquals(List.of(0, 1, 2, 10, 10, 10), new ArrayList<>(ring));
    }

    /** A producer that stalls in a slot delays only the operations whose javadoc says so. */
    @Test
    void batchesDoNotWaitForAStalledProducer() {
        assertTrue(ring.casTail(0, 1));
        assertEquals(3, ring.offerAll(new Integer[] {1, 2, 3}, 0, 3));
        assertEquals(2, ring.fill(() -> 4, 2));
        assertEquals(0, ring.drain(taken::add, CAPACITY), "no element may come out before the oldest");
        assertEquals(0, ring.pollAll(new Integer[CAPACITY], 0, CAPACITY));
        ring.publish(0, 0, 0);
        assertEquals(6, ring.drain(taken::add, CAPACITY));
        assertEquals(List.of(0, 1, 2, 3, 4, 4), taken);
    }

    @Test
    void batchesDoNotWaitForAStalledConsumer() {
        ring.fill(() -> 1, CAPACITY);
        assertTrue(ring.casHead(0, 1));
        assertEquals(0, ring.offerAll(new Integer[] {2}, 0, 1), "the consumer's slot is not free yet");
        assertEquals(0, ring.fill(() -> 2, 1));
        assertEquals(CAPACITY - 1, ring.drain(taken::add, CAPACITY));
        assertEquals(1, ring.release(0, 0));
        assertEquals(CAPACITY, ring.fill(() -> 2, CAPACITY));
    }

    /** All operations run together. Each element comes out exactly once, taken or displaced. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 64, 200})
    void eachElementComesOutOnce(int capacity) throws InterruptedException {
        int each = 30_000;
        int producers = 4;
        MpmcRing<Token> shared = kind.startingAt(capacity, -(producers * each / 3 / capacity));
        Ledger ledger = new Ledger(producers, each);
        ThreadRace threads = new ThreadRace();
        for (int producer = 0; producer < producers; producer++) {
            int me = producer;
            threads.with(() -> produce(shared, ledger, me, each, threads));
        }
        threads.with(2, () -> {
            Token[] tokens = new Token[30];
            while (!ledger.allTaken() && threads.noneFailed()) {
                Token token = shared.poll();
                if (token != null) {
                    ledger.take(token);
                }
                int polled = shared.pollAll(tokens, 0, tokens.length);
                for (int i = 0; i < polled; i++) {
                    ledger.take(tokens[i]);
                }
                if (shared.drain(ledger::take, 40) + polled == 0 & token == null) {
                    Thread.yield();
                }
            }
        });
        threads.run();
        ledger.assertAllTaken();
        assertNull(shared.poll(), "expected poll to skip abandoned slots");
        assertTrue(shared.isEmpty());
        assertTrue(Arrays.stream(Probe.elements(shared)).allMatch(Objects::isNull), "a taken element is reachable");
    }

    /** Each producer uses another operation. */
    private static void produce(MpmcRing<Token> ring, Ledger ledger, int me, int each, ThreadRace threads) {
        Token[] tokens = IntStream.range(0, each).mapToObj(number -> new Token(me, number)).toArray(Token[]::new);
        int next = 0;
        while (next < each && threads.noneFailed()) {
            int before = next;
            switch (me) {
                case 0 -> next += ring.offerAll(tokens, next, Math.min(each, next + 50));
                case 1 -> {
                    Iterator<Token> rest = Arrays.asList(tokens).listIterator(next);
                    int end = Math.min(each, next + 40);
                    next += ring.fill(() -> rest.hasNext() ? rest.next() : null, end - next + 3);
                }
                case 2 -> {
                    Token displaced = ring.forceOffer(tokens[next++]);
                    if (displaced != null) {
                        ledger.take(displaced);
                    }
                }
                default -> next += ring.offer(tokens[next]) ? 1 : 0;
            }
            if (next == before) {
                Thread.yield();
            }
        }
    }
}
