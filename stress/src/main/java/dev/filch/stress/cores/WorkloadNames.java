package dev.filch.stress.cores;

import dev.filch.stress.cores.run.WorkloadName;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The names of workloads and of groups of workloads. */
final class WorkloadNames {

    private static final List<String> QUEUES = List.of(
            "ring", "injector", "clq", "ltq", "jctools", "lock-mcs", "lock-ticket", "lock-tas", "plain-ring",
            "michael-scott");

    private static final List<String> TICKETS = List.of("ticket-ring");

    private static final List<String> SHARDS = List.of("injector-x2", "injector-x4", "injector-x8");

    private static final List<String> HAND_OFFS =
            Stream.concat(Stream.of("hand-off/ring", "hand-off/ring-batch"), named("hand-off/", QUEUES))
                    .distinct()
                    .toList();

    private static final List<String> STEALS = List.of("steal/deque");

    private static final List<String> POOLS = Stream.of("outside/", "tree/", "trickle/", "burst/")
            .flatMap(source -> named(source, List.of("stealing-pool", "shared-pool")))
            .toList();

    /** All workloads; those without a group come last. */
    static final List<String> ALL = Stream.of(
                    HAND_OFFS.stream(),
                    STEALS.stream(),
                    POOLS.stream(),
                    named("hand-off/", TICKETS),
                    named("hand-off/", SHARDS),
                    named("pairs/", QUEUES),
                    named("micro/", List.of("get-and-add", "cas-loop", "ping-pong", "unshared", "falsely-shared")))
            .flatMap(works -> works)
            .toList();

    private static final Map<String, List<String>> GROUPS = new LinkedHashMap<>();

    static {
        GROUPS.put("ring", List.of("hand-off/ring", "hand-off/ring-batch"));
        GROUPS.put("injector", List.of("hand-off/injector"));
        GROUPS.put("clq", List.of("hand-off/clq"));
        GROUPS.put("ltq", List.of("hand-off/ltq"));
        GROUPS.put("jctools", List.of("hand-off/jctools"));
        GROUPS.put("lock", List.of("hand-off/lock-mcs", "hand-off/lock-ticket", "hand-off/lock-tas"));
        GROUPS.put("shards", named("hand-off/", SHARDS).toList());
        GROUPS.put("steal", STEALS);
        GROUPS.put("pool", POOLS);
        GROUPS.put("all", Stream.of(HAND_OFFS, STEALS, POOLS).flatMap(List::stream).toList());
    }

    private WorkloadNames() {
    }

    private static Stream<String> named(String kind, List<String> subjects) {
        return subjects.stream().map(kind::concat);
    }

    /**
     * Replaces groups by their workloads.
     *
     * @param names names of groups and of single workloads
     * @return the workloads, each once
     * @throws IllegalArgumentException if a name is unknown
     */
    static List<String> resolve(List<String> names) {
        Set<String> works = new LinkedHashSet<>();
        for (String name : names) {
            if (isKnown(name)) {
                works.add(name);
            } else if (GROUPS.containsKey(name)) {
                works.addAll(GROUPS.get(name));
            } else {
                throw new IllegalArgumentException("no such workload: '" + name + "'. Groups: "
                        + String.join(", ", GROUPS.keySet()) + ". Workloads: " + String.join(", ", ALL));
            }
        }
        return List.copyOf(works);
    }

    /** Whether a workload has that name, which may also give a pool's submitters, workers and rate. */
    private static boolean isKnown(String name) {
        return name.contains("/") && ALL.contains(WorkloadName.of(name).base()) && !WorkloadName.of(name).baseline();
    }
}
