package dev.filch.internal.scheduler;

import static dev.filch.internal.scheduler.GroupCatalog.steps;

import dev.filch.stress.model.Exploration;
import java.util.List;
import java.util.stream.Stream;

/** The scenarios of the admission of tasks and of the guard, which are part of {@link GroupCatalog}. */
final class BoundCatalog {

    private BoundCatalog() {
    }

    static List<Exploration> all() {
        return Stream.of(credits(), bounds(), policies(), guards(), groupsWithGuards()).flatMap(List::stream).toList();
    }

    /** Credits that several threads take and give back. */
    private static List<Exploration> credits() {
        return List.of(
                credits(2, 2, 2, "t0t1", "t"),
                credits(2, 2, 1, "tstst0t", "t"),
                credits(4, 2, 1, "tstst0tst", "t"),
                credits(2, 2, 1, "t0t0", "tu"),
                credits(2, 1, 1, "T0T", "T"),
                credits(1, 1, 1, "T0Ts", "T", "T"));
    }

    /** The bound is exact under each policy: submitters meet workers, each other, and the end of the group. */
    private static List<Exploration> bounds() {
        return List.of(
                bound(2, "?", 1, 0, "s", "s", "0").asSlow(),
                bound(1, "?", 2, 1, "s", "s", "0t"),
                bound(1, "?", 1, 1, "s", "0t", "1"),
                bound(1, "?", 1, 1, "t", "S"),
                bound(1, "?", 1, 0, "t", "N"),
                bound(1, "?", 1, 0, "t", "tS"),
                bound(1, "=", 1, 1, "s", "s", "0"),
                bound(1, "=", 1, 1, "s", "0", "S"),
                bound(1, "=", 1, 1, "s", "0", "N"),
                bound(1, "=", 1, 0, "s", "sSs"),
                bound(1, "=", 1, 0, "s", "sNs"),
                bound(1, "_", 1, 1, "s", "s", "0"),
                bound(1, "_", 1, 1, "s", "0", "S"),
                bound(1, "_", 1, 1, "s", "0", "N"),
                bound(1, "_", 1, 0, "s", "sSs"),
                bound(1, "_", 1, 0, "s", "sNs"),
                bound(1, "<", 1, 1, "s", "s"),
                bound(1, "<", 1, 1, "s", "s", "0"),
                bound(1, "<", 1, 1, "s", "N"),
                bound(1, "<", 1, 1, "s", "S"),
                bound(1, "<", 1, 1, "s", "s", "N"),
                bound(1, "<", 1, 1, "s", "s", "S").asSlow(),
                bound(1, "<", 2, 2, "s", "s", "01"),
                bound(1, "!", 1, 1, "s", "0"),
                bound(1, "!", 1, 1, "s", "S"),
                bound(1, "!", 1, 1, "s", "N"),
                bound(1, "!", 1, 1, "s", "0", "S").asSlow(),
                bound(1, "!", 1, 1, "s", "t", "ww").asSlow(),
                bound(1, "!", 1, 1, "s", "s", "ww").asSlow(),
                bound(1, "!", 1, 1, "b", "x", "0"),
                bound(1, "!", 1, 1, "b", "s", "xww").asSlow(),
                bound(1, "/", 1, 1, "s", "0"),
                bound(1, "/", 1, 1, "s", "s", "0").asSlow(),
                bound(1, "/", 1, 1, "s", "S"),
                bound(1, "/", 1, 1, "s", "N"),
                bound(1, "/", 1, 1, "s", "0", "S").asSlow(),
                bound(1, "/", 1, 1, "s", "0", "N").asSlow(),
                bound(1, "/", 1, 1, "b", "x"),
                bound(1, "/", 1, 1, "b", "x", "0"),
                bound(1, "/", 1, 1, "b", "x", "S").asSlow(),
                bound(1, "/", 1, 1, "b", "x", "N").asSlow());
    }

    /**
     * Groups with room for one or two tasks. Tasks run, and are awaited, cancelled, resubmitted or returned by a stop.
     */
    private static List<Exploration> policies() {
        return List.of(
                steps(1, "shared+?", 1, 0, "", "e", "e"),
                steps(1, "shared+?", 1, 0, "", "e", "eN").asSlow(),
                steps(1, "shared+?", 1, 0, "f", "G", "k"),
                steps(1, "shared+?2", 1, 0, "f", "R"),
                steps(1, "shared+?2", 1, 0, "f", "R", "G").asSlow(),
                steps(1, "shared+?2", 1, 0, "f", "RN"),
                steps(1, "lifo+?2", 1, 0, "e[fR]", "N"),
                steps(1, "shared+=", 1, 0, "", "e", "e").asSlow(),
                steps(1, "shared+=", 1, 0, "", "e[ee]"),
                steps(1, "shared+=", 1, 0, "", "ee", "S").asSlow(),
                steps(1, "shared+=", 1, 0, "", "ee", "N"),
                steps(1, "lifo+=", 1, 0, "e[f[e]f[e]]"),
                steps(1, "shared+_", 1, 0, "", "e", "f").asSlow(),
                steps(1, "shared+_", 1, 0, "", "ee", "S"),
                steps(1, "shared+_", 1, 0, "", "ee", "N"),
                steps(1, "shared+<", 1, 0, "", "e", "e").asSlow(),
                steps(1, "shared+<", 1, 0, "", "ee"),
                steps(1, "shared+<", 1, 0, "", "e", "eN").asSlow(),
                steps(1, "shared+<", 1, 0, "e", "e", "S").asSlow(),
                steps(1, "shared+<", 1, 0, "f", "e", "k").asSlow(),
                steps(1, "shared+<", 1, 0, "f", "e", "G").asSlow(),
                steps(1, "shared+<", 1, 0, "f", "R", "k").asSlow(),
                steps(1, "shared+<2", 1, 0, "f", "Re"),
                steps(1, "lifo+<", 1, 0, "e[ff]"),
                steps(1, "shared+!", 1, 0, "", "e", "e"),
                steps(2, "shared+!", 1, 0, "", "ee").asSlow(),
                steps(1, "shared+!", 1, 0, "", "ee", "S").asSlow(),
                steps(1, "shared+!", 1, 0, "", "ee", "N").asSlow(),
                steps(1, "shared+!", 1, 0, "e", "b", "x").asSlow(),
                steps(1, "shared+!", 1, 0, "f", "e", "k").asSlow(),
                steps(1, "shared+!", 1, 0, "f", "R"),
                steps(1, "lifo+!", 1, 0, "e[fg]"),
                steps(1, "lifo+!", 1, 0, "e[ee]"),
                steps(1, "shared+/", 1, 0, "", "ee"),
                steps(1, "shared+/", 1, 0, "", "ee", "S").asSlow(),
                steps(1, "shared+/", 1, 0, "", "ee", "N").asSlow(),
                steps(1, "shared+/", 1, 0, "e", "b", "x").asSlow());
    }

    /**
     * The guard's thread while the last worker gets or finishes a task, work arrives, and the keep-alive expires. Two
     * timed parks precede the end of the thread: for the interval and for the keep-alive.
     */
    private static List<Exploration> guards() {
        return List.of(
                guard(0, 10, "xn|", "xw").withTimeouts(2),
                guard(1, 10, "xn|", "xw").withTimeouts(2).asSlow(),
                guard(1, 0, "xn|", "xw"),
                guard(1, 0, "|n", "x|xw").asSlow(),
                guard(1, 0, "xn|z", "S"),
                guard(1, 10, "z|v", "xw"),
                guard(1, 10, "s|n", "xw"),
                guard(1, 10, "", "x", "xw").asSlow(),
                guard(1, 10, "xxx|ncnc", "w").asSlow());
    }

    private static List<Exploration> groupsWithGuards() {
        return List.of(
                steps(1, "shared+%", 1, 1, "", "e[w]", "f").asSlow(),
                steps(1, "shared+%", 1, 1, "", "e[w]f").asSlow());
    }

    private static Exploration credits(int preemptions, int capacity, int workers, String... threads) {
        return new Exploration(GroupCatalog.WHOLE, preemptions, CreditScenario.class, capacity, workers, threads);
    }

    private static Exploration bound(int preemptions, String policy, int capacity, int queued, String... threads) {
        return new Exploration(
                GroupCatalog.SINGLE_STEPS, preemptions, BoundScenario.class, policy, capacity, queued, threads);
    }

    private static Exploration guard(int preemptions, int keepAlive, String... words) {
        return new Exploration(GroupCatalog.SINGLE_STEPS, preemptions, GuardScenario.class, keepAlive, words);
    }
}
