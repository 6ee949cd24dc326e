package dev.filch.internal.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.filch.internal.PaddedWord;
import dev.filch.internal.Seeded;
import dev.filch.internal.Together;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GroupStateTest {

    private static final int VERSION_SHIFT = 38;
    private static final int PHASE_SHIFT = 36;
    static final long VERSIONS = 1L << 26;

    static int topOf(long word) {
        return (int) (word & GroupState.MAX_WORKERS);
    }

    /** A state in which all workers are awake, and none searches. */
    private static GroupState allAwake(int workers, int maxSearchers) {
        GroupState state = new GroupState(workers, maxSearchers);
        popAll(state);
        return state;
    }

    private static int popTop(GroupState state) {
        return state.popFirst(worker -> true, false, GroupStateTest::failAfterPush);
    }

    static void failAfterPush(long word) {
        fail("expected no worker to be put back");
    }

    private static void popAll(GroupState state) {
        while (popTop(state) >= 0) {
            // Each call pops one worker.
        }
    }

    @ParameterizedTest
    @CsvSource({
        // top, idle, searching, and whether a group that runs should wake a worker
        "0, 0, 0, false", "0, 0, 1, false", "1, 1, 0, true", "1, 1, 1, false",
        "4095, 4095, 0, true", "4095, 4094, 1, false", "7, 3, 4095, false", "0, 0, 4095, false",
    })
    void readsTheFieldsOfTheWord(int top, int idle, int searching, boolean wantsWaking) {
        for (long version : new long[] {0, 1, VERSIONS - 1, VERSIONS / 2}) {
            for (int phase = GroupState.RUNNING; phase <= GroupState.STOPPED; phase++) {
                long word = version << VERSION_SHIFT | (long) phase << PHASE_SHIFT
                        | (long) searching << 24 | (long) idle << 12 | top;
                assertEquals(idle, GroupState.idle(word));
                assertEquals(searching, GroupState.searching(word));
                assertEquals(phase, GroupState.phase(word));
                assertEquals(phase >= GroupState.DRAINED, GroupState.isOver(word));
                assertEquals(wantsWaking && phase < GroupState.DRAINED, GroupState.wantsWaking(word));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4095})
    void allWorkersAreIdleAtTheStartAndTheFirstIsOnTop(int workers) {
        GroupState state = new GroupState(workers, 1);
        assertEquals(workers + " idle, 0 searching", state.toString());
        assertTrue(state.allIdle(state.wordVolatile()));
        assertEquals(GroupState.RUNNING, GroupState.phase(state.wordVolatile()));
        for (int worker = 0; worker < workers; worker++) {
            assertEquals(worker, popTop(state));
        }
        assertEquals(-1, state.popForWork());
        assertEquals(-1, state.popAny());
        assertEquals(-1, popTop(state));
    }

    @Test
    void popsTheWorkerThatWentIdleLast() {
        GroupState state = allAwake(5, 5);
        for (int worker : new int[] {3, 0, 4, 1, 2}) {
            state.goIdle(worker, false);
        }
        assertTrue(state.allIdle(state.wordVolatile()));
        for (int worker : new int[] {2, 1, 4, 0, 3}) {
            assertEquals(worker, state.popForWork());
            assertEquals(-1, state.popForWork(), "another worker is searching");
            state.endSearch();
        }
        assertEquals(-1, state.popAny());
    }

    @Test
    void popAnyPopsAlthoughAWorkerSearches() {
        GroupState state = allAwake(3, 1);
        state.goIdle(0, false);
        state.goIdle(1, false);
        assertTrue(state.beginSearch());
        assertFalse(state.beginSearch(), "expected no second searcher");
        assertEquals(-1, state.popForWork());
        assertEquals(1, state.popAny());
        assertEquals(0, state.popAny());
        assertEquals("0 idle, 3 searching", state.toString());
    }

    @Test
    void popFirstCountsASearcherOnlyOnRequest() {
        GroupState state = new GroupState(3, 1);
        assertEquals(0, popTop(state));
        assertEquals("2 idle, 0 searching", state.toString());
        assertTrue(state.beginSearch());
        assertEquals(1, popTop(state), "expected a pop although a worker searches");
        assertEquals("1 idle, 1 searching", state.toString());
        assertEquals(2, state.popFirst(worker -> true, true, GroupStateTest::failAfterPush));
        assertEquals("0 idle, 2 searching", state.toString());
        assertEquals(-1, popTop(state));
    }

    /** First, all workers are on the stack in the order of their indices. At the end, all except the found one are. */
    @ParameterizedTest
    @CsvSource({"1, 0", "1, 1", "3, 0", "3, 1", "3, 2", "3, 3", "4095, 4094", "4095, 4095"})
    void popFirstPutsBackTheWorkersThatDoNotMeetTheCondition(int workers, int wanted) {
        GroupState state = new GroupState(workers, 1);
        List<Long> pushes = new ArrayList<>();
        assertEquals(wanted < workers, state.hasIdle(worker -> worker == wanted));
        assertEquals(wanted < workers ? wanted : -1,
                state.popFirst(worker -> worker == wanted, false, pushes::add));
        assertEquals(wanted == 0 ? List.of() : List.of(state.wordVolatile()), pushes);
        assertEquals(wanted == workers, state.allIdle(state.wordVolatile()));
        for (int worker = 0; worker < workers; worker++) {
            if (worker != wanted) {
                assertEquals(worker, popTop(state));
            }
        }
        assertEquals(-1, popTop(state));
    }

    /** Worker 0 goes idle during the check of worker 2, and is popped before it. All are put back in that order. */
    @Test
    void popFirstIncludesWorkersThatGoIdleMeanwhile() {
        GroupState state = new GroupState(3, 1);
        assertEquals(0, popTop(state));
        AtomicBoolean awake = new AtomicBoolean(true);
        assertEquals(-1, state.popFirst(worker -> {
            if (worker == 2 && awake.getAndSet(false)) {
                state.goIdle(0, false);
            }
            return false;
        }, false, word -> { }));
        assertTrue(state.allIdle(state.wordVolatile()));
        for (int worker : new int[] {1, 0, 2}) {
            assertEquals(worker, popTop(state));
        }
    }

    /** Between the check and the CAS, the worker is popped and pushed again, so the check's result may be stale. */
    @Test
    void popFirstChecksAgainIfTheWordHasChanged() {
        GroupState state = new GroupState(1, 1);
        AtomicInteger checks = new AtomicInteger();
        assertEquals(-1, state.popFirst(worker -> {
            if (checks.getAndIncrement() > 0) {
                return false;
            }
            state.goIdle(state.popAny(), true);
            return true;
        }, false, word -> { }));
        assertEquals(2, checks.get());
        assertEquals("1 idle, 0 searching", state.toString());
    }

    @Test
    void noSearchBeginsIfHalfOfTheAwakeWorkersSearch() {
        GroupState state = allAwake(6, 6);
        state.goIdle(0, false);
        assertTrue(state.beginSearch());
        assertTrue(state.beginSearch());
        assertTrue(state.beginSearch(), "two of five search");
        assertFalse(state.beginSearch(), "three of five search");
        state.goIdle(1, true);
        state.goIdle(2, true);
        assertTrue(state.beginSearch(), "one of three searches");
        assertFalse(state.beginSearch(), "two of three search");
    }

    @Test
    void endSearchIsTrueOnlyForTheLastSearcherBesideIdleWorkers() {
        GroupState state = allAwake(4, 2);
        state.goIdle(0, false);
        assertTrue(state.beginSearch());
        assertTrue(state.beginSearch());
        assertFalse(state.endSearch());
        assertTrue(state.endSearch());
        assertTrue(state.beginSearch());
        state.popAny();
        assertFalse(state.endSearch(), "expected false, since the popped worker searches");
        assertFalse(state.endSearch(), "expected false, since no worker is idle");
    }

    @Test
    void wordDiffersAfterAPopAndAPush() {
        GroupState state = new GroupState(1, 1);
        long before = state.wordVolatile();
        state.popAny();
        long after = state.goIdle(0, true);
        assertNotEquals(before, after, "expected another version, which a thread that reads the word twice notices");
        assertEquals(GroupState.idle(before), GroupState.idle(after));
        assertEquals(topOf(before), topOf(after));
    }

    @Test
    void phaseOnlyAdvancesAndKeepsTheCounts() {
        for (int first = GroupState.RUNNING; first <= GroupState.STOPPED; first++) {
            for (int second = GroupState.RUNNING; second <= GroupState.STOPPED; second++) {
                GroupState state = new GroupState(4, 2);
                state.popAny();
                state.advanceTo(first);
                assertEquals(first, GroupState.phase(state.wordVolatile()));
                state.advanceTo(second);
                assertEquals(Math.max(first, second), GroupState.phase(state.wordVolatile()));
                assertEquals("3 idle, 1 searching", state.toString());
                assertEquals(2, topOf(state.wordVolatile()));
            }
        }
    }

    @Test
    void onlyPopAnyAndPopFirstPopOnceTheGroupIsOver() {
        for (int phase : new int[] {GroupState.DRAINED, GroupState.STOPPED}) {
            GroupState state = new GroupState(2, 1);
            state.advanceTo(phase);
            assertEquals(-1, state.popForWork());
            assertEquals(0, popTop(state));
            assertEquals(1, state.popAny());
            assertFalse(state.endSearch());
        }
    }

    @Test
    void shutdownEndsOnlyIfTheWordIsUnchanged() {
        GroupState state = new GroupState(2, 1);
        assertFalse(state.endShutdown(state.wordVolatile()), "the shutdown has not begun");
        state.advanceTo(GroupState.SHUTDOWN);
        long seen = state.wordVolatile();
        state.goIdle(state.popAny(), true);
        assertTrue(state.allIdle(state.wordVolatile()));
        assertFalse(state.endShutdown(seen), "a worker was awake meanwhile");
        assertEquals(GroupState.SHUTDOWN, GroupState.phase(state.wordVolatile()));
        assertTrue(state.endShutdown(state.wordVolatile()));
        assertEquals(GroupState.DRAINED, GroupState.phase(state.wordVolatile()));
        assertFalse(state.endShutdown(state.wordVolatile()), "a shutdown ends only once");
        state.advanceTo(GroupState.STOPPED);
        assertFalse(state.endShutdown(state.wordVolatile()));
    }

    /** The version is in the topmost bits, so it wraps around without a carry into other fields. */
    @Test
    void versionWrapsAround() throws Exception {
        GroupState state = allAwake(4095, 4095);
        beginAtVersion(state, VERSIONS - 2);
        for (int worker = 0; worker < 4095; worker++) {
            state.goIdle(worker, false);
        }
        assertTrue(state.wordVolatile() >>> VERSION_SHIFT < 4095, "expected the version to wrap around");
        assertTrue(state.allIdle(state.wordVolatile()));
        assertEquals(GroupState.RUNNING, GroupState.phase(state.wordVolatile()));
        for (int worker = 4094; worker >= 0; worker--) {
            assertEquals(worker, state.popAny());
        }
        assertEquals("0 idle, 4095 searching", state.toString());
    }

    static void beginAtVersion(GroupState state, long version) throws Exception {
        Field field = GroupState.class.getDeclaredField("word");
        field.setAccessible(true);
        PaddedWord word = (PaddedWord) field.get(state);
        long seen = word.valueVolatile();
        assertTrue(word.casValue(seen, seen & (1L << VERSION_SHIFT) - 1 | version << VERSION_SHIFT));
    }

    /** Workers go idle, and begin and end searches. One waker pops each idle worker. At the end, all counts are 0. */
    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "4, 2"})
    void countsAreExactUnderContention(int workers, int wakers) throws Exception {
        int sleeps = 20_000;
        GroupState state = allAwake(workers, Math.max(1, workers / 2));
        Semaphore[] woken = new Semaphore[workers];
        for (int worker = 0; worker < workers; worker++) {
            woken[worker] = new Semaphore(0);
        }
        AtomicInteger working = new AtomicInteger(workers);
        SplittableRandom seeds = Seeded.random("GroupStateTest.contention");
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
                    // The waker has counted this worker as searching.
                    state.endSearch();
                }
                working.decrementAndGet();
                return null;
            }
            while (working.get() > 0) {
                int wanted = random.nextInt(workers);
                int worker = switch (random.nextInt(3)) {
                    case 0 -> state.popForWork();
                    case 1 -> state.popAny();
                    default -> state.popFirst(each -> each == wanted, true, word -> { });
                };
                if (worker >= 0) {
                    assertEquals(0, woken[worker].availablePermits(), "woken twice");
                    woken[worker].release();
                }
            }
            return null;
        });
        assertEquals("0 idle, 0 searching", state.toString());
        assertEquals(0, topOf(state.wordVolatile()));
    }
}
