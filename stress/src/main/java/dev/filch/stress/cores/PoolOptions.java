package dev.filch.stress.cores;

import dev.filch.stress.cores.engine.CodePaths;
import dev.filch.stress.cores.run.CodeBase;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Options for pools, for a comparison with an earlier core, and for the counts of threads' actions. */
final class PoolOptions {

    @Option(
            names = "--pairs",
            split = ",",
            paramLabel = "S:W",
            converter = OptionConverters.Pair.class,
            description = "Numbers of submitters and of workers, such as 16:64, for pool workloads that do not name"
                    + " theirs. Each thread then has its own core, and --cores has no effect on them. Default: half of"
                    + " the cores are submitters, and half workers.")
    private List<String> pairs = List.of();

    @Option(
            names = "--rate",
            paramLabel = "RATE",
            converter = OptionConverters.Rate.class,
            description = "Tasks that all submitters of a trickle submit in total per second, such as 800k or 4M;"
                    + " default: each submitter pauses for 4 µs after each task.")
    private String rate = "";

    @Option(
            names = "--baseline",
            paramLabel = "JAR",
            converter = OptionConverters.Jar.class,
            description = "Runs each workload of Filch's own classes twice: first with the classes of this core jar,"
                    + " as a workload with @baseline in its name, then with those of this build. Tables show the"
                    + " ratios.")
    private Path baseline;

    @Option(
            names = "--path",
            split = ",",
            paramLabel = "CLASS.METHOD=PATH",
            description = "Counts what a method does under the name of a path, in addition to the known methods.")
    private Map<String, String> paths = Map.of();

    @Option(
            names = "--counts",
            description = "Prints, for each run, what threads did per message, by path and by place in the code.")
    private boolean counts;

    List<String> pairs() {
        return pairs;
    }

    String rate() {
        return rate;
    }

    Path baseline() {
        return baseline;
    }

    CodePaths paths() {
        return CodeBase.OF_THIS_BUILD.paths().plus(paths);
    }

    boolean counts() {
        return counts;
    }
}
