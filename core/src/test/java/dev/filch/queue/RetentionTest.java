package dev.filch.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.filch.queue.InjectorFields.Segment;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rings and injectors keep their own elements reachable, and no others. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RetentionTest {

    private final Garbage garbage = new Garbage();

    static Stream<Named<Queue<Object>>> queues() {
        return Stream.of(
                Named.of("ring", MpmcRing.padded(50)),
                Named.of("compact ring", MpmcRing.compact(50)),
                Named.of("injector", new Injector<>()));
    }

    @ParameterizedTest
    @MethodSource("queues")
    void polledElementsBecomeUnreachable(Queue<Object> queue) throws InterruptedException {
        for (int i = 0; i < 50; i++) {
            queue.add(garbage.object());
        }
        for (int i = 0; i < 40; i++) {
            queue.poll();
        }
        assertEquals(40, garbage.collectedAfterAtLeast(40));
        for (int i = 0; i < 10; i++) {
            assertNotNull(queue.poll());
        }
        garbage.assertAllCollected();
        Reference.reachabilityFence(queue);
    }

    @ParameterizedTest
    @MethodSource("queues")
    void elementsThatWerePeekedBecomeUnreachableOncePolled(Queue<Object> queue) throws InterruptedException {
        queue.add(garbage.object());
        queue.add(garbage.object());
        queue.peek();
        for (Object element : queue) {
            assertNotNull(element);
        }
        queue.poll();
        queue.poll();
        assertNull(queue.peek());
        garbage.assertAllCollected();
        Reference.reachabilityFence(queue);
    }

    @ParameterizedTest
    @EnumSource
    void elementsOfRingBatchesBecomeUnreachable(RingKind kind) throws InterruptedException {
        MpmcRing<Object> ring = kind.create(20);
        ring.fill(garbage::object, 20);
        ring.drain(element -> { }, 5);
        assertEquals(5, garbage.collectedAfterAtLeast(5));
        ring.fill(() -> "new", 5);
        assertNotNull(ring.forceOffer("displaces"));
        assertEquals(1, garbage.collectedAfterAtLeast(1));
        ring.drain(element -> { }, 7);
        assertEquals(7, ring.pollAll(new Object[7], 0, 7));
        garbage.assertAllCollected();
        Reference.reachabilityFence(ring);
    }

    @ParameterizedTest
    @EnumSource
    void elementsRefusedByAFullRingBecomeUnreachable(RingKind kind) throws InterruptedException {
        MpmcRing<Object> ring = kind.create(2);
        ring.offer("a");
        ring.offer("b");
        ring.offer(garbage.object());
        ring.relaxedOffer(garbage.object());
        garbage.assertAllCollected();
        Reference.reachabilityFence(ring);
    }

    @Test
    void elementsRefusedByAClosedInjectorBecomeUnreachable() throws InterruptedException {
        Injector<Object> injector = new Injector<>();
        injector.close();
        injector.offer(garbage.object());
        garbage.assertAllCollected();
        Reference.reachabilityFence(injector);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void elementsOfInjectorBatchesBecomeUnreachable(boolean lifo) throws InterruptedException {
        Injector<Object> injector = new Injector<>();
        WorkDeque<Object> deque = WorkDeque.startingAt(lifo, 0, 2);
        for (int i = 0; i < 100; i++) {
            injector.push(garbage.object());
        }
        int taken = 0;
        while (taken % 3 == 0
                ? injector.stealBatchAndPop(deque) != null
                : injector.tryPollBatch(deque, 1 + taken % 4, null) != null) {
            taken++;
            while (deque.pop() != null) {
                taken++;
            }
        }
        assertEquals(100, taken);
        garbage.assertAllCollected();
        Reference.reachabilityFence(injector);
        Reference.reachabilityFence(deque);
    }

    @Test
    void elementsTakenByAttemptsBecomeUnreachable() throws InterruptedException {
        Injector<Object> injector = new Injector<>();
        WorkDeque<Object> deque = WorkDeque.fifo();
        for (int i = 0; i < 12; i++) {
            injector.push(garbage.object());
        }
        for (int i = 0; i < 4; i++) {
            assertNotNull(injector.tryPoll(null));
        }
        assertNotNull(injector.tryPollBatch(deque, 1, null));
        assertNotNull(injector.tryPollBatch(deque, 4, null));
        for (int i = 0; i < 3; i++) {
            assertNotNull(deque.pop());
        }
        assertNull(deque.pop());
        assertEquals(9, garbage.collectedAfterAtLeast(9));
        assertEquals(3, injector.size());
        Reference.reachabilityFence(injector);
        Reference.reachabilityFence(deque);
    }

    /** A dropped segment in the old generation must not keep later segments reachable. */
    @Test
    void droppedSegmentsKeepNoLaterOnesReachable() throws InterruptedException {
        Injector<Object> injector = new Injector<>();
        List<Segment<Object>> old = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            if (i == 0 || i == 1_000) {
                old.add(Probe.headSegment(injector));
            } else if (i % 500 == 0) {
                garbage.watchOnly(() -> Probe.headSegment(injector));
            }
            injector.push(garbage.object());
            injector.poll();
        }
        garbage.assertAllCollected();
        assertEquals(2, old.size());
        for (Segment<Object> segment : old) {
            assertEquals(segment, segment.nextOpaque());
        }
        Reference.reachabilityFence(injector);
    }
}
