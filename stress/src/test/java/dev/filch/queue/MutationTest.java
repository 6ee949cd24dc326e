package dev.filch.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.stress.model.Fibers;
import dev.filch.stress.model.ModelChecker;
import dev.filch.stress.model.Mutation;
import dev.filch.stress.model.Report;
import dev.filch.stress.rewrite.Access;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Every access mode is needed: if an access is weakened by one step, a scenario named by its accessor's javadoc fails,
 * or the list below gives the reason why the mode is kept.
 */
@EnabledIfSystemProperty(named = "filch.mutation", matches = "true", disabledReason = "takes minutes: -Pmutation")
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class MutationTest {

    private static final String LOOP_ON_X86 = "the JDK's forms with acquire or release are loops on x86";

    private static final String AFTER_LOST_RACE = "only a pop that has lost a race calls it, and only the order of the"
            + " volatile accesses decides that race";
    private static final String NO_WEAKER_FORM = "the JDK has no weaker form of it";

    @Test
    void ring() throws IOException {
        check("RingFields", ScenarioCatalog.quickRing(), Map.of());
    }

    @Test
    void deque() throws IOException {
        check("DequeFields", ScenarioCatalog.quickDeque(),
                Map.of("getAndAddTop", LOOP_ON_X86, "resetBottomRelease", AFTER_LOST_RACE));
    }

    @Test
    void injector() throws IOException {
        check("InjectorFields", ScenarioCatalog.quickInjector(), Map.of("casNextFromNullRelease", NO_WEAKER_FORM));
    }

    private static void check(String type, List<ScenarioCatalog.Entry> scenarios, Map<String, String> kept)
            throws IOException {
        Fibers.assumeAvailable();
        Map<String, Access> accesses = accesses(scenarios);
        Set<String> survivors = new TreeSet<>();
        List<String> unnamed = new ArrayList<>();
        for (Map.Entry<String, Set<String>> entry : QueueAccessors.scenariosOfAccessors(type).entrySet()) {
            String accessor = entry.getKey();
            Access access = accesses.get(accessor);
            assertTrue(access != null || accessor.endsWith("Plain"),
                    () -> "no scenario loads " + accessor);
            for (Access weaker : access == null ? List.<Access>of() : access.weaker()) {
                Weakening mutation = Weakening.of(accessor, weaker);
                String killer = killer(named(scenarios, entry.getValue()), mutation);
                if (killer == null && !kept.containsKey(accessor)) {
                    killer = killer(scenarios, mutation);
                    unnamed.add(accessor + " " + weaker.order() + ": " + killer);
                }
                if (killer == null) {
                    survivors.add(accessor);
                }
                System.out.printf("%-14s %-28s %-18s -> %-18s %s%n", type, accessor, access.order(), weaker.order(),
                        killer != null ? "killed by " + killer : "kept: " + kept.get(accessor));
            }
        }
        assertEquals(kept.keySet(), survivors, "exactly the kept accesses can be weakened without a failure");
        assertEquals(List.of(), unnamed, "the javadoc of these accessors names no scenario that needs the mode");
    }

    private static List<ScenarioCatalog.Entry> named(List<ScenarioCatalog.Entry> scenarios, Set<String> names) {
        List<ScenarioCatalog.Entry> named =
                scenarios.stream().filter(scenario -> names.contains(scenario.toString())).toList();
        assertEquals(names.size(), named.size(), () -> "the catalog must contain all scenarios of " + names);
        return named;
    }

    /** All VarHandle and racy accesses in the classes that the scenarios load, by accessor. */
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

    /** The scenario that fails: first with volatile accesses in one order, as in the model, then without. */
    private static String killer(List<ScenarioCatalog.Entry> scenarios, Weakening mutation) {
        String killer = killer(scenarios, mutation, ScenarioCatalog.bounded());
        if (killer != null) {
            return killer;
        }
        List<ScenarioCatalog.Entry> indifferent = scenarios.stream()
                .filter(scenario -> scenario.explore(
                        ScenarioCatalog.bounded().with(Mutation.VOLATILE_AS_ACQUIRE_AND_RELEASE)).passed())
                .toList();
        killer = killer(
                indifferent, mutation.and(Mutation.VOLATILE_AS_ACQUIRE_AND_RELEASE), ScenarioCatalog.bounded());
        return killer != null
                ? killer + " (volatile unordered)"
                : killer(scenarios, mutation, ScenarioCatalog.checker());
    }

    private static String killer(List<ScenarioCatalog.Entry> scenarios, Mutation mutation, ModelChecker checker) {
        for (ScenarioCatalog.Entry scenario : scenarios) {
            Report report = scenario.explore(checker.with(mutation));
            if (!report.passed()) {
                String why = report.found() == null ? "it is incomplete" : report.found().failure().getMessage();
                return scenario + ", " + why.substring(0, Math.min(why.length(), 60));
            }
        }
        return null;
    }
}
