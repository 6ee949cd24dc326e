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
 * Explores all executions of a scenario that the memory model allows: every order of its threads' steps, and in each
 * step every write that may be read. A state reached again by another execution is not explored again. Needs a JVM on
 * which {@linkplain #unavailable fibers work}.
 */
public final class ModelChecker {

    /**
     * Preemption limits to try, in this order, when an execution has failed. A trace with fewer preemptions is easier
     * to follow.
     */
    private static final int[] FEW_PREEMPTIONS = {0, 1, 2, 3};

    private static final int MAX_STATES_FOR_SHORT_TRACES = 300_000;

    private final Predicate<String> isUnderTest;
    private final Limits limits;
    private final Mutation mutation;

    /** Prefixes of the names of classes whose methods are single steps. */
    private final List<String> singleSteps;

    /**
     * The loaders, by the outermost class of the scenario. Rewriting takes longer than many explorations, so they are
     * reused.
     */
    private final Map<String, RewritingLoader> loaders;

    /**
     * A checker with the default limits.
     *
     * @param isUnderTest which classes to rewrite, by name; the scenario is always rewritten
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
     * The reason why this JVM cannot run explorations.
     *
     * @return null if it can run them
     */
    public static Throwable unavailable() {
        return Fiber.unavailable();
    }

    /**
     * A copy of this checker with other limits.
     *
     * @param other the limits of an exploration
     * @return the copy
     */
    public ModelChecker with(Limits other) {
        return new ModelChecker(isUnderTest, other, mutation, singleSteps, loaders);
    }

    /**
     * A copy of this checker with another mutation of the code under test.
     *
     * @param other the mutation
     * @return the copy
     */
    public ModelChecker with(Mutation other) {
        return new ModelChecker(isUnderTest, limits, other, singleSteps, new ConcurrentHashMap<>());
    }

    /**
     * A copy of this checker in which each call of some classes' methods is a single step: no other thread takes a step
     * within it. Its reads return the latest values, all later reads see its writes, and comparisons fail only if the
     * values differ. So a call has a place in the order of volatile accesses, as a volatile access would. It orders
     * other memory only by its own accesses: a poll that acquires an element sees what the offer released. A wait
     * within such a call fails.
     *
     * <p>This hides the effects on the structures themselves of weak memory, and of other threads between two accesses.
     * Use it for structures that are explored by themselves, and not if a scenario depends on the order of an access in
     * them and one outside. Constructors and static initializers are not single steps, and neither is the scenario
     * itself.
     *
     * @param prefixes prefixes of the full names of the classes; the report lists them. They must include superclasses
     *     whose methods the classes inherit
     * @return the copy
     */
    public ModelChecker withSingleSteps(String... prefixes) {
        return new ModelChecker(isUnderTest, limits, mutation, List.of(prefixes), new ConcurrentHashMap<>());
    }

    /**
     * Explores a scenario until all its executions are covered, one fails, or a limit is reached.
     *
     * @param scenario the scenario
     * @param arguments the arguments of its only constructor, of JDK types
     * @return the result
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
                Limits few = limits.withPreemptions(preemptions).withStates(MAX_STATES_FOR_SHORT_TRACES);
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
                // From now on, steps and equal states are defined differently.
                choices = new Choices();
                known.clear();
                outcomes.clear();
                executions = 0;
                continue;
            }
            executions++;
            choices.forgetRest();
            if (end == Execution.End.FAILED) {
                choices.rewind(); // to record a trace
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
            throw new IllegalArgumentException("the scenario cannot be created", e);
        }
    }
}
