package dev.filch.internal.scheduler;

import dev.filch.queue.WaiterScenario;
import dev.filch.stress.model.Limits;
import dev.filch.stress.model.ModelChecker;
import dev.filch.stress.model.Mutation;
import dev.filch.stress.model.Report;
import dev.filch.stress.model.Scenario;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The scenarios of the scheduler. The thorough ones kill the mutants; the quick ones among them are part of every
 * build. The longest add threads, and one preemption to each thorough scenario.
 */
final class GroupCatalog {

    /** One checker per thread: concurrent explorations must not share classes. */
    static final ThreadLocal<ModelChecker> WHOLE = ThreadLocal.withInitial(() -> new ModelChecker(
            name -> name.startsWith("dev.filch.queue.") || name.startsWith("dev.filch.internal.")));
    static final ThreadLocal<ModelChecker> SINGLE_STEPS =
            ThreadLocal.withInitial(() -> WHOLE.get().withSingleSteps("dev.filch.queue."));

    private GroupCatalog() {
    }

    /**
     * One exploration.
     *
     * @param checker the checker of the current thread; calls of queues may be single steps
     * @param preemptions the maximum number of preemptions
     * @param timeouts how many timed parks may time out while another thread can continue
     * @param slow whether it takes more than about three seconds
     * @param scenario the class
     * @param arguments the arguments of its constructor
     */
    record Entry(ThreadLocal<ModelChecker> checker, int preemptions, int timeouts, boolean slow,
            Class<? extends Scenario> scenario, Object... arguments) {

        Entry(ThreadLocal<ModelChecker> checker, int preemptions, Class<? extends Scenario> scenario,
                Object... arguments) {
            this(checker, preemptions, Limits.DEFAULT.timeouts(), false, scenario, arguments);
        }

        Report explore() {
            return explore(checker.get());
        }

        Report explore(Mutation mutation) {
            return explore(checker.get().with(mutation));
        }

        private Report explore(ModelChecker with) {
            return with.with(limits()).explore(scenario, arguments);
        }

        /** Explores just enough to load the classes. */
        void loadClasses(Mutation mutation) {
            checker.get().with(mutation).with(limits().withStates(1000)).explore(scenario, arguments);
        }

        private Limits limits() {
            return Limits.DEFAULT.withPreemptions(preemptions).withTimeouts(timeouts);
        }

        Entry withOneMorePreemption() {
            return new Entry(checker, preemptions + 1, timeouts, slow, scenario, arguments);
        }

        Entry asSlow() {
            return new Entry(checker, preemptions, timeouts, true, scenario, arguments);
        }

        Entry withTimeouts(int maximum) {
            return new Entry(checker, preemptions, maximum, slow, scenario, arguments);
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

    static List<Entry> quick() {
        return thorough().stream().filter(entry -> !entry.slow).toList();
    }

    static List<Entry> thorough() {
        return Stream.of(submissions(), sleeps(), failedStarts(), shutdowns(), stops(), waits(), claims(), spares(),
                        BoundCatalog.all(), deadlines())
                .flatMap(List::stream)
                .toList();
    }

    /** Finds a scenario by the name in an accessor's javadoc. */
    static Entry named(String name) {
        return thorough().stream().filter(entry -> entry.toString().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("not in the catalog: " + name));
    }

    static List<Entry> longest() {
        return Stream.concat(thorough().stream().map(Entry::withOneMorePreemption), more()).toList();
    }

    /** Submissions from outside and by workers, while a worker parks, ends, starts or stops searching. */
    private static List<Entry> submissions() {
        return List.of(
                wholeQueues(2, "lifo+", 1, 0, "", "e"),
                wholeQueues(2, "lifo+", 1, 0, "", "h").asSlow(),
                wholeQueues(2, "shared+", 1, 0, "", "e"),
                wholeQueues(1, "lifo+", 2, 0, "e[fw]").asSlow(),
                steps(1, "lifo", 2, 0, "", "e[w]", "f").asSlow(),
                steps(1, "shared", 2, 0, "", "e[w]", "f"),
                steps(2, "shared+", 1, 0, "", "e", "e").asSlow(),
                steps(1, "lifo+", 1, 0, "", "e", "e"),
                steps(1, "lifo+", 1, 0, "", "h", "h").asSlow(),
                steps(1, "shared+", 2, 0, "e[w]", "f", "e").asSlow(),
                steps(2, "shared~", 1, 0, "", "e"),
                steps(2, "shared+~", 1, 0, "", "e"),
                steps(2, "lifo+~", 1, 0, "", "e").asSlow(),
                steps(1, "shared~", 1, 0, "", "e", "e"));
    }

    /**
     * Workers that take their first task or batch while another goes to sleep; and a submission while an idle worker is
     * popped and pushed back, because the worker below it is wanted.
     */
    private static List<Entry> sleeps() {
        return List.of(
                sleep(WHOLE, 2, "z", "vp"),
                sleep(SINGLE_STEPS, 1, "n", "ppp|n", "z"),
                sleep(WHOLE, 1, "n", "ppp|", "n"),
                sleep(WHOLE, 1, "xxx|n", "z"),
                sleep(WHOLE, 1, "z", "p", "v"));
    }

    /** Starts of threads that fail while a thread waits for the end of the tasks: it must try again. */
    private static List<Entry> failedStarts() {
        return List.of(
                steps(1, "shared*", 1, 0, "", "e", "qi"),
                steps(1, "shared**", 1, 0, "", "e", "qi").asSlow(),
                steps(1, "shared**", 1, 0, "", "eS", "t").asSlow());
    }

    private static List<Entry> shutdowns() {
        return List.of(
                steps(2, "shared+", 1, 0, "", "e", "S").asSlow(),
                steps(1, "shared+", 1, 0, "", "e", "S"),
                steps(1, "shared+", 2, 0, "", "e", "S").asSlow(),
                steps(1, "lifo+", 1, 0, "", "e", "S").asSlow(),
                steps(2, "lifo+", 1, 0, "e[e]", "S").asSlow(),
                steps(2, "shared+", 1, 0, "e", "St"));
    }

    private static List<Entry> stops() {
        return List.of(
                stop(3, 3, "n").asSlow(),
                stop(3, 0, "p"),
                stop(2, 1, "np"),
                stop(2, 0, "s"),
                stop(2, 0, "ppp|", "n"),
                stop(1, 0, "ppp|n", "n"),
                stop(1, 0, "p", "n"),
                steps(2, "shared+", 1, 0, "", "e", "N").asSlow(),
                steps(2, "shared", 1, 0, "", "e", "N"),
                steps(2, "lifo", 1, 0, "", "e", "N"),
                steps(1, "lifo+", 1, 0, "", "e", "N"),
                steps(2, "lifo+", 1, 0, "e[e]", "N").asSlow(),
                steps(2, "lifo+", 1, 0, "eee", "N").asSlow(),
                steps(1, "lifo+", 2, 0, "eee", "N").asSlow(),
                steps(1, "lifo+1", 2, 0, "eee", "N").asSlow(),
                steps(1, "lifo+", 2, 0, "e[e]", "N").asSlow(),
                steps(2, "shared+", 1, 0, "f", "G", "N").asSlow(),
                steps(1, "shared+", 1, 0, "f", "RN"),
                steps(1, "shared+", 1, 0, "f", "R", "N"),
                steps(1, "lifo+", 1, 0, "e[fR]", "N"),
                steps(1, "shared+", 1, 0, "f", "G", "Nr"),
                steps(1, "shared+", 1, 0, "f", "T", "Nr"),
                steps(2, "shared+", 1, 0, "fR", "Nr").asSlow(),
                steps(1, "shared+", 1, 0, "e", "Nt", "e"));
    }

    private static List<Entry> waits() {
        return List.of(
                steps(2, "shared+", 1, 0, "", "ei"),
                steps(2, "lifo+", 1, 0, "e[e]", "i").asSlow(),
                steps(1, "lifo+", 2, 0, "e[e]", "i").asSlow(),
                steps(2, "shared+", 1, 0, "f", "G"),
                steps(1, "shared+", 1, 0, "f", "G", "G"),
                steps(2, "shared+", 1, 0, "f", "T"),
                steps(1, "lifo+", 1, 1, "e[fT]"),
                anyOf(1, 1, "outside", "ss"),
                anyOf(1, 1, "outside", "ff"),
                anyOf(1, 2, "inside", "ss").asSlow(),
                anyOf(1, 1, "replaced", "ss").asSlow(),
                anyOf(1, 1, "replaced", "fs"),
                anyOf(1, 1, "section", "ss"),
                anyOf(1, 2, "threadless", "ss"),
                anyOf(1, 1, "timed", "s"),
                waiters("op"),
                waiters("oopp").asSlow());
    }

    private static List<Entry> claims() {
        return List.of(
                steps(1, "lifo+", 2, 0, "f[fg]"),
                steps(1, "lifo+", 2, 1, "f[fg]"),
                steps(1, "lifo+", 2, 0, "e[fg]", "k").asSlow(),
                steps(3, "lifo+", 1, 0, "f[fg]e", "k").asSlow(),
                steps(3, "shared+", 1, 0, "fe", "k"),
                steps(2, "shared+", 1, 0, "f", "G", "k"),
                steps(1, "lifo+^", 1, 1, "e[f[fg]g]"));
    }

    private static List<Entry> spares() {
        return List.of(
                steps(2, "shared+", 1, 1, "e[()]", "e").asSlow(),
                steps(2, "shared+", 1, 1, "e[()]", "eS").asSlow(),
                steps(1, "shared+", 1, 1, "e[()]", "ei"),
                steps(1, "shared+", 1, 1, "e[()]", "e", "i").asSlow(),
                steps(1, "shared+", 1, 1, "e[()]", "e", "N"),
                steps(1, "shared+", 2, 2, "e[()]e[()]", "e").asSlow(),
                steps(1, "shared+", 1, 1, "e[(fg)]"),
                steps(1, "shared+^", 1, 2, "e[(f[fg]g)]").asSlow());
    }

    /** Futures whose deadlines pass. */
    private static List<Entry> deadlines() {
        return List.of(
                deadlines(2, "a"),
                deadlines(1, "za"),
                deadlines(1, "a", "a"),
                deadlines(1, "a", "x"),
                expiry(2, "rx"),
                expiry(2, "rxg"),
                expiry(2, "rxc"),
                expiry(2, "xcg"));
    }

    private static Stream<Entry> more() {
        return Stream.of(
                wholeQueues(2, "fifo+", 1, 0, "", "e"),
                wholeQueues(1, "lifo+", 2, 0, "e[e]"),
                wholeQueues(1, "lifo+", 2, 0, "e[w]fe"),
                wholeQueues(1, "lifo+1", 2, 0, "e[w]f"),
                wholeQueues(1, "lifo+", 1, 0, "", "e", "N"),
                wholeQueues(1, "shared~", 1, 0, "", "e", "e"),
                steps(1, "lifo", 2, 0, "", "ee", "N"),
                steps(1, "lifo", 2, 1, "e[()fw]", "e"),
                stop(1, 3, "n", "n"),
                stop(1, 0, "ppp|np", "n"),
                stop(1, 0, "n", "ppp|", "n"),
                stopWithSteps(3, 0, "p", "n"),
                steps(2, "lifo+", 1, 1, "f", "G", "G"),
                steps(2, "lifo+", 2, 0, "e[w]", "f", "e"));
    }

    private static Entry sleep(ThreadLocal<ModelChecker> checker, int preemptions, String... workers) {
        return new Entry(checker, preemptions, SleepScenario.class, (Object) workers);
    }

    private static Entry deadlines(int preemptions, String... threads) {
        return new Entry(SINGLE_STEPS, preemptions, DeadlineScenario.class, (Object) threads);
    }

    private static Entry expiry(int preemptions, String letters) {
        return new Entry(WHOLE, preemptions, ExpiryScenario.class, letters);
    }

    private static Entry stop(int preemptions, int waiting, String... workers) {
        return new Entry(WHOLE, preemptions, StopScenario.class, waiting, workers);
    }

    private static Entry stopWithSteps(int preemptions, int waiting, String... workers) {
        return new Entry(SINGLE_STEPS, preemptions, StopScenario.class, waiting, workers);
    }

    private static Entry anyOf(int preemptions, int workers, String how, String letters) {
        return new Entry(SINGLE_STEPS, preemptions, AnyOfScenario.class, workers, how, letters);
    }

    private static Entry waiters(String threads) {
        return new Entry(SINGLE_STEPS, 2, WaiterScenario.class, threads);
    }

    private static Entry wholeQueues(int preemptions, String source, int workers, int spares, String prepared,
            String... threads) {
        return new Entry(WHOLE, preemptions, GroupScenario.class, source, workers, spares, prepared, threads);
    }

    /** A group scenario in which each call of a queue is a single step. */
    static Entry steps(int preemptions, String source, int workers, int spares, String prepared,
            String... threads) {
        return new Entry(SINGLE_STEPS, preemptions, GroupScenario.class, source, workers, spares, prepared, threads);
    }
}
