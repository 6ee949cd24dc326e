package dev.filch.stress.model;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * One exploration of a catalog.
 *
 * @param checker the checker of the current thread; calls of queues may be single steps
 * @param preemptions the maximum number of preemptions
 * @param timeouts how many timed parks may time out while another thread can continue
 * @param slow whether it takes more than about three seconds
 * @param scenario the class
 * @param arguments the arguments of its constructor
 */
public record Exploration(ThreadLocal<ModelChecker> checker, int preemptions, int timeouts, boolean slow,
        Class<? extends Scenario> scenario, Object... arguments) {

    /** An exploration with the usual number of timeouts, which is not slow. */
    public Exploration(ThreadLocal<ModelChecker> checker, int preemptions, Class<? extends Scenario> scenario,
            Object... arguments) {
        this(checker, preemptions, Limits.DEFAULT.timeouts(), false, scenario, arguments);
    }

    /** Explores the scenario with the code as it is. */
    public Report explore() {
        return explore(checker.get());
    }

    /** Explores the scenario with a mutation of the code under test. */
    public Report explore(Mutation mutation) {
        return explore(checker.get().with(mutation));
    }

    private Report explore(ModelChecker with) {
        return with.with(limits()).explore(scenario, arguments);
    }

    /** A test that fails unless the exploration passes. Prints the report. */
    public DynamicTest asTest() {
        return DynamicTest.dynamicTest(toString(), () -> {
            Fibers.assumeAvailable();
            Report report = explore();
            System.out.println(report);
            assertTrue(report.passed(), report::toString);
        });
    }

    /** Explores just enough to load the classes. */
    public void loadClasses(Mutation mutation) {
        checker.get().with(mutation).with(limits().withStates(1000)).explore(scenario, arguments);
    }

    private Limits limits() {
        return Limits.DEFAULT.withPreemptions(preemptions).withTimeouts(timeouts);
    }

    /** A copy that explores more. */
    public Exploration withOneMorePreemption() {
        return new Exploration(checker, preemptions + 1, timeouts, slow, scenario, arguments);
    }

    /** A copy that is marked as taking more than about three seconds. */
    public Exploration asSlow() {
        return new Exploration(checker, preemptions, timeouts, true, scenario, arguments);
    }

    /** A copy with another number of timeouts. */
    public Exploration withTimeouts(int maximum) {
        return new Exploration(checker, preemptions, maximum, slow, scenario, arguments);
    }

    /** The class and, after a colon, its arguments, as named by the javadoc of accessors. */
    @Override
    public String toString() {
        return scenario.getSimpleName() + ":" + Arrays.stream(arguments)
                .flatMap(argument ->
                        argument instanceof String[] threads ? Stream.of(threads) : Stream.of(argument))
                .map(Object::toString)
                .collect(Collectors.joining(","));
    }
}
