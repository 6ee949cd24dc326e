package dev.filch.stress.cores;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.filch.stress.cores.engine.CodePlace;
import dev.filch.stress.cores.engine.Costs;
import dev.filch.stress.cores.engine.Event;
import dev.filch.stress.cores.engine.PathCounts;
import dev.filch.stress.cores.engine.StuckRun;
import dev.filch.stress.cores.engine.TransferCount;
import dev.filch.stress.cores.run.CoreJar;
import dev.filch.stress.cores.run.RunResult;
import dev.filch.stress.cores.run.RunSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CoresCommandTest {

    @TempDir
    Path directory;

    /** Replaces the simulation by fixed results, so that the test runs on any JVM. */
    private static RunResult fakeResult(String work, Costs costs, RunSettings settings) {
        if (work.equals("hand-off/clq")) {
            throw StuckRun.deadlock();
        }
        if (work.equals("hand-off/ltq")) {
            throw new IllegalStateException("hand-off/ltq has lost messages");
        }
        double perCore = settings.code().core() == null ? 5e6 : 2e6;
        return new RunResult(2_000, perCore * settings.cores(), settings.cores(), 0.5, 1.5, 11_500e6 / perCore, 1_200,
                34_000, Map.of("RingEnds.head", new TransferCount(1_000, 3_000)), Map.of("take", fakeCounts()));
    }

    /** Returns counts that are, per message of 2,000, half a locked instruction and 3 ns. */
    private static PathCounts fakeCounts() {
        PathCounts path = new PathCounts();
        CodePlace place = new CodePlace("Source.next", "Source.head");
        for (int i = 0; i < 1_000; i++) {
            path.all().add(Event.LOCKED_INSTRUCTION);
            path.at(place).add(Event.LOCKED_INSTRUCTION);
        }
        path.all().addTime(6_000_000);
        path.at(place).addTime(4_000_000);
        return path;
    }

    private CommandRun run(String... options) {
        return new CommandRun(new CoresCommand(CoresCommandTest::fakeResult, null), directory, options);
    }

    @Test
    void theTableHasARowForEachRunAndSaysSimulated() {
        CommandRun run = run("--work", "hand-off/ring", "--cores", "2,4", "--own-work", "1us");

        List<String> lines = run.printed.lines().toList();
        assertAll(
                () -> assertEquals(0, run.exitCode, run.errors),
                () -> assertTrue(lines.get(0).startsWith("Simulated:"), run.printed),
                () -> assertTrue(lines.get(1).matches("work +cores +own work +M msg/s +ns/msg +least +most .*"),
                        run.printed),
                () -> assertTrue(lines.get(3).matches(
                        "hand-off/ring +2 +1 µs +10.0 +100 +0.50 +1.50 +2,300 +1,200 +34,000 +2.00"), run.printed),
                () -> assertTrue(lines.get(4).startsWith("hand-off/ring"), run.printed),
                () -> assertTrue(lines.get(5).startsWith("Report: "), run.printed));
    }

    @Test
    void theCsvHasALineForEachRun() {
        CommandRun run = run("--work", "ring", "--cores", "4", "--own-work", "0", "--sockets", "2");

        List<CSVRecord> records = run.csv();
        CSVRecord first = records.get(0);
        assertAll(
                () -> assertEquals(2, records.size()),
                () -> assertTrue(records.stream().allMatch(CSVRecord::isConsistent)),
                () -> assertEquals("simulated", first.get("origin")),
                () -> assertEquals("server", first.get("costs")),
                () -> assertEquals("hand-off/ring", first.get("work")),
                () -> assertEquals("4", first.get("cores")),
                () -> assertEquals("2", first.get("sockets")),
                () -> assertEquals("20000000", first.get("messages_per_second")),
                () -> assertEquals("50", first.get("ns_per_message")),
                () -> assertEquals("0.5", first.get("least_share")),
                () -> assertEquals("34000", first.get("wait_p99_ns")),
                () -> assertEquals("3000", first.get("write_transfers")),
                () -> assertEquals("", first.get("failure")));
    }

    @Test
    void theJsonHasSettingsCostsAndTransfers() {
        JsonObject json = run("--work", "injector", "--cores", "8", "--own-work", "4us", "--seed", "5").json();

        JsonObject result = json.getAsJsonArray("results").get(0).getAsJsonObject();
        JsonObject costs = json.getAsJsonObject("costs");
        assertAll(
                () -> assertTrue(json.get("origin").getAsString().startsWith("simulated")),
                () -> assertTrue(json.get("command").getAsString().startsWith("cores --work injector")),
                () -> assertEquals(5, json.getAsJsonObject("settings").get("seed").getAsLong()),
                () -> assertEquals("server", json.get("costSet").getAsString()),
                () -> assertEquals(51, costs.getAsJsonObject("nanoseconds").get("near.transfer").getAsDouble()),
                () -> assertEquals("hand-off/injector", result.get("work").getAsString()),
                () -> assertEquals(4_000, result.get("ownWorkNanos").getAsLong()),
                () -> assertEquals(3_000, result.getAsJsonObject("transfers")
                        .getAsJsonObject("RingEnds.head").get("writes").getAsLong()),
                () -> assertTrue(result.get("failure").isJsonNull()),
                () -> assertEquals(26, json.getAsJsonArray("validation").size()));
    }

    @Test
    void aFailedRunIsReportedAndDoesNotStopTheOthers() {
        CommandRun run = run("--work", "clq,ltq,ring", "--cores", "2", "--own-work", "0");

        JsonArray results = run.json().getAsJsonArray("results");
        assertAll(
                () -> assertEquals(1, run.exitCode),
                () -> assertTrue(run.printed.contains("stuck: all threads are blocked"), run.printed),
                () -> assertTrue(run.printed.contains("hand-off/ring-batch"), run.printed),
                () -> assertEquals("stuck: all threads are blocked", run.csv().get(0).get("failure")),
                () -> assertEquals("", run.csv().get(0).get("messages")),
                () -> assertTrue(run.csv().get(1).get("failure").contains("has lost messages")),
                () -> assertTrue(results.get(0).getAsJsonObject().get("failure").getAsString().contains("producer 0"),
                        "the failure contains the states of threads"),
                () -> assertEquals(4, results.size()),
                () -> assertTrue(run.page().contains("producer 0: parked")));
    }

    private Path coreJar() throws IOException {
        Path jar = directory.resolve("core.jar");
        CoreJar.write(jar, name -> true);
        return jar;
    }

    @Test
    void baselineRunsComeFirstAndOtherRunsHaveRatiosToThem() throws IOException {
        CommandRun run = run("--work", "outside/stealing-pool,hand-off/jctools", "--pairs", "16:64", "--cores", "2",
                "--own-work", "0", "--baseline", coreJar().toString());

        List<CSVRecord> records = run.csv();
        JsonArray results = run.json().getAsJsonArray("results");
        assertAll(
                () -> assertEquals(
                        List.of("outside/stealing-pool@baseline/16:64", "outside/stealing-pool/16:64",
                                "hand-off/jctools"),
                        records.stream().map(record -> record.get("work")).toList()),
                () -> assertEquals("80", records.get(1).get("threads")),
                () -> assertEquals("", records.get(0).get("rate_to_baseline")),
                () -> assertEquals("2.5", records.get(1).get("rate_to_baseline")),
                () -> assertEquals("0.4", records.get(1).get("wait_to_baseline")),
                () -> assertEquals("", records.get(2).get("rate_to_baseline")),
                () -> assertEquals(2.5, results.get(1).getAsJsonObject().get("rateToBaseline").getAsDouble(), 1e-9),
                () -> assertTrue(run.printed.contains("rate/baseline"), run.printed),
                () -> assertTrue(run.printed.lines().anyMatch(line ->
                        line.matches("outside/stealing-pool/16:64 .* 2.50 +0.40")), run.printed),
                () -> assertTrue(run.page().contains("Workloads with @baseline in their names ran on")));
    }

    @Test
    void allFormsOfTheReportHaveCountsPerMessage() {
        CommandRun run = run("--work", "hand-off/ring", "--cores", "2", "--own-work", "0", "--counts");

        JsonObject result = run.json().getAsJsonArray("results").get(0).getAsJsonObject();
        JsonObject path = result.getAsJsonArray("pathsPerMessage").get(0).getAsJsonObject();
        JsonObject place = result.getAsJsonArray("placesPerMessage").get(0).getAsJsonObject();
        assertAll(
                () -> assertEquals("0.5", run.csv().get(0).get("locked_instructions_per_message")),
                () -> assertEquals("0", run.csv().get(0).get("parks_per_message")),
                () -> assertEquals("2300", run.csv().get(0).get("wait_mean_ns")),
                () -> assertEquals("take", path.get("name").getAsString()),
                () -> assertEquals(0.5, path.get("locked instructions").getAsDouble()),
                () -> assertEquals(3, path.get("nanos").getAsDouble()),
                () -> assertEquals("take: Source.next, Source.head", place.get("name").getAsString()),
                () -> assertEquals(2, place.get("nanos").getAsDouble()),
                () -> assertTrue(run.printed.lines().anyMatch(line ->
                        line.matches("take +3.00 +0.00 +0.50 .*")), run.printed),
                () -> assertTrue(run.printed.contains("take: Source.next, Source.head"), run.printed));
    }

    @Test
    void countsArePrintedOnlyWithTheirOption() {
        assertFalse(run("--work", "hand-off/ring", "--cores", "2", "--own-work", "0").printed.contains("take"));
    }
}
