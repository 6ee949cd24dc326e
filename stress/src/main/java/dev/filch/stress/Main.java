package dev.filch.stress;

import dev.filch.bench.CommandLines;
import dev.filch.stress.cores.CoresCommand;
import java.io.IOException;
import java.util.Arrays;

/**
 * The main class of the jar. The command {@code cores} runs workloads on simulated cores; {@link StressRunner} handles
 * all other arguments.
 */
public final class Main {

    private static final String CORES = "cores";

    private Main() {
    }

    /**
     * Runs the command and ends the JVM with its exit code.
     *
     * @param args the command line
     * @throws IOException if the stress tests cannot be run
     * @throws InterruptedException if the thread was interrupted
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length > 0 && args[0].equals(CORES)) {
            System.exit(CommandLines.of(new CoresCommand()).execute(Arrays.copyOfRange(args, 1, args.length)));
        }
        StressRunner.main(args);
    }
}
