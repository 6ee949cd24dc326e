package dev.filch.queue;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Seeded;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The deque in a single thread, which is both owner and thief. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WorkDequeTest {

    /** The index of the last positive position. */
    private static final long LAST_POSITIVE = Long.MAX_VALUE / WorkDeque.STEP;

    private static final Integer CONTENDED = -1;

    /** Whether the deque is lifo, its first index, and its first length. Some indices soon overflow, or reach zero. */
    static Stream<Arguments> deques() {
        return Stream.of(true, false).flatMap(lifo -> LongStream.of(0, LAST_POSITIVE - 9, -9).boxed()
                .flatMap(index -> Stream.of(1, 2, 4, 64).map(length -> Arguments.of(lifo, index, length))));
    }

    private static void pushAll(WorkDeque<Integer> deque, int from, int to) {
        IntStream.range(from, to).forEach(deque::push);
    }

    @Test
    void lifoPopsTheNewestAndThievesTakeTheOldest() {
        WorkDeque<Integer> deque = WorkDeque.lifo();
        pushAll(deque, 0, 5);
        assertEquals(4, deque.pop());
        assertEquals(0, deque.stealer().steal());
        assertEquals(3, deque.pop());
        assertEquals(1, deque.stealer().steal());
        assertEquals(2, deque.pop());
        assertNull(deque.pop());
        assertNull(deque.stealer().steal());
    }

    @Test
    void fifoPopsTheOldestAsThievesDo() {
        WorkDeque<Integer> deque = WorkDeque.fifo();
        pushAll(deque, 0, 5);
        assertEquals(0, deque.pop());
        assertEquals(1, deque.stealer().steal());
        assertEquals(2, deque.pop());
        assertEquals(3, deque.stealer().steal());
        assertEquals(4, deque.pop());
        assertNull(deque.pop());
        assertNull(deque.stealer().steal());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void emptyDequeReturnsNoElements(boolean lifo) {
        WorkDeque<String> deque = lifo ? WorkDeque.lifo() : WorkDeque.fifo();
        for (int i = 0; i < 3; i++) {
            assertTrue(deque.isEmpty());
            assertEquals(0, deque.size());
            assertTrue(deque.stealer().isEmpty());
            assertEquals(0, deque.stealer().size());
            assertNull(deque.pop());
            assertNull(deque.stealer().steal());
            assertNull(deque.stealer().trySteal("contended"));
        }
        deque.push("a");
        assertFalse(deque.isEmpty());
        assertEquals(1, deque.size());
        assertFalse(deque.stealer().isEmpty());
        assertEquals(1, deque.stealer().size());
        assertEquals("a", deque.stealer().trySteal("contended"));
        assertTrue(deque.isEmpty());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void nullIsRefused(boolean lifo) {
        WorkDeque<String> deque = lifo ? WorkDeque.lifo() : WorkDeque.fifo();
        assertThrows(NullPointerException.class, () -> deque.push(null));
        assertTrue(deque.isEmpty());
        assertNull(deque.pop());
    }

    @Test
    void stealerIsAlwaysTheSame() {
        WorkDeque<String> deque = WorkDeque.lifo();
        assertSame(deque.stealer(), deque.stealer());
    }

    @ParameterizedTest
    @MethodSource("deques")
    void dequeGrowsAsNeeded(boolean lifo, long firstIndex, int firstLength) {
        int count = 5_000;
        WorkDeque<Integer> deque = WorkDeque.startingAt(lifo, firstIndex, firstLength);
        for (int i = 0; i < count; i++) {
            deque.push(i);
            assertEquals(i + 1, deque.size());
        }
        for (int i = 0; i < count / 2; i++) {
            assertEquals(i, deque.stealer().steal());
        }
        for (int i = count / 2; i < count; i++) {
            assertEquals(lifo ? count + count / 2 - 1 - i : i, deque.pop());
        }
        assertNull(deque.pop());
        assertEquals(0, deque.size());
    }

    /** Some slots of stolen elements are in use again when the full deque's owner clears the others. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void clearingStolenSlotsSparesReusedOnes(boolean lifo) {
        WorkDeque<Integer> deque = WorkDeque.startingAt(lifo, 0, 4);
        pushAll(deque, 0, 4);
        assertEquals(0, deque.stealer().steal());
        assertEquals(1, deque.stealer().steal());
        assertEquals(lifo ? 3 : 2, deque.pop());
        pushAll(deque, 4, 8);
        assertEquals(5, deque.size());
        int[] left = lifo ? new int[] {7, 6, 5, 4, 2} : new int[] {3, 4, 5, 6, 7};
        for (int element : left) {
            assertEquals(element, deque.pop());
        }
        assertNull(deque.pop());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void peekReturnsTheElementThatPopWouldTake(boolean lifo) {
        WorkDeque<Integer> deque = lifo ? WorkDeque.lifo() : WorkDeque.fifo();
        assertNull(deque.peek());
        pushAll(deque, 0, 5);
        for (int i = 0; i < 3; i++) {
            assertEquals(lifo ? 4 : 0, deque.peek());
        }
        assertEquals(5, deque.size());
        assertEquals(0, deque.stealer().steal());
        assertEquals(lifo ? 4 : 1, deque.peek());
        WorkDeque<Integer> other = WorkDeque.fifo();
        assertEquals(2, deque.stealer().stealBatchWithLimit(other, 2));
        assertEquals(1, other.peek());
        assertEquals(lifo ? 4 : 3, deque.peek());
        assertEquals(lifo ? 4 : 3, deque.pop());
        assertEquals(lifo ? 3 : 4, deque.peek());
        assertEquals(lifo ? 3 : 4, deque.stealer().steal());
        assertNull(deque.peek(), "expected null, since a thief has taken the last element");
        deque.push(5);
        assertEquals(5, deque.peek());
        assertEquals(5, deque.pop());
        assertNull(deque.peek());
    }

    /** Compares random operations with a model. */
    @ParameterizedTest
    @MethodSource("deques")
    void behavesLikeADeque(boolean lifo, long firstIndex, int firstLength) {
        SplittableRandom random = Seeded.random("deque " + lifo + firstIndex + firstLength);
        for (int round = 0; round < 20; round++) {
            WorkDeque<Integer> deque = WorkDeque.startingAt(lifo, firstIndex, firstLength);
            Deque<Integer> model = new ArrayDeque<>();
            for (int phase = 0; phase < 12; phase++) {
                int pushesOfTen = random.nextInt(11);
                for (int step = random.nextInt(40); step > 0; step--) {
                    boolean pushes = random.nextInt(10) < pushesOfTen;
                    switch ((pushes ? 0 : 3) + random.nextInt(3)) {
                        case 0, 1 -> deque.push(step);
                        case 2 -> assertEquals(model.isEmpty(), deque.pushReportingEmpty(step));
                        case 3 -> assertEquals(lifo ? model.pollLast() : model.pollFirst(), deque.pop());
                        case 4 -> assertEquals(model.pollFirst(), deque.stealer().steal());
                        default -> assertEquals(model.pollFirst(), deque.stealer().trySteal(CONTENDED));
                    }
                    if (pushes) {
                        model.addLast(step);
                    }
                    assertEquals(model.size(), deque.size());
                    assertEquals(model.isEmpty(), deque.isEmpty());
                    assertEquals(lifo ? model.peekLast() : model.peekFirst(), deque.peek());
                }
            }
            while (!model.isEmpty()) {
                assertEquals(lifo ? model.pollLast() : model.pollFirst(), deque.pop());
            }
            assertNull(deque.pop());
        }
    }

    /** The buffer grows in a burst, and then shrinks to its first length. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void bufferShrinksAfterABurst(boolean lifo) {
        WorkDeque<Integer> deque = WorkDeque.startingAt(lifo, 0, 32);
        pushAll(deque, 0, 5_000);
        assertEquals(8_192, Probe.bufferLength(deque));
        for (int i = 0; i < 5_000; i++) {
            deque.pop();
        }
        int halvings = 8;
        for (int i = 0; i < halvings * WorkDeque.MAINTENANCE_INTERVAL * WorkDeque.RENEWAL_INTERVAL; i++) {
            deque.push(i);
            deque.push(-i);
            assertEquals(lifo ? -i : i, deque.pop());
            assertEquals(lifo ? i : -i, deque.pop());
        }
        assertEquals(32, Probe.bufferLength(deque));
    }

    /** The buffer does not shrink and grow with each of several bursts. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void bufferIsKeptBetweenBursts(boolean lifo) {
        WorkDeque<Integer> deque = WorkDeque.startingAt(lifo, 0, 8_192);
        Object[] buffer = deque.bufferPlain();
        for (int burst = 0; burst < 20; burst++) {
            pushAll(deque, 0, 5_000);
            for (int i = 0; i < 5_000; i++) {
                deque.pop();
            }
            assertSame(buffer, deque.bufferPlain());
        }
    }

    /** A new buffer holds the same elements. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void renewalOfTheBufferKeepsTheElements(boolean lifo) {
        WorkDeque<Integer> deque = WorkDeque.startingAt(lifo, -3, 32);
        Set<Object[]> buffers = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Integer> model = new ArrayDeque<>();
        int renewals = 4;
        for (int i = 0; i < renewals * WorkDeque.MAINTENANCE_INTERVAL * WorkDeque.RENEWAL_INTERVAL; i++) {
            deque.push(i);
            model.addLast(i);
            buffers.add(deque.bufferPlain());
            if (model.size() == 30) {
                while (model.size() > 20) {
                    assertEquals(lifo ? model.pollLast() : model.pollFirst(), deque.pop());
                    assertEquals(model.pollFirst(), deque.stealer().steal());
                }
            }
        }
        assertEquals(1 + renewals, buffers.size());
        assertEquals(32, Probe.bufferLength(deque));
    }

    /** Otherwise, a replaced buffer in the old generation would keep its elements alive until it is collected. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void replacedBuffersAreCleared(boolean lifo) {
        WorkDeque<Integer> deque = WorkDeque.startingAt(lifo, -3, 2);
        Set<Object[]> buffers = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int i = 0; i < 2 * WorkDeque.MAINTENANCE_INTERVAL * WorkDeque.RENEWAL_INTERVAL; i++) {
            buffers.add(deque.bufferPlain());
            deque.push(i);
            if (i >= 100) {
                assertNotNull(i % 2 == 0 ? deque.pop() : deque.stealer().steal());
            }
        }
        buffers.remove(deque.bufferPlain());
        assertTrue(buffers.size() > 6, "expected growth and renewals");
        buffers.forEach(buffer -> assertArrayEquals(new Object[buffer.length], buffer));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void pushReportingEmptyIsTrueOnlyIfTheDequeWasEmpty(boolean lifo) {
        WorkDeque<Integer> deque = WorkDeque.startingAt(lifo, LAST_POSITIVE, 4);
        assertThrows(NullPointerException.class, () -> deque.pushReportingEmpty(null));
        for (int round = 0; round < 3; round++) {
            assertTrue(deque.pushReportingEmpty(1), "expected the push to report an empty deque");
            assertFalse(deque.pushReportingEmpty(2));
            assertFalse(deque.pushReportingEmpty(3));
            assertEquals(1, deque.stealer().steal());
            assertEquals(2, deque.stealer().steal());
            assertEquals(3, deque.pop());
            assertNull(deque.stealer().steal());
        }
    }
}
