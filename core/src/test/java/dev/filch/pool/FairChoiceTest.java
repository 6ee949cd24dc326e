package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing starves: every so often a worker begins its choice somewhere else. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FairChoiceTest {

    /** How many choices a worker makes until it has begun once in each place that the fair choices begin in. */
    private static final int FAIR_ROUND = 279;

    private static final int WORKERS = 3;

    static Stream<Arguments> placesToStarveIn() {
        return Stream.of(Lane.values()).flatMap(lane -> Stream.of("injector", "own deque", "other's deque")
                .flatMap(place -> Stream.of(true, false).map(lifo -> Arguments.of(lane, place, lifo))));
    }

    /**
     * A worker whose tasks always leave it another HIGH one in its own deque still comes to everything else: the fair
     * choices take one task from each place in every round. In the own deque of a fifo worker, HIGH tasks come in their
     * turn anyhow.
     */
    @ParameterizedTest
    @MethodSource("placesToStarveIn")
    void nothingStarvesUnderEndlessHighWork(Lane lane, String place, boolean lifo) {
        int waiting = 5;
        SourceProbe pool = new SourceProbe(WORKERS, lifo);
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

    /**
     * All workers have HIGH work without end; what waits for longest still gets its turn, whichever worker finds it.
     */
    @ParameterizedTest
    @EnumSource(Lane.class)
    void nothingInTheInjectorStarvesWhenAllWorkersAreBusy(Lane lane) {
        SourceProbe pool = new SourceProbe(WORKERS, true);
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

    /** A victim that has LOW tasks without end does not keep a thief from the next one. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void victimsTakeTurns(boolean lifo) {
        SourceProbe pool = new SourceProbe(WORKERS, lifo);
        pool.push(2, "waiting", Lane.LOW);
        for (int choices = 0; choices < WORKERS * FAIR_ROUND; choices++) {
            pool.push(0, "load", Lane.HIGH);
            while (pool.source.describeQueued().endsWith("LOW 0+1")) {
                pool.push(1, "endless", Lane.LOW);
            }
            if (pool.choice(0).equals("waiting")) {
                return;
            }
        }
        throw new AssertionError("starved: " + pool.source.describeQueued());
    }

    /** A busy pool makes 2^31 choices within minutes. */
    @Test
    void goesOnWhenTheCountOfChoicesWrapsAround() throws Exception {
        SourceProbe pool = new SourceProbe(WORKERS, true);
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
}
