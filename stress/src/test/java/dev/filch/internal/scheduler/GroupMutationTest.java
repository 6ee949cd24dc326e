package dev.filch.internal.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.channel.ChannelCatalog;
import dev.filch.stress.model.Exploration;
import dev.filch.stress.model.Fibers;
import dev.filch.stress.model.Mutation;
import dev.filch.stress.model.Report;
import dev.filch.stress.rewrite.Access;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every access mode of the scheduler and of the channels is needed: if an access is weakened by one step, a scenario
 * named by its accessor's javadoc fails, or {@link KeptModes} gives the reason why the mode is kept.
 */
@EnabledIfSystemProperty(named = "filch.mutation", matches = "true", disabledReason = "takes minutes: -Pmutation")
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class GroupMutationTest {

    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    Stream<DynamicTest> everyModeIsNeededByScenarioNamedByAccessor() throws IOException {
        Fibers.assumeAvailable();
        Map<String, Set<String>> named = AccessorJavadoc.scenariosOfAccessors();
        Map<String, Access> accesses = accesses();
        accesses.keySet().retainAll(named.keySet());
        return accesses.entrySet().stream().flatMap(entry -> entry.getValue().weaker().stream()
                .map(weaker -> DynamicTest.dynamicTest(entry.getKey() + " as " + weaker.order(),
                        () -> check(entry.getKey(), entry.getValue(), weaker, named.get(entry.getKey())))));
    }

    private static void check(String accessor, Access access, Access weaker, Set<String> scenarios) {
        String killer = killer(scenarios, accessor, weaker);
        String kept = KeptModes.reason(accessor);
        System.out.printf("%-36s %-18s -> %-18s %s%n", accessor, access.order(), weaker.order(),
                killer == null ? "kept: " + kept : "killed by " + killer);
        assertTrue(killer != null || kept != null, () -> "one of these scenarios must fail: " + scenarios);
    }

    /** A fence is not an access, so {@link #accesses} does not find it. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            StealingQueues.push ; GroupScenario:lifo+,2,0,e[fw]
            Worker.endMove      ; SleepScenario:xxx|n,z
            """)
    void eachFenceIsNeeded(String method, String scenario) {
        Fibers.assumeAvailable();
        Mutation mutation = new Mutation() {
            @Override
            public Access apply(String accessor, Access access) {
                return access;
            }

            @Override
            public boolean keepsFence(String other) {
                return !other.equals(method);
            }
        };
        Report report = named(scenario).explore(mutation);
        assertTrue(report.found() != null, () -> scenario + " passes without the fence");
    }

    /** An accessor whose class no scenario loads is not weakened, so it must be kept for a reason. */
    @Test
    void everyAccessorIsLoadedOrKeptForReason() throws IOException {
        Fibers.assumeAvailable();
        Set<String> accessors = new TreeSet<>(AccessorJavadoc.scenariosOfAccessors().keySet());
        accessors.removeAll(accesses().keySet());
        accessors.removeIf(accessor -> KeptModes.reason(accessor) != null);
        assertEquals(Set.of(), accessors);
    }

    /** KeptModes must list neither an accessor whose javadoc names a scenario nor one that does not exist. */
    @Test
    void keptModesNameNoScenario() throws IOException {
        Map<String, Set<String>> named = AccessorJavadoc.scenariosOfAccessors();
        Set<String> leftovers = new TreeSet<>(KeptModes.accessors());
        leftovers.removeIf(accessor -> named.getOrDefault(accessor, Set.of(accessor)).isEmpty());
        assertEquals(Set.of(), leftovers);
    }

    /** All VarHandle accesses in the classes that the scenarios load, by class and accessor. */
    private static Map<String, Access> accesses() {
        Map<String, Access> accesses = new TreeMap<>();
        Mutation collecting = (method, access) -> {
            accesses.put(method.substring(method.indexOf('$') + 1), access);
            return access;
        };
        Stream.concat(GroupCatalog.thorough().stream(), ChannelCatalog.killing().stream())
                .forEach(entry -> entry.loadClasses(collecting));
        return accesses;
    }

    /** Finds a scenario by the name in an accessor's javadoc. */
    private static Exploration named(String name) {
        return Stream.concat(GroupCatalog.thorough().stream(), ChannelCatalog.killing().stream())
                .filter(entry -> entry.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("not in a catalog: " + name));
    }

    /** The scenario that fails: first with volatile accesses in one order, as in the model, then without. */
    private static String killer(Set<String> scenarios, String accessor, Access weaker) {
        Mutation mutation = (method, access) -> method.equals(accessor) || method.endsWith("$" + accessor)
                ? access.with(weaker.read(), weaker.write()) : access;
        List<Exploration> explorations = scenarios.stream().map(GroupMutationTest::named).toList();
        String killer = killer(explorations, mutation);
        if (killer != null) {
            return killer;
        }
        List<Exploration> indifferent = explorations.stream()
                .filter(each -> each.explore(Mutation.VOLATILE_AS_ACQUIRE_AND_RELEASE).passed())
                .toList();
        killer = killer(indifferent, mutation.and(Mutation.VOLATILE_AS_ACQUIRE_AND_RELEASE));
        return killer == null ? null : killer + " (volatile unordered)";
    }

    private static String killer(List<Exploration> scenarios, Mutation mutation) {
        for (Exploration scenario : scenarios) {
            Report report = scenario.explore(mutation);
            if (report.found() != null) {
                String why = report.found().failure().getMessage();
                return scenario + ", " + why.substring(0, Math.min(why.length(), 60));
            }
        }
        return null;
    }
}
