package dev.filch.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openjdk.jcstress.infra.StateCase;
import org.openjdk.jcstress.infra.TestInfo;

class StressPassTest {

    private static final List<Path> SOURCES =
            List.of(Path.of("src", "main", "java"), Path.of("target", "generated-sources", "scenarios"));

    private final List<TestInfo> all = StressRunner.allTests();

    /**
     * jcstress runs the tests that its annotation processor has listed, and does not report that others are missing.
     */
    @Test
    void everyTestInTheSourcesIsListed() throws IOException {
        long inSources = 0;
        for (Path directory : SOURCES) {
            try (Stream<Path> files = Files.walk(directory)) {
                inSources += files.filter(file -> file.toString().endsWith(".java"))
                        .mapToLong(StressPassTest::testsIn)
                        .sum();
            }
        }
        assertNotEquals(0, inSources);
        assertEquals(inSources, all.size());
    }

    private static long testsIn(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.strip().equals("@JCStressTest")).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A test inherits outcomes. jcstress counts no samples of an outcome that is declared twice. */
    @Test
    void noTestDeclaresAnOutcomeTwice() {
        for (TestInfo test : all) {
            List<String> ids = test.cases().stream().map(StateCase::matchPattern).collect(Collectors.toList());
            assertEquals(ids.stream().distinct().collect(Collectors.toList()), ids, test.name());
        }
    }

    @Test
    void everyTestIsInExactlyOnePass() {
        List<String> names = new ArrayList<>();
        StressPass.split(all, 2).forEach(pass -> names.addAll(pass.testNames()));
        assertEquals(
                all.stream().map(TestInfo::name).sorted().collect(Collectors.toList()),
                names.stream().sorted().collect(Collectors.toList()));
    }

    @Test
    void theSelectionMatchesExactlyTheTestsOfThePass() {
        for (StressPass pass : StressPass.split(all, 2)) {
            List<String> command = pass.command("java", StressRunner.SMOKE, List.of(), new File("report"));
            Pattern selection = Pattern.compile(command.get(command.indexOf("-t") + 1));
            List<String> found = all.stream()
                    .map(TestInfo::name)
                    .filter(name -> selection.matcher(name).find())
                    .sorted()
                    .collect(Collectors.toList());
            assertEquals(pass.testNames(), found);
        }
    }

    @Test
    void processorsAreInventedOnlyForTestsWithMoreActorsThanProcessors() {
        for (int processors : new int[] {1, 2, 3, 4, 64}) {
            for (StressPass pass : StressPass.split(all, processors)) {
                int actors = pass.tests().stream().mapToInt(TestInfo::threads).max().orElseThrow();
                List<String> command = pass.command("java", StressRunner.SMOKE, List.of(), new File("report"));
                boolean isInvented = command.contains("-XX:ActiveProcessorCount=" + actors);
                assertEquals(actors > processors, isInvented, pass.name() + " on " + processors + " processors");
                assertEquals(isInvented, command.contains("THREAD_YIELD"), "actors yield only if they share cores");
            }
        }
    }

    /** All other modes run every configuration that jcstress finds. */
    @Test
    void onlySmokeAndQuickSkipBiasedLocking() {
        for (StressPass pass : StressPass.split(all, 2)) {
            for (String mode : List.of("smoke", "quick", "default", "tough", "stress", "mutants")) {
                List<String> command = pass.command("java", mode, List.of(), new File("report"));
                boolean unbiased = mode.equals("smoke") || mode.equals("quick");
                assertEquals(unbiased, command.contains(UnbiasedMain.class.getName()), mode);
                assertEquals(!unbiased, command.contains("org.openjdk.jcstress.Main"), mode);
            }
        }
    }

    @Test
    void noPassIsEmpty() {
        List<TestInfo> pairs =
                all.stream().filter(test -> test.threads() == 2).collect(Collectors.toList());
        assertFalse(pairs.isEmpty());
        assertEquals(1, StressPass.split(pairs, 2).size());
        assertTrue(StressPass.split(List.of(), 2).isEmpty());
    }
}
