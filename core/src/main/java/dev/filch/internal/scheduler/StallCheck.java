package dev.filch.internal.scheduler;

import java.util.Arrays;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * Finds workers that have been in the same task since the last check. Runs on the flight recorder's thread, once per
 * period of a recording.
 */
final class StallCheck {

    /** The state of a group's workers at the last check, by the number of the worker. */
    private static final class Observation {

        private final long[] executed;
        private final Thread[] threads;

        /** When a check first found the worker with this count and thread, in nanoseconds by the group's clock. */
        private final long[] since;

        Observation(int workers) {
            executed = new long[workers];
            threads = new Thread[workers];
            since = new long[workers];
        }
    }

    private final Map<WorkerGroup, Observation> lastByGroup = new WeakHashMap<>();

    void run() {
        if (!RecordedEvents.StalledWorker.isRecorded()) {
            lastByGroup.clear();
            return;
        }
        FlightRegistry.forEachGroup(this::check);
    }

    private void check(WorkerGroup group) {
        Observation last = lastByGroup.get(group);
        if (last == null) {
            last = new Observation(group.settings().workers());
            lastByGroup.put(group, last);
            Arrays.fill(last.executed, -1);
        }
        long now = group.clock();
        for (int i = 0; i < last.executed.length; i++) {
            Worker worker = group.worker(i);
            if (worker != null) {
                check(worker, last, now);
            }
        }
    }

    private static void check(Worker worker, Observation last, long now) {
        int index = worker.index();
        long executed = worker.executed();
        Thread thread = worker.threadIfAwake();
        TaskTrace trace = thread == null ? null : TaskTrace.of(thread);
        // If a task blocks, another thread may take its worker and run another task before the count has changed.
        if (trace == null || executed != last.executed[index] || thread != last.threads[index]) {
            last.executed[index] = trace == null ? -1 : executed;
            last.threads[index] = trace == null ? null : thread;
            last.since[index] = now;
        } else {
            RecordedEvents.StalledWorker.record(worker.group(), thread, now - last.since[index], trace);
        }
    }
}
