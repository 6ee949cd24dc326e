package dev.filch.internal.scheduler;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Estimates how long the workers of a group have been in their tasks. The start of a task is not timed, so only bounds
 * are known: the task began after the worker's last wake-up, and before the first report that found the worker with the
 * same number of executed tasks.
 *
 * <p>All methods are for any thread.
 */
final class TaskAges {

    private static final VarHandle REPORTED;

    static {
        try {
            REPORTED = MethodHandles.lookup()
                    .findVarHandle(TaskAges.class, "reported", Reports.class).withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static final double NANOS_PER_SECOND = 1e9;

    /**
     * The task in which a report has found a worker.
     *
     * @param executed how many tasks the worker had executed before this one
     * @param time when a report first found the worker in the task, in nanoseconds by the group's clock
     */
    private record Report(long executed, long time) {
    }

    /** The tasks of one report, by the number of the worker. */
    private record Reports(Map<Integer, Report> byWorker) {
    }

    private final WorkerGroup group;
    private Reports reported = new Reports(Map.of());

    TaskAges(WorkerGroup group) {
        this.group = group;
    }

    /** Makes a report: for each thread that has a worker, a text that says how long it has been in its task. */
    Map<Thread, String> report() {
        Map<Integer, Report> before = reportedAcquire().byWorker;
        Map<Integer, Report> now = new HashMap<>();
        Map<Thread, String> ages = new HashMap<>();
        group.forEachWorker(worker -> {
            Thread thread = worker.threadIfAwake();
            if (thread != null) {
                Report report = reportOf(worker, before.get(worker.index()));
                now.put(worker.index(), report);
                ages.put(thread, text(worker, report));
            }
        });
        setReportedRelease(new Reports(now));
        return ages;
    }

    private Report reportOf(Worker worker, Report before) {
        long executed = worker.executed();
        return before != null && before.executed == executed ? before : new Report(executed, group.clock());
    }

    private String text(Worker worker, Report report) {
        long max = worker.awakeNanos();
        if (max >= 0 && worker.isInFirstTask()) {
            return "in its task for " + seconds(max);
        }
        String min = "in its task for at least " + seconds(group.clock() - report.time);
        return max < 0 ? min : min + ", at most " + seconds(max);
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.3f s", Math.max(0, nanos) / NANOS_PER_SECOND);
    }

    /** Acquire: the reader sees the filled map. */
    private Reports reportedAcquire() {
        return (Reports) REPORTED.getAcquire(this);
    }

    /** Release: see reportedAcquire. */
    private void setReportedRelease(Reports filled) {
        REPORTED.setRelease(this, filled);
    }
}
