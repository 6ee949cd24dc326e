package dev.filch.channel;

import dev.filch.stress.model.Exploration;
import dev.filch.stress.model.ModelChecker;
import dev.filch.stress.model.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The scenarios of the channels. The thorough ones kill the mutants; the quick ones among them are part of every build.
 * In most of them, each call of a ring or an injector is a single step, as these are explored by themselves. The first
 * ones explore them, too: there an offer or a poll meets a thread that is about to park.
 */
public final class ChannelCatalog {

    /** One checker per thread: concurrent explorations must not share classes. */
    private static final ThreadLocal<ModelChecker> WHOLE = ThreadLocal.withInitial(() -> new ModelChecker(
            name -> name.startsWith("dev.filch.queue.") || name.startsWith("dev.filch.internal.")
                    || name.startsWith("dev.filch.channel.")));

    private static final ThreadLocal<ModelChecker> SINGLE_STEPS =
            ThreadLocal.withInitial(() -> WHOLE.get().withSingleSteps("dev.filch.queue."));

    private static final int UNBOUNDED = -1;

    private ChannelCatalog() {
    }

    /** The scenarios of every build. */
    static List<Exploration> quick() {
        return thorough().stream().filter(entry -> !entry.slow()).toList();
    }

    /** The scenarios that kill the mutants. */
    public static List<Exploration> killing() {
        return Stream.concat(thorough().stream(), ofOtherTests()).toList();
    }

    /** All scenarios of {@link ChannelModelTest} but {@link #pairs}. */
    static List<Exploration> thorough() {
        return Stream.of(parks(), handOvers(), departures(), closes(), batches(), views(), selections(), meetings(),
                        timers(), tasks(),
                        handOversOfViews())
                .flatMap(List::stream)
                .toList();
    }

    /** Every pair of operations, from every state of small channels. */
    static List<Exploration> pairs() {
        List<Exploration> pairs = new ArrayList<>();
        String letters = "stSargRbdzcx";
        for (String kind : List.of("0", "1", "1+1", "2", "2+1", "2+2", "U", "U+1", "D1", "D1+1", "D2+1")) {
            for (int i = 0; i < letters.length(); i++) {
                for (int j = i; j < letters.length(); j++) {
                    String one = letters.substring(i, i + 1);
                    String other = letters.substring(j, j + 1);
                    boolean large = (one + other).matches("[SRab]+|.b|[sa]r|b.");
                    pairs.add(steps(large ? 3 : UNBOUNDED, kind, one, other));
                }
            }
        }
        return pairs;
    }

    /** A thread parks while another makes its wait unnecessary, with all accesses of the queues. */
    private static List<Exploration> parks() {
        return List.of(
                whole(UNBOUNDED, "1", "s", "r"),
                whole(2, "U", "s", "r"),
                whole(2, "1+1", "S", "r"),
                whole(2, "1", "R", "s"),
                whole(2, "D1", "ss", "r"),
                whole(2, "1", "tt", "rr"),
                whole(2, "2", "sc", "rr"),
                whole(2, "1", "c", "r"),
                whole(2, "U", "c", "r"),
                whole(2, "1+1", "c", "s"),
                whole(2, "1", "[r0]", "s"),
                whole(2, "1", "ss", "rr").asSlow());
    }

    /** Several threads on one side: the woken thread wakes the next one. */
    private static List<Exploration> handOvers() {
        return List.of(
                steps(2, "0", "s", "r"),
                steps(2, "0", "ss", "rr"),
                steps(1, "1", "ss", "r", "r"),
                steps(1, "1+1", "s", "s", "r", "r").asSlow(),
                steps(2, "1", "s", "s", "rr"),
                steps(2, "1", "ss", "r", "r").asSlow(),
                steps(2, "0", "s", "s", "rr").asSlow(),
                steps(1, "0", "s", "s", "r", "r").asSlow(),
                steps(2, "D1", "s", "s", "r"),
                steps(1, "D1", "s", "s", "r", "r"));
    }

    /** A thread gives up its wait, because its time is over or it was interrupted, and another waits on. */
    private static List<Exploration> departures() {
        return List.of(
                steps(2, "0", "!r", "i", "s"),
                steps(2, "0", "!s", "i", "r"),
                steps(1, "1", "!r", "i", "r", "s"),
                steps(1, "1+1", "!s", "i", "s", "r"),
                steps(1, "1", "R", "r", "s"),
                steps(1, "1+1", "S", "s", "r"),
                steps(1, "0", "![s0r1]", "i", "r"),
                steps(2, "1", "!r", "i", "r", "s").asSlow(),
                steps(2, "1+1", "!s", "i", "s", "r").asSlow(),
                steps(2, "1", "R", "r", "s").asSlow(),
                steps(2, "1+1", "S", "s", "r").asSlow(),
                steps(2, "0", "!r", "i", "s", "r").asSlow(),
                steps(2, "0", "S", "s", "r").asSlow(),
                steps(2, "0", "R", "r", "s").asSlow(),
                steps(1, "1", "![r0]", "i", "r", "s").asSlow());
    }

    private static List<Exploration> closes() {
        return List.of(
                steps(2, "0", "c", "r"),
                steps(2, "0", "C", "r"),
                steps(2, "1", "C", "r"),
                steps(2, "1", "C", "C", "g"),
                steps(2, "0", "t", "r", "c"),
                steps(2, "0", "g", "s", "c"),
                steps(2, "0", "c", "r", "s"),
                steps(2, "0", "S", "r", "c"),
                steps(2, "0", "R", "s", "c"),
                steps(1, "1", "R", "r", "s", "c").asSlow(),
                steps(1, "1", "ss", "x", "r"),
                steps(2, "0", "s", "x", "r"),
                steps(2, "U", "s", "x", "r"),
                steps(1, "D1", "ss", "r", "c"),
                steps(2, "0", "[r0r1]", "c"),
                steps(2, "1", "[r0r1]", "c"),
                steps(1, "1", "[r0r1]", "s", "c1"),
                steps(1, "1+1", "[s0s1]", "c", "r1"),
                steps(1, "0", "[s0r1]", "[r0s1]", "c"));
    }

    private static List<Exploration> batches() {
        return List.of(
                steps(2, "1", "a", "b"),
                steps(2, "0", "a", "b"),
                steps(2, "U", "r", "r", "a"),
                steps(2, "2+2", "s", "s", "d"),
                steps(2, "2+2", "s", "s", "b").asSlow(),
                steps(1, "1", "a", "b", "c"),
                steps(1, "1", "a", "x", "r"),
                steps(2, "D2", "tt", "t", "b"));
    }

    /** A hand-over finds the channel empty and open, or fails. */
    private static List<Exploration> handOversOfViews() {
        return List.of(
                view(1, "gh", "r", "c"),
                view(0, "shss", "r", "rg"));
    }

    private static Exploration view(int preemptions, String... threads) {
        return new Exploration(SINGLE_STEPS, preemptions, ViewScenario.class, 0, ViewScenario.UNBOUNDED_CELLS, threads);
    }

    /** The channel moves from its buffer to cells while threads wait. */
    private static List<Exploration> views() {
        return List.of(
                steps(2, "1", "vss", "rr"),
                steps(1, "1+1", "v", "s", "r"),
                steps(2, "1+1", "v", "rr"),
                steps(2, "D1", "vss", "r"),
                steps(2, "D1", "v", "ss"),
                steps(1, "1", "vs", "r", "c"));
    }

    /** The scenarios of other tests, whose names the javadoc of accessors may give. */
    private static Stream<Exploration> ofOtherTests() {
        return Stream.of(
                        explorations(CellQueueScenario.class, ViewModelTest.CELLS),
                        explorations(ViewScenario.class, ViewModelTest.VIEWS),
                        explorations(ViewBufferingScenario.class, ViewModelTest.BUFFERING),
                        explorations(FlowScenario.class, FlowModelTest.SCENARIOS))
                .flatMap(stream -> stream);
    }

    private static Stream<Exploration> explorations(Class<? extends Scenario> type, List<Object[]> scenarios) {
        return scenarios.stream().map(arguments -> new Exploration(WHOLE, 2, type, arguments));
    }

    /** Selections against plain operations. */
    private static List<Exploration> selections() {
        return List.of(
                steps(1, "2", "[r0]", "r", "tt"),
                steps(1, "2+2", "[s0]", "s", "gg"),
                steps(1, "2", "[r0~]", "r", "tt"),
                steps(2, "1", "[r0r1]", "s"),
                steps(1, "1", "[r0r1]", "s", "s1"),
                steps(1, "1", "s[s0r1]", "r", "s1"),
                steps(1, "1", "[r0r1*]", "s", "s1"),
                steps(2, "0", "[r0r1]", "s"),
                steps(2, "0", "[r0r0]", "s"),
                steps(1, "0", "[s0r1]", "r", "s1"),
                steps(1, "0/1", "[s0r1]", "r", "s1"),
                steps(2, "1", "[r0r1]", "s", "s1").asSlow(),
                steps(1, "1", "[r0r1]", "r", "ss").asSlow(),
                steps(2, "1", "[r0r1*]", "s", "s1").asSlow());
    }

    /** Selections that meet each other on a rendezvous, two or three in a cycle. */
    private static List<Exploration> meetings() {
        return List.of(
                steps(1, "0", "[s0r0]", "[r0s0]"),
                steps(2, "0", "[s0s1]", "[r0r1]"),
                steps(2, "0", "[s0s1]", "[r1r0]"),
                steps(2, "0", "[s0r1]", "[s1r0]"),
                steps(2, "0", "[s0r1]", "[r0s1]"),
                steps(2, "0", "[s0r1-]", "[r0s1]"),
                steps(1, "0", "[s0r1~]", "[r0s1]"),
                steps(1, "0/1", "[s0r1]", "[r0s1]"),
                steps(1, "0", "[s0r2]", "[s1r0]", "[s2r1]"),
                steps(1, "0", "[s0r1]", "[r0s1]", "r").asSlow(),
                steps(2, "0", "[s0r0]", "[r0s0]").asSlow(),
                steps(2, "0/1", "[s0r1]", "[r0s1]").asSlow(),
                steps(3, "0", "[s0r1]", "[r0s1]").asSlow());
    }

    private static List<Exploration> timers() {
        return List.of(
                steps(2, "T", "r", "r"),
                steps(2, "T", "r", "c"),
                steps(1, "K", "[r0]", "rr"),
                steps(2, "1/T", "[r0r1]", "s"),
                steps(1, "1/T", "[r0r1]", "r1"),
                steps(1, "0/T", "[r0r1]", "s"));
    }

    /** Tasks of subscriptions, which pass on notifications that they do not use. */
    private static List<Exploration> tasks() {
        return List.of(
                flow(3, 1, "01", "tt", "q").asSlow());
    }

    private static Exploration flow(int preemptions, int capacity, String requests, String... threads) {
        return new Exploration(SINGLE_STEPS, preemptions, FlowScenario.class, capacity, false, requests, threads);
    }

    private static Exploration whole(int preemptions, String kinds, String... threads) {
        return new Exploration(WHOLE, preemptions, ChannelScenario.class, kinds, threads);
    }

    private static Exploration steps(int preemptions, String kinds, String... threads) {
        return new Exploration(SINGLE_STEPS, preemptions, ChannelScenario.class, kinds, threads);
    }
}
