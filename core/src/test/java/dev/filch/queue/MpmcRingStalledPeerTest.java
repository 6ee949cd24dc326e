package dev.filch.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Spin;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A thread stalls after it has claimed a slot. Relaxed operations, and operations on other slots, do not wait for it:
 * they run in the thread that would have to end the stall. Strict operations wait, and then return the right result.
 */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MpmcRingStalledPeerTest {

    /** How often a call that must wait is repeated. */
    private static final int ROUNDS = 20;

    /** How many spins the peer stalls. A call that does not wait returns earlier. */
    private static final int SPINS = 20_000;

    /** The positions of a slot of a ring of three are this far apart. */
    private static final long LAP = 4;

    private final MpmcRing<String> ring = MpmcRing.padded(3);

    @Test
    void relaxedOperationsDoNotWaitForAProducer() {
        claimTail(0, 1);
        assertTrue(ring.relaxedOffer("b"));
        assertTrue(ring.offer("c"), "a strict offer waits for consumers only");
        assertNull(ring.relaxedPoll(), "no element may come out before the oldest");
        assertFalse(ring.relaxedOffer("d"));
        assertFalse(ring.offer("d"), "the ring is full, whatever the producer does next");
        assertEquals(3, ring.size());
        assertFalse(ring.isEmpty());
        assertEquals(List.of("b", "c"), new ArrayList<>(ring));

        publish(0, "a");
        assertEquals(List.of("a", "b", "c"), new ArrayList<>(ring));
        assertEquals("a", ring.relaxedPoll());
        assertEquals("b", ring.relaxedPoll());
        assertEquals("c", ring.relaxedPoll());
        assertNull(ring.relaxedPoll());
    }

    @Test
    void relaxedOperationsDoNotWaitForAConsumer() {
        ring.addAll(List.of("a", "b", "c"));
        claimHead(0, 1);
        assertFalse(ring.relaxedOffer("d"), "the consumer's slot is not free yet");
        assertEquals("b", ring.relaxedPoll());
        assertEquals("c", ring.poll(), "a strict poll waits for producers only");
        assertNull(ring.poll(), "the ring is empty, whatever the consumer does next");
        assertNull(ring.relaxedPoll());
        assertNull(ring.peek());
        assertTrue(ring.isEmpty());
        assertEquals(0, ring.size());
        assertFalse(ring.relaxedOffer("d"));

        free(0);
        assertTrue(ring.relaxedOffer("d"));
        assertEquals("d", ring.poll());
    }

    @Test
    void pollWaitsForTheProducerOfTheOldest() throws InterruptedException {
        assertWaits(MpmcRing::poll);
    }

    @Test
    void peekWaitsForTheProducerOfTheOldest() throws InterruptedException {
        assertWaits(MpmcRing::peek);
    }

    private interface OldestElement {
        String readFrom(MpmcRing<String> ring);
    }

    private void assertWaits(OldestElement operation) throws InterruptedException {
        for (int round = 0; round < ROUNDS; round++) {
            MpmcRing<String> fresh = MpmcRing.padded(3);
            CountDownLatch calling = new CountDownLatch(1);
            assertTrue(fresh.casTail(0, 1));
            assertTrue(fresh.offer("b"));
            new ThreadRace().with(() -> {
                calling.countDown();
                assertEquals("a", operation.readFrom(fresh));
            }).with(() -> {
                calling.await();
                spin();
                publish(fresh, 0, "a");
            }).run();
        }
    }

    @Test
    void offerWaitsForTheConsumerOfItsSlot() throws InterruptedException {
        for (int round = 0; round < ROUNDS; round++) {
            MpmcRing<String> fresh = MpmcRing.padded(3);
            CountDownLatch calling = new CountDownLatch(1);
            fresh.addAll(List.of("a", "b", "c"));
            assertTrue(fresh.casHead(0, 1));
            new ThreadRace().with(() -> {
                calling.countDown();
                assertTrue(fresh.offer("d"), "the ring is not full");
            }).with(() -> {
                calling.await();
                spin();
                free(fresh, 0);
            }).run();
            assertEquals(List.of("b", "c", "d"), new ArrayList<>(fresh));
        }
    }

    /** A thread that has passed many elements backs off, records the position, and then waits as usual. */
    @Test
    void threadThatBacksOffRecordsThePosition() throws InterruptedException {
        for (long firstLap : new long[] {0, -50}) {
            MpmcRing<String> fresh = MpmcRing.startingAt(3, firstLap);
            for (int i = 0; i < 300; i++) {
                fresh.offer("passed");
                fresh.poll();
            }
            long position = fresh.tailAcquire();
            assertTrue(fresh.casTail(position, fresh.successor(position)));
            new ThreadRace().with(() -> assertEquals("a", fresh.poll())).with(() -> {
                while (fresh.lastHeadBackoffOpaque() != position) {
                    Thread.onSpinWait();
                }
                publish(fresh, position, "a");
            }).run();

            fresh.addAll(List.of("b", "c", "d"));
            long oldest = fresh.headAcquire();
            assertTrue(fresh.casHead(oldest, fresh.successor(oldest)));
            new ThreadRace().with(() -> assertTrue(fresh.offer("e"))).with(() -> {
                while (fresh.lastTailBackoffOpaque() != oldest + LAP) {
                    Thread.onSpinWait();
                }
                free(fresh, oldest);
            }).run();
            assertEquals(List.of("c", "d", "e"), new ArrayList<>(fresh));
        }
    }

    /** With one slot, the producer and the consumer of the next lap need the stalled thread's slot. */
    @Test
    void ringWithAStalledOnlySlotIsFullOrEmpty() {
        MpmcRing<String> single = MpmcRing.padded(1);
        assertTrue(single.casTail(0, 2));
        assertFalse(single.offer("b"));
        assertNull(single.relaxedPoll());
        publish(single, 0, "a");
        assertTrue(single.casHead(0, 2));
        assertNull(single.poll());
        assertFalse(single.relaxedOffer("b"));
    }

    /** A consumer has advanced head past the oldest element, which peek must not return. */
    @Test
    void peekSkipsAClaimedElement() {
        ring.addAll(List.of("a", "b"));
        claimHead(0, 1);
        assertEquals("b", ring.peek());
    }

    /** The forceOffer has claimed the slot of the oldest element, and has yet to take that element. */
    @Test
    void consumersContinueBesideAStalledForceOffer() {
        ring.addAll(List.of("a", "b", "c"));
        claimTail(LAP, LAP + 1);
        assertFalse(ring.relaxedOffer("e"));
        assertEquals(3, ring.size());
        assertEquals("a", ring.peek());
        assertEquals("a", ring.poll());
        assertFalse(ring.offer("e"), "the ring is full with the stalled thread's slot");
        assertEquals("b", ring.poll());
        assertTrue(ring.offer("e"), "expected room behind the stalled thread's slot");
        assertEquals("c", ring.poll());
        assertNull(ring.relaxedPoll(), "the stalled thread's element comes first");
        ring.publish(0, LAP, "d");
        assertEquals("d", ring.poll());
        assertEquals("e", ring.poll());
    }

    /** A consumer has claimed the oldest element, but has not freed its slot. */
    @Test
    void forceOfferWaitsForTheConsumerOfTheOldest() throws InterruptedException {
        for (int round = 0; round < ROUNDS; round++) {
            MpmcRing<String> fresh = MpmcRing.padded(3);
            fresh.addAll(List.of("a", "b", "c"));
            assertTrue(fresh.casHead(0, 1));
            CountDownLatch calling = new CountDownLatch(1);
            AtomicBoolean freed = new AtomicBoolean();
            new ThreadRace().with(() -> {
                calling.countDown();
                assertNull(fresh.forceOffer("d"), "expected no element to be displaced");
                assertTrue(freed.get(), "expected forceOffer to wait");
            }).with(() -> {
                calling.await();
                spin();
                freed.set(true);
                free(fresh, 0);
            }).run();
            assertEquals(List.of("b", "c", "d"), new ArrayList<>(fresh));
        }
    }

    private static void spin() {
        for (int i = 0; i < SPINS; i++) {
            Spin.pause();
        }
    }

    private void claimTail(long from, long to) {
        assertTrue(ring.casTail(from, to));
    }

    private void claimHead(long from, long to) {
        assertTrue(ring.casHead(from, to));
    }

    private void publish(int index, String element) {
        publish(ring, index, element);
    }

    private static void publish(MpmcRing<String> ring, long position, String element) {
        ring.publish(ring.index(position), position, element);
    }

    private void free(int index) {
        free(ring, index);
    }

    private static void free(MpmcRing<String> ring, long position) {
        ring.release(ring.index(position), position);
    }
}
