package dev.filch.internal.scheduler;

import dev.filch.internal.WaiterList;

/** The threads that wait for one future. They are parked on this object, so a dump can tell which future it is. */
final class FutureWaiters extends WaiterList {

    private final TaskFuture<?> future;

    FutureWaiters(TaskFuture<?> future) {
        this.future = future;
    }

    TaskFuture<?> future() {
        return future;
    }
}
