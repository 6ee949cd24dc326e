package dev.filch.stress.cores;

import dev.filch.stress.cores.run.WorkName;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The workloads' names, and the names of groups of them. */
final class Works {

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

    /** Every workload, those that belong to no group last. */
    static final List<String> NAMES = Stream.of(
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

    private Works() {
    }

    private static Stream<String> named(String kind, List<String> subjects) {
        return subjects.stream().map(kind::concat);
    }

    /**
     * The workloads of some groups.
     *
     * @param names groups and single workloads
     * @return each workload once
     * @throws IllegalArgumentException if there is no group or workload of a name
     */
    static List<String> resolve(List<String> names) {
        Set<String> works = new LinkedHashSet<>();
        for (String name : names) {
            if (isKnown(name)) {
                works.add(name);
            } else if (GROUPS.containsKey(name)) {
                works.addAll(GROUPS.get(name));
            } else {
                throw new IllegalArgumentException("there is no work '" + name + "'; there are the groups "
                        + String.join(", ", GROUPS.keySet()) + ", and the works " + String.join(", ", NAMES));
            }
        }
        return List.copyOf(works);
    }

    /** Whether there is a workload of that name; a pool's may say how many submitters and workers it has. */
    private static boolean isKnown(String name) {
        return name.contains("/") && NAMES.contains(WorkName.of(name).base()) && !WorkName.of(name).baseline();
    }
}
