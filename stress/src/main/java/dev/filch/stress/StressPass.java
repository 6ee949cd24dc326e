package dev.filch.stress;

import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openjdk.jcstress.infra.TestInfo;

/**
 * A set of tests that one jcstress process runs, and the command that starts the process.
 *
 * <p>jcstress runs a test only if it can give each actor a core of its own, and silently skips it otherwise. If the
 * machine has too few cores for a test, this class runs it on a processor topology that jcstress invents for unknown
 * operating systems. The actors then share cores, and preemption interleaves them. Such a run exposes fewer effects of
 * the memory model among three or more actors than a larger machine would.
 *
 * @param name the name, also used in file names
 * @param tests the tests
 * @param processors how many processors the machine has
 */
record StressPass(String name, List<TestInfo> tests, int processors) {

    /** Splits the tests into those with two actors and those with more. */
    static List<StressPass> split(List<TestInfo> tests, int processors) {
        List<TestInfo> pairs = tests.stream().filter(test -> test.threads() <= 2).collect(Collectors.toList());
        List<TestInfo> groups = tests.stream().filter(test -> test.threads() > 2).collect(Collectors.toList());
        List<StressPass> passes = new ArrayList<>();
        if (!pairs.isEmpty()) {
            passes.add(new StressPass("two-actors", pairs, processors));
        }
        if (!groups.isEmpty()) {
            passes.add(new StressPass("more-actors", groups, processors));
        }
        return passes;
    }

    List<String> testNames() {
        return tests.stream().map(TestInfo::name).sorted().collect(Collectors.toList());
    }

    /** The row of the scenario table from which a test was generated; empty if it is handwritten. */
    String rowOf(String test) {
        return tests.stream()
                .filter(info -> info.name().equals(test) && SmokeSample.isGenerated(info))
                .map(TestInfo::description)
                .findFirst()
                .orElse("");
    }

    private int actors() {
        return tests.stream().map(TestInfo::threads).max(Comparator.naturalOrder()).orElse(0);
    }

    private boolean isOversubscribed() {
        return actors() > processors;
    }

    String description() {
        return name + ": " + tests.size() + " tests" + (isOversubscribed() ? ", more actors than processors" : "");
    }

    /**
     * Returns the command line.
     *
     * @param java the Java launcher
     * @param mode one of jcstress' presets, {@link StressRunner#SMOKE} or {@link StressRunner#MUTANTS}
     * @param first the entries that precede this process' own class path
     * @param report the directory for jcstress' report
     */
    List<String> command(String java, String mode, List<File> first, File report) {
        List<String> command = new ArrayList<>();
        command.add(java);
        if (Runtime.version().feature() >= 24) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        if (isOversubscribed()) {
            // jcstress 0.16 does not know this operating system, so it trusts the number. Its forks inherit both flags.
            command.add("-XX:ActiveProcessorCount=" + actors());
            command.add("-Dos.name=not OS X");
        }
        boolean smoke = mode.equals(StressRunner.SMOKE);
        Class<?> main = smoke || mode.equals(StressRunner.QUICK) ? UnbiasedMain.class : org.openjdk.jcstress.Main.class;
        command.addAll(List.of("-cp", classPath(first), main.getName(), "-v"));
        command.addAll(List.of("-t", selection(), "-r", report.getPath()));
        boolean brief = smoke || mode.equals(StressRunner.MUTANTS);
        command.addAll(List.of("-m", brief ? StressRunner.QUICK : mode));
        if (smoke) {
            command.addAll(List.of("-iters", "1", "-time", "50", "-strideCount", "2", "-strideSize", "128"));
        }
        if (brief) {
            // One JVM configuration, which starts quickly and goes through the interpreter and the compilers.
            command.addAll(List.of("-hs", "64", "-pth", "false", "-jvmArgs", "-XX:+UseSerialGC"));
        }
        if (brief || mode.equals(StressRunner.QUICK) || actors() > 2) {
            // Without this, jcstress tries every combination of interpreter and compilers: at least 3^n for n actors.
            command.addAll(List.of("-sc", "false"));
        }
        if (isOversubscribed()) {
            command.addAll(List.of("-spinStyle", "THREAD_YIELD"));
        }
        return command;
    }

    /** Absolute paths, because the child process runs in another directory. */
    private static String classPath(List<File> first) {
        Stream<File> own = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(File::new);
        return Stream.concat(first.stream(), own)
                .map(File::getAbsolutePath)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private String selection() {
        return tests.stream().map(test -> Pattern.quote(test.name())).collect(Collectors.joining("|", "^(", ")$"));
    }
}
