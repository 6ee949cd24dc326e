package dev.filch.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Seeded;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The injector under contention. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InjectorConcurrencyTest {

    private static final int PRODUCERS = 3;
    private static final Token CONTENDED = new Token(-1, -1);

    private static ThreadRace producers(Injector<Token> injector, int each) {
        ThreadRace threads = new ThreadRace();
        for (int producer = 0; producer < PRODUCERS; producer++) {
            int me = producer;
            threads.with(() -> {
                for (int number = 0; number < each; number++) {
                    injector.push(new Token(me, number));
                }
            });
        }
        return threads;
    }

    @Test
    void eachElementIsPolledOnceInTheOrderOfItsProducer() throws InterruptedException {
        int each = 100_000;
        // Positions pass from -2 to 0 after a third of the elements.
        Injector<Token> injector = new Injector<>(-PRODUCERS * each / 3 * 2);
        Ledger ledger = new Ledger(PRODUCERS, each);
        ThreadRace threads = producers(injector, each);
        threads.with(3, () -> {
            Ledger.InOrder mine = ledger.inOrder();
            while (!ledger.allTaken() && threads.noneFailed()) {
                Token token = injector.poll();
                if (token != null) {
                    mine.take(token);
                }
            }
        });
        threads.run();
        ledger.assertAllTaken();
        assertTrue(injector.isEmpty());
    }

    /** A consumer takes the elements in order: singly, in batches, and from the deque of a batch. */
    @ParameterizedTest(name = "into lifo deques: {0}")
    @ValueSource(booleans = {true, false})
    void mixedPollsAndBatchesTakeEachElementOnceInOrder(boolean lifo) throws InterruptedException {
        int each = 60_000;
        Injector<Token> injector = new Injector<>(Long.MAX_VALUE - 1 - each);
        Ledger ledger = new Ledger(PRODUCERS, each);
        ThreadRace threads = producers(injector, each);
        for (int consumer = 0; consumer < 3; consumer++) {
            SplittableRandom random = Seeded.random("injector consumer " + consumer);
            threads.with(() -> {
                Ledger.InOrder mine = ledger.inOrder();
                WorkDeque<Token> deque = WorkDeque.startingAt(lifo, -5, 2);
                while (!ledger.allTaken() && threads.noneFailed()) {
                    Token token = takeAtRandom(injector, deque, random);
                    while (token != null) {
                        mine.take(token);
                        token = deque.pop();
                    }
                }
            });
        }
        threads.run();
        ledger.assertAllTaken();
        assertTrue(injector.isEmpty());
        assertEquals(0, injector.size());
    }

    private static Token takeAtRandom(Injector<Token> injector, WorkDeque<Token> deque, SplittableRandom random) {
        switch (random.nextInt(5)) {
            case 0:
                return injector.poll();
            case 1:
                return unlessContended(injector.tryPoll(CONTENDED));
            case 2:
                return unlessContended(injector.tryPollBatch(deque, 1 + random.nextInt(50), CONTENDED));
            case 3:
                return injector.stealBatchAndPopWithLimit(deque, 1 + random.nextInt(50));
            default:
                int moved = injector.stealBatchWithLimit(deque, 1 + random.nextInt(50));
                assertEquals(deque.size(), moved);
                return deque.pop();
        }
    }

    private static Token unlessContended(Token token) {
        return token == CONTENDED ? null : token;
    }

    /** Each thread adds an element before it takes one, so no poll finds the injector empty. */
    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void pollReturnsNullOnlyWhenEmpty(int threads) throws InterruptedException {
        Injector<Integer> injector = new Injector<>();
        new ThreadRace().with(threads, () -> {
            for (int i = 0; i < 60_000; i++) {
                injector.push(i);
                assertNotNull(injector.poll(), "expected an element, since each thread has added one");
            }
        }).run();
        assertTrue(injector.isEmpty());
    }

    @Test
    void peekAndIteratorNeverGoBack() throws InterruptedException {
        int count = 30_000;
        Injector<Integer> injector = new Injector<>();
        AtomicInteger taken = new AtomicInteger(-1);
        ThreadRace threads = new ThreadRace();
        threads.with(() -> {
            for (int i = 0; i < count && threads.noneFailed(); i++) {
                // Keeps the injector short, so that iterators reach the head.
                while (i - taken.get() > 100 && threads.noneFailed()) {
                    Thread.yield();
                }
                injector.push(i);
            }
        }).with(() -> {
            for (int i = 0; i < count && threads.noneFailed(); i++) {
                Integer element = injector.poll();
                while (element == null && threads.noneFailed()) {
                    Thread.yield();
                    element = injector.poll();
                }
                assertEquals(i, element);
                taken.set(i);
            }
        }).with(() -> {
            int last = -1;
            while (taken.get() < count - 1 && threads.noneFailed()) {
                int before = taken.get();
                Integer peeked = injector.peek();
                if (peeked != null) {
                    assertTrue(peeked > before, "peek returned an element that was taken before");
                    assertTrue(peeked >= last, "peek returned an older element than before");
                    last = peeked;
                }
                int shown = before;
                for (Integer element : injector) {
                    assertTrue(element > shown, "the iterator returned an older element than before");
                    shown = element;
                }
                int size = injector.size();
                assertTrue(size >= 0, () -> "expected a size of at least 0, found " + size);
            }
        }).run();
    }
}
