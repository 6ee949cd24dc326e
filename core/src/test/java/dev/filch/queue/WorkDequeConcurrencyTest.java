package dev.filch.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Seeded;
import java.util.SplittableRandom;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The deque under contention between its owner and several thieves. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WorkDequeConcurrencyTest {

    private static final int THIEVES = 3;
    private static final Token CONTENDED = new Token(-1, -1);

    static Stream<Arguments> flavours() {
        return Stream.of(true, false)
                .flatMap(victim -> Stream.of(Arguments.of(victim, true), Arguments.of(victim, false)));
    }

    /** The owner pushes and pops at random, and its buffer starts with one slot. Thieves use all operations. */
    @ParameterizedTest(name = "lifo {0}, thieves'' lifo {1}")
    @MethodSource("flavours")
    void eachElementIsTakenOnce(boolean lifo, boolean thievesLifo) throws InterruptedException {
        int count = 500_000;
        WorkDeque<Token> deque = WorkDeque.startingAt(lifo, -count / 2, 1);
        Ledger ledger = new Ledger(1, count);
        ThreadRace threads = new ThreadRace();
        SplittableRandom ownersRandom = Seeded.random("owner " + lifo + thievesLifo);
        threads.with(() -> {
            int pushed = 0;
            while (!ledger.allTaken() && threads.noneFailed()) {
                for (int pushes = ownersRandom.nextInt(40); pushes > 0 && pushed < count; pushes--) {
                    deque.push(new Token(0, pushed++));
                }
                for (int pops = ownersRandom.nextInt(40); pops > 0; pops--) {
                    takeIfAny(ledger, deque.pop());
                }
            }
        });
        for (int thief = 0; thief < THIEVES; thief++) {
            SplittableRandom random = Seeded.random("thief " + lifo + thievesLifo + thief);
            threads.with(() -> {
                WorkDeque<Token> own = WorkDeque.startingAt(thievesLifo, Long.MAX_VALUE / WorkDeque.STEP - 100, 1);
                while (!ledger.allTaken() && threads.noneFailed()) {
                    takeIfAny(ledger, stealAtRandom(deque.stealer(), own, random));
                    for (Token token = own.pop(); token != null; token = own.pop()) {
                        ledger.take(token);
                    }
                }
                assertTrue(Probe.holdsNothing(own));
            });
        }
        threads.run();
        ledger.assertAllTaken();
        assertNull(deque.pop());
        assertTrue(deque.isEmpty());
        assertTrue(Probe.holdsNothing(deque));
    }

    private static void takeIfAny(Ledger ledger, Token token) {
        if (token != null && token != CONTENDED) {
            ledger.take(token);
        }
    }

    private static Token stealAtRandom(Stealer<Token> stealer, WorkDeque<Token> own, SplittableRandom random) {
        int limit = 1 + random.nextInt(20);
        switch (random.nextInt(6)) {
            case 0:
                return stealer.steal();
            case 1:
                return stealer.trySteal(CONTENDED);
            case 2:
                assertEquals(stealer.stealBatch(own), own.size());
                return own.pop();
            case 3:
                int moved = stealer.stealBatchWithLimit(own, limit);
                assertEquals(moved, own.size());
                assertTrue(moved <= limit);
                return own.pop();
            case 4:
                return stealer.stealBatchAndPop(own);
            default:
                return stealer.tryStealBatchAndPop(own, limit, CONTENDED);
        }
    }

    /** The deques of all workers are also victims, and batches move between all of them. */
    @ParameterizedTest(name = "lifo {0}, the others'' lifo {1}")
    @MethodSource("flavours")
    void eachElementIsTakenOnceFromSeveralVictims(boolean lifo, boolean othersLifo) throws InterruptedException {
        int workers = 3;
        int each = 150_000;
        Ledger ledger = new Ledger(workers, each);
        ThreadRace threads = new ThreadRace();
        WorkDeque<Token>[] deques = deques(workers, lifo, othersLifo);
        for (int worker = 0; worker < workers; worker++) {
            int me = worker;
            SplittableRandom random = Seeded.random("worker " + lifo + othersLifo + worker);
            threads.with(() -> {
                int pushed = 0;
                while (!ledger.allTaken() && threads.noneFailed()) {
                    for (int pushes = random.nextInt(30); pushes > 0 && pushed < each; pushes--) {
                        deques[me].push(new Token(me, pushed++));
                    }
                    for (int pops = random.nextInt(30); pops > 0; pops--) {
                        takeIfAny(ledger, deques[me].pop());
                    }
                    Stealer<Token> victim = deques[random.nextInt(workers)].stealer();
                    takeIfAny(ledger, random.nextBoolean()
                            ? victim.stealBatchAndPop(deques[me])
                            : victim.tryStealBatchAndPop(deques[me], 8, CONTENDED));
                    victim.stealBatchWithLimit(deques[me], 4);
                }
            });
        }
        threads.run();
        ledger.assertAllTaken();
        for (WorkDeque<Token> deque : deques) {
            assertNull(deque.pop());
            assertTrue(deque.isEmpty());
            assertTrue(Probe.holdsNothing(deque));
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static WorkDeque<Token>[] deques(int workers, boolean lifo, boolean othersLifo) {
        return IntStream.range(0, workers)
                .mapToObj(worker -> WorkDeque.<Token>startingAt(worker == 0 ? lifo : othersLifo, -1000, 2))
                .toArray(WorkDeque[]::new);
    }

    /** All threads empty a deque together. Each thief takes the elements in order, and so does a fifo owner. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void concurrentThievesTakeInOrder(boolean lifo) throws InterruptedException {
        int count = 200_000;
        WorkDeque<Token> deque = WorkDeque.startingAt(lifo, -count / 2, 2);
        for (int number = 0; number < count; number++) {
            deque.push(new Token(0, number));
        }
        Ledger ledger = new Ledger(1, count);
        ThreadRace threads = new ThreadRace();
        threads.with(() -> {
            Ledger.InOrder mine = ledger.inOrder();
            int last = count;
            for (Token token = deque.pop(); token != null; token = deque.pop()) {
                if (lifo) {
                    assertTrue(token.number() < last, "expected a lifo owner to pop newer elements first");
                    last = token.number();
                    ledger.take(token);
                } else {
                    mine.take(token);
                }
            }
        });
        threads.with(THIEVES, () -> {
            Ledger.InOrder mine = ledger.inOrder();
            for (Token token = deque.stealer().steal(); token != null; token = deque.stealer().steal()) {
                mine.take(token);
            }
        });
        threads.run();
        ledger.assertAllTaken();
    }

    /** The buffer grows from the smallest length, while thieves read the slots that are being copied. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void growthLosesNoElementWhileThievesSteal(boolean lifo) throws InterruptedException {
        int count = 1_000;
        for (int round = 0; round < 100; round++) {
            WorkDeque<Token> deque = WorkDeque.startingAt(lifo, -round, 1);
            Ledger ledger = new Ledger(1, count);
            ThreadRace threads = new ThreadRace();
            threads.with(() -> {
                for (int number = 0; number < count; number++) {
                    deque.push(new Token(0, number));
                }
            });
            threads.with(2, () -> {
                Ledger.InOrder mine = ledger.inOrder();
                while (!ledger.allTaken() && threads.noneFailed()) {
                    Token token = deque.stealer().steal();
                    if (token != null) {
                        mine.take(token);
                    }
                }
            });
            threads.run();
            ledger.assertAllTaken();
        }
    }

    /** The owner and a thief race for the only element. Exactly one of them gets it. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void lastElementGoesToOneThread(boolean lifo) throws InterruptedException {
        int rounds = 1_000_000;
        WorkDeque<Token> deque = WorkDeque.startingAt(lifo, -rounds / 2, 2);
        Ledger ledger = new Ledger(1, rounds);
        AtomicBoolean done = new AtomicBoolean();
        ThreadRace threads = new ThreadRace();
        threads.with(() -> {
            for (int number = 0; number < rounds; number++) {
                deque.push(new Token(0, number));
                takeIfAny(ledger, deque.pop());
                assertNull(deque.pop(), "expected the deque to be empty");
            }
            done.set(true);
        });
        threads.with(2, () -> {
            while (!done.get() && threads.noneFailed()) {
                takeIfAny(ledger, deque.stealer().steal());
                assertTrue(deque.size() >= 0);
            }
        });
        threads.run();
        ledger.assertAllTaken();
    }

    /** The owner clears the slots of a replaced buffer. A thief that finds such a slot has lost the race. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void lostAttemptsReturnIfContended(boolean lifo) {
        for (int count : new int[] {1, 2, 4}) {
            WorkDeque<Token> deque = WorkDeque.startingAt(lifo, 0, 4);
            for (int number = 0; number < count; number++) {
                deque.push(new Token(0, number));
            }
            WorkDeque<Token> own = WorkDeque.fifo();
            Object oldest = Probe.clearOldestSlot(deque);
            assertSame(CONTENDED, deque.stealer().trySteal(CONTENDED));
            assertNull(deque.stealer().trySteal(null));
            assertSame(CONTENDED, deque.stealer().tryStealBatchAndPop(own, 3, CONTENDED));
            assertTrue(Probe.holdsNothing(own), "expected a failed batch to leave no element behind");
            assertEquals(count, deque.size());
            Probe.restoreOldestSlot(deque, oldest);
            assertSame(oldest, deque.stealer().trySteal(CONTENDED), "a single thread loses no race");
        }
    }

    /** A thief that has lost a race gets its argument back. Null means that the deque is empty. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void nullIsReturnedOnlyWhenEmpty(boolean lifo) throws InterruptedException {
        AtomicInteger contended = new AtomicInteger();
        for (int round = 0; round < 100 && contended.get() < 100; round++) {
            WorkDeque<Token> deque = WorkDeque.startingAt(lifo, 0, 2);
            int count = 10_000;
            for (int number = 0; number < count; number++) {
                deque.push(new Token(0, number));
            }
            Ledger ledger = new Ledger(1, count);
            new ThreadRace().with(2, () -> {
                WorkDeque<Token> own = WorkDeque.fifo();
                while (!deque.isEmpty()) {
                    Token single = deque.stealer().trySteal(CONTENDED);
                    assertTrue(single != null || deque.isEmpty());
                    Token first = deque.stealer().tryStealBatchAndPop(own, 3, CONTENDED);
                    assertTrue(first != null || deque.isEmpty());
                    if (first == CONTENDED) {
                        assertTrue(Probe.holdsNothing(own), "expected a failed batch to leave no element behind");
                    }
                    contended.addAndGet((single == CONTENDED ? 1 : 0) + (first == CONTENDED ? 1 : 0));
                    takeIfAny(ledger, single);
                    takeIfAny(ledger, first);
                    for (Token token = own.pop(); token != null; token = own.pop()) {
                        ledger.take(token);
                    }
                }
            }).run();
            ledger.assertAllTaken();
        }
    }

    /** All thieves and the owner get elements. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void noThreadStarves(boolean lifo) throws InterruptedException {
        WorkDeque<Token> deque = WorkDeque.startingAt(lifo, 0, 2);
        AtomicIntegerArray taken = new AtomicIntegerArray(THIEVES + 1);
        ThreadRace threads = new ThreadRace();
        CyclicBarrier allStarted = new CyclicBarrier(THIEVES + 1);
        threads.with(() -> {
            allStarted.await();
            for (int number = 0; someStarve(taken) && threads.noneFailed(); number++) {
                deque.push(new Token(0, number));
                deque.push(new Token(0, number));
                if (deque.pop() != null) {
                    taken.incrementAndGet(THIEVES);
                }
            }
        });
        for (int thief = 0; thief < THIEVES; thief++) {
            int me = thief;
            threads.with(() -> {
                allStarted.await();
                while (someStarve(taken) && threads.noneFailed()) {
                    if (deque.stealer().steal() != null) {
                        taken.incrementAndGet(me);
                    }
                }
            });
        }
        threads.run();
    }

    private static boolean someStarve(AtomicIntegerArray taken) {
        return IntStream.range(0, taken.length()).anyMatch(i -> taken.get(i) < 10);
    }
}
