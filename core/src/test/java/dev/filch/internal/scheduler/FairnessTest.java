package dev.filch.internal.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No task starves: at each fairness tick, a worker's fetch begins at another place. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FairnessTest {

    private static final int FAIRNESS_INTERVAL = 61;

    /** Within this many fetches, a worker begins once with the tasks from outside, and once with the LOW ones. */
    private static final int FAIR_ROUND = 4 * FAIRNESS_INTERVAL;

    /** Within this many fetches, a worker begins once with its own oldest task, and once with another worker's. */
    private static final int RARE_ROUND = 16 * FAIR_ROUND;

    private static final int WORKERS = 3;

    /** A pool with more HIGH tasks than its workers fetch. */
    private static SourceProbe loaded(boolean lifo) {
        SourceProbe pool = new SourceProbe(WORKERS, lifo);
        for (int i = 0; i < 3 * FAIR_ROUND * WORKERS; i++) {
            pool.submit("load", Lane.HIGH);
        }
        return pool;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ticksRotateThroughFourPlaces(boolean lifo) {
        SourceProbe pool = loaded(lifo);
        for (int i = 0; i < 3; i++) {
            pool.push(0, "own" + i, Lane.NORMAL);
            pool.push(1, "other's" + i, Lane.NORMAL);
            pool.push(2, "third's" + i, Lane.NORMAL);
            pool.submit("low" + i, Lane.LOW);
        }
        pool.submit("normal", Lane.NORMAL);
        List<String> ticks = new ArrayList<>();
        for (int tick = 1; tick <= 4; tick++) {
            for (int i = 1; i < FAIRNESS_INTERVAL; i++) {
                assertEquals("load", pool.fetch(0));
            }
            ticks.add(pool.fetch(0));
        }
        assertEquals(List.of("normal", "own0", "other's0", "low0"), ticks);
    }

    @Test
    void tickThatFindsNothingFetchesAsUsual() {
        SourceProbe pool = loaded(true);
        for (int fetch = 1; fetch <= FAIR_ROUND; fetch++) {
            assertEquals("load", pool.fetch(0));
        }
    }

    @Test
    void ticksRotateThroughTheVictims() {
        SourceProbe pool = new SourceProbe(WORKERS, true);
        List<String> stolen = new ArrayList<>();
        for (int round = 0; round < 2 * WORKERS; round++) {
            for (int victim = 1; victim < WORKERS; victim++) {
                pool.push(victim, "from" + victim, Lane.NORMAL);
            }
            for (int fetch = 1; fetch <= RARE_ROUND; fetch++) {
                pool.submit("load", Lane.HIGH);
                String task = pool.fetch(0);
                if (!task.equals("load")) {
                    stolen.add(task);
                }
            }
            pool.source.drainTo(new ArrayList<>());
        }
        assertEquals(List.of("from1", "from2", "from1", "from2", "from1", "from2"), stolen);
    }

    @Test
    void ticksSkipAVictimThatFetches() {
        SourceProbe pool = new SourceProbe(2, true);
        for (int fetch = 1; fetch <= 3 * RARE_ROUND; fetch++) {
            if (pool.source.workerVolatile(1).size() == 0) {
                pool.push(1, "other's", Lane.NORMAL);
            }
            pool.submit("load", Lane.HIGH);
            pool.submit("load", Lane.HIGH);
            pool.fetch(1);
            assertEquals("load", pool.fetch(0));
        }
    }

    /** The victim's task waits for others and runs them itself, so the victim fetches nothing from its queues. */
    @Test
    void ticksStealFromAVictimThatRunsTasksButFetchesNone() {
        SourceProbe pool = new SourceProbe(WORKERS, true);
        pool.push(1, "other's", Lane.NORMAL);
        Set<String> fetched = new HashSet<>();
        for (int fetch = 1; fetch <= 2 * RARE_ROUND; fetch++) {
            pool.submit("load", Lane.HIGH);
            pool.worker(1).countExecuted();
            fetched.add(pool.fetch(0));
        }
        assertEquals(Set.of("load", "other's"), fetched);
    }

    static Stream<Arguments> placesToStarveIn() {
        return Stream.of("HIGH", "NORMAL", "LOW", "own deque", "batch", "other's deque", "other's batch")
                .flatMap(place -> Stream.of(true, false).map(lifo -> Arguments.of(place, lifo)));
    }

    /**
     * A worker with endless HIGH work also reaches all other tasks. Fairness ticks take one task from each place in
     * every round. In one of 16 rounds, they take one from its own deque, and one from a worker that fetches none.
     */
    @ParameterizedTest
    @MethodSource("placesToStarveIn")
    void nothingStarvesUnderEndlessHighWork(String place, boolean lifo) {
        int waiting = 5;
        SourceProbe pool = new SourceProbe(WORKERS, lifo);
        List<String> seen = new ArrayList<>();
        for (int i = 0; i < waiting; i++) {
            switch (place) {
                case "own deque" -> pool.push(0, "waiting" + i, Lane.NORMAL);
                case "other's deque" -> pool.push(1 + i % 2, "waiting" + i, Lane.NORMAL);
                case "batch", "other's batch" -> pool.submit("waiting" + i, Lane.NORMAL);
                default -> pool.submit("waiting" + i, Lane.valueOf(place));
            }
        }
        if (place.endsWith("batch")) {
            seen.add(pool.fetch(place.equals("batch") ? 0 : 1));
        }
        int fetches = 0;
        int round = place.endsWith("deque") || place.startsWith("other's") ? RARE_ROUND : FAIR_ROUND;
        int rounds = place.startsWith("other's") ? WORKERS - 1 : 1;
        while (seen.size() < waiting) {
            pool.submit("load", Lane.HIGH);
            String task = pool.fetch(0);
            fetches++;
            if (!task.equals("load")) {
                seen.add(task);
            }
            int fetched = fetches;
            assertTrue(fetches <= rounds * round * (seen.size() + 1), () -> "starved: " + seen + " in " + fetched);
        }
        if (!place.startsWith("other's")) {
            assertEquals(List.of("waiting0", "waiting1", "waiting2", "waiting3", "waiting4"), seen);
        }
    }

    /** Otherwise, tasks that each submit another one would keep a lifo worker from its older tasks. */
    @Test
    void oldestOwnTaskDoesNotStarveUnderEndlessOwnWork() {
        SourceProbe pool = new SourceProbe(1, true);
        pool.push(0, "waiting", Lane.NORMAL);
        for (int fetches = 0; fetches < RARE_ROUND; fetches++) {
            pool.push(0, "load", Lane.NORMAL);
            if (pool.fetch(0).equals("waiting")) {
                return;
            }
        }
        throw new AssertionError("starved: " + pool.source.describeQueued());
    }

    /** All workers have endless HIGH work. One of them still fetches a waiting task. */
    @ParameterizedTest
    @EnumSource(Lane.class)
    void nothingInALaneStarvesWhenAllWorkersAreBusy(Lane lane) {
        SourceProbe pool = new SourceProbe(WORKERS, true);
        pool.submit("waiting", lane);
        for (int fetches = 0; fetches < FAIR_ROUND; fetches++) {
            for (int worker = 0; worker < WORKERS; worker++) {
                pool.submit("load", Lane.HIGH);
                if (pool.fetch(worker).equals("waiting")) {
                    return;
                }
            }
        }
        throw new AssertionError("starved: " + pool.source.describeQueued());
    }

    /** A victim that never runs out of tasks does not keep a thief from the next victim. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void victimWithEndlessWorkDoesNotHideTheNext(boolean lifo) {
        SourceProbe pool = new SourceProbe(WORKERS, lifo);
        pool.push(2, "waiting", Lane.NORMAL);
        for (int fetches = 0; fetches < WORKERS * RARE_ROUND; fetches++) {
            pool.submit("load", Lane.HIGH);
            while (pool.source.workerVolatile(1).size() == 0) {
                pool.push(1, "endless", Lane.NORMAL);
            }
            if (pool.fetch(0).equals("waiting")) {
                return;
            }
        }
        throw new AssertionError("starved: " + pool.source.describeQueued());
    }

    /** A submitting thread always uses the same shard. Each worker reaches all shards. */
    @Test
    void ticksReachEveryShardOfTheLowLane() throws Exception {
        SourceProbe pool = new SourceProbe(2, true);
        Thread[] submitters = new Thread[2];
        for (int i = 0; i < submitters.length; i++) {
            String name = "of" + i;
            submitters[i] = new Thread(() -> {
                for (int task = 0; task < 8; task++) {
                    pool.submit(name, Lane.LOW);
                }
            });
        }
        assertEquals(1, submitters[1].getId() - submitters[0].getId(), "expected ids of different shards");
        for (Thread submitter : submitters) {
            submitter.start();
            submitter.join();
        }
        Set<String> found = new HashSet<>();
        for (int i = 0; i < 2 * FAIR_ROUND; i++) {
            pool.submit("load", Lane.HIGH);
            found.add(pool.fetch(0));
        }
        assertEquals(Set.of("load", "of0", "of1"), found);
    }

    /** A busy pool makes 61 * 2^31 fetches within an hour. */
    @Test
    void ticksContinueWhenTheirCountWrapsAround() throws Exception {
        SourceProbe pool = new SourceProbe(WORKERS, true);
        Field ticks = WorkerFields.class.getDeclaredField("ticks");
        ticks.setAccessible(true);
        ticks.setInt(pool.worker(0), Integer.MAX_VALUE - 4);
        pool.submit("waiting0", Lane.LOW);
        pool.submit("waiting1", Lane.LOW);
        pool.submit("waiting2", Lane.LOW);
        int found = 0;
        for (int i = 0; i < 4 * FAIR_ROUND; i++) {
            pool.submit("load", Lane.HIGH);
            found += pool.fetch(0).startsWith("waiting") ? 1 : 0;
        }
        assertEquals(3, found);
        assertTrue(pool.worker(0).ticks() < 16, "expected the count to wrap around");
    }
}
