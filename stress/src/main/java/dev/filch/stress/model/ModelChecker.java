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

    /** By the outermost class of the scenario: to rewrite the classes takes longer than many an exploration. */
    private final Map<String, RewritingLoader> loaders;

    /**
     * A checker with the default limits.
     *
     * @param isUnderTest which classes to rewrite, by their names; the scenario itself always is
     */
    public ModelChecker(Predicate<String> isUnderTest) {
        this(isUnderTest, Limits.DEFAULT, Mutation.NONE, new ConcurrentHashMap<>());
    }

    private ModelChecker(Predicate<String> isUnderTest, Limits limits, Mutation mutation,
            Map<String, RewritingLoader> loaders) {
        this.isUnderTest = isUnderTest;
        this.limits = limits;
        this.mutation = mutation;
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
        return new ModelChecker(isUnderTest, other, mutation, loaders);
    }

    /**
     * The same with another change to the code under test.
     *
     * @param other what to change
     * @return another checker
     */
    public ModelChecker with(Mutation other) {
        return new ModelChecker(isUnderTest, limits, other, new ConcurrentHashMap<>());
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
        return new RewritingLoader(
                name -> isUnderTest.test(name) || name.equals(outermost) || name.startsWith(outermost + "$"),
                new CheckedCode(mutation));
    }

    private static String title(String name, Object[] arguments) {
        String simple = name.substring(name.lastIndexOf('.') + 1);
        return arguments.length == 0 ? simple : simple + Arrays.deepToString(arguments);
    }

    private static Report explore(String name, Supplier<Scenario> maker, Limits limits) {
        int threads = maker.get().bodies().size();
        long start = System.nanoTime();
        Choices choices = new Choices();
        Set<StateHash.Key> known = new HashSet<>();
        ThreadNumbers numbers = new ThreadNumbers(threads);
        Set<String> outcomes = new TreeSet<>();
        long executions = 0;
        Report.Found found = null;
        boolean more = true;
        while (more && found == null && known.size() < limits.states()) {
            Execution execution = new Execution(choices, limits, known, numbers, false);
            Execution.End end = execution.run(maker, threads, ended -> addOutcome(outcomes, ended));
            executions++;
            choices.forgetRest();
            if (end == Execution.End.FAILED) {
                found = repeat(maker, threads, choices, limits, numbers);
            }
            more = found == null && choices.next();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Report(name, executions, known.size(), !more, seconds, outcomes, found);
    }

    private static void addOutcome(Set<String> outcomes, Scenario ended) {
        String outcome = ended.outcome();
        if (outcome != null) {
            outcomes.add(outcome);
        }
    }

    /** Runs the failed execution again, for its trace. */
    private static Report.Found repeat(
            Supplier<Scenario> maker, int threads, Choices choices, Limits limits, ThreadNumbers numbers) {
        choices.rewind();
        Execution again = new Execution(choices, limits, new HashSet<>(), numbers, true);
        again.run(maker, threads, ended -> { });
        return new Report.Found(again.failure(), List.copyOf(again.trace()));
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
