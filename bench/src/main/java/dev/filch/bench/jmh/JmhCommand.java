package dev.filch.bench.jmh;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Hands everything behind {@code jmh} to JMH, as it stands. */
@Command(name = "jmh", description = "Runs the JMH benchmarks; takes JMH's own arguments (jmh -h lists them).")
public final class JmhCommand implements Callable<Integer> {

    @Unmatched
    private final List<String> arguments = new ArrayList<>();

    /** Runs JMH, which ends the JVM by itself if it fails. */
    @Override
    public Integer call() throws Exception {
        org.openjdk.jmh.Main.main(arguments.toArray(String[]::new));
        return 0;
    }
}
