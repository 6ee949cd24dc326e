package dev.filch.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Seeded;
import dev.filch.queue.InjectorFields.Segment;
import java.util.AbstractCollection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches of offers: order, refusal, an array that changes meanwhile, and concurrent operations. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InjectorOfferAllTest {

    private static final long STEP = Segment.STEP;

    private final Injector<Integer> injector = new Injector<>();

    private static Integer[] numbers(int from, int to) {
        return IntStream.range(from, to).boxed().toArray(Integer[]::new);
    }

    private List<Integer> pollAll() {
        List<Integer> polled = new ArrayList<>();
        for (Integer element = injector.poll(); element != null; element = injector.poll()) {
            polled.add(element);
        }
        return polled;
    }

    @Test
    void illegalArgumentsAddNothing() {
        Integer[] withNull = {1, 2, null};
        assertThrows(NullPointerException.class, () -> injector.offerAll(null, 0, 0));
        assertThrows(NullPointerException.class, () -> injector.offerAll(withNull, 0, 3));
        assertThrows(IndexOutOfBoundsException.class, () -> injector.offerAll(withNull, -1, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> injector.offerAll(withNull, 0, 4));
        assertThrows(IndexOutOfBoundsException.class, () -> injector.offerAll(withNull, 2, 1));
        assertThrows(NullPointerException.class, () -> injector.pushAll(null));
        assertThrows(NullPointerException.class, () -> injector.pushAll(Arrays.asList(withNull)));
        assertThrows(IllegalArgumentException.class, () -> injector.pushAll(injector));
        assertEquals(0, injector.offerAll(withNull, 3, 3));
        injector.pushAll(List.of());
        assertTrue(injector.isEmpty(), "expected none of these calls to add an element");
        assertEquals(0, injector.size(), "expected none of these calls to take a ticket");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 15, 16, 17, 63, 64, 65, 1_000, 5_000})
    void elementsOfABatchComeOutInOrder(int count) {
        injector.push(-1);
        assertEquals(count, injector.offerAll(numbers(0, count), 0, count));
        assertEquals(count + 1, injector.size());
        injector.pushAll(List.of(numbers(count, count + 3)));
        assertEquals(IntStream.range(-1, count + 3).boxed().toList(), pollAll());
    }

    @Test
    void closedInjectorRefusesBatches() {
        injector.push(1);
        injector.close();
        assertEquals(0, injector.offerAll(numbers(2, 4), 0, 2));
        IllegalStateException refused =
                assertThrows(IllegalStateException.class, () -> injector.pushAll(List.of(2, 3)));
        assertTrue(refused.getMessage().contains("0 of 2"), refused::getMessage);
        assertEquals(List.of(1), pollAll());
    }

    /** pushAll first copies the collection to an array. addAll adds one element after the other. */
    @Test
    void pushAllAddsNothingIfTheCollectionThrows() {
        Collection<Integer> failing = new AbstractCollection<>() {
            @Override
            public Iterator<Integer> iterator() {
                return IntStream.range(1, 4).map(number -> number < 3 ? number : 1 / 0).iterator();
            }

            @Override
            public int size() {
                return 3;
            }
        };
        injector.push(0);
        assertThrows(ArithmeticException.class, () -> injector.pushAll(failing));
        assertEquals(1, injector.size(), "expected no ticket to be taken");
        assertThrows(ArithmeticException.class, () -> injector.addAll(failing));
        injector.pushAll(List.of(3, 4));
        assertEquals(List.of(0, 1, 2, 3, 4), pollAll());
        assertEquals(0, injector.size());
    }

    /** If a null that is stored during the call were published, consumers would wait for its element for ever. */
    @Test
    void arrayIsReadOnce() throws InterruptedException {
        for (int round = 0; round < 2_000; round++) {
            Injector<Integer> fresh = new Injector<>();
            Integer[] array = numbers(0, 40);
            int[] added = new int[1];
            new ThreadRace()
                    .with(() -> Arrays.fill(array, null))
                    .with(() -> {
                        try {
                            added[0] = fresh.offerAll(array, 0, array.length);
                        } catch (NullPointerException e) {
                            added[0] = 0;
                        }
                    })
                    .run();
            assertEquals(IntStream.range(0, added[0]).boxed().toList(),
                    Stream.generate(fresh::poll).limit(added[0]).toList());
            assertNull(fresh.poll());
        }
    }

    @Test
    void concurrentBatchesComeOutOnceInTheOrderOfTheirProducer() throws InterruptedException {
        int each = 60_000;
        int producers = 3;
        Injector<Token> shared = new Injector<>(-each);
        Ledger ledger = new Ledger(producers, each);
        ThreadRace threads = new ThreadRace();
        for (int producer = 0; producer < producers; producer++) {
            int me = producer;
            SplittableRandom random = Seeded.random("producer " + producer);
            threads.with(() -> {
                Token[] tokens = IntStream.range(0, each).mapToObj(number -> new Token(me, number))
                        .toArray(Token[]::new);
                for (int next = 0; next < each; ) {
                    int to = Math.min(each, next + 1 + random.nextInt(100));
                    next += shared.offerAll(tokens, next, to);
                }
            });
        }
        threads.with(2, () -> {
            Ledger.InOrder mine = ledger.inOrder();
            WorkDeque<Token> deque = WorkDeque.fifo();
            while (!ledger.allTaken() && threads.noneFailed()) {
                Token token = shared.stealBatchAndPop(deque);
                while (token != null) {
                    mine.take(token);
                    token = deque.pop();
                }
            }
        });
        threads.with(() -> {
            Ledger.InOrder mine = ledger.inOrder();
            while (!ledger.allTaken() && threads.noneFailed()) {
                Token token = shared.poll();
                if (token != null) {
                    mine.take(token);
                }
            }
        });
        threads.run();
        ledger.assertAllTaken();
        assertEquals(0, shared.size());
    }

    /** If closing cuts a batch short, the result says how many elements were added: the first ones. */
    @Test
    void batchCutShortByClosingAddsItsFirstElements() throws InterruptedException {
        for (int round = 0; round < 500; round++) {
            Injector<Integer> closing = new Injector<>();
            Integer[] all = numbers(0, 300);
            AtomicInteger added = new AtomicInteger();
            new ThreadRace()
                    .with(() -> added.set(closing.offerAll(all, 0, all.length)))
                    .with(closing::close)
                    .run();
            assertEquals(List.of(all).subList(0, added.get()), new ArrayList<>(closing));
            for (int i = 0; i < added.get(); i++) {
                assertEquals(i, closing.poll());
            }
            assertNull(closing.poll());
        }
    }
}
