package dev.filch.stress.cores.engine;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts the events of a stretch of time by path and by place. A path is a part of the program to which
 * {@link CodePaths} assigns methods; an event belongs to the innermost of them that its thread is in. A place is a
 * method and a variable.
 */
public final class Counters {

    /** The path of a thread that is in no method of another path. */
    private static final String ELSEWHERE = "elsewhere";

    /** Precedes the paths of threads that the program itself has started. */
    private static final String STARTED = "worker: ";

    private final Map<String, PathCounts> pathsOfAwaited = new HashMap<>();
    private final Map<String, PathCounts> pathsOfStarted = new HashMap<>();
    private long from = Long.MAX_VALUE;
    private long until = Long.MAX_VALUE;

    Counters() {
    }

    /**
     * Counts within a stretch of time only.
     *
     * @param start its beginning, in picoseconds
     * @param end its end
     */
    public void countWithin(long start, long end) {
        from = start;
        until = end;
    }

    boolean isCounting(long time) {
        return time >= from && time < until;
    }

    /** Counts an event of a core's thread, at its present time. */
    void count(Event event, CodePlace place, Core core) {
        count(event, place, core, core.clock);
    }

    /** Counts an event of a core's thread. */
    void count(Event event, CodePlace place, Core core, long time) {
        if (isCounting(time)) {
            PathCounts path = core.thread == null ? firstPath(false) : core.thread.path;
            path.all().add(event);
            path.at(place).add(event);
        }
    }

    /** Counts an event without a place. */
    void count(Event event, Core core) {
        if (isCounting(core.clock)) {
            core.thread.path.all().add(event);
        }
    }

    /** The counts of the path on which a thread begins. */
    PathCounts firstPath(boolean isAwaited) {
        return path(isAwaited, ELSEWHERE);
    }

    private PathCounts path(boolean isAwaited, String name) {
        return (isAwaited ? pathsOfAwaited : pathsOfStarted).computeIfAbsent(name, ignored -> new PathCounts());
    }

    /** A core's thread enters a method of a path. Returns the path that it leaves. */
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

    /** A core's thread goes on on another path. */
    void moveTo(PathCounts path, Core core) {
        chargePath(core);
        core.thread.path = path;
    }

    /** Adds the time since the last call, or since the thread began to run, to its path. */
    void chargePath(Core core) {
        SimulatedThread thread = core.thread;
        if (isCounting(core.clock)) {
            thread.path.all().addTime(core.clock - Math.max(thread.chargedUntil, from));
        }
        thread.chargedUntil = core.clock;
    }

    /**
     * The transfers of lines by the variable whose access needed the line.
     *
     * @return what was counted
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
     * The events by path, those of the threads that the run waits for first.
     *
     * @return what was counted, and the time that threads spent on each path
     */
    public Map<String, PathCounts> paths() {
        Map<String, PathCounts> paths = new TreeMap<>(pathsOfAwaited);
        pathsOfStarted.forEach((name, counts) -> paths.put(STARTED + name, counts));
        return paths;
    }
}
