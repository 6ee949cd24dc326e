package dev.filch.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.Reference;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Elements taken from a deque become unreachable, except stolen ones that the owner has yet to detect. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DequeRetentionTest {

    private final Garbage garbage = new Garbage();

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void poppedElementsBecomeUnreachable(boolean lifo) throws InterruptedException {
        WorkDeque<Object> deque = WorkDeque.startingAt(lifo, -20, 2);
        for (int i = 0; i < 50; i++) {
            deque.push(garbage.object());
        }
        for (int i = 0; i < 40; i++) {
            assertNotNull(deque.pop());
        }
        assertEquals(40, garbage.collectedAfterAtLeast(40));
        for (int i = 0; i < 10; i++) {
            assertNotNull(deque.pop());
        }
        garbage.assertAllCollected();
        Reference.reachabilityFence(deque);
    }

    /** The owner pushes and pops, and never finds the deque empty or full. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void stolenElementsBecomeUnreachableAfterSomePushes(boolean lifo) throws InterruptedException {
        WorkDeque<Object> deque = WorkDeque.startingAt(lifo, 0, 64);
        for (int i = 0; i < 10; i++) {
            deque.push(garbage.object());
        }
        deque.push("stays");
        for (int i = 0; i < 10; i++) {
            assertNotNull(deque.stealer().steal());
        }
        for (int i = 0; i < WorkDeque.MAINTENANCE_INTERVAL; i++) {
            deque.push("comes and goes");
            assertNotNull(deque.pop());
        }
        garbage.assertAllCollected();
        Reference.reachabilityFence(deque);
    }

    /** Before the owner's maintenance, at most as many stolen elements are reachable as the buffer has slots. */
    @ParameterizedTest
    @CsvSource({"true, 4", "true, 128", "false, 4", "false, 128"})
    void atMostOneBufferOfStolenElementsStaysReachable(boolean lifo, int length) throws InterruptedException {
        WorkDeque<Object> deque = WorkDeque.startingAt(lifo, -20, length);
        int stolen = 200;
        for (int i = 0; i < stolen; i++) {
            deque.push(garbage.object());
            assertNotNull(deque.stealer().steal());
        }
        assertFalse(Probe.holdsNothing(deque), "expected stolen elements in the buffer before maintenance");
        int collected = garbage.collectedAfterAtLeast(stolen - length);
        assertTrue(collected >= stolen - length, () -> "still reachable: " + (stolen - collected));
        for (int i = stolen; i < WorkDeque.MAINTENANCE_INTERVAL; i++) {
            deque.push("comes and goes");
            assertNotNull(deque.pop());
        }
        garbage.assertAllCollected();
        Reference.reachabilityFence(deque);
    }

    /** The owner clears the slots of stolen elements the first time it finds the deque empty. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void stolenElementsBecomeUnreachableOnceTheOwnerFindsTheDequeEmpty(boolean lifo) throws InterruptedException {
        for (int count : new int[] {1, 2, 50}) {
            WorkDeque<Object> deque = WorkDeque.startingAt(lifo, -20, 2);
            for (int i = 0; i < count; i++) {
                deque.push(garbage.object());
            }
            for (int i = 0; i < count; i++) {
                assertNotNull(deque.stealer().steal());
            }
            assertNull(deque.pop());
            garbage.assertAllCollected();
            Reference.reachabilityFence(deque);
        }
    }

    /** Some elements are stolen. The owner pops all others, the last one included. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void stolenElementsBecomeUnreachableOnceTheOwnerHasPoppedTheRest(boolean lifo) throws InterruptedException {
        WorkDeque<Object> deque = WorkDeque.startingAt(lifo, 0, 64);
        for (int i = 0; i < 50; i++) {
            deque.push(garbage.object());
        }
        for (int i = 0; i < 20; i++) {
            assertNotNull(deque.stealer().steal());
        }
        for (int i = 0; i < 30; i++) {
            assertNotNull(deque.pop());
        }
        assertNull(deque.pop());
        garbage.assertAllCollected();
        Reference.reachabilityFence(deque);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void stolenElementsBecomeUnreachableOnceTheOwnerFindsTheDequeFull(boolean lifo) throws InterruptedException {
        WorkDeque<Object> deque = WorkDeque.startingAt(lifo, -4, 8);
        for (int i = 0; i < 5; i++) {
            deque.push(garbage.object());
        }
        for (int i = 0; i < 5; i++) {
            assertNotNull(deque.stealer().steal());
        }
        for (int i = 0; i < 4; i++) {
            deque.push("kept");
        }
        garbage.assertAllCollected();
        assertEquals(4, deque.size());
        Reference.reachabilityFence(deque);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void stolenElementsBecomeUnreachableAfterGrowth(boolean lifo) throws InterruptedException {
        WorkDeque<Object> deque = WorkDeque.startingAt(lifo, 0, 4);
        for (int i = 0; i < 3; i++) {
            deque.push(garbage.object());
        }
        for (int i = 0; i < 3; i++) {
            assertNotNull(deque.stealer().steal());
        }
        for (int i = 0; i < 6; i++) {
            deque.push("kept");
        }
        garbage.assertAllCollected();
        assertEquals(6, deque.size());
        Reference.reachabilityFence(deque);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void stolenBatchesBecomeUnreachable(boolean lifo) throws InterruptedException {
        WorkDeque<Object> victim = WorkDeque.startingAt(lifo, 0, 2);
        WorkDeque<Object> thief = WorkDeque.startingAt(!lifo, 0, 2);
        for (int i = 0; i < 50; i++) {
            victim.push(garbage.object());
        }
        int taken = 0;
        while (victim.stealer().stealBatch(thief) > 0) {
            while (thief.pop() != null) {
                taken++;
            }
        }
        assertEquals(50, taken);
        assertNull(victim.pop());
        garbage.assertAllCollected();
        assertTrue(victim.isEmpty());
        Reference.reachabilityFence(victim);
        Reference.reachabilityFence(thief);
    }
}
