package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which task a worker chooses, one choice at a time: the workers have no threads, the test chooses for them. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StealingSourceTest {

    /** How many choices a worker makes until it has begun once in each place that the fair choices begin in. */
    private static final int FAIR_ROUND = 279;

    private static final int WORKERS = 3;

    /** Fewer choices than this are all made by the ordinary rule. */
    private static final int FIRST_FAIR_CHOICE = 31;

    private record Named(String name) implements Runnable {
        @Override
        public void run() {
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** The queues of a pool and its workers. */
    private static final class Pool {

        final StealingSource source;
        final Worker[] workers;

        Pool(int count, boolean lifo) {
            source = new StealingSource(count, lifo);
            PoolSettings settings = new PoolSettings(count, "test", true, null, null, false);
            workers = new Crew(settings, source, index -> WorkerMetrics.untimed()).workers();
        }

        void submit(String name, Lane lane) {
            assertTrue(source.offer(new Named(name), lane));
        }

        void push(int worker, String name, Lane lane) {
            source.push(workers[worker], new Named(name), lane);
        }

        /** What a worker chooses, as text: null is "null". */
        String choice(int worker) {
            return String.valueOf(source.next(workers[worker]));
        }

        List<String> choices(int worker, int count) {
            return IntStream.range(0, count).mapToObj(i -> choice(worker)).toList();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void looksEverywhereInTheOrderOfUrgency(boolean lifo) {
        Pool pool = new Pool(2, lifo);
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
            Pool pool = new Pool(WORKERS, lifo);
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
        Pool pool = new Pool(1, lifo);
        List<String> names = IntStream.range(0, FIRST_FAIR_CHOICE - 1).mapToObj(i -> "task" + i).toList();
        names.forEach(name -> pool.submit(name, Lane.NORMAL));
        assertEquals(names, pool.choices(0, names.size()));
        assertEquals("null", pool.choice(0));
    }

    @Test
    void aBatchIsWorthAShareOfTheInjectorAndCanBeStolen() {
        Pool pool = new Pool(2, true);
        for (int i = 0; i < 8; i++) {
            pool.submit("task" + i, Lane.NORMAL);
        }
        // Up to half of 8, but no more than 8 / 2 + 1.
        assertEquals("task0", pool.choice(0));
        assertEquals("queued HIGH 0+0 NORMAL 4+3 LOW 0+0", pool.source.describeQueued());
        // The other one takes from the injector, until that is empty, and then from the first one's deque.
        Set<String> rest = new HashSet<>(pool.choices(1, 7));
        assertEquals(Set.of("task1", "task2", "task3", "task4", "task5", "task6", "task7"), rest);
        assertFalse(pool.source.hasWork());
        assertEquals("null", pool.choice(0));
    }

    /** A thief must not pass by HIGH work because it got into the victim's deque from the injector, and not by a push. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void highTasksThatCameInABatchAreTakenBeforeOwnNormalOnes(boolean lifo) {
        Pool pool = new Pool(2, lifo);
        for (int i = 1; i <= 4; i++) {
            pool.submit("high" + i, Lane.HIGH);
        }
        assertEquals("high1", pool.choice(0));
        assertEquals("queued HIGH 2+1 NORMAL 0+0 LOW 0+0", pool.source.describeQueued());
        for (int i = 1; i <= 4; i++) {
            pool.push(1, "normal", Lane.NORMAL);
        }
        assertEquals(Set.of("high2", "high3", "high4"), new HashSet<>(pool.choices(1, 3)));
        assertEquals("normal", pool.choice(1));
    }

    @Test
    void highTasksThatWereStolenInABatchAreTakenBeforeOwnNormalOnes() {
        Pool pool = new Pool(3, true);
        for (int i = 1; i <= 4; i++) {
            pool.push(0, "high" + i, Lane.HIGH);
        }
        assertEquals("high1", pool.choice(1));
        assertEquals("high4", pool.choice(0));
        assertEquals("high3", pool.choice(0));
        // Worker 0 finds no HIGH work of its own any more; worker 1 still has high2, which worker 2 must see.
        pool.push(2, "normal", Lane.NORMAL);
        assertEquals("high2", pool.choice(2));
        assertEquals("normal", pool.choice(2));
    }

    @Test
    void theAnnouncementOfHighWorkIsWithdrawnAndRenewed() {
        Pool pool = new Pool(2, true);
        for (int round = 0; round < 5; round++) {
            pool.push(0, "high", Lane.HIGH);
            pool.push(1, "normal", Lane.NORMAL);
            assertEquals("high", pool.choice(1));
            assertEquals("normal", pool.choice(1));
            assertEquals("null", pool.choice(1));
        }
    }

    static Stream<Arguments> placesToStarveIn() {
        return Stream.of(Lane.values()).flatMap(lane -> Stream.of("injector", "own deque", "other's deque")
                .flatMap(place -> Stream.of(true, false).map(lifo -> Arguments.of(lane, place, lifo))));
    }

    /**
     * A worker whose tasks always leave it another HIGH one in its own deque still comes to everything else: the fair choices take
     * one task from each place in every round. In the own deque of a fifo worker, HIGH tasks come in their turn anyhow.
     */
    @ParameterizedTest
    @MethodSource("placesToStarveIn")
    void nothingStarvesUnderEndlessHighWork(Lane lane, String place, boolean lifo) {
        int waiting = 5;
        Pool pool = new Pool(WORKERS, lifo);
        pool.push(0, "load", Lane.HIGH);
        pool.choices(0, 1);
        for (int i = 0; i < waiting; i++) {
            switch (place) {
                case "injector" -> pool.submit("waiting" + i, lane);
                case "own deque" -> pool.push(0, "waiting" + i, lane);
                default -> pool.push(1 + i % 2, "waiting" + i, lane);
            }
        }
        List<String> seen = new ArrayList<>();
        int choices = 0;
        while (seen.size() < waiting) {
            pool.push(0, "load", Lane.HIGH);
            String choice = pool.choice(0);
            choices++;
            if (!choice.equals("load")) {
                seen.add(choice);
            }
            assertTrue(choices <= FAIR_ROUND * (seen.size() + 1), () -> seen + " after so many choices");
        }
        if (place.equals("injector") && lane != Lane.HIGH) {
            assertEquals(List.of("waiting0", "waiting1", "waiting2", "waiting3", "waiting4"), seen);
        }
    }

    /** All workers have HIGH work without end; what waits for longest still gets its turn, whichever worker finds it. */
    @ParameterizedTest
    @EnumSource(Lane.class)
    void nothingInTheInjectorStarvesWhenAllWorkersAreBusy(Lane lane) {
        Pool pool = new Pool(WORKERS, true);
        pool.submit("waiting", lane);
        for (int choices = 0; choices < FAIR_ROUND; choices++) {
            for (int worker = 0; worker < WORKERS; worker++) {
                pool.push(worker, "load", Lane.HIGH);
                if (pool.choice(worker).equals("waiting")) {
                    return;
                }
            }
        }
        throw new AssertionError("starved: " + pool.source.describeQueued());
    }

    /** A busy pool makes 2^31 choices within minutes. */
    @Test
    void goesOnWhenTheCountOfChoicesWrapsAround() throws Exception {
        Pool pool = new Pool(WORKERS, true);
        Field fetches = Worker.class.getDeclaredField("fetches");
        fetches.setAccessible(true);
        fetches.setInt(pool.workers[0], Integer.MAX_VALUE - FAIR_ROUND);
        pool.submit("waiting0", Lane.LOW);
        pool.submit("waiting1", Lane.LOW);
        pool.submit("waiting2", Lane.LOW);
        int found = 0;
        for (int i = 0; i < 4 * FAIR_ROUND; i++) {
            pool.push(0, "load", Lane.HIGH);
            found += pool.choice(0).startsWith("waiting") ? 1 : 0;
        }
        assertEquals(3, found);
    }

    @Test
    void thiefStartsAtAnyVictimAndFindsEachOne() {
        for (int victim = 1; victim < 64; victim++) {
            Pool pool = new Pool(64, true);
            pool.push(victim, "task", Lane.NORMAL);
            assertEquals("task", pool.choice(0));
            assertEquals(1, pool.workers[0].metrics().successfulSteals());
        }
        Set<String> first = new HashSet<>();
        Pool pool = new Pool(4, true);
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
        Pool pool = new Pool(2, true);
        pool.submit("injected", Lane.LOW);
        pool.source.close();
        for (Lane lane : Lane.values()) {
            assertFalse(pool.source.offer(new Named("late"), lane));
        }
        pool.push(0, "pushed", Lane.NORMAL);
        assertEquals(List.of("pushed", "injected", "null"), pool.choices(0, 3));
    }

    @Test
    void hasWorkSeesEveryPlace() {
        for (Lane lane : Lane.values()) {
            Pool pool = new Pool(2, true);
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
        Pool pool = new Pool(2, true);
        for (Lane lane : new Lane[] {Lane.LOW, Lane.NORMAL, Lane.HIGH}) {
            pool.push(1, lane + " of 1", lane);
            pool.push(0, lane + " of 0", lane);
            pool.submit(lane + " injected", lane);
        }
        List<Runnable> drained = new ArrayList<>();
        pool.source.drainTo(drained);
        assertEquals("[HIGH injected, HIGH of 0, HIGH of 1, NORMAL injected, NORMAL of 0, NORMAL of 1, LOW injected, LOW of 0,"
                + " LOW of 1]", drained.toString());
        assertFalse(pool.source.hasWork());
    }

    @Test
    void claimedIsOnlyWhatTheWorkerHasInItsOwnDeques() {
        Pool pool = new Pool(2, true);
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
        Pool pool = new Pool(2, true);
        pool.push(0, "own", Lane.NORMAL);
        pool.submit("injected", Lane.NORMAL);
        pool.choices(0, 3);
        assertEquals(0, pool.workers[0].metrics().stealAttempts());
        pool.push(1, "other's", Lane.NORMAL);
        pool.choices(0, 2);
        assertEquals(1, pool.workers[0].metrics().stealAttempts());
        assertEquals(1, pool.workers[0].metrics().successfulSteals());
    }
}
