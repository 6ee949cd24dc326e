package dev.filch.stress.model;

import dev.filch.stress.rewrite.Fiber;
import dev.filch.stress.rewrite.RewritingLoader;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Explores all executions of a scenario that the memory model allows: every order in which its threads can take their
 * steps, and in each step every write that may be read. What was explored from a state is not explored again when
 * another execution comes to the same state. Needs a JVM on which {@linkplain #unavailable fibers work}.
 */
public final class ModelChecker {

    /** Tried in turn when an execution fails, for one with fewer interruptions, which is easier to follow. */
    private static final int[] FEW_PREEMPTIONS = {0, 1, 2, 3};

    private static final int MOST_STATES_FOR_SHORT_TRACES = 300_000;

    private final Predicate<String> isUnderTest;
    private final Limits limits;
    private final Mutation mutation;

    /** How the names of the classes begin whose methods are single steps. */
    private final List<String> singleSteps;

    /** By the outermost class of the scenario: to rewrite the classes takes longer than many an exploration. */
    private final Map<String, RewritingLoader> loaders;

    /**
     * A checker with the default limits.
     *
     * @param isUnderTest which classes to rewrite, by their names; the scenario itself always is
     */
    public ModelChecker(Predicate<String> isUnderTest) {
        this(isUnderTest, Limits.DEFAULT, Mutation.NONE, List.of(), new ConcurrentHashMap<>());
    }

    private ModelChecker(Predicate<String> isUnderTest, Limits limits, Mutation mutation, List<String> singleSteps,
            Map<String, RewritingLoader> loaders) {
        this.isUnderTest = isUnderTest;
        this.limits = limits;
        this.mutation = mutation;
        this.singleSteps = singleSteps;
        this.loaders = loaders;
    }

    /**
     * Why nothing can be explored on this JVM.
     *
     * @return null if it can
     */
    public static Throwable unavailable() {
        return Fiber.unavailable();
    }

    /**
     * The same with other limits.
     *
     * @param other what bounds an exploration
     * @return another checker
     */
    public ModelChecker with(Limits other) {
        return new ModelChecker(isUnderTest, other, mutation, singleSteps, loaders);
    }

    /**
     * The same with another change to the code under test.
     *
     * @param other what to change
     * @return another checker
     */
    public ModelChecker with(Mutation other) {
        return new ModelChecker(isUnderTest, limits, other, singleSteps, new ConcurrentHashMap<>());
    }

    /**
     * The same with each call of some classes' methods as a single step: no other thread takes one within. Its reads
     * see the latest writes, its writes are seen by every later read, and comparisons fail only by the value. So among
     * volatile accesses a call is ordered as one of them would be. Other memory it orders only as its own accesses do:
     * what an offer released is known to the poll that acquires it. A wait within such a call fails.
     *
     * <p>This hides what weak memory, and other threads between two accesses, can do to the structures themselves. Use
     * it for those that are explored by themselves, and not where a scenario is about the order of an access in them
     * and one outside. Constructors and static initializers are no single steps, nor is the scenario itself.
     *
     * @param prefixes how the full names of the classes begin; the report names them. Superclasses with the methods
     *     that the classes inherit must be among them
     * @return another checker
     */
    public ModelChecker withSingleSteps(String... prefixes) {
        return new ModelChecker(isUnderTest, limits, mutation, List.of(prefixes), new ConcurrentHashMap<>());
    }

    /**
     * Explores a scenario until all its executions are covered, one fails, or a limit is reached.
     *
     * @param scenario the scenario
     * @param arguments for its only constructor; of types that the JDK has
     * @return what came out
     */
    public Report explore(Class<? extends Scenario> scenario, Object... arguments) {
        String name = scenario.getName();
        String outermost = name.contains("$") ? name.substring(0, name.indexOf('$')) : name;
        RewritingLoader loader = loaders.computeIfAbsent(outermost, this::loader);
        Supplier<Scenario> maker = maker(loader, name, arguments);
        String title = title(name, arguments);
        Report report = explore(title, maker, limits);
        if (report.found() != null) {
            for (int preemptions : FEW_PREEMPTIONS) {
                if (limits.preemptions() >= 0 && preemptions >= limits.preemptions()) {
                    break;
                }
                Limits few = limits.withPreemptions(preemptions).withStates(MOST_STATES_FOR_SHORT_TRACES);
                Report shorter = explore(title, maker, few);
                if (shorter.found() != null) {
                    return report.withFound(shorter.found());
                }
            }
        }
        return report;
    }

    private RewritingLoader loader(String outermost) {
        Predicate<String> isOfScenario = name -> name.equals(outermost) || name.startsWith(outermost + "$");
        Predicate<String> isSingleStep = name -> singleSteps.stream().anyMatch(name::startsWith);
        return new RewritingLoader(isUnderTest.or(isOfScenario),
                new CheckedCode(mutation, isSingleStep.and(isOfScenario.negate())));
    }

    private String describe(Limits bounds) {
        return bounds.describe() + (singleSteps.isEmpty() ? "" : "; single steps: " + String.join(", ", singleSteps));
    }

    private static String title(String name, Object[] arguments) {
        String simple = name.substring(name.lastIndexOf('.') + 1);
        return arguments.length == 0 ? simple : simple + Arrays.deepToString(arguments);
    }

    private Report explore(String name, Supplier<Scenario> maker, Limits bounds) {
        int threads = maker.get().bodies().size();
        long start = System.nanoTime();
        Choices choices = new Choices();
        Set<StateHash.Key> known = new HashSet<>();
        ThreadNumbers numbers = new ThreadNumbers(threads);
        Uses uses = new Uses();
        Set<String> outcomes = new TreeSet<>();
        long executions = 0;
        Report.Found found = null;
        boolean more = true;
        while (more && found == null && known.size() < bounds.states()) {
            Execution execution = new Execution(choices, bounds, known, numbers, uses, false);
            Execution.End end = execution.run(maker, threads, ended -> addOutcome(outcomes, ended));
            if (uses.takeChange()) {
                // What was a step in it, and which states are equal, is different from now on.
                choices = new Choices();
                known.clear();
                outcomes.clear();
                executions = 0;
                continue;
            }
            executions++;
            choices.forgetRest();
            if (end == Execution.End.FAILED) {
                choices.rewind(); // for a trace
                Execution again = new Execution(choices, bounds, new HashSet<>(), numbers, uses, true);
                again.run(maker, threads, ended -> { });
                found = new Report.Found(again.failure(), List.copyOf(again.trace()));
            }
            more = found == null && choices.next();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Report(name, describe(bounds), executions, known.size(), !more, seconds, outcomes, found);
    }

    private static void addOutcome(Set<String> outcomes, Scenario ended) {
        String outcome = ended.outcome();
        if (outcome != null) {
            outcomes.add(outcome);
        }
    }

    private static Supplier<Scenario> maker(RewritingLoader loader, String name, Object[] arguments) {
        try {
            Constructor<?> constructor = Class.forName(name, true, loader).getDeclaredConstructors()[0];
            constructor.setAccessible(true);
            return () -> make(constructor, arguments);
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException("no class " + name, e);
        }
    }

    private static Scenario make(Constructor<?> constructor, Object[] arguments) {
        try {
            return (Scenario) constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Failure failure) {
                throw failure;
            }
            throw new IllegalStateException("the scenario's constructor failed", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("the scenario cannot be made", e);
        }
    }
}
