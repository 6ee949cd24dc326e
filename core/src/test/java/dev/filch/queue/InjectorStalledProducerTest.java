package dev.filch.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Seeded;
import dev.filch.internal.Spin;
import dev.filch.queue.InjectorFields.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A producer stalls after taking a ticket, which is the first step of {@code offer}. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InjectorStalledProducerTest {

    private static final long STEP = Segment.STEP;

    private final Injector<String> injector = new Injector<>();

    /** A producer that has taken a ticket and has yet to publish its element. */
    private record Stalled<E>(Injector<E> injector, Segment<E> hint, long ticket) {

        static <E> Stalled<E> in(Injector<E> injector) {
            Segment<E> hint = injector.tailSegmentOpaque();
            hint.nextOrAppended();
            return new Stalled<>(injector, hint, injector.getAndAddTail(STEP));
        }

        void publish(E element) {
            injector.segmentOf(ticket, hint).setItemRelease(ticket, element);
        }
    }

    @Test
    void otherOperationsContinue() {
        injector.push("a");
        Stalled<String> stalled = Stalled.in(injector);
        injector.push("b");
        assertEquals(2, injector.offerAll(new String[] {"c", "d"}, 0, 2));
        assertEquals(5, injector.size());
        assertEquals(List.of("a", "b", "c", "d"), injector.stream().toList());
        assertEquals("a", injector.peek());
        assertEquals("a", injector.poll());
        assertFalse(injector.isEmpty());
        assertEquals(List.of("b", "c", "d"), new ArrayList<>(injector));
        injector.close();
        assertFalse(injector.offer("e"));
        stalled.publish("late");
        assertEquals(List.of("late", "b", "c", "d"), injector.stream().toList());
    }

    static Stream<Named<Function<Injector<String>, String>>> consumers() {
        return Stream.of(
                Named.of("poll", Injector::poll),
                Named.of("peek", Injector::peek),
                Named.of("stealBatchAndPop", injector -> injector.stealBatchAndPop(WorkDeque.fifo())),
                Named.of("stealBatch", injector -> {
                    WorkDeque<String> own = WorkDeque.lifo();
                    return injector.stealBatch(own) == 0 ? null : own.pop();
                }));
    }

    @ParameterizedTest
    @MethodSource("consumers")
    void consumersWaitForTheStalledProducer(Function<Injector<String>, String> consumer) throws InterruptedException {
        SplittableRandom random = Seeded.random("stalled producer");
        for (int round = 0; round < 200; round++) {
            Injector<String> fresh = new Injector<>();
            Stalled<String> stalled = Stalled.in(fresh);
            fresh.push("b");
            int delay = random.nextInt(3_000);
            AtomicBoolean published = new AtomicBoolean();
            new ThreadRace()
                    .with(() -> {
                        for (int i = 0; i < delay; i++) {
                            Spin.pause();
                        }
                        published.set(true);
                        stalled.publish("a");
                    })
                    .with(() -> {
                        assertEquals("a", consumer.apply(fresh));
                        assertTrue(published.get());
                    })
                    .run();
        }
    }

    /** A ticket that is taken after the close must neither keep consumers waiting nor count as an element. */
    @Test
    void offerAfterTheCloseGivesItsTicketBack() {
        injector.push("a");
        long tail = 1 * STEP;
        assertTrue(injector.casTail(tail, tail | Injector.CLOSED), "expected to close, before the hint is set");
        assertFalse(injector.closedOpaque());
        assertFalse(injector.offer("b"));
        assertTrue(injector.closedOpaque());
        assertEquals(1, injector.size());
        assertEquals("a", injector.poll());
        assertNull(injector.poll());
        assertTrue(injector.isEmpty() && injector.isClosed());
    }

    @Test
    void batchAfterTheCloseGivesItsTicketsBack() {
        assertTrue(injector.casTail(0, Injector.CLOSED));
        assertEquals(0, injector.offerAll(new String[] {"a", "b", "c"}, 0, 3));
        assertEquals(0, injector.size());
        assertNull(injector.poll());
    }

    /** Until a ticket is given back, only its producer knows whether an element will follow. */
    @ParameterizedTest
    @MethodSource("consumers")
    void consumersWaitUntilTicketsAreGivenBack(Function<Injector<String>, String> consumer)
            throws InterruptedException {
        for (int round = 0; round < 200; round++) {
            Injector<String> fresh = new Injector<>();
            assertTrue(fresh.casTail(0, Injector.CLOSED));
            assertEquals(Injector.CLOSED, fresh.getAndAddTail(STEP));
            fresh.getAndAddTail(3 * STEP);
            AtomicBoolean givenBack = new AtomicBoolean();
            int delay = round;
            new ThreadRace()
                    .with(() -> {
                        fresh.getAndAddTail(-STEP);
                        for (int i = 0; i < delay; i++) {
                            Spin.pause();
                        }
                        givenBack.set(true);
                        fresh.getAndAddTail(-3 * STEP);
                    })
                    .with(() -> {
                        assertNull(consumer.apply(fresh));
                        assertTrue(givenBack.get());
                    })
                    .run();
            assertTrue(fresh.isEmpty());
        }
    }

    /** The tail may hint at a segment that consumers have dropped. Then segments are appended after the head's. */
    @Test
    void droppedHintAppendsNoSegments() {
        IntStream.range(0, 16).forEach(i -> injector.push("a"));
        IntStream.range(0, 16).forEach(i -> assertEquals("a", injector.poll()));
        assertNull(injector.poll());
        Segment<String> hint = injector.tailSegmentOpaque();
        assertSame(hint, hint.nextOpaque());
        assertFalse(hint.appendSegments(1));
        assertTrue(Probe.headSegment(injector).appendSegments(64));
        assertEquals(2, Probe.segments(injector), "expected the segments of 32 and of 64 slots");
    }

    @Test
    void offersThatRaceWithClosingLeaveNothingBehind() throws InterruptedException {
        for (int round = 0; round < 2_000; round++) {
            Injector<String> fresh = new Injector<>();
            List<Boolean> accepted = new ArrayList<>();
            new ThreadRace()
                    .with(fresh::close)
                    .with(() -> {
                        for (int i = 0; i < 3; i++) {
                            accepted.add(fresh.offer("a"));
                        }
                    })
                    .with(() -> {
                        while (!fresh.isClosed()) {
                            Thread.onSpinWait();
                        }
                        assertEquals(0, fresh.offerAll(new String[] {"b", "c"}, 0, 2));
                    })
                    .run();
            accepted.removeIf(yes -> !yes);
            assertEquals(accepted.size(), fresh.size());
            accepted.forEach(yes -> assertEquals("a", fresh.poll()));
            assertNull(fresh.poll());
            assertTrue(fresh.isEmpty());
        }
    }

    /** Consumers have dropped the segment of the producer's hint, and the segments after it. */
    @Test
    void producerWithADroppedHintPublishes() {
        Segment<String> first = injector.tailSegmentOpaque();
        IntStream.range(0, 1_000).forEach(i -> injector.push("a"));
        IntStream.range(0, 1_000).forEach(i -> assertEquals("a", injector.poll()));
        assertSame(first, first.nextOpaque());
        long ticket = injector.getAndAddTail(STEP);
        new Stalled<>(injector, first, ticket).publish("b");
        assertEquals("b", injector.poll());
        assertTrue(Probe.segments(injector) <= 2);
    }

    @Test
    void lateElementsComeOutInOrder() throws InterruptedException {
        int each = 30_000;
        int producers = 2;
        Injector<Token> shared = new Injector<>(-30_000);
        Ledger ledger = new Ledger(producers, each);
        ThreadRace threads = new ThreadRace();
        for (int producer = 0; producer < producers; producer++) {
            int me = producer;
            SplittableRandom random = Seeded.random("stalling producer " + me);
            threads.with(() -> {
                for (int number = 0; number < each; number++) {
                    Token token = new Token(me, number);
                    if (random.nextInt(20) > 0) {
                        shared.push(token);
                        continue;
                    }
                    Stalled<Token> stalled = Stalled.in(shared);
                    for (int i = random.nextInt(200); i > 0; i--) {
                        Spin.pause();
                    }
                    stalled.publish(token);
                }
            });
        }
        threads.with(2, () -> {
            Ledger.InOrder mine = ledger.inOrder();
            SplittableRandom random = Seeded.random("consumer beside stalling producers");
            WorkDeque<Token> deque = WorkDeque.lifo();
            while (!ledger.allTaken() && threads.noneFailed()) {
                Token token =
                        random.nextBoolean() ? shared.stealBatchAndPop(deque) : shared.tryPollBatch(deque, 32, null);
                while (token != null) {
                    mine.take(token);
                    token = deque.pop();
                }
                token = random.nextBoolean() ? shared.poll() : shared.tryPoll(null);
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
}
