package dev.filch.internal.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.WaiterList;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When a group is idle, and what workers check before they go idle. The test acts as the workers' threads. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GoingIdleTest {

    private static boolean isIdle(WorkerGroupProbe probe) throws InterruptedException {
        return probe.group.awaitIdle(WaiterList.deadlineAfter(0));
    }

    /**
     * The submitter saw a searching worker, and so wakes none. The searcher is now idle, and has yet to read the queues
     * again.
     */
    @Test
    void isNotIdleWhileAQueueHoldsATask() throws Exception {
        WorkerGroupProbe probe = WorkerGroupProbe.withoutThreads(2);
        assertTrue(isIdle(probe));
        probe.source.queue.add(() -> { });
        assertEquals("2 idle, 0 searching", probe.idleState());
        assertFalse(isIdle(probe));
    }

    /** A worker wakes and takes the task between the read of the state and the read of the queues. */
    @Test
    void isNotIdleIfAWorkerHasTakenATaskMeanwhile() throws Exception {
        WorkerGroupProbe probe = WorkerGroupProbe.withoutThreads(2);
        probe.source.onRead = () -> probe.group.state().popAny();
        assertFalse(isIdle(probe));
    }

    @Test
    void isNotIdleWhileATaskIsBlockedWithoutAWorker() throws Exception {
        WorkerGroupProbe probe = WorkerGroupProbe.withoutThreads(2);
        assertTrue(probe.group.quiescence().beginBlocked());
        assertFalse(isIdle(probe));
        probe.group.shutdown();
        assertFalse(probe.group.isOver());
        probe.group.quiescence().endBlocked();
        assertTrue(probe.group.isOver());
    }

    /** The worker is idle again after the read of the queues, which may have missed its changes to them. */
    @Test
    void isNotOverIfAWorkerWasAwakeMeanwhile() {
        WorkerGroupProbe probe = WorkerGroupProbe.withoutThreads(2);
        probe.source.onRead = () -> probe.group.state().goIdle(probe.group.state().popAny(), true);
        probe.group.shutdown();
        assertFalse(probe.group.isOver(), "expected that worker to detect the end itself");
    }

    @Test
    void workerThatGoesIdleWakesAWorkerForAQueuedTask() {
        WorkerGroupProbe probe = WorkerGroupProbe.withoutThreads(1);
        Worker worker = probe.group.takeVacant(Thread.currentThread());
        probe.source.queue.add(() -> { });
        probe.group.wentIdle(worker.vacate());
        assertEquals("0 idle, 1 searching", probe.idleState());
    }

    @Test
    void lastSearcherThatFindsATaskWakesAnotherWorker() {
        WorkerGroupProbe probe = WorkerGroupProbe.withoutThreads(2);
        Worker worker = probe.group.workerOrNew(probe.group.state().popForWork());
        worker.want();
        worker.occupyIfWanted(Thread.currentThread());
        probe.source.queue.add(() -> { });
        probe.source.queue.add(() -> { });
        assertEquals("1 idle, 1 searching", probe.idleState());
        worker.next();
        assertEquals("0 idle, 1 searching", probe.idleState(), "the other worker is woken for the second task");
    }

    /** An idle worker that has a thread is above the vacant one. */
    @Test
    void vacantWorkerBelowOthersIsTaken() {
        WorkerGroupProbe probe = WorkerGroupProbe.withoutThreads(2);
        Worker above = probe.group.takeVacant(Thread.currentThread());
        probe.group.state().goIdle(above.index(), false);
        probe.source.queue.add(() -> { });
        Worker vacant = probe.group.takeVacant(Thread.currentThread());
        assertEquals(1, vacant.index());
        assertEquals("0 idle, 1 searching", probe.idleState(), "the worker that was put back is woken for the task");
        assertNull(probe.group.takeVacant(Thread.currentThread()));
    }

    /** No worker without a thread gets one. The only worker that has a thread is at the bottom of the stack. */
    @Test
    void workerBelowAllThatGetNoThreadIsWoken() throws Exception {
        ThreadFactory failing = body -> {
            throw new IllegalStateException("simulated");
        };
        WorkerGroupProbe probe = new WorkerGroupProbe(TestSettings.of(GroupState.MAX_WORKERS).factory(failing));
        List<Worker> workers = new ArrayList<>();
        for (int i = 0; i < GroupState.MAX_WORKERS; i++) {
            workers.add(probe.group.takeVacant(Thread.currentThread()));
        }
        probe.group.state().goIdle(0, false);
        workers.subList(1, workers.size()).forEach(Worker::vacate);
        Thread submitter = new Thread(null, () -> probe.submit(() -> { }), "small stack", 160_000);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        submitter.setUncaughtExceptionHandler((thread, failure) -> thrown.set(failure));
        submitter.start();
        submitter.join();
        assertNull(thrown.get());
        assertEquals("4094 idle, 1 searching", probe.idleState());
        assertEquals(1, probe.reported.size());
        assertFalse(workers.get(0).isVacant());
    }
}
