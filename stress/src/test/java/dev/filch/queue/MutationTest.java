package dev.filch.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.stress.model.Fibers;
import dev.filch.stress.model.ModelChecker;
import dev.filch.stress.model.Mutation;
import dev.filch.stress.model.Report;
import dev.filch.stress.rewrite.Access;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Every access mode earns its place: weakened by one step, each access of the tables at the top of the algorithm files
 * makes a scenario fail that its row names, or stands in the list below with the reason why it is kept.
 */
@EnabledIfSystemProperty(named = "filch.mutation", matches = "true", disabledReason = "takes minutes: -Pmutation")
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class MutationTest {

    /** A row of an access table, with the lines that it goes on in. */
    private static final Pattern ROW = Pattern.compile(
            "^ \\* (\\w+)\\s+(?:plain|opaque|acquire|release|volatile)\\s+\\S.*(?:\\n \\* {8,}.*)*", Pattern.MULTILINE);
    private static final Pattern SCENARIO = Pattern.compile("\\w+Scenario:\\S+");

    private static final String LOOP_ON_X86 = "the JDK's forms with acquire or release are loops on x86";

    /** Where volatile accesses have one order, an opaque store is seen in its place; where they have none, the race fails. */
    private static final String BEHIND_A_RACE = "only a pop that has lost a race comes there, and only the order of the"
            + " volatile accesses decides that race";
    private static final String NO_WEAKER_FORM = "the JDK has no weaker form of it";

    @Test
    void ring() throws IOException {
        check("MpmcRing", QueueAccessors.scenariosOfAccessors("RingFields"), ScenarioCatalog.quickRing(), Map.of());
    }

    @Test
    void deque() throws IOException {
        check("WorkDeque", QueueAccessors.scenariosOfAccessors("DequeFields"), ScenarioCatalog.quickDeque(),
                Map.of("getAndAddTop", LOOP_ON_X86, "resetBottomRelease", BEHIND_A_RACE));
    }

    @Test
    void injector() throws IOException {
        check("Injector", rows("Injector"), ScenarioCatalog.quickInjector(),
                Map.of("casNextFromNullRelease", NO_WEAKER_FORM));
    }

    private static void check(String structure, Map<String, Set<String>> named,
            List<ScenarioCatalog.Entry> scenarios, Map<String, String> kept) {
        Fibers.assumeAvailable();
        Map<String, Access> accesses = accesses(scenarios);
        Set<String> survivors = new TreeSet<>();
        List<String> unnamed = new ArrayList<>();
        for (Map.Entry<String, Set<String>> row : named.entrySet()) {
            String accessor = row.getKey();
            Access access = accesses.get(accessor);
            assertTrue(access != null || accessor.endsWith("Plain"),
                    () -> "no scenario loads the access that the table calls " + accessor);
            for (Access weaker : access == null ? List.<Access>of() : access.weaker()) {
                Weakening mutation = Weakening.of(accessor, weaker);
                String killer = killer(named(scenarios, row.getValue()), mutation);
                if (killer == null && !kept.containsKey(accessor)) {
                    killer = killer(scenarios, mutation);
                    unnamed.add(accessor + " " + weaker.order() + ": " + killer);
                }
                if (killer == null) {
                    survivors.add(accessor);
                }
                System.out.printf("%-10s %-28s %-18s -> %-18s %s%n", structure, accessor, access.order(), weaker.order(),
                        killer != null ? "killed by " + killer : "kept: " + kept.get(accessor));
            }
        }
        assertEquals(kept.keySet(), survivors, "accesses that could be weaker");
        assertEquals(List.of(), unnamed, "rows that do not name the scenario which needs them");
    }

    /** The accessors that a structure's table names, and the scenarios that are named beside each. */
    private static Map<String, Set<String>> rows(String structure) throws IOException {
        Path source = Path.of(System.getProperty("basedir", "."))
                .resolve("../core/src/main/java/dev/filch/queue/" + structure + ".java");
        Map<String, Set<String>> rows = new TreeMap<>();
        Matcher row = ROW.matcher(Files.readString(source));
        while (row.find()) {
            rows.put(row.group(1), SCENARIO.matcher(row.group()).results()
                    .map(MatchResult::group)
                    .collect(Collectors.toSet()));
        }
        return rows;
    }

    private static List<ScenarioCatalog.Entry> named(List<ScenarioCatalog.Entry> scenarios, Set<String> names) {
        List<ScenarioCatalog.Entry> named =
                scenarios.stream().filter(scenario -> names.contains(scenario.toString())).toList();
        assertEquals(names.size(), named.size(), () -> "not all of them are in the catalog: " + names);
        return named;
    }

    /** Every access by a VarHandle, or racy, in the classes that the scenarios load, by its accessor's name. */
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

    /** Who notices: first with the volatile accesses in one order, as the model has them, then without. */
    private static String killer(List<ScenarioCatalog.Entry> scenarios, Weakening mutation) {
        String killer = killer(scenarios, mutation, ScenarioCatalog.bounded());
        if (killer != null) {
            return killer;
        }
        List<ScenarioCatalog.Entry> indifferent = scenarios.stream()
                .filter(scenario -> scenario.explore(
                        ScenarioCatalog.bounded().with(Weakening.VOLATILE_AS_ACQUIRE_AND_RELEASE)).passed())
                .toList();
        killer = killer(
                indifferent, mutation.and(Weakening.VOLATILE_AS_ACQUIRE_AND_RELEASE), ScenarioCatalog.bounded());
        return killer != null
                ? killer + " (volatile unordered)"
                : killer(scenarios, mutation, ScenarioCatalog.checker());
    }

    private static String killer(List<ScenarioCatalog.Entry> scenarios, Mutation mutation, ModelChecker checker) {
        for (ScenarioCatalog.Entry scenario : scenarios) {
            Report report = scenario.explore(checker.with(mutation));
            if (!report.passed()) {
                String why = report.found() == null ? "it takes too long" : report.found().failure().getMessage();
                return scenario + ", " + why.substring(0, Math.min(why.length(), 60));
            }
        }
        return null;
    }
}
