package dev.filch.bench.bars;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.filch.bench.judge.Figure;
import dev.filch.bench.judge.Setup;
import dev.filch.bench.judge.Task;
import dev.filch.bench.measure.RunFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(60)
class BarsCommandTest {

    private static final String CELL = "ring, hand-off 4:4$";

    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final List<String> forks = new ArrayList<>();
    private final List<String> jars = new ArrayList<>();

    private Map<Figure, Double> fork(Task task, Setup setup) throws RunFailure {
        forks.add(task.contender());
        jars.add(task.jar());
        if (task.contender().equals("agrona")) {
            throw new RunFailure("agrona is out of order");
        }
        double nanos = task.contender().equals("ring") ? 10 : 40;
        return Map.of(Figure.TIME, nanos, Figure.ALLOCATION, 16.0, Figure.CPU, 0.1);
    }

    private int run(String... options) {
        List<String> arguments = new ArrayList<>(List.of("--out", directory.toString()));
        arguments.addAll(List.of(options));
        return new CommandLine(new BarsCommand(this::fork))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(out))
                .execute(arguments.toArray(String[]::new));
    }

    private JsonObject json() throws IOException {
        return JsonParser.parseString(Files.readString(directory.resolve("results.json")))
                .getAsJsonObject();
    }

    @Test
    void contendersAlternateAndEachRoundStartsWithAnother() {
        run("--gc", "g1", "--rounds", "2", "--only", "^" + CELL);

        // First the young structures, then the tenured ones, with fewer peers.
        assertEquals(
                List.of(
                        "ring", "jctools", "agrona", "reentrant-lock", "synchronized",
                        "ring", "jctools", "agrona",
                        "jctools", "agrona", "reentrant-lock", "synchronized", "ring",
                        "jctools", "agrona", "ring"),
                forks);
    }

    @Test
    void printsAndWritesVerdicts() throws IOException {
        int exitCode = run("--gc", "parallel", "--rounds", "2", "--only", "injector, hand-off");

        JsonArray results = json().getAsJsonArray("results");
        JsonObject verdict = results.get(0)
                .getAsJsonObject()
                .getAsJsonArray("verdicts")
                .get(0)
                .getAsJsonObject();
        String page = Files.readString(directory.resolve("report.html"));
        assertAll(
                () -> assertEquals(0, exitCode),
                () -> assertEquals(1, results.size()),
                () -> assertEquals("injector, hand-off 1:1", verdict.get("work").getAsString()),
                () -> assertEquals(2, verdict.getAsJsonArray("values").size()),
                () -> assertEquals("holds", verdict.get("outcome").getAsString()),
                () -> assertTrue(out.toString().contains("injector, hand-off 16:16"), out::toString),
                () -> assertTrue(page.contains("injector, hand-off 16:16")),
                () -> assertTrue(page.contains("<img") || page.contains("No plot of"), "has a plot"),
                () -> assertFalse(page.contains("synchronized</td>"), "has only the selected works"));
    }

    @Test
    void aFailedForkIsReportedAndTheOthersContinue() throws IOException {
        int exitCode = run("--gc", "g1", "--rounds", "1", "--only", "^" + CELL);

        String page = Files.readString(directory.resolve("report.html"));
        assertAll(
                () -> assertEquals(1, exitCode),
                () -> assertTrue(out.toString().contains("agrona is out of order"), out::toString),
                () -> assertTrue(out.toString().contains("not measured"), out::toString),
                () -> assertTrue(out.toString().contains("reaches the stretch target"), out::toString),
                () -> assertTrue(page.contains("agrona is out of order")));
    }

    @Test
    void poolsHaveCostsBesidesTheirTimes() throws IOException {
        int exitCode = run("--gc", "g1", "--rounds", "1", "--only", "^pool, t");

        String page = Files.readString(directory.resolve("report.html"));
        assertAll(
                () -> assertEquals(0, exitCode),
                () -> assertTrue(out.toString().contains("pool, tiny tasks 16:16"), out::toString),
                () -> assertTrue(out.toString().contains("0.5 each"), "has a target for every fork"),
                () -> assertTrue(out.toString().contains("What the pools cost"), out::toString),
                () -> assertTrue(out.toString().contains("TaskTree, workers 4"), out::toString),
                () -> assertTrue(page.contains("Pools: nanoseconds a tiny task"), "has a plot"));
    }

    @Test
    void aPlotAlsoHasItsOwnFile() throws IOException {
        run("--gc", "g1", "--rounds", "1", "--only", "^pool, tiny tasks");

        String page = Files.readString(directory.resolve("report.html"));
        List<Path> plots;
        try (Stream<Path> files = Files.list(directory)) {
            plots = files.filter(file -> file.toString().endsWith(".svg")).toList();
        }
        if (page.contains("No plot of")) {
            assertEquals(List.of(), plots);
        } else {
            assertEquals(1, plots.size(), plots::toString);
            String name = plots.get(0).getFileName().toString();
            assertTrue(name.matches("pool-tiny-tasks-jdk-[0-9.]+-g1\\.svg"), name);
            assertTrue(Files.readString(plots.get(0)).contains("<svg"));
        }
    }

    @Test
    void onlySelectsWorksByName() {
        run("--gc", "g1", "--rounds", "1", "--only", "pool, tree, workers: 2$");

        assertEquals(List.of("filch-stealing", "fork-join", "fork-join-lifo"), forks);
    }

    @Test
    void everyJvmAndCollectorIsASetup() throws IOException {
        String jvm = Path.of(System.getProperty("java.home")).toString();

        run("--jvm", jvm, "--jvm", jvm + "/bin/java", "--gc", "g1,parallel", "--rounds", "1", "--only", CELL);

        // The same JVM counts once.
        assertEquals(2, json().getAsJsonArray("results").size());
    }

    @Test
    void quickIsOneRoundWithOneCollector() throws IOException {
        run("--quick", "--only", "ring, hand-off 2:2$");

        JsonArray results = json().getAsJsonArray("results");
        JsonObject only = results.get(0).getAsJsonObject();
        assertAll(
                () -> assertEquals(1, results.size()),
                () -> assertEquals("g1", only.get("collector").getAsString()),
                () -> assertEquals(1, only.get("rounds").getAsInt()));
    }

    private int runBefore(Path jar, String... options) {
        List<String> arguments = new ArrayList<>(List.of("--before", jar.toString(), "--gc", "g1"));
        arguments.addAll(List.of(options));
        return run(arguments.toArray(String[]::new));
    }

    @Test
    void nowAndBeforeAlternate() throws IOException {
        Path jar = EarlierJars.write(directory.resolve("old.jar"), list -> list);

        int exitCode = runBefore(jar, "--rounds", "2", "--only", "^pool, tiny tasks (1:1|2:2), shared$");

        String before = "filch-shared, before";
        assertEquals(0, exitCode, out::toString);
        assertEquals(
                List.of(
                        "filch-shared", before, "filch-shared", before,
                        before, "filch-shared", before, "filch-shared"),
                forks);
        assertEquals(null, jars.get(0));
        assertEquals(jar.toString(), jars.get(1));
    }

    @Test
    void aRunAgainstAnEarlierJarNamesTheJarAndItsMissingWorks() throws IOException {
        Path jar = EarlierJars.write(directory.resolve("old.jar"), EarlierJars.without(".WakeUp "));

        int exitCode = runBefore(jar, "--only", "^pool, tiny tasks 4:4$|^pool, wake-up after 0 us");

        JsonObject document = json();
        JsonObject results = document.getAsJsonArray("results").get(0).getAsJsonObject();
        JsonObject verdict =
                results.getAsJsonArray("verdicts").get(0).getAsJsonObject();
        String page = Files.readString(directory.resolve("report.html"));
        String missing = "Not in old.jar: pool, wake-up after 0 us, p50; pool, wake-up after 0 us, p99.";
        assertAll(
                () -> assertEquals(0, exitCode),
                () -> assertEquals(5, results.get("rounds").getAsInt(), "the default number of rounds"),
                () -> assertEquals(1, results.getAsJsonArray("verdicts").size()),
                () -> assertEquals("filch-stealing, before", verdict.get("peer").getAsString()),
                () -> assertEquals(1.03, verdict.get("target").getAsDouble()),
                () -> assertEquals(
                        1, verdict.getAsJsonObject("interval").get("high").getAsDouble(), 1e-9),
                () -> assertEquals(
                        "old.jar", document.getAsJsonObject("before").get("jar").getAsString()),
                () -> assertTrue(out.toString().contains("before: old.jar"), out::toString),
                () -> assertTrue(out.toString().contains("1.000 to 1.000      1.03  holds"), out::toString),
                () -> assertTrue(out.toString().contains(missing), out::toString),
                () -> assertTrue(page.contains(missing)),
                () -> assertFalse(out.toString().contains("peer"), "there is no column of peers"));
    }

    @Test
    void aJarWithoutAnyOfTheBenchmarksIsAnInvalidValue() throws IOException {
        Path jar = EarlierJars.write(directory.resolve("old.jar"), EarlierJars.without(".pool."));

        assertEquals(2, runBefore(jar, "--only", "^pool, tiny tasks 4:4$"));
        assertEquals(List.of(), forks);
    }
}
