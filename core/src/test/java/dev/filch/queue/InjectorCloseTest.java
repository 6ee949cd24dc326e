package dev.filch.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Seeded;
import dev.filch.internal.Spin;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A closed injector refuses elements, and gives out all that it accepted before. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InjectorCloseTest {

    private static final long CLOSED = 1;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 16, 17, 500})
    void acceptedElementsCanBePolledAfterTheClose(int count) {
        Injector<Integer> injector = new Injector<>(-20);
        for (int i = 0; i < count; i++) {
            injector.push(i);
        }
        assertFalse(injector.isClosed());
        injector.close();
        assertTrue(injector.isClosed());
        injector.close();
        assertTrue(injector.isClosed());

        assertFalse(injector.offer(-1));
        assertThrows(IllegalStateException.class, () -> injector.push(-1));
        assertThrows(IllegalStateException.class, () -> injector.add(-1));
        assertThrows(IllegalStateException.class, () -> injector.addAll(List.of(-1)));
        assertThrows(NullPointerException.class, () -> injector.offer(null));

        assertEquals(count, injector.size());
        assertEquals(count == 0, injector.isEmpty());
        assertEquals(count, new ArrayList<>(injector).size());
        for (int i = 0; i < count; i++) {
            assertEquals(i, injector.peek());
            assertEquals(i, injector.poll());
        }
        assertNull(injector.poll());
        assertNull(injector.peek());
        assertTrue(injector.isEmpty());
        assertEquals(0, injector.size());
        assertTrue(injector.isClosed());
    }

    @Test
    void batchesTakeAcceptedElementsAfterTheClose() {
        Injector<Integer> injector = new Injector<>();
        for (int i = 0; i < 4; i++) {
            injector.push(i);
        }
        injector.close();
        WorkDeque<Integer> deque = WorkDeque.fifo();
        assertEquals(2, injector.stealBatch(deque));
        assertEquals(2, injector.stealBatchAndPop(deque));
        assertEquals(3, injector.stealBatchAndPop(deque));
        assertNull(injector.stealBatchAndPop(deque));
        assertEquals(0, injector.stealBatch(deque));
        assertEquals(2, deque.size());
    }

    /** The closing thread stalls between its two steps. Offers that are refused meanwhile must leave no work behind. */
    @Test
    void refusedOffersLeaveNoWorkForConsumers() {
        Injector<Integer> injector = new Injector<>();
        injector.push(0);
        long tail = injector.tailVolatile();
        assertTrue(injector.casTail(tail, tail | CLOSED));
        assertFalse(injector.offer(1));
        assertTrue(injector.isClosed());
        assertEquals(1, injector.size());
        assertEquals(0, injector.poll());
        assertNull(injector.poll());
        assertTrue(injector.isEmpty());
        assertEquals(0, injector.size());
        assertTrue(Probe.segments(injector) <= 2);
    }

    @Test
    void noAcceptedElementIsLostWhenClosingRacesWithOffers() throws InterruptedException {
        SplittableRandom random = Seeded.random("close");
        for (int round = 0; round < 100; round++) {
            closeDuringOffers(random.nextInt(2_000), random.nextInt(16));
        }
    }

    private static void closeDuringOffers(int delay, int start) throws InterruptedException {
        Injector<Token> injector = new Injector<>(-2L * start);
        ConcurrentLinkedQueue<Token> accepted = new ConcurrentLinkedQueue<>();
        ConcurrentLinkedQueue<Token> taken = new ConcurrentLinkedQueue<>();
        ThreadRace threads = new ThreadRace();
        for (int producer = 0; producer < 2; producer++) {
            int me = producer;
            threads.with(() -> {
                for (int number = 0; ; number++) {
                    Token token = new Token(me, number);
                    if (!injector.offer(token)) {
                        assertTrue(injector.isClosed(), "expected a refusal only after the close");
                        break;
                    }
                    accepted.add(token);
                }
                assertFalse(injector.offer(new Token(me, -1)), "expected the injector to stay closed");
            });
        }
        threads.with(() -> {
            for (int i = 0; i < delay; i++) {
                Spin.pause();
            }
            injector.close();
            assertTrue(injector.isClosed());
        });
        threads.with(() -> {
            while (threads.noneFailed()) {
                boolean closed = injector.isClosed();
                Token token = injector.poll();
                if (token != null) {
                    taken.add(token);
                } else if (closed) {
                    break;
                }
            }
        });
        threads.run();
        assertNull(injector.poll(), "expected no element after a null from a closed injector");
        assertTrue(injector.isEmpty());
        assertEquals(0, injector.size());
        assertEquals(ofProducer(0, accepted), ofProducer(0, taken));
        assertEquals(ofProducer(1, accepted), ofProducer(1, taken));
    }

    private static List<Token> ofProducer(int producer, Iterable<Token> tokens) {
        List<Token> own = new ArrayList<>();
        for (Token token : tokens) {
            if (token.producer() == producer) {
                own.add(token);
            }
        }
        return own;
    }
}
