package dev.filch.stress;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openjdk.jcstress.infra.TestInfo;

/**
 * Runs each mutant's test on the mutant, and fails unless jcstress reports a forbidden outcome for every mutant. A test
 * that aborts or hangs does not count as a catch, because it does not show what is wrong.
 */
final class MutantRunner {

    private final File directory;
    private final PrintStream out;
    private final Map<String, TestInfo> tests;
    private int caught;
    private int missed;

    MutantRunner(File directory, PrintStream out) {
        this.directory = directory;
        this.out = out;
        tests = StressRunner.allTests().stream().collect(Collectors.toMap(TestInfo::name, Function.identity()));
    }

    /** Runs the mutants, and returns whether there were any and all were caught. */
    boolean run(List<Mutant> mutants) throws IOException, InterruptedException {
        for (Mutant mutant : mutants) {
            Path classes = Files.createTempDirectory("filch-mutant");
            try {
                mutant.writeTo(classes);
                run(mutant, classes);
            } finally {
                delete(classes);
            }
        }
        boolean allCaught = !mutants.isEmpty() && caught == mutants.size();
        out.println("mutants in total: planned " + mutants.size() + ", caught " + caught + ", missed " + missed
                + (allCaught ? ": OK" : ": FAILED"));
        return allCaught;
    }

    private void run(Mutant mutant, Path classes) throws IOException, InterruptedException {
        StressPass pass = StressPass.split(
                        List.of(tests.get(mutant.testName())), Runtime.getRuntime().availableProcessors())
                .get(0);
        File report = new File(directory, mutant.name().replaceAll("\\W+", "-"));
        JcstressRun run = JcstressRun.of(pass, StressRunner.MUTANTS, List.of(classes.toFile()), report, log -> {});
        boolean isCaught = run.log().forbidden() > 0;
        if (isCaught) {
            caught++;
        } else {
            missed++;
        }
        out.printf("  %-6s %-55s by %s%n", isCaught ? "caught" : "MISSED", mutant.name(), mutant.test());
        if (!isCaught) {
            out.println("  jcstress ended with " + run.end() + "; its whole output is in " + run.logFile());
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(MutantRunner::deleteFile);
        }
    }

    private static void deleteFile(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
