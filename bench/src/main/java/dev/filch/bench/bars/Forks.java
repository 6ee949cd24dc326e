package dev.filch.bench.bars;

import dev.filch.bench.judge.Effort;
import dev.filch.bench.judge.Figure;
import dev.filch.bench.judge.Setup;
import dev.filch.bench.judge.Task;
import dev.filch.bench.measure.RunFailure;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.regex.Pattern;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs a task in its own JVM. */
final class Forks {

    /** How much of JMH's output the message about a failed fork contains. */
    private static final int LAST_CHARACTERS = 3_000;

    /** JMH passes the value of this property to a fork as its class path. */
    private static final String CLASS_PATH = "java.class.path";

    private Forks() {}

    /**
     * Runs a fork and returns its figures, each the median of the iterations. A task from an earlier jar differs only
     * in its class path; flags and options are the same.
     */
    static Map<Figure, Double> run(Task task, Setup setup) throws RunFailure {
        if (task.jar() == null) {
            return fork(task, setup);
        }
        String own = System.getProperty(CLASS_PATH);
        System.setProperty(CLASS_PATH, task.jar());
        try {
            return fork(task, setup);
        } finally {
            System.setProperty(CLASS_PATH, own);
        }
    }

    private static Map<Figure, Double> fork(Task task, Setup setup) throws RunFailure {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(output, true, StandardCharsets.UTF_8)) {
            Collection<RunResult> results = new Runner(
                            options(task, setup).build(),
                            OutputFormatFactory.createFormatInstance(out, VerboseMode.NORMAL))
                    .run();
            if (results.size() != 1) {
                throw new RunFailure(task + " matches " + results.size() + " benchmarks");
            }
            return IterationFigures.medians(results.iterator().next());
        } catch (RunnerException e) {
            throw new RunFailure(task + " on " + setup.label() + ": " + e.getMessage() + "\n" + last(output), e);
        }
    }

    private static ChainedOptionsBuilder options(Task task, Setup setup) {
        Effort effort = task.effort();
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("^" + Pattern.quote(task.benchmark()) + "$")
                .jvm(setup.jvm())
                .jvmArgs(setup.collector().flag()) // the benchmarks' own flags come after it
                .forks(1)
                .warmupForks(0)
                .warmupIterations(effort.warmup())
                .measurementIterations(effort.iterations())
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true);
        if (effort.millis() > 0) {
            TimeValue time = TimeValue.milliseconds(effort.millis());
            options.warmupTime(time).measurementTime(time);
        }
        task.parameters().forEach(options::param);
        return options;
    }

    private static String last(ByteArrayOutputStream output) {
        String text = output.toString(StandardCharsets.UTF_8);
        return text.substring(Math.max(0, text.length() - LAST_CHARACTERS));
    }
}
