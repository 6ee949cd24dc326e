package dev.filch.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Seeded;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an iterator shows of a deque, at rest and while its owner and thieves take elements. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DequeIteratorTest {

    /** Flavour, and the index at which the deque starts. */
    static Stream<Arguments> deques() {
        return LongStream.of(0, Long.MAX_VALUE / WorkDeque.STEP - 2, -2).boxed()
                .flatMap(start -> Stream.of(Arguments.of(true, start), Arguments.of(false, start)));
    }

    private static void push(WorkDeque<Integer> deque, int from, int to) {
        IntStream.range(from, to).forEach(deque::push);
    }

    private static WorkDeque<Integer> dequeOf(boolean lifo, long start, int count) {
        WorkDeque<Integer> deque = WorkDeque.startingAt(lifo, start, 2);
        push(deque, 0, count);
        return deque;
    }

    private static void steal(WorkDeque<Integer> deque, int count) {
        IntStream.range(0, count).forEach(i -> deque.stealer().steal());
    }

    private static List<Integer> rest(Iterator<Integer> iterator) {
        List<Integer> shown = new ArrayList<>();
        iterator.forEachRemaining(shown::add);
        return shown;
    }

    private static List<Integer> all(WorkDeque<Integer> deque) {
        return rest(deque.stealer().iterator());
    }

    private static List<Integer> range(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    @ParameterizedTest
    @MethodSource("deques")
    void showsTheOldestFirstAndTakesNothing(boolean lifo, long start) {
        WorkDeque<Integer> deque = dequeOf(lifo, start, 100);
        assertEquals(range(0, 100), all(deque));
        assertEquals(range(0, 100), all(deque));
        assertEquals(100, deque.size());
    }

    @ParameterizedTest
    @MethodSource("deques")
    void showsNothingOfAnEmptyDeque(boolean lifo, long start) {
        WorkDeque<Integer> deque = dequeOf(lifo, start, 0);
        assertEquals(List.of(), all(deque));
        deque.push(0);
        deque.pop();
        assertEquals(List.of(), all(deque));
        Iterator<Integer> iterator = deque.stealer().iterator();
        assertFalse(iterator.hasNext());
        assertThrows(NoSuchElementException.class, iterator::next);
    }

    /** A steal from a deque as long as this leaves a shared reservation behind. */
    @ParameterizedTest
    @MethodSource("deques")
    void showsWhatOwnerAndThievesHaveLeft(boolean lifo, long start) {
        WorkDeque<Integer> deque = dequeOf(lifo, start, 200);
        steal(deque, 5);
        assertEquals(lifo, TopWord.isShared(deque.topVolatile()));
        assertEquals(range(5, 200), all(deque));
        deque.pop();
        assertEquals(lifo ? range(5, 199) : range(6, 200), all(deque));
    }

    /** An iterator holds the element that it shows next, and reads the others when it comes to them. */
    @ParameterizedTest
    @MethodSource("deques")
    void omitsWhatIsTakenMeanwhile(boolean lifo, long start) {
        WorkDeque<Integer> deque = dequeOf(lifo, start, 10);
        Iterator<Integer> iterator = deque.stealer().iterator();
        steal(deque, 5);
        deque.pop();
        assertEquals(lifo ? List.of(0, 5, 6, 7, 8) : List.of(0, 6, 7, 8, 9), rest(iterator));
    }

    /** The slots of stolen elements hold newer ones, which are not there yet for the iterator. */
    @ParameterizedTest
    @MethodSource("deques")
    void showsNoNewElementInPlaceOfAnOldOne(boolean lifo, long start) {
        WorkDeque<Integer> deque = dequeOf(lifo, start, 32);
        Iterator<Integer> iterator = deque.stealer().iterator();
        steal(deque, 30);
        push(deque, 32, 60);
        assertEquals(List.of(0, 30, 31), rest(iterator));
    }

    /** The owner of a lifo deque pops the newest elements. Those that it pushes then have the same positions. */
    @ParameterizedTest
    @MethodSource("deques")
    void showsNewElementsOnlyInPlaceOfPoppedOnes(boolean lifo, long start) {
        WorkDeque<Integer> deque = dequeOf(lifo, start, 6);
        Iterator<Integer> iterator = deque.stealer().iterator();
        for (int pops = 0; pops < 3; pops++) {
            deque.pop();
        }
        push(deque, 10, 20);
        assertEquals(lifo ? List.of(0, 1, 2, 10, 11, 12) : List.of(0, 3, 4, 5), rest(iterator));
    }

    @ParameterizedTest
    @MethodSource("deques")
    void endsBeforePoppedElements(boolean lifo, long start) {
        WorkDeque<Integer> deque = dequeOf(lifo, start, 6);
        Iterator<Integer> iterator = deque.stealer().iterator();
        while (deque.size() > 1) {
            deque.pop();
        }
        assertEquals(lifo ? List.of(0) : List.of(0, 5), rest(iterator));
    }

    @ParameterizedTest
    @MethodSource("deques")
    void followsTheElementsToAnotherBuffer(boolean lifo, long start) {
        WorkDeque<Integer> deque = dequeOf(lifo, start, 32);
        Iterator<Integer> iterator = deque.stealer().iterator();
        push(deque, 32, 200);
        assertEquals(range(0, 32), rest(iterator));
    }

    /** No element is shown twice or after a newer one. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void showsElementsInOrderWhileOthersTakeThem(boolean lifo) throws InterruptedException {
        int count = 300_000;
        WorkDeque<Integer> deque = WorkDeque.startingAt(lifo, -count / 2, 1);
        SplittableRandom random = Seeded.random("owner " + lifo);
        ThreadRace threads = new ThreadRace();
        AtomicBoolean done = new AtomicBoolean();
        threads.with(() -> {
            int pushed = 0;
            while (pushed < count && threads.noneFailed()) {
                for (int pushes = random.nextInt(40); pushes > 0; pushes--) {
                    deque.push(pushed++);
                }
                for (int pops = random.nextInt(30); pops > 0; pops--) {
                    deque.pop();
                }
            }
            deque.push(Integer.MAX_VALUE);
        });
        threads.with(() -> {
            boolean ended = false;
            while (!ended && threads.noneFailed()) {
                int last = -1;
                for (int element : deque.stealer()) {
                    int before = last;
                    assertTrue(element > before, () -> element + " after " + before);
                    last = element;
                }
                ended = last == Integer.MAX_VALUE;
            }
            done.set(true);
        });
        threads.with(() -> {
            while (!done.get() && threads.noneFailed()) {
                // Leaves some for the iterator.
                if (deque.size() > 20) {
                    deque.stealer().steal();
                }
            }
        });
        threads.run();
    }

    /** The owner moves the elements to larger buffers while another thread reads the oldest one. */
    @Test
    void showsAnElementThatTheOwnerMoves() throws InterruptedException {
        AtomicReference<WorkDeque<Integer>> current = new AtomicReference<>(dequeOf(true, 0, 1));
        ThreadRace threads = new ThreadRace();
        threads.with(() -> {
            for (int i = 0; i < 20_000 && threads.noneFailed(); i++) {
                WorkDeque<Integer> deque = WorkDeque.startingAt(true, 0, 64);
                deque.push(0);
                current.set(deque);
                push(deque, 1, 300);
            }
            current.set(null);
        });
        threads.with(() -> {
            for (WorkDeque<Integer> deque = current.get(); deque != null; deque = current.get()) {
                assertEquals(0, deque.stealer().iterator().next());
            }
        });
        threads.run();
    }
}
