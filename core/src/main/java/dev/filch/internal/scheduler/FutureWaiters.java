package dev.filch.internal.scheduler;

import dev.filch.internal.WaiterList;

/** The threads that wait for one future; in a thread dump, they say for which. */
final class FutureWaiters extends WaiterList {

    private final TaskFuture<?> future;

    FutureWaiters(TaskFuture<?> future) {
        this.future = future;
    }

    TaskFuture<?> future() {
        return future;
    }
}
