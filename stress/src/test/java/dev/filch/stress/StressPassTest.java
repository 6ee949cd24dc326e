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

    /** jcstress runs what its annotation processor has listed, and never misses what is not. */
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

    /** Outcomes are inherited; jcstress counts nothing for one that it is told of twice. */
    @Test
    void everyTestHasItsOutcomesOnce() {
        for (TestInfo test : all) {
            List<String> ids = test.cases().stream().map(StateCase::matchPattern).collect(Collectors.toList());
            assertEquals(ids.stream().distinct().collect(Collectors.toList()), ids, test.name());
        }
    }

    @Test
    void everyTestIsInOnePass() {
        List<String> names = new ArrayList<>();
        StressPass.split(all, 2).forEach(pass -> names.addAll(pass.testNames()));
        assertEquals(
                all.stream().map(TestInfo::name).sorted().collect(Collectors.toList()),
                names.stream().sorted().collect(Collectors.toList()));
    }

    @Test
    void theSelectionFindsTheTestsOfThePassAndNoOthers() {
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
    void processorsAreMadeUpOnlyWhereTheyAreMissing() {
        for (int processors : new int[] {1, 2, 3, 4, 64}) {
            for (StressPass pass : StressPass.split(all, processors)) {
                int actors = pass.tests().stream().mapToInt(TestInfo::threads).max().orElseThrow();
                List<String> command = pass.command("java", StressRunner.SMOKE, List.of(), new File("report"));
                boolean madeUp = command.contains("-XX:ActiveProcessorCount=" + actors);
                assertEquals(actors > processors, madeUp, pass.name() + " on " + processors);
                assertEquals(madeUp, command.contains("THREAD_YIELD"));
            }
        }
    }

    /** All other modes run what jcstress finds. */
    @Test
    void onlySmokeAndQuickLeaveConfigurationsOut() {
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
    void aPassWithoutTestsIsNotMade() {
        List<TestInfo> pairs =
                all.stream().filter(test -> test.threads() == 2).collect(Collectors.toList());
        assertFalse(pairs.isEmpty());
        assertEquals(1, StressPass.split(pairs, 2).size());
        assertTrue(StressPass.split(List.of(), 2).isEmpty());
    }
}
