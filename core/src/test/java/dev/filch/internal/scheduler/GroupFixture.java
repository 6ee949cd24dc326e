package dev.filch.internal.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.WaiterList;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;

/** A group with threads, of which each test makes one, and which ends after it. */
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
