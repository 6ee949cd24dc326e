package dev.filch.internal.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.WaiterList;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;

/** Builds a group with threads for each test, and shuts it down after the test. */
abstract class GroupFixture {

    WorkerGroupProbe probe;

    final void build(TestSettings settings) {
        probe = new WorkerGroupProbe(settings);
    }

    @AfterEach
    void end() throws InterruptedException {
        probe.group.shutdown();
        assertTrue(probe.group.awaitTermination(WaiterList.NO_DEADLINE));
        assertEquals(0, probe.group.activeWorkers());
    }

    final <V> TaskFuture<V> submit(Callable<V> task) {
        TaskFuture<V> future = new TaskFuture<>(probe.group, task);
        probe.submit(future);
        return future;
    }

    final Carrier carrier() {
        return probe.group.currentCarrier();
    }
}
