package dev.filch.queue;

import dev.filch.stress.model.Limits;
import dev.filch.stress.model.ModelChecker;
import dev.filch.stress.model.Report;
import dev.filch.stress.model.Scenario;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The scenarios of each structure. The quick ones are part of every build and kill the mutants; the long ones take more
 * time.
 */
final class ScenarioCatalog {

    /** One checker per thread: concurrent explorations must not share classes. */
    private static final ThreadLocal<ModelChecker> CHECKER = ThreadLocal.withInitial(() -> new ModelChecker(
            name -> name.startsWith("dev.filch.queue.") || name.startsWith("dev.filch.internal.")));

    /** Just before positions and indices wrap around at 2^64. */
    private static final long BEFORE_WRAP = -2;

    private ScenarioCatalog() {
    }

    /** One exploration. */
    record Entry(Class<? extends Scenario> scenario, Object... arguments) {

        Report explore(ModelChecker checker) {
            return checker.explore(scenario, arguments);
        }

        /** The class and, after a colon, its arguments, as named by the javadoc of accessors. */
        @Override
        public String toString() {
            return scenario.getSimpleName() + ":" + Stream.of(arguments)
                    .flatMap(argument ->
                            argument instanceof String[] threads ? Stream.of(threads) : Stream.of(argument))
                    .map(Object::toString)
                    .collect(Collectors.joining(","));
        }
    }

    /** The checker of the current thread. */
    static ModelChecker checker() {
        return CHECKER.get();
    }

    /**
     * A checker with at most three preemptions: enough for known mistakes, and for scenarios that would otherwise take
     * too long.
     */
    static ModelChecker bounded() {
        return checker().with(Limits.DEFAULT.withPreemptions(3));
    }

    static List<Entry> quickRing() {
        return List.of(
                ring(1, 0, "o", "p"),
                ring(1, 1, "k", "po"),
                ring(2, 1, "O", "P", "e"),
                ring(1, 0, "oo", "pp"),
                ring(2, 1, "op", "po"),
                ring(2, 1, "i", "po"),
                ring(2, 1, "oi", "o"),
                ring(1, 1, "k", "pop"),
                ring(1, 0, "o", "o", "p"),
                ring(1, 1, "p", "p", "o"),
                ring(1, 1, "o", "o", "p"),
                ring(2, 1, "pp", "p", "o"),
                ring(3, 2, "oo", "ps"),
                ring(1, 1, "f", "p"),
                ring(1, 1, "f", "f"),
                ring(2, 2, "f", "po"),
                ring(2, 1, "f", "o"),
                ring(2, 2, "f", "i"),
                ring(2, 0, "a", "d"),
                ring(2, 2, "A", "p"),
                ring(2, 2, "d", "d"),
                ring(2, 2, "d", "k"),
                ring(2, 2, "A", "i"),
                new Entry(RingTypesScenario.class),
                ring(2, 1, "l", "pp"),
                ring(2, 0, "x", "pk"),
                ring(2, 0, "x", "op"),
                ring(3, 0, "X", "pk"),
                ring(3, 1, "x", "d"),
                ring(1, 0, "oC", "c"),
                ring(1, 0, "c", "cs"),
                ring(1, 0, "Cp", "o", "c"),
                ring(1, 1, "f", "cF"),
                ring(2, 1, "a", "ce"),
                ring(2, 1, "l", "c"),
                ring(2, 0, "x", "cp"),
                ring(2, 2, "f", "c", "p"),
                ring(2, 2, "d", "c"),
                ring(2, 1, "i", "co"),
                ring(1, 1, "f", "F"),
                ring(1, 1, "F", "po"),
                new Entry(RingScenario.class, 1, -1L, 0, new String[] {"oo", "pp"}),
                compactRing(1, 0, "oo", "pp"),
                compactRing(2, 1, "op", "po"),
                compactRing(1, 1, "f", "pe"),
                compactRing(1, 1, "o", "o", "p"),
                compactRing(1, 0, "o", "cp"),
                storeBuffering(true, "offer-poll"),
                storeBuffering(true, "poll-offer"),
                storeBuffering(true, "force-isEmpty"),
                storeBuffering(true, "poll-isEmpty"));
    }

    static List<Entry> longRing() {
        return List.of(
                ring(2, 1, "ki", "po"),
                ring(2, 0, "oo", "pp", "o"),
                ring(2, 2, "pp", "oo", "p"),
                ring(1, 0, "oO", "pP", "e"),
                ring(1, 1, "o", "k", "p"),
                ring(2, 1, "i", "o", "p"),
                ring(4, 2, "ooo", "ppp"),
                ring(3, 0, "oo", "pp", "k"),
                ring(2, 2, "ff", "pp"),
                ring(2, 2, "f", "f", "p"),
                ring(2, 2, "f", "o", "p"),
                ring(2, 0, "a", "a", "d"),
                ring(3, 3, "d", "d", "f"),
                ring(2, 2, "A", "A", "f"),
                ring(3, 1, "x", "d", "p"),
                ring(2, 0, "x", "o", "p"),
                ring(2, 0, "x", "x", "o"),
                ring(3, 0, "X", "k", "k"));
    }

    static List<Entry> quickInjector() {
        return List.of(
                injector(1, 0, "o", "p"),
                injector(2, 2, "k", "pp"),
                injector(2, 2, "p", "p"),
                injector(1, 0, "oo", "c"),
                injector(2, 0, "o", "c", "o"),
                injector(1, 1, "oo", "b"),
                injector(2, 0, "a", "p"),
                injector(1, 0, "a", "pp"),
                injector(2, 1, "a", "c"),
                injector(2, 2, "B", "p"),
                injector(1, 1, "o", "o", "p"),
                injector(1, 1, "o", "i", "p"),
                injector(2, 2, "pi", "p"),
                injector(1, 2, "i", "b"),
                injector(1, 2, "pp", "p"),
                injector(1, 1, "oe", "p"),
                new Entry(InjectorScenario.class, BEFORE_WRAP, 1, 0, new String[] {"o", "p"}),
                storeBuffering(false, "offer-poll"),
                storeBuffering(false, "poll-isEmpty"),
                storeBuffering(false, "close-isClosed"),
                injector(2, 0, "o", "p", "s"),
                injector(1, 1, "oo", "tt"),
                injector(2, 2, "t", "p"),
                injector(1, 2, "tt", "t"),
                injector(1, 0, "o", "o", "t"),
                injector(2, 1, "oc", "T"),
                injector(2, 2, "T", "b"),
                injector(2, 3, "T", "T"),
                injector(1, 0, "a", "T"),
                injector(1, 2, "Tt", "p"),
                injector(1, 1, "o", "T", "p"),
                injector(1, 0, "x", "p"),
                injector(2, 0, "ox", "pt"),
                injector(2, 1, "x", "o", "b"),
                injector(2, 1, "xo", "T", "k"),
                injector(2, 0, "xo", "ie"),
                new Entry(InjectorScenario.class, BEFORE_WRAP, 1, 0, new String[] {"oo", "tT"}));
    }

    static List<Entry> longInjector() {
        return List.of(
                injector(1, 0, "oc", "pp"),
                injector(1, 0, "oo", "pp"),
                injector(1, 1, "o", "p", "p"),
                injector(1, 0, "o", "p", "c"),
                injector(1, 2, "B", "b"),
                injector(1, 2, "b", "pp"),
                injector(1, 1, "oo", "pi"),
                injector(1, 1, "o", "b", "p"),
                injector(2, 2, "T", "t", "o"),
                injector(1, 2, "tk", "pp"));
    }

    static List<Entry> quickDeque() {
        return List.of(
                deque(true, 2, 2, "oo", "s"),
                deque(false, 2, 2, "oo", "s"),
                deque(false, 2, 1, "oo", "se"),
                deque(true, 1, 1, "uuo", "ss"),
                deque(true, 2, 1, "ouo", "b"),
                deque(true, 2, 2, "uoo", "ss"),
                deque(false, 2, 1, "uo", "B"),
                deque(false, 1, 1, "uou", "s"),
                deque(true, 1, 0, "uuu", "s"),
                deque(true, 2, 2, "oro", "ss"),
                deque(false, 2, 1, "ro", "s"),
                deque(true, 64, 2, "ro", "ss"),
                deque(false, 64, 2, "ro", "B"),
                deque(true, 2, 1, "oUo", "s"),
                new Entry(DequeWakeScenario.class, 0, 1),
                new Entry(DequeWakeScenario.class, 1, 1),
                new Entry(DequeMoveScenario.class, true, 2, 1),
                new Entry(DequeMoveScenario.class, true, 3, 1),
                new Entry(DequeMoveScenario.class, false, 2, 1),
                new Entry(DequeMoveScenario.class, true, 3, 2),
                new Entry(DequeMoveScenario.class, false, 3, 2),
                deque(true, 2, 2, "oo", "t"),
                deque(true, 4, 3, "o", "t", "t"),
                deque(true, 8, 3, "uU", "tT"),
                deque(false, 8, 3, "uU", "tT"),
                deque(true, 4, 3, "oo", "T"),
                deque(false, 2, 2, "uo", "T"),
                deque(true, 4, 3, "oo", "b"),
                deque(true, 4, 3, "oou", "B"),
                deque(true, 4, 3, "o", "b", "s"),
                deque(true, 8, 5, "ooo", "m"),
                deque(true, 1, 1, "o", "se"),
                deque(true, 4, 3, "oo", "ss"),
                deque(true, 4, 3, "oo", "ses"),
                deque(true, 4, 3, "ooo", "s"),
                deque(true, 8, 5, "ooo", "sb"),
                deque(true, 4, 3, "oo", "sbs"),
                deque(true, 4, 3, "o", "s", "s"),
                deque(true, 4, 4, "ooo", "sb"),
                deque(true, 4, 3, "ro", "ss"),
                deque(true, 2, 2, "oo", "s", "s"),
                deque(true, 4, 3, "oou", "i"),
                deque(true, 2, 2, "uou", "i"),
                deque(true, 64, 2, "rou", "i"),
                deque(true, 1, 1, "u", "i", "s"),
                deque(true, 2, 2, "ou", "i", "s"),
                deque(true, 4, 3, "oo", "sis"),
                deque(false, 2, 2, "ou", "i"),
                deque(false, 1, 1, "ouu", "i"),
                deque(false, 2, 2, "ru", "i"),
                new Entry(DequeScenario.class, true, BEFORE_WRAP, 2, 1, "uoo", new String[] {"ss"}),
                new Entry(DequeScenario.class, false, BEFORE_WRAP, 2, 1, "uoo", new String[] {"s"}));
    }

    static List<Entry> longDeque() {
        return List.of(
                new Entry(DequeWakeScenario.class, 3, 1),
                deque(true, 2, 2, "oou", "sb"),
                deque(true, 4, 3, "oo", "b", "s"),
                deque(true, 64, 2, "rro", "ss"),
                deque(false, 64, 3, "rro", "b"),
                deque(true, 2, 2, "oru", "b"),
                deque(false, 2, 2, "u", "b", "s"),
                deque(false, 4, 3, "oo", "B", "s"),
                deque(true, 1, 1, "uuoo", "ss"),
                deque(true, 2, 1, "uu", "s", "s"),
                deque(true, 4, 3, "ouo", "bs"),
                deque(true, 4, 3, "", "b", "b"),
                deque(true, 4, 3, "o", "B", "B"),
                deque(true, 4, 3, "ouoo", "B"),
                deque(true, 4, 3, "ou", "b", "s"),
                deque(true, 8, 5, "oooou", "m"),
                deque(true, 4, 3, "ouo", "ss"),
                deque(true, 8, 5, "oooo", "ss"),
                deque(true, 8, 5, "ooruo", "m"),
                deque(true, 2, 2, "ouou", "ss"),
                deque(true, 4, 3, "oouu", "i"),
                deque(true, 4, 3, "ou", "i", "s"),
                deque(true, 1, 1, "uu", "i", "s"),
                deque(true, 2, 2, "uu", "i", "s"),
                deque(true, 8, 5, "oruo", "bi"),
                deque(false, 2, 2, "oouu", "i"),
                deque(false, 2, 2, "ou", "i", "s"));
    }

    /** Scenarios for bounded explorations only; otherwise they take too long. */
    static List<Entry> longestDeque() {
        return List.of(
                deque(true, 4, 3, "oo", "s", "s"),
                deque(true, 4, 3, "ou", "s", "B"),
                deque(true, 4, 4, "ooo", "sb", "s"),
                deque(true, 8, 6, "ooro", "sss"),
                deque(true, 8, 5, "ooouu", "sb"),
                deque(true, 8, 6, "oooo", "sb", "s"),
                deque(true, 64, 3, "ro", "s", "s"));
    }

    static Entry ring(int capacity, int prefilled, String... threads) {
        return new Entry(RingScenario.class, capacity, 0L, prefilled, threads);
    }

    private static Entry compactRing(int capacity, int prefilled, String... threads) {
        return new Entry(CompactRingScenario.class, capacity, prefilled, threads);
    }

    static Entry injector(int firstLength, int prefilled, String... threads) {
        return new Entry(InjectorScenario.class, 0L, firstLength, prefilled, threads);
    }

    static Entry deque(boolean lifo, int length, int prefilled, String owner, String... thieves) {
        return new Entry(DequeScenario.class, lifo, 0L, length, prefilled, owner, thieves);
    }

    private static Entry storeBuffering(boolean ring, String steps) {
        return new Entry(StoreBufferingScenario.class, ring, steps);
    }
}
