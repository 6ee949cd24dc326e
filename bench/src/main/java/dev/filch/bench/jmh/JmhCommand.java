package dev.filch.bench.jmh;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Passes all arguments after {@code jmh} to JMH unchanged. */
@Command(name = "jmh", description = "Runs the JMH benchmarks with JMH's own arguments (jmh -h lists them).")
public final class JmhCommand implements Callable<Integer> {

    @Unmatched
    private final List<String> arguments = new ArrayList<>();

    /** Runs JMH, which itself ends the JVM if it fails. */
    @Override
    public Integer call() throws Exception {
        org.openjdk.jmh.Main.main(arguments.toArray(String[]::new));
        return 0;
    }
}
