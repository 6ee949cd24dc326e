package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.PaddedWord;
import dev.filch.internal.Together;
import java.lang.reflect.Field;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class IdleStateTest {

    /** What the word means, told without bits. */
    private static final class Model {

        final Deque<Integer> stack = new ArrayDeque<>();
        final boolean[] searches;
        final int mostSearchers;

        Model(int workers, int mostSearchers) {
            searches = new boolean[workers];
            this.mostSearchers = mostSearchers;
        }

        int searching() {
            int count = 0;
            for (boolean each : searches) {
                count += each ? 1 : 0;
            }
            return count;
        }

        int pop(boolean anyway) {
            if (stack.isEmpty() || !anyway && searching() > 0) {
                return -1;
            }
            int worker = stack.pop();
            searches[worker] = true;
            return worker;
        }
    }

    /** An idle state beside its model, and one move that both make. */
    private static final class Pair {

        final IdleState state;
        final Model model;

        Pair(int workers, int mostSearchers) {
            state = new IdleState(workers, mostSearchers);
            model = new Model(workers, mostSearchers);
        }

        /** Makes a move: 0 and 1 wake, the others are what a worker does next; false if it cannot now. */
        boolean move(int move) {
            if (move < 2) {
                int expected = model.pop(move == 1);
                assertEquals(expected, move == 1 ? state.wakeAnyway() : state.wakeForWork());
                return true;
            }
            int worker = (move - 2) / 2;
            if (model.stack.contains(worker)) {
                return false;
            }
            if (move % 2 == 0) {
                long word = state.goIdle(worker, model.searches[worker]);
                model.stack.push(worker);
                model.searches[worker] = false;
                assertEquals(state.wordVolatile(), word);
            } else if (model.searches[worker]) {
                model.searches[worker] = false;
                assertEquals(model.searching() == 0 && !model.stack.isEmpty(), state.endSearch());
            } else {
                model.searches[worker] = model.searching() < model.mostSearchers;
                assertEquals(model.searches[worker], state.beginSearch());
            }
            return true;
        }

        void check() {
            long word = state.wordVolatile();
            assertEquals(model.stack.size(), IdleState.idle(word));
            assertEquals(model.searching(), IdleState.searching(word));
            assertEquals(model.stack.isEmpty() ? 0 : model.stack.peek() + 1, IdleState.top(word));
            assertEquals(model.stack.size() == model.searches.length, state.allIdle(word));
            assertEquals(model.searching() == 0 && !model.stack.isEmpty(), IdleState.wantsWaking(word));
            assertEquals(model.stack.size() + " idle, " + model.searching() + " searching", state.toString());
        }
    }

    @ParameterizedTest
    @CsvSource({
        // top, idle, searching: the counts and the derived answer
        "0, 0, 0, false", "0, 0, 1, false", "1, 1, 0, true", "1, 1, 1, false",
        "4095, 4095, 0, true", "4095, 4094, 1, false", "7, 3, 4095, false", "0, 0, 4095, false",
    })
    void readsItsCounts(int top, int idle, int searching, boolean wantsWaking) {
        for (long version : new long[] {0, 1, (1L << 28) - 1, 1L << 27}) {
            long word = version << 36 | (long) searching << 24 | (long) idle << 12 | top;
            assertEquals(top, IdleState.top(word));
            assertEquals(idle, IdleState.idle(word));
            assertEquals(searching, IdleState.searching(word));
            assertEquals(wantsWaking, IdleState.wantsWaking(word));
        }
    }

    @Test
    void startsWithAllAwake() {
        Pair pair = new Pair(3, 1);
        pair.check();
        assertEquals(0, pair.state.wordVolatile());
        assertEquals(-1, pair.state.wakeForWork());
        assertEquals(-1, pair.state.wakeAnyway());
    }

    @Test
    void wakesTheLastToGoIdle() {
        IdleState state = new IdleState(5, 5);
        for (int worker : new int[] {3, 0, 4, 1, 2}) {
            state.goIdle(worker, false);
        }
        assertTrue(state.allIdle(state.wordVolatile()));
        for (int worker : new int[] {2, 1, 4, 0, 3}) {
            assertEquals(worker, state.wakeForWork());
            assertEquals(-1, state.wakeForWork(), "someone is searching");
            state.endSearch();
        }
        assertEquals(-1, state.wakeAnyway());
    }

    @Test
    void wakesAnywayThoughOthersSearch() {
        IdleState state = new IdleState(3, 1);
        state.goIdle(0, false);
        state.goIdle(1, false);
        assertTrue(state.beginSearch());
        assertFalse(state.beginSearch(), "one is enough");
        assertEquals(-1, state.wakeForWork());
        assertEquals(1, state.wakeAnyway());
        assertEquals(0, state.wakeAnyway());
        assertEquals("0 idle, 3 searching", state.toString());
    }

    @Test
    void onlyTheLastSearchOfAllAsksForAnotherLook() {
        IdleState state = new IdleState(3, 2);
        state.goIdle(0, false);
        assertTrue(state.beginSearch());
        assertTrue(state.beginSearch());
        assertFalse(state.endSearch());
        assertTrue(state.endSearch());
        assertTrue(state.beginSearch());
        state.wakeAnyway();
        assertFalse(state.endSearch(), "the one who was woken searches");
        assertFalse(state.endSearch(), "nobody sleeps");
    }

    @Test
    void everyPushAndPopChangesTheWordForGood() {
        IdleState state = new IdleState(1, 1);
        long before = state.goIdle(0, false);
        state.wakeAnyway();
        long after = state.goIdle(0, true);
        assertNotEquals(before, after, "who has looked twice must notice");
        assertEquals(IdleState.idle(before), IdleState.idle(after));
        assertEquals(IdleState.top(before), IdleState.top(after));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void doesWhatTheModelDoesInAllShortHistories(int workers) {
        int length = 8 - workers;
        for (int mostSearchers = 1; mostSearchers <= workers; mostSearchers++) {
            int moves = 2 + 2 * workers;
            for (long history = 0, all = Math.round(Math.pow(moves, length)); history < all; history++) {
                Pair pair = new Pair(workers, mostSearchers);
                long rest = history;
                for (int i = 0; i < length && pair.move((int) (rest % moves)); i++) {
                    rest /= moves;
                }
                pair.check();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 64, 4095})
    void doesWhatTheModelDoesInALongHistory(int workers) throws Exception {
        SplittableRandom random = Seeded.random("IdleStateTest.longHistory" + workers);
        Pair pair = new Pair(workers, Math.max(1, workers / 2));
        beginAtVersion(pair.state, (1L << 28) - 500);
        for (int i = 0; i < 20_000; i++) {
            // Wakes as often as anything else, so that the stack goes up and down.
            pair.move(random.nextInt(3) == 0 ? random.nextInt(2) : 2 + random.nextInt(2 * workers));
            if (workers < 100) {
                pair.check();
            }
        }
        pair.check();
    }

    /** The version is in the topmost bits: it begins again at 0 and disturbs nothing. */
    @Test
    void theVersionWrapsAround() throws Exception {
        IdleState state = new IdleState(4095, 4095);
        beginAtVersion(state, (1L << 28) - 2);
        for (int worker = 0; worker < 4095; worker++) {
            state.goIdle(worker, false);
        }
        assertTrue(state.allIdle(state.wordVolatile()));
        for (int worker = 4094; worker >= 0; worker--) {
            assertEquals(worker, state.wakeAnyway());
        }
        assertEquals("0 idle, 4095 searching", state.toString());
    }

    private static void beginAtVersion(IdleState state, long version) throws Exception {
        Field word = IdleState.class.getDeclaredField("word");
        word.setAccessible(true);
        assertTrue(((PaddedWord) word.get(state)).casValue(0, version << 36));
    }

    /**
     * Workers go idle, search and stop; wakers wake. Each sleep is ended by one waker, and in the end all counts are 0.
     */
    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "4, 2"})
    void countsRightUnderContention(int workers, int wakers) throws Exception {
        int sleeps = 20_000;
        IdleState state = new IdleState(workers, Math.max(1, workers / 2));
        Semaphore[] woken = new Semaphore[workers];
        for (int worker = 0; worker < workers; worker++) {
            woken[worker] = new Semaphore(0);
        }
        AtomicInteger working = new AtomicInteger(workers);
        SplittableRandom seeds = Seeded.random("IdleStateTest.contention");
        SplittableRandom[] randoms = new SplittableRandom[workers + wakers];
        for (int i = 0; i < randoms.length; i++) {
            randoms[i] = seeds.split();
        }
        Together.run(workers + wakers, index -> {
            SplittableRandom random = randoms[index];
            if (index < workers) {
                for (int i = 0; i < sleeps; i++) {
                    boolean searching = false;
                    if (random.nextBoolean() && state.beginSearch()) {
                        searching = random.nextBoolean();
                        if (!searching) {
                            state.endSearch();
                        }
                    }
                    state.goIdle(index, searching);
                    woken[index].acquire();
                    // Whoever woke this worker has counted it as searching.
                    state.endSearch();
                }
                working.decrementAndGet();
                return null;
            }
            while (working.get() > 0) {
                int worker = random.nextBoolean() ? state.wakeForWork() : state.wakeAnyway();
                if (worker >= 0) {
                    assertEquals(0, woken[worker].availablePermits(), "woken twice");
                    woken[worker].release();
                }
            }
            return null;
        });
        assertEquals("0 idle, 0 searching", state.toString());
        assertEquals(0, IdleState.top(state.wordVolatile()));
    }
}
