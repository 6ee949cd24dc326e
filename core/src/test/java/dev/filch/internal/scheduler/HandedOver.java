package dev.filch.internal.scheduler;

import java.util.List;
import java.util.concurrent.Callable;

/** Waits inside tasks that only a spare thread can end. */
final class HandedOver {

    private HandedOver() {
    }

    /** Waits for two tasks that are in no queue, and returns the result of either, which is 1. */
    static int awaitAny(WorkerGroup group) throws Exception {
        Callable<Integer> task = () -> 1;
        return new AnyOf<>(group, List.of(task, task), inNoQueue -> { }).await();
    }
}
