package dev.filch.internal.scheduler;

import java.util.Arrays;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * Finds workers that have been in the same task since the last check. Runs on the flight recorder's thread, once per
 * period of a recording.
 */
final class StallCheck {

    /** What was seen of a group's workers. */
    private static final class Seen {

        private final long[] executed;
        private final Thread[] threads;

        /** When each worker was first seen with this count, in nanoseconds by the group's clock. */
        private final long[] since;

        Seen(int workers) {
            executed = new long[workers];
            threads = new Thread[workers];
            since = new long[workers];
        }
    }

    private final Map<WorkerGroup, Seen> all = new WeakHashMap<>();

    void run() {
        if (!RecordedEvents.StalledWorker.isRecorded()) {
            all.clear();
            return;
        }
        FlightRegistry.forEachGroup(this::check);
    }

    private void check(WorkerGroup group) {
        Seen seen = all.get(group);
        if (seen == null) {
            seen = new Seen(group.settings().workers());
            all.put(group, seen);
            Arrays.fill(seen.executed, -1);
        }
        long now = group.clock();
        for (int i = 0; i < seen.executed.length; i++) {
            Worker worker = group.worker(i);
            if (worker != null) {
                check(worker, seen, now);
            }
        }
    }

    private static void check(Worker worker, Seen seen, long now) {
        int index = worker.index();
        long executed = worker.executed();
        Thread thread = worker.threadIfAwake();
        TaskTrace trace = thread == null ? null : TaskTrace.of(thread);
        // While a task blocks, another thread may take the worker: then it is in another task, with the same count.
        if (trace == null || executed != seen.executed[index] || thread != seen.threads[index]) {
            seen.executed[index] = trace == null ? -1 : executed;
            seen.threads[index] = trace == null ? null : thread;
            seen.since[index] = now;
        } else {
            RecordedEvents.StalledWorker.record(worker.group(), thread, now - seen.since[index], trace);
        }
    }
}
