package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Spin;
import dev.filch.internal.Together;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which task a worker chooses, and what the queues say about themselves. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StealingSourceTest {

    /** Fewer choices than this are all made by the ordinary rule. */
    private static final int FIRST_FAIR_CHOICE = 31;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void looksEverywhereInTheOrderOfUrgency(boolean lifo) {
        SourceProbe pool = new SourceProbe(2, lifo);
        pool.push(1, "other's low", Lane.LOW);
        pool.push(1, "other's normal", Lane.NORMAL);
        pool.submit("injected low", Lane.LOW);
        pool.push(0, "own low", Lane.LOW);
        pool.submit("injected normal", Lane.NORMAL);
        pool.push(0, "own normal", Lane.NORMAL);
        pool.push(1, "other's high", Lane.HIGH);
        pool.submit("injected high", Lane.HIGH);
        pool.push(0, "own high", Lane.HIGH);
        assertEquals(List.of("own high", "injected high", "other's high", "own normal", "injected normal", "own low",
                "injected low", "other's normal", "other's low", "null"), pool.choices(0, 10));
    }

    @ParameterizedTest
    @EnumSource(Lane.class)
    void aWorkerTakesItsOwnNewestOrOldestFirst(Lane lane) {
        for (boolean lifo : new boolean[] {true, false}) {
            SourceProbe pool = new SourceProbe(3, lifo);
            for (int i = 1; i <= 5; i++) {
                pool.push(0, "task" + i, lane);
            }
            assertEquals(lifo ? List.of("task5", "task4", "task3", "task2", "task1")
                    : List.of("task1", "task2", "task3", "task4", "task5"), pool.choices(0, 5));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatComesFromOutsideIsTakenInItsOrder(boolean lifo) {
        SourceProbe pool = new SourceProbe(1, lifo);
        List<String> names = IntStream.range(0, FIRST_FAIR_CHOICE - 1).mapToObj(i -> "task" + i).toList();
        names.forEach(name -> pool.submit(name, Lane.NORMAL));
        assertEquals(names, pool.choices(0, names.size()));
        assertEquals("null", pool.choice(0));
    }

    @Test
    void aBatchIsWorthAShareOfTheInjectorAndCanBeStolen() {
        SourceProbe pool = new SourceProbe(4, true);
        for (int i = 0; i < 8; i++) {
            pool.submit("task" + i, Lane.NORMAL);
        }
        // Half of 8 would be 4; but each of 4 workers is to have 8 / 4 and one more.
        assertEquals("task0", pool.choice(0));
        assertEquals("queued HIGH 0+0 NORMAL 5+2 LOW 0+0", pool.source.describeQueued());
        // Another one takes from the injector, until that is empty, and then from the first one's deque.
        Set<String> rest = new HashSet<>(pool.choices(1, 7));
        assertEquals(Set.of("task1", "task2", "task3", "task4", "task5", "task6", "task7"), rest);
        assertFalse(pool.source.hasWork());
        assertEquals("null", pool.choice(0));
    }

    /**
     * While a batch is on its way, it is in no queue; who looked then and went to sleep must be woken. What a worker
     * takes alone needs no one else.
     */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoeverMovesABatchWakesAnother(boolean steals) {
        for (int tasks = 1; tasks <= 4; tasks++) {
            SourceProbe pool = new SourceProbe(3, true);
            pool.crew.idleState().goIdle(2, false);
            for (int i = 0; i < tasks; i++) {
                if (steals) {
                    pool.push(1, "task", Lane.NORMAL);
                } else {
                    pool.submit("task", Lane.NORMAL);
                }
            }
            assertEquals("task", pool.choice(0));
            assertEquals(tasks < 3 ? "1 idle, 0 searching" : "0 idle, 1 searching", pool.crew.idleState().toString());
        }
    }

    @Test
    void thiefStartsAtAnyVictimAndFindsEachOne() {
        for (int victim = 1; victim < 64; victim++) {
            SourceProbe pool = new SourceProbe(64, true);
            pool.push(victim, "task", Lane.NORMAL);
            assertEquals("task", pool.choice(0));
            assertEquals(1, pool.workers[0].metrics().successfulSteals());
        }
        Set<String> first = new HashSet<>();
        SourceProbe pool = new SourceProbe(4, true);
        for (int i = 0; i < FIRST_FAIR_CHOICE - 1; i++) {
            for (int victim = 1; victim < 4; victim++) {
                pool.push(victim, "from" + victim, Lane.NORMAL);
            }
            first.add(pool.choice(0));
            pool.source.drainTo(new ArrayList<>());
        }
        assertEquals(Set.of("from1", "from2", "from3"), first);
    }

    @Test
    void closedItTakesNothingMoreFromOutsideAndGivesOutWhatItHas() {
        SourceProbe pool = new SourceProbe(2, true);
        pool.submit("injected", Lane.LOW);
        pool.source.close();
        for (Lane lane : Lane.values()) {
            assertFalse(pool.source.offer(new SourceProbe.Named("late"), lane));
        }
        pool.push(0, "pushed", Lane.NORMAL);
        assertEquals(List.of("pushed", "injected", "null"), pool.choices(0, 3));
    }

    @Test
    void hasWorkSeesEveryPlace() {
        for (Lane lane : Lane.values()) {
            SourceProbe pool = new SourceProbe(2, true);
            assertFalse(pool.source.hasWork());
            pool.submit("task", lane);
            assertTrue(pool.source.hasWork());
            assertEquals("task", pool.choice(1));
            assertFalse(pool.source.hasWork());
            for (int worker = 0; worker < 2; worker++) {
                pool.push(worker, "task", lane);
                assertTrue(pool.source.hasWork());
                assertEquals("task", pool.choice(worker));
                assertFalse(pool.source.hasWork());
            }
        }
    }

    @Test
    void drainsEveryPlaceMostUrgentFirst() {
        SourceProbe pool = new SourceProbe(2, true);
        for (Lane lane : new Lane[] {Lane.LOW, Lane.NORMAL, Lane.HIGH}) {
            pool.push(1, lane + " of 1", lane);
            pool.push(0, lane + " of 0", lane);
            pool.submit(lane + " injected", lane);
        }
        List<Runnable> drained = new ArrayList<>();
        pool.source.drainTo(drained);
        assertEquals("[HIGH injected, HIGH of 0, HIGH of 1, NORMAL injected, NORMAL of 0, NORMAL of 1, LOW injected,"
                + " LOW of 0, LOW of 1]", drained.toString());
        assertFalse(pool.source.hasWork());
    }

    @Test
    void claimedIsOnlyWhatTheWorkerHasInItsOwnDeques() {
        SourceProbe pool = new SourceProbe(2, true);
        pool.submit("injected", Lane.HIGH);
        pool.push(1, "other's", Lane.HIGH);
        pool.push(0, "low", Lane.LOW);
        pool.push(0, "high", Lane.HIGH);
        assertEquals("high", pool.source.nextClaimed(pool.workers[0]).toString());
        assertEquals("low", pool.source.nextClaimed(pool.workers[0]).toString());
        assertNull(pool.source.nextClaimed(pool.workers[0]));
    }

    @Test
    void countsStealsAndNotOtherTakings() {
        SourceProbe pool = new SourceProbe(2, true);
        pool.push(0, "own", Lane.NORMAL);
        pool.submit("injected", Lane.NORMAL);
        pool.choices(0, 3);
        assertEquals(0, pool.workers[0].metrics().stealAttempts());
        pool.push(1, "other's", Lane.NORMAL);
        pool.choices(0, 2);
        assertEquals(1, pool.workers[0].metrics().stealAttempts());
        assertEquals(1, pool.workers[0].metrics().successfulSteals());
    }

    /** Two thieves, and one task that only one of them can get. */
    @Test
    void aLostRaceIsNoSuccess() throws Exception {
        SourceProbe pool = new SourceProbe(3, true);
        int rounds = 200;
        AtomicInteger pushed = new AtomicInteger();
        AtomicInteger looked = new AtomicInteger();
        List<Integer> stolen = Together.run(2, index -> {
            int count = 0;
            for (int round = 1; round <= rounds; round++) {
                if (index == 0) {
                    pool.push(0, "task", Lane.NORMAL);
                    pushed.set(round);
                }
                while (pushed.get() < round) {
                    Spin.pause();
                }
                count += pool.choice(1 + index).equals("task") ? 1 : 0;
                looked.incrementAndGet();
                while (looked.get() < 2 * round) {
                    Spin.pause();
                }
            }
            return count;
        });
        assertEquals(rounds, stolen.get(0) + stolen.get(1));
        assertEquals((long) stolen.get(0), pool.workers[1].metrics().successfulSteals());
        assertEquals((long) stolen.get(1), pool.workers[2].metrics().successfulSteals());
    }
}
