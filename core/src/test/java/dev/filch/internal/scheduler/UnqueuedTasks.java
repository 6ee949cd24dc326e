package dev.filch.internal.scheduler;

import java.util.List;
import java.util.concurrent.Callable;

/** Waits, inside a task, for tasks that only a spare thread can run. */
final class UnqueuedTasks {

    private UnqueuedTasks() {
    }

    /** Waits for the first of two tasks that are in no queue, and returns its result, which is 1. */
    static int awaitAny(WorkerGroup group) throws Exception {
        Callable<Integer> task = () -> 1;
        return new AnyOf<>(group, List.of(task, task), inNoQueue -> { }).await();
    }
}
