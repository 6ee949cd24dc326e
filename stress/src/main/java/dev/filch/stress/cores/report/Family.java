package dev.filch.stress.cores.report;

import java.util.List;

/** Workloads that share a plot. */
enum Family {
    QUEUES("Queues", "Half of the cores produce messages, and the other half consume them.", List.of("hand-off")),
    PAIRS("Queues, offer and poll", "Each thread offers a message and then polls one.", List.of("pairs")),
    STEALS("Steals", "One thread pushes into its deque, and all others steal from it.", List.of("steal")),
    POOLS(
            "Pools",
            "outside: half of the cores submit tasks without a pause, and the other half are workers. trickle:"
                    + " submitters pause after each task. burst: submitters pause after 64 tasks. tree: all cores"
                    + " except one are workers, and each task submits two tasks. A name that ends with 16:64 has 16"
                    + " submitters and 64 workers. A task is a message.",
            List.of("outside", "trickle", "burst", "tree")),
    MICRO("Single variables", "The smallest programs that move a line. An operation is a message.", List.of("micro"));

    private final String title;
    private final String explanation;
    private final List<String> kinds;

    Family(String title, String explanation, List<String> kinds) {
        this.title = title;
        this.explanation = explanation;
        this.kinds = kinds;
    }

    String title() {
        return title;
    }

    String explanation() {
        return explanation;
    }

    boolean has(String work) {
        return kinds.contains(work.substring(0, work.indexOf('/')));
    }

    /** Returns the name of a workload of this family in the legend of a plot. */
    String label(String work) {
        return kinds.size() > 1 ? work.replace('/', ' ') : work.substring(work.indexOf('/') + 1);
    }
}
