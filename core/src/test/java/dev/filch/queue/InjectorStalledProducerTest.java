package dev.filch.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Spin;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A producer takes its ticket, as {@code offer} does first, and stops there: for good, or until it is too late, or so
 * that it is just in time.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InjectorStalledProducerTest {

    private static final long STEP = Segment.STEP;

    private final Injector<String> injector = new Injector<>();
    private final Segment<String> first = Probe.headSegment(injector);

    private long takeTicket() {
        return injector.getAndAddTail(STEP);
    }

    @Test
    void consumersGetPast() {
        injector.push("a");
        takeTicket();
        injector.push("b");
        assertEquals(3, injector.size());
        assertEquals("a", injector.poll());
        assertEquals("b", injector.poll());
        assertNull(injector.poll());
        assertTrue(injector.isEmpty());
        assertEquals(0, injector.size());
    }

    @Test
    void aloneItLooksLikeAnElementUntilSomebodyPolls() {
        takeTicket();
        assertFalse(injector.isEmpty());
        assertEquals(1, injector.size());
        assertNull(injector.poll());
        assertTrue(injector.isEmpty());
        assertEquals(0, injector.size());
    }

    @Test
    void peekGetsPast() {
        takeTicket();
        takeTicket();
        injector.push("a");
        assertEquals("a", injector.peek());
        assertEquals(1, injector.size());
        assertEquals("a", injector.poll());
        takeTicket();
        assertNull(injector.peek());
        assertTrue(injector.isEmpty());
    }

    @Test
    void viewsLeaveItOut() {
        injector.push("a");
        takeTicket();
        injector.push("b");
        assertEquals(List.of("a", "b"), new ArrayList<>(injector));
        assertEquals(List.of("a", "b"), injector.stream().toList());
        assertEquals("a", injector.poll());
        assertEquals("b", injector.peek());
        assertEquals(List.of("b"), injector.stream().toList());
    }

    @Test
    void batchesGetPast() {
        WorkDeque<String> deque = WorkDeque.lifo();
        takeTicket();
        assertEquals(0, injector.stealBatch(deque));
        assertTrue(injector.isEmpty());
        takeTicket();
        injector.push("a");
        injector.push("b");
        assertEquals("a", injector.stealBatchAndPop(deque));
        assertEquals("b", injector.stealBatchAndPop(deque));
        assertNull(injector.stealBatchAndPop(deque));
        assertTrue(deque.isEmpty());
    }

    @Test
    void tooLateItMustNotPublish() {
        long ticket = takeTicket();
        injector.push("b");
        assertEquals("b", injector.poll());
        assertFalse(first.casFromNullRelease(ticket, "a"), "nobody would ever find it");
        assertNull(injector.poll());
    }

    /** The slot must stay unusable after batches, peeks and iterators have gone over it, too. */
    @Test
    void tooLateAfterABatch() {
        WorkDeque<String> deque = WorkDeque.fifo();
        long early = takeTicket();
        injector.push("b");
        injector.push("c");
        assertEquals("b", injector.stealBatchAndPop(deque));
        assertFalse(first.casFromNullRelease(early, "a"));
        long later = takeTicket();
        assertEquals("c", injector.poll());
        assertNull(injector.peek());
        assertFalse(first.casFromNullRelease(later, "d"));
        assertTrue(injector.isEmpty());
        assertNull(injector.poll());
    }

    @Test
    void inTimeItsElementComesInItsPlace() {
        long ticket = takeTicket();
        injector.push("b");
        assertTrue(first.casFromNullRelease(ticket, "a"));
        assertEquals("a", injector.poll());
        assertEquals("b", injector.poll());
    }

    /** The segment that the tail hints at has been left behind: an offer that starts there must find its way. */
    @Test
    void tailSegmentWasLeftBehind() {
        for (int i = 0; i < 16; i++) {
            takeTicket();
        }
        assertNull(injector.poll());
        takeTicket();
        assertNull(injector.poll());
        assertEquals(first, first.nextOpaque(), "the first segment has been left, and the tail still hints at it");
        injector.push("a");
        assertEquals("a", injector.poll());
        assertEquals(1, Probe.segments(injector));
    }

    /** The producer's hint is dead, and its segment cannot be found any more: there is nothing to publish in. */
    @Test
    void ticketsSegmentWasLeftBehind() {
        int untilTheThirdSegment = 16 + 32;
        long ticket = 0;
        for (int i = 0; i < untilTheThirdSegment; i++) {
            ticket = takeTicket();
        }
        long later = takeTicket();
        assertNull(injector.poll());
        assertNull(injector.segmentOf(ticket, first));
        assertSame(Probe.headSegment(injector), injector.segmentOf(later, first));
        injector.push("a");
        assertEquals("a", injector.poll());
    }

    @Test
    void segmentsAreNotAppendedWithoutEnd() {
        for (int i = 0; i < 20_000; i++) {
            takeTicket();
            if (i % 3 == 0) {
                injector.push("a");
                assertEquals("a", injector.poll());
            } else if (i % 3 == 1) {
                assertNull(injector.poll());
            }
            assertTrue(Probe.segments(injector) <= 2);
        }
        assertNull(injector.poll());
        assertTrue(injector.isEmpty());
    }

    @Test
    void othersElementsComeThroughOnceAndInOrder() throws InterruptedException {
        int each = 30_000;
        int producers = 2;
        Injector<Token> shared = new Injector<>(-30_000);
        Ledger ledger = new Ledger(producers, each);
        Together threads = new Together();
        for (int producer = 0; producer < producers; producer++) {
            int me = producer;
            SplittableRandom random = Seed.random("stalling producer " + me);
            threads.with(() -> {
                for (int number = 0; number < each; number++) {
                    if (random.nextInt(20) == 0) {
                        shared.getAndAddTail(STEP);
                    }
                    shared.push(new Token(me, number));
                }
            });
        }
        threads.with(2, () -> {
            Ledger.InOrder mine = ledger.inOrder();
            WorkDeque<Token> deque = WorkDeque.lifo();
            while (!ledger.allTaken() && threads.goesOn()) {
                Token token = shared.stealBatchAndPop(deque);
                while (token != null) {
                    mine.take(token);
                    token = deque.pop();
                }
                token = shared.poll();
                if (token != null) {
                    mine.take(token);
                }
            }
        });
        threads.run();
        ledger.assertAllTaken();
        assertNull(shared.poll());
        assertTrue(shared.isEmpty());
        assertEquals(0, shared.size());
    }

    /**
     * A producer publishes late, at the very moment when a consumer gives up: either the consumer gets the element, or
     * the producer learns that it was too late and offers it again.
     */
    @Test
    void publishingRacesWithGivingUp() throws InterruptedException {
        SplittableRandom random = Seed.random("late producer");
        AtomicInteger tooLate = new AtomicInteger();
        AtomicInteger inTime = new AtomicInteger();
        int minimum = 20;
        for (int round = 0; round < 600 || tooLate.get() < minimum || inTime.get() < minimum; round++) {
            latePublication(random.nextInt(400), tooLate, inTime);
        }
    }

    private static void latePublication(int delay, AtomicInteger tooLate, AtomicInteger inTime)
            throws InterruptedException {
        Injector<String> injector = new Injector<>();
        Segment<String> segment = Probe.headSegment(injector);
        long ticket = injector.getAndAddTail(STEP);
        injector.push("b");
        List<String> taken = new ArrayList<>();
        Together threads = new Together();
        threads.with(() -> {
            for (int i = 0; i < delay; i++) {
                Spin.pause();
            }
            if (segment.casFromNullRelease(ticket, "a")) {
                inTime.incrementAndGet();
            } else {
                tooLate.incrementAndGet();
                injector.push("a again");
            }
        }).with(() -> {
            while (taken.size() < 2 && threads.goesOn()) {
                String element = injector.poll();
                if (element != null) {
                    taken.add(element);
                }
            }
        }).run();
        assertTrue(taken.equals(List.of("a", "b")) || taken.equals(List.of("b", "a again")), taken::toString);
        assertTrue(injector.isEmpty());
    }
}
