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
 * Runs each twin's test on the twin, and fails unless jcstress reports a forbidden outcome every time. A test that
 * breaks off or hangs has not noticed: it does not say what is wrong.
 */
final class TwinRunner {

    private final File directory;
    private final PrintStream out;
    private final Map<String, TestInfo> tests;
    private int caught;
    private int missed;

    TwinRunner(File directory, PrintStream out) {
        this.directory = directory;
        this.out = out;
        tests = StressRunner.allTests().stream().collect(Collectors.toMap(TestInfo::name, Function.identity()));
    }

    /** Whether there were twins, and all were caught. */
    boolean run(List<Twin> twins) throws IOException, InterruptedException {
        for (Twin twin : twins) {
            Path classes = Files.createTempDirectory("filch-twin");
            try {
                twin.writeTo(classes);
                run(twin, classes);
            } finally {
                delete(classes);
            }
        }
        boolean all = !twins.isEmpty() && caught == twins.size();
        out.println("twins in sum: planned " + twins.size() + ", caught " + caught + ", missed " + missed
                + (all ? ": OK" : ": FAILED"));
        return all;
    }

    private void run(Twin twin, Path classes) throws IOException, InterruptedException {
        StressPass pass = StressPass.split(
                        List.of(tests.get(twin.testName())), Runtime.getRuntime().availableProcessors())
                .get(0);
        File report = new File(directory, twin.name().replaceAll("\\W+", "-"));
        JcstressRun run = JcstressRun.of(pass, StressRunner.TWINS, List.of(classes.toFile()), report, log -> {});
        boolean noticed = run.log().forbidden() > 0;
        if (noticed) {
            caught++;
        } else {
            missed++;
        }
        out.printf("  %-6s %-55s by %s%n", noticed ? "caught" : "MISSED", twin.name(), twin.test());
        if (!noticed) {
            out.println("  jcstress ended in " + run.end() + "; all of it is in " + run.logFile());
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(TwinRunner::deleteFile);
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
