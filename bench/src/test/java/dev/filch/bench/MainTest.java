package dev.filch.bench;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.bench.contender.Contender;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@Timeout(60)
class MainTest {

    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine commandLine =
            Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));

    private int run(String line) {
        return commandLine.execute(line.isEmpty() ? new String[0] : line.split(" "));
    }

    private int compare(String... options) {
        List<String> arguments = new ArrayList<>(List.of("compare", "--out", directory.toString()));
        arguments.addAll(List.of(options));
        return commandLine.execute(arguments.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "contrast",
                "--frobnicate",
                "compare --frobnicate",
                "compare surplus",
                "compare --tasks",
                "compare --tasks 0",
                "compare --tasks -5",
                "compare --tasks ten",
                "compare --tasks 1.5",
                "compare --tasks=",
                "compare --tasks 10,,20",
                "compare --tasks 10,0",
                "compare --tasks 99999999999",
                "compare --threads 0",
                "compare --threads 2,x",
                "compare --threads=",
                "compare --rounds 0",
                "compare --rounds -1",
                "compare --rounds many",
                "compare --warmup -1",
                "compare --workload never",
                "compare --contenders nobody",
                "compare --contenders=",
                "compare --out",
                "compare --out=",
                "bars --frobnicate",
                "bars surplus",
                "bars --jvm /nowhere",
                "bars --gc zgc",
                "bars --gc=",
                "bars --rounds 0",
                "bars --only [",
                "bars --before",
                "bars --before nowhere.jar",
                "bars --before pom.xml",
                "bars --only nothing-is-called-so",
                "bars --out=",
            })
    void wrongCommandLinesPrintUsageAndExitWith2(String line) {
        int exitCode = run(line);

        assertAll(
                () -> assertEquals(2, exitCode),
                () -> assertTrue(err.toString().contains("Usage: filch-bench"), err::toString),
                () -> assertEquals("", out.toString()));
    }

    @Test
    void anOutputDirectoryThatCannotBeCreatedIsAnInvalidValue() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "in the way");

        assertEquals(2, run("compare --out " + file));
        assertTrue(err.toString().contains("Usage: filch-bench compare"), err::toString);
    }

    @Test
    void helpNamesEveryOption() {
        assertEquals(0, run("compare --help"));

        Set<String> missing = Stream.of(
                        "--tasks",
                        "--threads",
                        "--rounds",
                        "--warmup",
                        "--quick",
                        "--matrix",
                        "--workload",
                        "--contenders",
                        "--out",
                        "filch-stealing")
                .filter(word -> !out.toString().contains(word))
                .collect(Collectors.toSet());
        assertEquals(Set.of(), missing, out::toString);
    }

    @Test
    void comparesAndWritesItsFiles() {
        int exitCode = compare(
                "--workload", "synthetic", "--tasks", "500,1000", "--threads", "1,2", "--rounds", "2", "--warmup", "0");

        assertEquals(0, exitCode, err::toString);
        assertAll(
                () -> assertEquals(4, linesWith("filch-stealing"), out::toString),
                () -> assertTrue(Files.size(directory.resolve("report.html")) > 0),
                () -> assertTrue(Files.size(directory.resolve("results.csv")) > 0),
                () -> assertTrue(Files.size(directory.resolve("results.json")) > 0),
                () -> assertTrue(
                        out.toString().contains(directory.resolve("report.html").toString()), out::toString));
    }

    @Test
    void comparesTreesAndWakeUps() throws IOException {
        int trees = compare(
                "--workload", "tree", "--quick", "--threads", "1,2", "--rounds", "1", "--warmup", "0", "--contenders",
                "filch-stealing,fork-join");
        int wakeUps = compare(
                "--workload", "wake-up", "--quick", "--rounds", "1", "--warmup", "0", "--contenders", "filch-shared");

        assertAll(
                () -> assertEquals(0, trees, err::toString),
                () -> assertEquals(0, wakeUps, err::toString),
                () -> assertEquals(2, linesWith("fork-join-lifo"), out::toString),
                () -> assertEquals(3, linesWith("filch-shared"), out::toString),
                () -> assertTrue(Files.readString(directory.resolve("results.csv")).contains("wake-up")));
    }

    private long linesWith(String word) {
        return out.toString().lines().filter(line -> line.contains(word)).count();
    }

    @Test
    void aFailedContenderIsNamedAndExitsWith1() {
        commandLine.registerConverter(Contender.class, id -> TestContenders.throwing("out of order"));

        int exitCode = compare("--workload", "synthetic", "--tasks", "100", "--threads", "1", "--contenders", "any");

        assertAll(
                () -> assertEquals(1, exitCode),
                () -> assertTrue(err.toString().contains("throwing"), err::toString),
                () -> assertTrue(err.toString().contains("out of order"), err::toString));
    }

    @Test
    void jmhGetsItsArgumentsUnchanged() throws IOException {
        Path file = directory.resolve("jmh.json");

        int exitCode = run("jmh Baseline.fetchAndAdd -f 0 -wi 0 -i 1 -r 10ms -v SILENT -rf json -rff " + file);

        assertEquals(0, exitCode, err::toString);
        assertTrue(Files.readString(file).contains("dev.filch.bench.jmh.Baseline.fetchAndAdd"));
    }
}
