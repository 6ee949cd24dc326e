package dev.filch.internal.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.filch.stress.model.Fibers;
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
 * Every access mode of the scheduler earns its place: weakened by one step, each access makes a scenario fail that the
 * javadoc of its accessor names, or {@link KeptModes} has the reason why it is kept.
 */
@EnabledIfSystemProperty(named = "filch.mutation", matches = "true", disabledReason = "takes minutes: -Pmutation")
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class GroupMutationTest {

    @Test
    void everyModeIsNeededByTheScenarioThatItsAccessorNames() throws IOException {
        Fibers.assumeAvailable();
        Map<String, Set<String>> named = AccessorJavadoc.scenariosOfAccessors();
        Map<String, Access> accesses = accesses();
        accesses.keySet().retainAll(named.keySet());
        List<String> mistakes = new ArrayList<>();
        for (Map.Entry<String, Access> entry : accesses.entrySet()) {
            String accessor = entry.getKey();
            String kept = KeptModes.reason(accessor);
            for (Access weaker : entry.getValue().weaker()) {
                String killer = killer(named.get(accessor), accessor, weaker);
                if (killer == null && kept == null) {
                    mistakes.add(accessor + " as " + weaker.order() + ": no scenario of " + named.get(accessor) + " fails");
                }
                System.out.printf("%-36s %-18s -> %-18s %s%n", accessor, entry.getValue().order(), weaker.order(),
                        killer == null ? "kept: " + kept : "killed by " + killer);
            }
        }
        assertEquals(List.of(), mistakes);
    }

    /** An accessor that names a scenario is no exception, and one that does not exist is a leftover. */
    @Test
    void exceptionsNameAccessorsWithoutScenario() throws IOException {
        Map<String, Set<String>> named = AccessorJavadoc.scenariosOfAccessors();
        Set<String> leftovers = new TreeSet<>(KeptModes.accessors());
        leftovers.removeIf(accessor -> named.getOrDefault(accessor, Set.of(accessor)).isEmpty());
        assertEquals(Set.of(), leftovers);
    }

    /** Every access by a VarHandle that the scenarios load, by its class and accessor. */
    private static Map<String, Access> accesses() {
        Map<String, Access> accesses = new TreeMap<>();
        Mutation collecting = (method, access) -> {
            accesses.put(method.substring(method.indexOf('$') + 1), access);
            return access;
        };
        for (GroupCatalog.Entry entry : GroupCatalog.quick()) {
            Report report = entry.explore(collecting);
            assertEquals(true, report.passed(), report::toString);
        }
        return accesses;
    }

    private static String killer(Set<String> scenarios, String accessor, Access weaker) {
        Mutation mutation = (method, access) -> method.equals(accessor) || method.endsWith("$" + accessor)
                ? access.with(weaker.read(), weaker.write()) : access;
        for (String scenario : scenarios) {
            Report report = GroupCatalog.named(scenario).explore(mutation);
            if (report.found() != null) {
                String why = report.found().failure().getMessage();
                return scenario + ", " + why.substring(0, Math.min(why.length(), 60));
            }
        }
        return null;
    }
}
