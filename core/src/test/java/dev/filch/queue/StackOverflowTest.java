package dev.filch.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Stack overflows in user code that an operation calls, and in operations themselves. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StackOverflowTest {

    /** As many elements as drain takes at once. */
    private static final int BATCH = 64;

    private final MpmcRing<Integer> ring = MpmcRing.padded(BATCH);
    private final List<Integer> taken = new ArrayList<>();

    /** Created beforehand, because that needs stack. */
    private final Consumer<Integer> taking = taken::add;

    private StackOverflowError thrown;

    private static int overflow(int depth) {
        return overflow(depth + 1) + 1;
    }

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    /** The consumer overflows each time, and still gets each element. */
    @Test
    void consumerThatOverflowsGetsEachElement() {
        ring.addAll(numbers(5));
        assertThrows(StackOverflowError.class, () -> ring.drain(element -> {
            taken.add(element);
            overflow(0);
        }, BATCH));
        assertEquals(numbers(5), taken);
        assertWorks();
    }

    /** Elements supplied before the overflow are added. No thread waits for the slots of the others. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5})
    void elementsSuppliedBeforeAnOverflowAreAdded(int supplied) {
        int[] next = new int[1];
        assertThrows(StackOverflowError.class,
                () -> ring.fill(() -> next[0] < supplied ? next[0]++ : overflow(0), BATCH));
        assertEquals(numbers(supplied), new ArrayList<>(ring));
        for (int i = 0; i < supplied; i++) {
            assertEquals(i, ring.poll());
        }
        assertWorks();
    }

    private void assertWorks() {
        assertNull(ring.poll());
        assertTrue(ring.isEmpty());
        ring.addAll(numbers(BATCH));
        assertFalse(ring.offer(-1));
        taken.clear();
        assertEquals(BATCH, ring.drain(taking, BATCH + 1));
        assertEquals(numbers(BATCH), taken);
    }

    static Stream<Queue<Object>> queues() {
        return Stream.of(MpmcRing.padded(5), MpmcRing.compact(5), new Injector<>());
    }

    @ParameterizedTest
    @MethodSource("queues")
    void overflowsInUserCodeLeaveTheQueueUnchanged(Queue<Object> queue) {
        Object deep = new Object() {
            @Override
            public boolean equals(Object other) {
                return overflow(0) > 0;
            }

            @Override
            public int hashCode() {
                return 0;
            }
        };
        Consumer<Object> consumer = element -> overflow(0);
        queue.addAll(List.of("a", "b"));
        assertThrows(StackOverflowError.class, () -> queue.forEach(consumer));
        assertThrows(StackOverflowError.class, () -> queue.iterator().forEachRemaining(consumer));
        assertThrows(StackOverflowError.class, () -> queue.stream().forEach(consumer));
        assertThrows(StackOverflowError.class, () -> queue.contains(deep));
        assertThrows(StackOverflowError.class, () -> queue.remove(deep));
        assertThrows(StackOverflowError.class, () -> queue.removeIf(element -> overflow(0) > 0));
        assertEquals(List.of("a", "b"), new ArrayList<>(queue));
        assertEquals("a", queue.poll());
        assertEquals("b", queue.poll());
        assertNull(queue.poll());
    }

    /** A batch for which the stack has no room stays in the ring. Each drain has one more frame. */
    @Test
    void drainThatOverflowsTakesNoElement() throws InterruptedException {
        ring.addAll(numbers(BATCH));
        assertEquals(BATCH, ring.drain(taking, BATCH), "this drain links the code");
        taken.clear();
        ring.addAll(numbers(BATCH));
        for (int frames = 1; !overflowedWhileHandingOver(); frames++) {
            assertTrue(frames < 1_000, "expected an overflow");
            EndOfStack.run(frames, this::drain);
        }
        assertEquals(List.of(), taken);
        assertEquals(BATCH, ring.size());
        assertEquals(BATCH, ring.drain(taking, BATCH));
        assertEquals(numbers(BATCH), taken);
        taken.clear();
        assertWorks();
    }

    /** Runs in an interpreting JVM: compiled code has fewer frames, and so fewer places where it can overflow. */
    @Test
    void popThatOverflowsLosesAtMostOneElement() throws Exception {
        String output = ChildJvm.run(StackOverflowChild.class, List.of("-Xint"));
        assertTrue(output.contains("nothing lost"), output);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-Xint", "-Xmixed", "-XX:TieredStopAtLevel=1"})
    void offerThatOverflowsLosesNoAcceptedElement(String compilers) throws Exception {
        String output = ChildJvm.run(OfferOverflowChild.class, List.of(compilers, "-XX:-StackTraceInThrowable"));
        assertTrue(output.contains("all accepted came out"), output);
    }

    private boolean overflowedWhileHandingOver() {
        return thrown != null && Arrays.stream(thrown.getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals("handOver"));
    }

    private void drain() {
        try {
            ring.drain(taking, BATCH);
        } catch (StackOverflowError e) {
            thrown = e;
        }
    }
}
