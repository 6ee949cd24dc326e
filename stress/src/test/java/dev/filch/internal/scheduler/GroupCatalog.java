package dev.filch.internal.scheduler;

import dev.filch.queue.WaiterScenario;
import dev.filch.stress.model.Exploration;
import dev.filch.stress.model.ModelChecker;
import java.util.List;
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

    static List<Exploration> quick() {
        return thorough().stream().filter(entry -> !entry.slow()).toList();
    }

    static List<Exploration> thorough() {
        return Stream.of(submissions(), sleeps(), failedStarts(), shutdowns(), stops(), waits(), claims(), spares(),
                        BoundCatalog.all(), deadlines())
                .flatMap(List::stream)
                .toList();
    }

    static List<Exploration> longest() {
        return Stream.concat(thorough().stream().map(Exploration::withOneMorePreemption), more()).toList();
    }

    /** Submissions from outside and by workers, while a worker parks, ends, starts or stops searching. */
    private static List<Exploration> submissions() {
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
    private static List<Exploration> sleeps() {
        return List.of(
                sleep(WHOLE, 2, "z", "vp"),
                sleep(SINGLE_STEPS, 1, "n", "ppp|n", "z"),
                sleep(WHOLE, 1, "n", "ppp|", "n"),
                sleep(WHOLE, 1, "xxx|n", "z"),
                sleep(WHOLE, 1, "z", "p", "v"));
    }

    /** Starts of threads that fail while a thread waits for the end of the tasks: it must try again. */
    private static List<Exploration> failedStarts() {
        return List.of(
                steps(1, "shared*", 1, 0, "", "e", "qi"),
                steps(1, "shared**", 1, 0, "", "e", "qi").asSlow(),
                steps(1, "shared**", 1, 0, "", "eS", "t").asSlow());
    }

    private static List<Exploration> shutdowns() {
        return List.of(
                steps(2, "shared+", 1, 0, "", "e", "S").asSlow(),
                steps(1, "shared+", 1, 0, "", "e", "S"),
                steps(1, "shared+", 2, 0, "", "e", "S").asSlow(),
                steps(1, "lifo+", 1, 0, "", "e", "S").asSlow(),
                steps(2, "lifo+", 1, 0, "e[e]", "S").asSlow(),
                steps(2, "shared+", 1, 0, "e", "St"));
    }

    private static List<Exploration> stops() {
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

    private static List<Exploration> waits() {
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

    private static List<Exploration> claims() {
        return List.of(
                steps(1, "lifo+", 2, 0, "f[fg]"),
                steps(1, "lifo+", 2, 1, "f[fg]"),
                steps(1, "lifo+", 2, 0, "e[fg]", "k").asSlow(),
                steps(3, "lifo+", 1, 0, "f[fg]e", "k").asSlow(),
                steps(3, "shared+", 1, 0, "fe", "k"),
                steps(2, "shared+", 1, 0, "f", "G", "k"),
                steps(1, "lifo+^", 1, 1, "e[f[fg]g]"));
    }

    private static List<Exploration> spares() {
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
    private static List<Exploration> deadlines() {
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

    private static Stream<Exploration> more() {
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

    private static Exploration sleep(ThreadLocal<ModelChecker> checker, int preemptions, String... workers) {
        return new Exploration(checker, preemptions, SleepScenario.class, (Object) workers);
    }

    private static Exploration deadlines(int preemptions, String... threads) {
        return new Exploration(SINGLE_STEPS, preemptions, DeadlineScenario.class, (Object) threads);
    }

    private static Exploration expiry(int preemptions, String letters) {
        return new Exploration(WHOLE, preemptions, ExpiryScenario.class, letters);
    }

    private static Exploration stop(int preemptions, int waiting, String... workers) {
        return new Exploration(WHOLE, preemptions, StopScenario.class, waiting, workers);
    }

    private static Exploration stopWithSteps(int preemptions, int waiting, String... workers) {
        return new Exploration(SINGLE_STEPS, preemptions, StopScenario.class, waiting, workers);
    }

    private static Exploration anyOf(int preemptions, int workers, String how, String letters) {
        return new Exploration(SINGLE_STEPS, preemptions, AnyOfScenario.class, workers, how, letters);
    }

    private static Exploration waiters(String threads) {
        return new Exploration(SINGLE_STEPS, 2, WaiterScenario.class, threads);
    }

    private static Exploration wholeQueues(int preemptions, String source, int workers, int spares, String prepared,
            String... threads) {
        return new Exploration(WHOLE, preemptions, GroupScenario.class, source, workers, spares, prepared, threads);
    }

    /** A group scenario in which each call of a queue is a single step. */
    static Exploration steps(int preemptions, String source, int workers, int spares, String prepared,
            String... threads) {
        return new Exploration(
                SINGLE_STEPS, preemptions, GroupScenario.class, source, workers, spares, prepared, threads);
    }
}
