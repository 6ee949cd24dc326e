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

/** Nothing starves: every so often a worker's fetch begins somewhere else. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FairnessTest {

    private static final int FAIRNESS_INTERVAL = 61;

    /** After so many fetches a worker has begun once with the tasks from outside, and once with those of LOW. */
    private static final int FAIR_ROUND = 4 * FAIRNESS_INTERVAL;

    /** After so many fetches a worker has begun once with its own oldest task, and once with those of another worker. */
    private static final int RARE_ROUND = 16 * FAIR_ROUND;

    private static final int WORKERS = 3;

    /** HIGH work that never ends; everything else waits. */
    private static SourceProbe loaded(boolean lifo) {
        SourceProbe pool = new SourceProbe(WORKERS, lifo);
        for (int i = 0; i < 3 * FAIR_ROUND * WORKERS; i++) {
            pool.submit("load", Lane.HIGH);
        }
        return pool;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void fourPlacesComeFirstInTurn(boolean lifo) {
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
    void aTickThatFindsNothingFollowsTheOrdinaryRule() {
        SourceProbe pool = loaded(true);
        for (int fetch = 1; fetch <= FAIR_ROUND; fetch++) {
            assertEquals("load", pool.fetch(0));
        }
    }

    @Test
    void ticksBeginWithEachVictimInTurn() {
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
    void ticksLeaveAVictimAloneThatFetches() {
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

    /** Its task waits for others, and runs them itself: what is in its queues does not move. */
    @Test
    void ticksTakeFromAVictimThatFinishesTasksButFetchesNone() {
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
     * A worker that never runs out of HIGH work still comes to everything else: fairness ticks take one task from each
     * place in every round; one in 16 rounds from its own deque, and from one of the other workers, if those fetch none.
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
            assertTrue(fetches <= rounds * round * (seen.size() + 1), () -> seen + " after " + fetched + " fetches");
        }
        if (!place.startsWith("other's")) {
            assertEquals(List.of("waiting0", "waiting1", "waiting2", "waiting3", "waiting4"), seen);
        }
    }

    /** A task that always leaves another one behind would keep a lifo worker from its older ones. */
    @Test
    void theOldestOwnTaskDoesNotStarveUnderEndlessOwnWork() {
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

    /**
     * All workers have HIGH work without end; what waits for longest still gets its turn, whichever worker finds it.
     */
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

    /** A victim that never runs out of tasks does not keep a thief from the next one. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aVictimWithEndlessWorkDoesNotHideTheNext(boolean lifo) {
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

    /** A thread that submits always uses the same shard; each worker reaches all of them. */
    @Test
    void theFairnessTickReachesEveryShardOfLow() throws Exception {
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
        assertEquals(1, submitters[1].getId() - submitters[0].getId(), "they use different shards");
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
    void goesOnWhenTheCountOfTicksBeginsAgain() throws Exception {
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
        assertTrue(pool.worker(0).ticks() < 16, "it has begun again");
    }
}
