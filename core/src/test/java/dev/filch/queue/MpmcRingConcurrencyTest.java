package dev.filch.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The ring under contention. */
@ParameterizedClass
@EnumSource
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MpmcRingConcurrencyTest {

    private static final int PRODUCERS = 3;
    private static final int CONSUMERS = 3;

    private final RingKind kind;

    MpmcRingConcurrencyTest(RingKind kind) {
        this.kind = kind;
    }

    static Stream<Arguments> capacitiesAndStrictness() {
        return Stream.of(1, 3, 64)
                .flatMap(capacity -> Stream.of(Arguments.of(capacity, true), Arguments.of(capacity, false)));
    }

    @ParameterizedTest(name = "capacity {0}, strict {1}")
    @MethodSource("capacitiesAndStrictness")
    void eachElementComesOutOnceInTheOrderOfItsProducer(int capacity, boolean strict) throws InterruptedException {
        int each = 40_000;
        // Positions pass from -1 to 0 after a third of the elements.
        MpmcRing<Token> ring = kind.startingAt(capacity, -(PRODUCERS * each / 3 / capacity));
        Ledger ledger = new Ledger(PRODUCERS, each);
        ThreadRace threads = new ThreadRace();
        for (int producer = 0; producer < PRODUCERS; producer++) {
            int me = producer;
            threads.with(() -> {
                for (int number = 0; number < each; number++) {
                    Token token = new Token(me, number);
                    while (!(strict ? ring.offer(token) : ring.relaxedOffer(token)) && threads.noneFailed()) {
                        Thread.yield();
                    }
                }
            });
        }
        threads.with(CONSUMERS, () -> {
            Ledger.InOrder mine = ledger.inOrder();
            while (!ledger.allTaken() && threads.noneFailed()) {
                Token token = strict ? ring.poll() : ring.relaxedPoll();
                if (token == null) {
                    Thread.yield();
                } else {
                    mine.take(token);
                }
            }
        });
        threads.run();
        ledger.assertAllTaken();
        assertTrue(ring.isEmpty());
        assertTrue(Arrays.stream(Probe.elements(ring)).allMatch(Objects::isNull), "a taken element is reachable");
    }

    /** Each thread adds an element and then takes one: no offer finds the ring full, and no poll finds it empty. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void offerFailsOnlyWhenFullAndPollOnlyWhenEmpty(int threads) throws InterruptedException {
        MpmcRing<Integer> ring = kind.create(threads);
        new ThreadRace().with(threads, () -> {
            for (int i = 0; i < 60_000; i++) {
                assertTrue(ring.offer(i), "expected room, since there is a slot for each thread");
                assertNotNull(ring.poll(), "expected an element, since each thread has added one");
            }
        }).run();
    }

    /** With a small capacity, slots are reused while other threads read them. */
    @ParameterizedTest
    @ValueSource(ints = {2, 5})
    void peekAndIteratorNeverGoBack(int capacity) throws InterruptedException {
        int count = 1_000_000;
        MpmcRing<Integer> ring = kind.create(capacity);
        ring.offer(0);
        AtomicInteger taken = new AtomicInteger(-1);
        AtomicBoolean done = new AtomicBoolean();
        ThreadRace threads = new ThreadRace();
        threads.with(() -> {
            for (int i = 0; i < count && threads.noneFailed(); i++) {
                assertTrue(ring.offer(i + 1));
                assertEquals(i, ring.poll());
                taken.setRelease(i);
            }
            done.set(true);
        }).with(() -> {
            int last = -1;
            while (!done.get() && threads.noneFailed()) {
                int before = taken.get();
                Integer peeked = ring.peek();
                assertNotNull(peeked, "expected an element, since there is always one");
                assertTrue(peeked > before, "peek returned an element that was taken before");
                assertTrue(peeked >= last, "peek returned an older element than before");
                last = peeked;
            }
        }).with(() -> {
            while (!done.get() && threads.noneFailed()) {
                int shown = taken.get();
                for (Integer element : ring) {
                    assertTrue(element > shown, "the iterator returned an older element than before");
                    shown = element;
                }
                Object[] array = ring.stream().toArray();
                assertTrue(array.length <= ring.capacity(), () -> "more than the capacity: " + Arrays.toString(array));
            }
        }).run();
    }

    @Test
    void sizeStaysBetweenZeroAndTheCapacity() throws InterruptedException {
        MpmcRing<Integer> ring = kind.create(3);
        AtomicInteger running = new AtomicInteger(2);
        ThreadRace threads = new ThreadRace();
        threads.with(2, () -> {
            for (int i = 0; i < 50_000; i++) {
                ring.offer(i);
                ring.poll();
                ring.offer(i);
                ring.offer(i);
                ring.poll();
                ring.poll();
            }
            running.decrementAndGet();
        }).with(() -> {
            while (running.get() > 0 && threads.noneFailed()) {
                int size = ring.size();
                assertTrue(size >= 0 && size <= 3, () -> "expected a size between 0 and 3, found " + size);
            }
        }).run();
        while (ring.poll() != null) {
            assertTrue(ring.size() >= 0);
        }
        assertEquals(0, ring.size());
    }
}
