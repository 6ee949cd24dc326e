package dev.filch.stress.cores.engine;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.filch.stress.model.Fibers;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CodePathsTest {

    private static final CodePaths PATHS = new CodePaths(Map.of(
            "SamplePaths.outer", "out", "SamplePaths.inner", "in", "SamplePaths.failing", "fail"));

    @BeforeAll
    static void requireFibers() {
        Fibers.assumeAvailable();
    }

    private static Machine machine() {
        return new Machine(ProgramRunner.ROUND_COSTS, 2, 1, 1);
    }

    private static Map<String, PathCounts> paths(Machine machine) {
        assertEquals("x0.0x0.5! 8", ProgramRunner.run(machine, PATHS, SamplePaths.class));
        return machine.counters.paths();
    }

    @Test
    void anEventBelongsToThePathOfTheInnermostMethod() {
        Machine machine = machine();
        machine.counters.countWithin(0, Long.MAX_VALUE);

        Map<String, PathCounts> paths = paths(machine);

        assertAll(
                () -> assertEquals(2, of(paths, "in", Event.LOCKED_INSTRUCTION)),
                () -> assertEquals(1, of(paths, "out", Event.LOCKED_INSTRUCTION)),
                () -> assertEquals(1, of(paths, "worker: elsewhere", Event.LOCKED_INSTRUCTION), "that of the child"),
                () -> assertEquals(1, of(paths, "out", Event.CLOCK_READ)),
                () -> assertEquals(1, of(paths, "elsewhere", Event.FENCE), "after a method that threw"),
                () -> assertEquals(1, of(paths, "elsewhere", Event.START)),
                () -> assertEquals(1, of(paths, "elsewhere", Event.UNPARK)),
                () -> assertEquals(1, of(paths, "elsewhere", Event.PARK), "the other park returns at once"),
                () -> assertEquals(2, paths.get("in").all().entries()),
                () -> assertEquals(1, paths.get("out").all().entries()),
                () -> assertEquals(1, paths.get("fail").all().entries()));
    }

    private static long of(Map<String, PathCounts> paths, String path, Event event) {
        return paths.get(path).all().of(event);
    }

    @Test
    void timeBelongsToTheInnermostPathAndToItsPlaces() {
        Machine machine = machine();
        machine.counters.countWithin(0, Long.MAX_VALUE);

        Map<String, PathCounts> paths = paths(machine);

        CodePlace place = new CodePlace("SamplePaths.inner", "SamplePaths.word");
        assertAll(
                () -> assertEquals(2 * (10 + 10 * 10), paths.get("in").all().nanos(), 1, "2 instructions, 20 spins"),
                () -> assertEquals(20, paths.get("in").at(place).nanos(), 1),
                () -> assertEquals(2, paths.get("in").at(place).of(Event.LOCKED_INSTRUCTION)),
                () -> assertEquals(
                        10_000, paths.get("elsewhere").all().nanos(), 1_000, "a thread start, but not the park"));
    }

    @Test
    void eventsOutsideOfTheMeasuredTimeDoNotCount() {
        Machine machine = machine();
        machine.counters.countWithin(0, 100);

        Map<String, PathCounts> paths = paths(machine);

        assertEquals(0, paths.values().stream()
                .mapToLong(path -> path.all().of(Event.LOCKED_INSTRUCTION) + path.all().entries())
                .sum());
    }

    @Test
    void addedPathsOverrideEarlierOnes() {
        CodePaths combined = PATHS.plus(Map.of("SamplePaths.inner", "deep"));

        assertEquals("deep", combined.of("a/b/SamplePaths", "inner"));
        assertEquals("out", combined.of("a/b/SamplePaths", "outer"));
        assertNull(combined.of("a/b/SamplePaths", "add"));
    }
}
