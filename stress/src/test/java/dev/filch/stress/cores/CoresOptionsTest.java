package dev.filch.stress.cores;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.filch.stress.cores.engine.CodePaths;
import dev.filch.stress.cores.report.Point;
import dev.filch.stress.cores.report.SimulationSettings;
import dev.filch.stress.cores.run.CostSets;
import dev.filch.stress.cores.run.RunSettings;
import dev.filch.stress.cores.work.Workloads;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class CoresOptionsTest {

    @TempDir
    Path directory;

    private static CoresCommand command(Throwable unavailable) {
        return new CoresCommand(
                (work, costs, settings) -> fail("the command must not simulate anything"), unavailable);
    }

    private static CoresCommand parsed(String... options) {
        CoresCommand command = command(null);
        new CommandLine(command).parseArgs(options);
        return command;
    }

    private static SimulationSettings settings(String... options) {
        return parsed(options).settings();
    }

    private static RunSettings settings(Point point, String... options) {
        return settings(options).of(point, CostSets.byName("xeon"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --work     | rings      | no such workload: 'rings'
            --work     | ''         | no such workload: ''
            --cores    | 0          | '0' is not a whole number from 1 to 128
            --cores    | 4,129      | '129' is not a whole number from 1 to 128
            --cores    | four       | 'four' is not a whole number
            --own-work | 0,5        | '5' is not a duration
            --own-work | 1s         | '1s' is not a duration
            --own-work | 2ms        | '2ms' is not a duration from 0 to 1ms
            --own-work | -1us       | '-1us' is not a duration
            --duration | 400        | '400' is not a duration
            --duration | 0          | '0' is not a duration from 1us to 100ms
            --duration | 1ns        | '1ns' is not a duration from 1us
            --seed     | 1.5        | '1.5' is not a long
            --sockets  | 0          | '0' is not a whole number from 1 to 8
            --threads-per-core | 17 | '17' is not a whole number from 1 to 16
            --pairs    | 16:16,16   | '16' does not give numbers of submitters and workers
            --rate     | fast       | 'fast' is not a rate
            --warm-up  | 0          | '0' is not a duration from 1us to 100ms
            --baseline | no.jar     | 'no.jar' cannot be read as a jar
            --work     | outside/shared-pool/1:200 | at most 128 in total
            --work     | outside/shared-pool@baseline | no such workload: 'outside/shared-pool@baseline'
            --costs    | cheap      | no such costs or file: 'cheap'; known costs: server, xeon, epyc
            """)
    void aBadValueEndsTheCommandWithCode2AndAMessage(String option, String value, String message) {
        CommandRun run = new CommandRun(command(null), directory, option, value);

        assertAll(
                () -> assertEquals(2, run.exitCode, run.errors),
                () -> assertTrue(run.errors.contains(option), run.errors),
                () -> assertTrue(run.errors.contains(message), run.errors),
                () -> assertTrue(run.errors.contains("Usage: cores"), run.errors));
    }

    @Test
    void anUnknownOptionEndsTheCommandWithCode2() {
        CommandRun run = new CommandRun(new CoresCommand(), directory, "--core", "1");

        assertEquals(2, run.exitCode);
        assertTrue(run.errors.contains("'--core'"), run.errors);
    }

    @Test
    void theErrorForACostFileNamesTheKey() throws Exception {
        Path file = directory.resolve("costs.json");
        Files.writeString(file, "{\"description\": \"none\", \"sources\": [], \"nanoseconds\": {}, \"fractions\": {}}");

        CommandRun run = new CommandRun(new CoresCommand(), directory, "--costs", file.toString());

        assertEquals(2, run.exitCode);
        assertTrue(run.errors.contains("'near.transfer' is missing"), run.errors);
    }

    @Test
    void withoutFibersTheCommandEndsWithCode2() {
        CommandRun run = new CommandRun(command(new ClassNotFoundException("Continuation")), directory);

        assertEquals(2, run.exitCode);
        String need = Runtime.version().feature() < 21 ? "needs a JVM of 21 or later" : "needs the JVM option";
        assertTrue(run.errors.contains(need), run.errors);
    }

    @Test
    void eachWorkloadAndNumberOfCoresIsPlannedOnce() {
        List<Point> plan = parsed(
                        "--work", "ring,hand-off/ring,micro/ping-pong", "--cores", "2,8,2", "--own-work", "0,500ns")
                .plan();

        assertEquals(3 * 2 * 2, plan.size());
        assertEquals(new Point("hand-off/ring", 2, 0), plan.get(0));
        assertEquals(new Point("hand-off/ring", 8, 0), plan.get(1));
        assertEquals(new Point("micro/ping-pong", 8, 500), plan.get(11));
    }

    @Test
    void everyNameHasAWorkload() {
        assertAll(WorkloadNames.ALL.stream().map(name -> () -> Workloads.create(name)));
    }

    private static List<String> works(String... options) {
        return parsed(options).plan().stream().map(Point::work).toList();
    }

    @Test
    void pairsAndRateApplyToPoolWorkloadsThatNameNone() {
        assertEquals(
                List.of("outside/shared-pool/1:2", "outside/shared-pool/2:1", "trickle/shared-pool/1:2/4M",
                        "trickle/shared-pool/2:1/4M", "trickle/shared-pool/3:3/800k", "hand-off/ring"),
                works("--work", "outside/shared-pool,trickle/shared-pool,trickle/shared-pool/3:3/800k,hand-off/ring",
                        "--pairs", "1:2,2:1,1:2", "--rate", "4M", "--cores", "2", "--own-work", "0"));
        assertEquals(List.of("trickle/shared-pool/4M"),
                works("--work", "trickle/shared-pool", "--rate", "4M", "--cores", "2", "--own-work", "0"));
    }

    @Test
    void aPoolWorkloadWithAPairHasACoreForEachThread() {
        List<Point> plan =
                parsed("--work", "outside/shared-pool/16:64", "--cores", "2,4", "--own-work", "0").plan();
        RunSettings settings = settings(plan.get(0), "--threads-per-core", "4");

        assertEquals(1, plan.size());
        assertEquals(80, settings.cores());
        assertEquals(80, settings.threads());
    }

    @Test
    void theDefaultWarmUpIsAQuarterOfTheMeasuredTime() {
        assertEquals(250_000, settings("--duration", "1ms").warmUpNanos());
        assertEquals(2_000_000, settings("--duration", "1ms", "--warm-up", "2ms").warmUpNanos());
    }

    @Test
    void pathsOfTheOptionAreAddedToThoseOfThePools() {
        CodePaths paths = settings("--path", "Ring.take=take,Ring.find=find").paths();

        assertEquals("find", paths.paths().get("Ring.find"));
        assertEquals("submit", paths.paths().get("WorkStealingPool.execute"));
    }

    @Test
    void theDefaultPlanHasQueuesAndPoolsOnUpTo64Cores() {
        List<Point> plan = parsed().plan();

        assertEquals((2 + 1 + 3 + 1 + 8) * 3 * 7, plan.size());
        assertEquals(64, plan.stream().mapToInt(Point::cores).max().orElseThrow());
    }

    @Test
    void theQuickPlanHasFewShortRuns() {
        List<Point> plan = parsed("--quick").plan();

        assertEquals((2 + 1 + 3 + 1 + 2) * 2 * 4, plan.size());
        assertEquals(100_000, settings("--quick").measuredNanos());
    }

    @Test
    void quickDoesNotOverrideOtherOptions() {
        assertEquals(2 * 2 * 1, parsed("--quick", "--work", "ring", "--cores", "3").plan().size());
        assertEquals(2_000_000, settings("--quick", "--duration", "2ms").measuredNanos());
    }

    @Test
    void aMachineHasNoMoreSocketsThanCores() {
        RunSettings one = settings(new Point("hand-off/ring", 1, 0), "--sockets", "2", "--seed", "7");
        RunSettings four = settings(new Point("hand-off/ring", 4, 0), "--sockets", "2", "--seed", "7");
        assertAll(
                () -> assertEquals(1, one.sockets()),
                () -> assertEquals(2, four.sockets()),
                () -> assertEquals(7, four.seed()));
    }

    @Test
    void aRunWhoseThreadsTakeTurnsLastsSeveralTimeSlices() {
        long slice = 3_000_000;
        RunSettings alone = settings(new Point("hand-off/ring", 4, 0));
        RunSettings inTurns = settings(new Point("hand-off/ring", 4, 0), "--threads-per-core", "2");
        RunSettings twoRoles = settings(new Point("hand-off/ring", 1, 0));
        RunSettings oneRole = settings(new Point("micro/get-and-add", 1, 0));

        assertAll(
                () -> assertEquals(400_000, alone.measuredNanos()),
                () -> assertEquals(100_000, alone.warmUpNanos()),
                () -> assertEquals(8, inTurns.threads()),
                () -> assertTrue(inTurns.measuredNanos() > 2 * slice, "both threads of a core get a slice"),
                () -> assertEquals(2, twoRoles.threads()),
                () -> assertTrue(twoRoles.measuredNanos() > 2 * slice, "producer and consumer get a slice"),
                () -> assertEquals(1, oneRole.threads()),
                () -> assertEquals(400_000, oneRole.measuredNanos()));
    }
}
