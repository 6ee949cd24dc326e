package dev.filch.queue;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.Spliterator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contracts of {@code java.util.Queue} and {@code Collection}, for rings and injectors. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class QueueContractTest {

    static Stream<Named<Queue<String>>> queues() {
        return Stream.of(
                Named.of("ring", MpmcRing.padded(5)),
                Named.of("compact ring", MpmcRing.compact(5)),
                Named.of("injector", new Injector<>()),
                Named.of("ring whose sequences are about to wrap around", MpmcRing.startingAt(5, -1)),
                Named.of("injector about to wrap around", new Injector<>(-4)));
    }

    @ParameterizedTest
    @MethodSource("queues")
    void emptyQueueReturnsNoElements(Queue<String> queue) {
        assertTrue(queue.isEmpty());
        assertEquals(0, queue.size());
        assertNull(queue.poll());
        assertNull(queue.peek());
        assertThrows(NoSuchElementException.class, queue::remove);
        assertThrows(NoSuchElementException.class, queue::element);
        assertFalse(queue.iterator().hasNext());
        assertThrows(NoSuchElementException.class, queue.iterator()::next);
        assertArrayEquals(new Object[0], queue.toArray());
        assertFalse(queue.contains("a"));
        assertEquals("[]", queue.toString());
        queue.clear();
        assertTrue(queue.isEmpty());
    }

    @ParameterizedTest
    @MethodSource("queues")
    void elementsComeOutInTheOrderOfTheirAddition(Queue<String> queue) {
        assertTrue(queue.offer("a"));
        assertTrue(queue.add("b"));
        assertTrue(queue.addAll(List.of("c", "d")));
        assertEquals(4, queue.size());
        assertFalse(queue.isEmpty());
        assertEquals("a", queue.peek());
        assertEquals("a", queue.element());
        assertEquals("a", queue.remove());
        assertEquals("b", queue.poll());
        assertEquals("c", queue.poll());
        assertEquals("d", queue.poll());
        assertNull(queue.poll());
    }

    @ParameterizedTest
    @MethodSource("queues")
    void nullIsRefused(Queue<String> queue) {
        assertThrows(NullPointerException.class, () -> queue.offer(null));
        assertThrows(NullPointerException.class, () -> queue.add(null));
        assertThrows(NullPointerException.class, () -> queue.addAll(Collections.singletonList(null)));
        assertThrows(NullPointerException.class, () -> queue.addAll(null));
        assertTrue(queue.isEmpty(), "expected a refused null to add nothing");
        queue.offer("a");
        assertFalse(queue.contains(null));
        assertFalse(queue.remove(null));
        assertEquals("a", queue.poll());
    }

    @ParameterizedTest
    @MethodSource("queues")
    void viewsShowAllElementsInOrder(Queue<String> queue) {
        List<String> all = List.of("a", "b", "a", "c");
        queue.addAll(all);
        assertEquals(all, new ArrayList<>(queue));
        assertArrayEquals(all.toArray(), queue.toArray());
        assertArrayEquals(all.toArray(), queue.toArray(new String[0]));
        assertArrayEquals(all.toArray(), queue.toArray(String[]::new));
        assertEquals(all, queue.stream().toList());
        assertEquals("[a, b, a, c]", queue.toString());
        assertTrue(queue.contains("c"));
        assertTrue(queue.containsAll(List.of("c", "a")));
        assertFalse(queue.contains("d"));
        assertEquals(4, queue.size(), "expected views to take no element");
    }

    @ParameterizedTest
    @MethodSource("queues")
    void viewsRefuseIllegalArguments(Queue<String> queue) {
        queue.add("a");
        assertThrows(NullPointerException.class, () -> queue.toArray((Object[]) null));
        assertThrows(ArrayStoreException.class, () -> queue.toArray(new Integer[1]));
        assertThrows(NullPointerException.class, () -> queue.forEach(null));
        assertThrows(NullPointerException.class, () -> queue.iterator().forEachRemaining(null));
        assertThrows(NullPointerException.class, () -> queue.containsAll(null));
        assertThrows(NullPointerException.class, () -> queue.removeAll(null));
        assertThrows(NullPointerException.class, () -> queue.retainAll(null));
        assertThrows(NullPointerException.class, () -> queue.removeIf(null));
        assertEquals(List.of("a"), new ArrayList<>(queue));
    }

    @ParameterizedTest
    @MethodSource("queues")
    void bulkOperationsThatChangeNothingReturnFalse(Queue<String> queue) {
        assertFalse(queue.addAll(List.of()));
        queue.addAll(List.of("a", "b", "c"));
        assertFalse(queue.removeAll(List.of("d")));
        assertFalse(queue.retainAll(List.of("a", "b", "c", "d")));
        assertFalse(queue.removeIf("d"::equals));
        List<String> seen = new ArrayList<>();
        queue.forEach(seen::add);
        assertEquals(List.of("a", "b", "c"), seen);
        Iterator<String> iterator = queue.iterator();
        iterator.next();
        seen.clear();
        iterator.forEachRemaining(seen::add);
        assertEquals(List.of("b", "c"), seen);
        assertEquals(List.of("a", "b", "c"), new ArrayList<>(queue));
    }

    @ParameterizedTest
    @MethodSource("queues")
    void toArrayStoresNullBehindTheLastElement(Queue<String> queue) {
        queue.add("a");
        String[] array = {"x", "y", "z"};
        assertEquals(array, queue.toArray(array));
        assertEquals(Arrays.asList("a", null, "z"), Arrays.asList(array));
    }

    @ParameterizedTest
    @MethodSource("queues")
    void clearTakesAllElements(Queue<String> queue) {
        queue.addAll(List.of("a", "b", "c"));
        queue.clear();
        assertTrue(queue.isEmpty());
        assertNull(queue.poll());
        assertTrue(queue.offer("d"));
        assertEquals("d", queue.poll());
    }

    @ParameterizedTest
    @MethodSource("queues")
    void removalFromTheMiddleIsUnsupported(Queue<String> queue) {
        queue.addAll(List.of("a", "b", "c"));
        assertThrows(UnsupportedOperationException.class, () -> queue.remove("b"));
        assertFalse(queue.remove("d"));
        assertThrows(UnsupportedOperationException.class, () -> queue.removeIf("b"::equals));
        assertThrows(UnsupportedOperationException.class, () -> queue.removeAll(List.of("b")));
        assertThrows(UnsupportedOperationException.class, () -> queue.retainAll(List.of("b")));
        Iterator<String> iterator = queue.iterator();
        iterator.next();
        assertThrows(UnsupportedOperationException.class, iterator::remove);
        assertEquals(List.of("a", "b", "c"), new ArrayList<>(queue));
    }

    @ParameterizedTest
    @MethodSource("queues")
    void queueCannotBeAddedToItself(Queue<String> queue) {
        queue.add("a");
        assertThrows(IllegalArgumentException.class, () -> queue.addAll(queue));
        assertEquals(1, queue.size());
    }

    @ParameterizedTest
    @MethodSource("queues")
    void iteratorThrowsAfterTheLastElement(Queue<String> queue) {
        queue.add("a");
        Iterator<String> iterator = queue.iterator();
        assertTrue(iterator.hasNext());
        assertTrue(iterator.hasNext());
        assertEquals("a", iterator.next());
        assertFalse(iterator.hasNext());
        assertThrows(NoSuchElementException.class, iterator::next);
        assertThrows(NoSuchElementException.class, iterator::next);
    }

    @ParameterizedTest
    @MethodSource("queues")
    void iteratorEndsAtTheTailOfItsCreation(Queue<String> queue) {
        queue.addAll(List.of("a", "b"));
        Iterator<String> iterator = queue.iterator();
        queue.add("c");
        assertEquals("a", iterator.next());
        assertEquals("b", iterator.next());
        assertFalse(iterator.hasNext());
    }

    @ParameterizedTest
    @MethodSource("queues")
    void iteratorSkipsElementsThatWereTakenBefore(Queue<String> queue) {
        queue.addAll(List.of("a", "b", "c", "d"));
        Iterator<String> iterator = queue.iterator();
        assertTrue(iterator.hasNext());
        queue.poll();
        queue.poll();
        queue.poll();
        assertEquals("a", iterator.next(), "expected the element that hasNext announced");
        assertEquals("d", iterator.next());
        assertFalse(iterator.hasNext());
    }

    @ParameterizedTest
    @MethodSource("queues")
    void iteratorSkipsNewElementsInReusedSlots(Queue<String> queue) {
        queue.addAll(List.of("a", "b", "c", "d"));
        Iterator<String> iterator = queue.iterator();
        for (int lap = 0; lap < 10; lap++) {
            queue.clear();
            queue.addAll(List.of("v", "w", "x", "y", "z"));
        }
        assertEquals("a", iterator.next());
        assertFalse(iterator.hasNext());
    }

    /** A stream of a sized spliterator fails if the size changes, and other threads may change it at any time. */
    @ParameterizedTest
    @MethodSource("queues")
    void spliteratorIsNotSized(Queue<String> queue) {
        queue.add("a");
        Spliterator<String> spliterator = queue.spliterator();
        assertFalse(spliterator.hasCharacteristics(Spliterator.SIZED));
        assertTrue(spliterator.hasCharacteristics(
                Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.CONCURRENT));
        Stream<String> stream = queue.stream();
        queue.poll();
        assertArrayEquals(new Object[] {"a"}, stream.toArray());
    }

    /** User code that throws in the middle of an operation leaves the queue as it was. */
    @ParameterizedTest
    @MethodSource("queues")
    void userCodeThatThrowsLeavesTheQueueUnchanged(Queue<Object> queue) {
        Object hostile = new Object() {
            @Override
            public boolean equals(Object other) {
                throw new IllegalStateException("equals");
            }

            @Override
            public int hashCode() {
                return 0;
            }
        };
        queue.addAll(List.of("a", "b"));
        assertThrows(IllegalStateException.class, () -> queue.contains(hostile));
        assertThrows(IllegalStateException.class, () -> queue.forEach(element -> {
            throw new IllegalStateException("action");
        }));
        assertThrows(IllegalStateException.class, () -> queue.removeIf(element -> {
            throw new IllegalStateException("filter");
        }));
        assertEquals(List.of("a", "b"), new ArrayList<>(queue));
        assertEquals("a", queue.poll());
        assertEquals("b", queue.poll());
        assertNull(queue.poll());
    }

    @ParameterizedTest
    @MethodSource("queues")
    void equalityIsIdentity(Queue<String> queue) {
        assertEquals(queue, queue);
        assertEquals(System.identityHashCode(queue), queue.hashCode());
        assertNotEquals(queue, new Injector<>());
        assertNotEquals(queue, MpmcRing.padded(5));
    }

    @Test
    void addToAFullRingThrows() {
        MpmcRing<String> ring = MpmcRing.padded(2);
        assertThrows(IllegalStateException.class, () -> ring.addAll(List.of("a", "b", "c")));
        assertEquals(List.of("a", "b"), new ArrayList<>(ring), "the elements added before the ring was full stay");
        assertThrows(IllegalStateException.class, () -> ring.add("d"));
        assertFalse(ring.offer("d"));
    }

    @Test
    void nullIsRefusedEvenByAFullRing() {
        MpmcRing<String> ring = MpmcRing.padded(1);
        ring.add("a");
        assertThrows(NullPointerException.class, () -> ring.offer(null));
        assertThrows(NullPointerException.class, () -> ring.relaxedOffer(null));
    }
}
