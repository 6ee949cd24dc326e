package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Spin;
import dev.filch.internal.WaiterList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The crew of workers, around queues that do what real ones do once in a million times. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CrewTest {

    /**
     * Enough for any thread that has been woken to see what there is and to draw its conclusions, if it ever gets the
     * processor.
     */
    private static final int MANY_LOOKS = 2_000_000;

    /**
     * While a worker moves a batch, its tasks are in no queue; and a task's own submission may overtake a shutdown. In
     * both cases the queues are empty for others to see, and then they are not: no worker may have gone, since the one
     * that is left may run a task that waits for another.
     */
    @Test
    void nobodyLeavesAsLongAsTasksMayTurnUp() throws Exception {
        CrewProbe probe = CrewProbe.started(2);
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch moved = new CountDownLatch(1);
        CountDownLatch met = new CountDownLatch(1);
        Thread[] first = new Thread[1];
        probe.submit(() -> {
            first[0] = Thread.currentThread();
            started.countDown();
            Workers.await(moved);
            probe.submit(met::countDown);
            Workers.await(met);
        });
        started.await();
        probe.crew.shutdown();
        Worker[] workers = probe.crew.workers();
        Thread other = workers[workers[0].thread() == first[0] ? 1 : 0].thread();
        for (int looks = 0; looks < MANY_LOOKS && other.isAlive(); looks++) {
            Spin.pause();
        }
        assertTrue(other.isAlive());
        moved.countDown();
        assertTrue(probe.crew.awaitTermination(WaiterList.NO_DEADLINE));
        assertEquals(0, met.getCount());
        probe.join();
    }

    /** The place of a submission that is about to be refused looks like work, until it is given back. */
    @Test
    void whatOnlyLooksLikeWorkHoldsNothingUp() throws Exception {
        CrewProbe probe = CrewProbe.started(2);
        Runnable place = () -> { };
        probe.source.taking = () -> {
            Runnable taken = probe.source.queue.poll();
            return taken == place ? null : taken;
        };
        for (int i = 0; i < 1000; i++) {
            probe.submit(place);
            probe.crew.awaitIdle(WaiterList.NO_DEADLINE);
            assertFalse(probe.source.hasWork());
        }
        probe.source.queue.add(place);
        probe.crew.shutdown();
        probe.crew.signalWork();
        assertTrue(probe.crew.awaitTermination(WaiterList.NO_DEADLINE));
        probe.join();
    }

    @Test
    void aWorkerSurvivesAQueueThatLacksMemory() throws Exception {
        CrewProbe probe = CrewProbe.started(2);
        AtomicInteger failures = new AtomicInteger();
        OutOfMemoryError failure = new OutOfMemoryError("made up");
        probe.source.taking = () -> {
            if (!probe.source.queue.isEmpty() && failures.getAndIncrement() < 10) {
                throw failure;
            }
            return probe.source.queue.poll();
        };
        CountDownLatch ran = new CountDownLatch(1);
        probe.submit(ran::countDown);
        ran.await();
        probe.crew.awaitIdle(WaiterList.NO_DEADLINE);
        assertEquals("2 idle, 0 searching", probe.idleState());
        assertEquals(10, probe.heard.size());
        probe.heard.forEach(heard -> assertSame(failure, heard));
        probe.crew.shutdown();
        probe.join();
    }

    @Test
    void allLeaveThoughWhatTheyLeaveCannotBeReturned() throws Exception {
        CrewProbe probe = CrewProbe.started(3);
        Busy busy = new Busy();
        probe.submit(busy);
        busy.awaitStart();
        probe.source.drainFailure = new OutOfMemoryError("made up");
        assertSame(probe.source.drainFailure, assertThrows(OutOfMemoryError.class, probe.crew::shutdownNow));
        assertTrue(probe.source.closed);
        busy.end();
        assertTrue(probe.crew.awaitTermination(WaiterList.NO_DEADLINE));
        assertTrue(busy.wasInterrupted());
        probe.join();
    }

    /** An interrupt that was there before the stop is forgotten; the one that tells of the stop is not. */
    @Test
    void whatAWorkerClaimedBeforeTheStopRunsInterrupted() throws Exception {
        CrewProbe probe = CrewProbe.started(1);
        Busy busy = new Busy();
        boolean[] interrupted = new boolean[1];
        probe.source.claimed.add(() -> interrupted[0] = Thread.currentThread().isInterrupted());
        probe.submit(busy);
        busy.awaitStart();
        Runnable unclaimed = () -> { };
        probe.submit(unclaimed);
        assertEquals(List.of(unclaimed), probe.crew.shutdownNow());
        busy.end();
        assertTrue(probe.crew.awaitTermination(WaiterList.NO_DEADLINE));
        assertTrue(interrupted[0]);
        assertTrue(probe.source.claimed.isEmpty());
        probe.join();
    }

    @Test
    void knowsItsOwnWorkersOnly() throws Exception {
        CrewProbe probe = CrewProbe.started(2);
        CrewProbe other = CrewProbe.started(1);
        Worker[] seen = new Worker[2];
        CountDownLatch ran = new CountDownLatch(1);
        probe.submit(() -> {
            seen[0] = probe.crew.currentWorker();
            seen[1] = other.crew.currentWorker();
            ran.countDown();
        });
        ran.await();
        assertTrue(List.of(probe.crew.workers()).contains(seen[0]));
        assertSame(null, seen[1]);
        assertSame(null, probe.crew.currentWorker());
        probe.crew.shutdown();
        other.crew.shutdown();
        probe.join();
        other.join();
    }

    private static boolean isIdle(CrewProbe probe) throws InterruptedException {
        return probe.crew.awaitIdle(WaiterList.deadlineAfter(0));
    }

    /**
     * A submitter that saw a searcher wakes nobody; then the searcher goes to sleep, and has yet to look at the queues
     * again.
     */
    @Test
    void isNotIdleWhileAQueueHoldsATask() throws Exception {
        CrewProbe probe = CrewProbe.asleep(2);
        assertTrue(isIdle(probe));
        probe.source.queue.add(() -> { });
        assertEquals("2 idle, 0 searching", probe.idleState());
        assertFalse(isIdle(probe));
    }

    /** A worker wakes and takes the task between the look at the workers and the look at the queues. */
    @Test
    void isNotIdleIfAWorkerHasTakenATaskMeanwhile() throws Exception {
        CrewProbe probe = CrewProbe.asleep(2);
        probe.source.onLook = () -> probe.crew.idleState().wakeAnyway();
        assertFalse(isIdle(probe));
    }

    /** It is asleep again when the look at the queues is over; what it did to them meanwhile may have been missed. */
    @Test
    void isNotIdleIfAWorkerHasBeenAwakeMeanwhile() {
        CrewProbe probe = CrewProbe.asleep(2);
        probe.source.onLook = () -> {
            probe.source.onLook = () -> { };
            probe.crew.idleState().goIdle(probe.crew.idleState().wakeAnyway(), true);
        };
        probe.crew.shutdown();
        assertFalse(probe.crew.isOver(), "that worker has to look for the end itself");
    }

    @Test
    void whoeverGoesIdleBesideATaskSeesToIt() {
        CrewProbe probe = CrewProbe.asleep(1);
        probe.crew.idleState().wakeAnyway();
        probe.source.queue.add(() -> { });
        probe.crew.wentIdle(probe.crew.idleState().goIdle(0, true));
        assertEquals("0 idle, 1 searching", probe.idleState());
    }

    /** The one that stops the crew has woken all who slept; this one had looked before, and goes to sleep only now. */
    @Test
    void whoeverGoesIdleAfterTheEndIsWoken() {
        for (boolean now : new boolean[] {true, false}) {
            CrewProbe probe = CrewProbe.asleep(3);
            probe.crew.idleState().wakeAnyway();
            if (now) {
                probe.crew.shutdownNow();
            } else {
                probe.crew.wentIdle(probe.crew.idleState().goIdle(2, true));
                probe.crew.shutdown();
                probe.crew.idleState().endSearch();
            }
            assertTrue(probe.crew.isOver());
            String before = probe.idleState();
            probe.crew.wentIdle(probe.crew.idleState().goIdle(2, false));
            assertEquals(0, IdleState.idle(probe.crew.idleState().wordVolatile()), before);
        }
    }

    /**
     * Whoever shuts down is stalled before it closes the queues; nothing may come in once the workers have decided to
     * leave.
     */
    @Test
    void theQueuesAreClosedBeforeAnybodyLeaves() throws Exception {
        CrewProbe probe = CrewProbe.started(2);
        Thread stalled = Thread.currentThread();
        Busy busy = new Busy();
        probe.submit(busy);
        busy.awaitStart();
        probe.source.onClose = () -> {
            if (Thread.currentThread() == stalled) {
                busy.end();
                while (!probe.crew.isTerminated()) {
                    Spin.pause();
                }
                assertTrue(probe.source.closed);
            }
        };
        probe.crew.shutdown();
        probe.join();
    }
}
