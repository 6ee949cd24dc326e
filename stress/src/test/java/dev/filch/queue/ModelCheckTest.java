package dev.filch.queue;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.stress.model.Fibers;
import dev.filch.stress.model.ModelChecker;
import dev.filch.stress.model.Report;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The structures as shipped pass: no execution that the access modes allow loses, repeats or reorders an element. */
class ModelCheckTest {

    /** Set by the profile modelcheck. */
    private static final boolean FULL = Boolean.getBoolean("filch.modelcheck.full");

    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    Stream<DynamicTest> ring() {
        return tests(ScenarioCatalog.quickRing(), ScenarioCatalog.longRing(), SmallScenarios.ofRings());
    }

    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    Stream<DynamicTest> injector() {
        return tests(ScenarioCatalog.quickInjector(), ScenarioCatalog.longInjector(), SmallScenarios.ofInjectors());
    }

    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    Stream<DynamicTest> deque() {
        return tests(ScenarioCatalog.quickDeque(), ScenarioCatalog.longDeque(), SmallScenarios.ofDeques());
    }

    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    Stream<DynamicTest> longestDeque() {
        return FULL ? tests(ScenarioCatalog.longestDeque(), ScenarioCatalog::bounded) : Stream.of();
    }

    @SafeVarargs
    private static Stream<DynamicTest> tests(
            List<ScenarioCatalog.Entry> quick, List<ScenarioCatalog.Entry>... others) {
        Stream<ScenarioCatalog.Entry> entries =
                FULL ? Stream.concat(quick.stream(), Stream.of(others).flatMap(List::stream)) : quick.stream();
        return tests(entries.toList(), ScenarioCatalog::checker);
    }

    private static Stream<DynamicTest> tests(List<ScenarioCatalog.Entry> entries, Supplier<ModelChecker> checker) {
        return entries.stream()
                .map(entry -> DynamicTest.dynamicTest(entry.toString(), () -> check(entry, checker.get())));
    }

    private static void check(ScenarioCatalog.Entry entry, ModelChecker checker) {
        Fibers.assumeAvailable();
        Report report = entry.explore(checker);
        System.out.println(report);
        assertTrue(report.passed(), report::toString);
    }
}
