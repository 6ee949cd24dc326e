package dev.filch.stress.cores;

import dev.filch.stress.cores.engine.CodePaths;
import dev.filch.stress.cores.run.CodeBase;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Options for pools, and for comparing what core is with what it was. */
final class PoolOptions {

    @Option(
            names = "--pairs",
            split = ",",
            paramLabel = "S:W",
            converter = Values.Pair.class,
            description = "Numbers of submitters and of workers, such as 16:64, for works of pools that do not name"
                    + " theirs; each thread has a core then, and --cores does not matter to them; default: half of the"
                    + " cores for each.")
    private List<String> pairs = List.of();

    @Option(
            names = "--rate",
            paramLabel = "RATE",
            converter = Values.Rate.class,
            description = "Tasks in a second that all submitters of a trickle submit together, such as 800k or 4M;"
                    + " default: each rests for 4 µs after each task.")
    private String rate = "";

    @Option(
            names = "--baseline",
            paramLabel = "JAR",
            converter = Values.Jar.class,
            description = "Runs the works of Filch's own classes twice, first with those of this jar of core. Their"
                    + " names get @baseline, and tables get ratios.")
    private Path baseline;

    @Option(
            names = "--path",
            split = ",",
            paramLabel = "CLASS.METHOD=PATH",
            description = "Counts what methods do under the name of a path, beside those known.")
    private Map<String, String> paths = Map.of();

    @Option(
            names = "--counts",
            description = "Prints for each run what threads did for each message, by path and by place in the code.")
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
