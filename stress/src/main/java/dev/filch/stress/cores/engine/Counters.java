package dev.filch.stress.cores.engine;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts the events of a period by path and by place. {@link CodePaths} assigns methods to paths; an event belongs to
 * the path of the innermost such method that its thread executes. A place is a method and a variable.
 */
public final class Counters {

    /** The path of a thread that executes no method with a path. */
    private static final String ELSEWHERE = "elsewhere";

    /** The prefix for the paths of threads that the program itself has started. */
    private static final String STARTED = "worker: ";

    private final Map<String, PathCounts> pathsOfAwaited = new HashMap<>();
    private final Map<String, PathCounts> pathsOfStarted = new HashMap<>();
    private long from = Long.MAX_VALUE;
    private long until = Long.MAX_VALUE;

    Counters() {
    }

    /**
     * Sets the period in which events count.
     *
     * @param start its beginning, in picoseconds
     * @param end its end, in picoseconds
     */
    public void countWithin(long start, long end) {
        from = start;
        until = end;
    }

    boolean isCounting(long time) {
        return time >= from && time < until;
    }

    /** Counts an event of a core's thread, at the time of the core's clock. */
    void count(Event event, CodePlace place, Core core) {
        count(event, place, core, core.clock);
    }

    /** Counts an event of a core's thread, at a given time. */
    void count(Event event, CodePlace place, Core core, long time) {
        if (isCounting(time)) {
            PathCounts path = core.thread == null ? firstPath(false) : core.thread.path;
            path.all().add(event);
            path.at(place).add(event);
        }
    }

    /** Counts an event that has no place. */
    void count(Event event, Core core) {
        if (isCounting(core.clock)) {
            core.thread.path.all().add(event);
        }
    }

    /** Returns the counts of the path on which a thread begins. */
    PathCounts firstPath(boolean isAwaited) {
        return path(isAwaited, ELSEWHERE);
    }

    private PathCounts path(boolean isAwaited, String name) {
        return (isAwaited ? pathsOfAwaited : pathsOfStarted).computeIfAbsent(name, ignored -> new PathCounts());
    }

    /** Moves a core's thread to the path of a method that it enters. Returns the path that it leaves. */
    @SuppressWarnings("ReferenceEquality")
    PathCounts enter(Core core, String name) {
        SimulatedThread thread = core.thread;
        PathCounts outer = thread.path;
        PathCounts inner = path(thread.awaited, name);
        if (inner != outer) {
            moveTo(inner, core);
            if (isCounting(core.clock)) {
                inner.all().addEntry();
            }
        }
        return outer;
    }

    /** Moves a core's thread to another path. */
    void moveTo(PathCounts path, Core core) {
        chargePath(core);
        core.thread.path = path;
    }

    /** Adds the time since the last call, or since the thread got its core, to the thread's path. */
    void chargePath(Core core) {
        SimulatedThread thread = core.thread;
        if (isCounting(core.clock)) {
            thread.path.all().addTime(core.clock - Math.max(thread.chargedUntil, from));
        }
        thread.chargedUntil = core.clock;
    }

    /**
     * Returns the transfers of lines by variable: the one whose access needed the line.
     *
     * @return the counts, by variable
     */
    public Map<String, TransferCount> transfers() {
        Map<String, TransferCount> transfers = new TreeMap<>();
        for (PathCounts path : paths().values()) {
            path.places().forEach((place, counts) -> {
                TransferCount here =
                        new TransferCount(counts.of(Event.READ_TRANSFER), counts.of(Event.WRITE_TRANSFER));
                if (here.sum() > 0) {
                    transfers.merge(place.variable(), here, TransferCount::plus);
                }
            });
        }
        return transfers;
    }

    /**
     * Returns the events and times by path. Paths of threads that the program has started have a prefix.
     *
     * @return the counts, by path
     */
    public Map<String, PathCounts> paths() {
        Map<String, PathCounts> paths = new TreeMap<>(pathsOfAwaited);
        pathsOfStarted.forEach((name, counts) -> paths.put(STARTED + name, counts));
        return paths;
    }
}
