package dev.filch.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.filch.stress.model.Access;
import dev.filch.stress.model.Fibers;
import dev.filch.stress.model.Mutation;
import dev.filch.stress.model.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Every access mode earns its place: weakened by one step, each access of the tables at the top of the algorithm files
 * makes some scenario fail, or stands in the list below with the reason why it is kept.
 */
@EnabledIfSystemProperty(named = "filch.mutation", matches = "true", disabledReason = "takes minutes: -Pmutation")
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class MutationTest {

    /** A row of an access table. */
    private static final Pattern ROW =
            Pattern.compile("^ \\* (\\w+)\\s+(?:plain|opaque|acquire|release|volatile)\\s+\\S", Pattern.MULTILINE);

    private static final String NO_CHEAPER_FORM =
            "the JDK has no acquire-release form, or only one that is a loop on x86";
    private static final String OPEN = "open: no scenario here needs it; to be weakened, or shown to be needed";
    private static final String OWN_END = "core/docs/decisions/002: beyond what the model can show";

    @Test
    void ring() throws IOException {
        check("MpmcRing", ScenarioCatalog.quickRing(), Map.of("tailAcquire", OWN_END, "headAcquire", OWN_END));
    }

    @Test
    void deque() throws IOException {
        check("WorkDeque", ScenarioCatalog.quickDeque(), Map.of("getAndAddTop", NO_CHEAPER_FORM));
    }

    @Test
    void injector() throws IOException {
        Map<String, String> kept = new TreeMap<>(Map.of("casNextFromNull", NO_CHEAPER_FORM));
        for (String accessor : List.of("casTail", "closedAcquire", "setClosedRelease", "headAcquire", "nextAcquire",
                "setNextToSelfRelease", "tailSegmentAcquire", "weakCasTailSegmentRelease", "weakCasToPoisonRelease")) {
            kept.put(accessor, OPEN);
        }
        check("Injector", ScenarioCatalog.quickInjector(), kept);
    }

    private static void check(String structure, List<ScenarioCatalog.Entry> scenarios, Map<String, String> kept)
            throws IOException {
        Fibers.assumeAvailable();
        Set<String> table = accessorsOfTable(structure);
        Map<String, Access> accesses = accesses(scenarios);
        Set<String> survivors = new TreeSet<>();
        for (String accessor : table) {
            Access access = accesses.get(accessor);
            if (access == null) {
                continue;
            }
            for (Access weaker : access.weaker()) {
                String killer = killer(scenarios, Weakening.of(accessor, weaker));
                System.out.printf("%-10s %-28s %-18s -> %-18s %s%n", structure, accessor, order(access), order(weaker),
                        killer != null ? "killed by " + killer : "kept: " + kept.get(accessor));
                if (killer == null) {
                    survivors.add(accessor);
                }
            }
        }
        assertEquals(new TreeSet<>(kept.keySet()), survivors, "accesses that could be weaker");
    }

    /** The accessors that a structure's table names. */
    private static Set<String> accessorsOfTable(String structure) throws IOException {
        Path source = Path.of(System.getProperty("basedir", "."))
                .resolve("../core/src/main/java/dev/filch/queue/" + structure + ".java");
        Matcher rows = ROW.matcher(Files.readString(source));
        Set<String> accessors = new TreeSet<>();
        while (rows.find()) {
            accessors.add(rows.group(1));
        }
        return accessors;
    }

    /** Every access by a VarHandle in the classes that the scenarios load, by its accessor's name. */
    private static Map<String, Access> accesses(List<ScenarioCatalog.Entry> scenarios) {
        Map<String, Access> accesses = new TreeMap<>();
        Mutation collecting = (method, access) -> {
            accesses.put(method.substring(method.lastIndexOf('.') + 1), access);
            return access;
        };
        for (ScenarioCatalog.Entry scenario : scenarios) {
            Report report = scenario.explore(ScenarioCatalog.checker().with(collecting));
            assertEquals(true, report.passed(), report::toString);
        }
        return accesses;
    }

    private static String killer(List<ScenarioCatalog.Entry> scenarios, Mutation mutation) {
        for (ScenarioCatalog.Entry scenario : scenarios) {
            Report report = scenario.explore(ScenarioCatalog.checker().with(mutation));
            if (!report.passed()) {
                String why = report.found() == null ? "it never ends" : report.found().failure().getMessage();
                return scenario + ": " + why.substring(0, Math.min(why.length(), 60));
            }
        }
        return null;
    }

    private static String order(Access access) {
        return switch (access.kind()) {
            case READ -> access.read().toString();
            case WRITE -> access.write().toString();
            default -> access.read() + "/" + access.write();
        };
    }
}
