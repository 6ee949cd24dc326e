package dev.filch.internal.scheduler;

import dev.filch.internal.WaiterList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** The state of a group, for tests of the pools. */
public final class GroupView {

    private GroupView() {
    }

    /** The threads that may be alive, in the order of their first start. */
    public static List<Thread> threads(WorkerGroup group) {
        List<Thread> threads = new ArrayList<>();
        group.carriers().roster().forEach(threads::add);
        Collections.reverse(threads);
        return threads;
    }

    /** Whether a thread of the group is parked because it has no work. */
    public static boolean isAsleep(WorkerGroup group, Thread thread) {
        Thread.State state = thread.getState();
        Object blocker = LockSupport.getBlocker(thread);
        return (state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING)
                && (blocker == group || blocker instanceof WaiterList);
    }

    /** How many workers are on the stack of idle ones. */
    public static int idle(WorkerGroup group) {
        return GroupState.idle(group.state().wordVolatile());
    }

    /** How many workers are counted as searching. */
    public static int searching(WorkerGroup group) {
        return GroupState.searching(group.state().wordVolatile());
    }

    /** The index of the worker that the current thread has. */
    public static int currentWorker(WorkerGroup group) {
        return group.currentCarrier().worker().index();
    }
}
