package dev.filch.bench;

import dev.filch.bench.bars.BarsCommand;
import dev.filch.bench.compare.CompareCommand;
import dev.filch.bench.compare.ContenderById;
import dev.filch.bench.contender.Contender;
import dev.filch.bench.jmh.JmhCommand;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The jar's main class. Exit codes: 0 for success, 1 for a failure, 2 for a wrong command line. */
@Command(
        name = "filch-bench",
        description = "Measures Filch's executors and queues and their peers.",
        subcommands = {CompareCommand.class, BarsCommand.class, JmhCommand.class})
public final class Main implements Callable<Integer> {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    private boolean help;

    @Spec
    private CommandSpec spec;

    /** Runs the command, and ends the JVM with its exit code. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return CommandLines.of(new Main()).registerConverter(Contender.class, new ContenderById());
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "Missing command: compare, bars or jmh.");
    }
}
