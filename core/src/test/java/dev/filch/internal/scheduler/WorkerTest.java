package dev.filch.internal.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Seeded;
import dev.filch.internal.Spin;
import dev.filch.internal.Together;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a worker goes to sleep and is woken, one step at a time. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WorkerTest {

    /** Runs an action after a worker has announced that it is idle, and before it parks. */
    private static void runBeforePark(WorkerGroupProbe probe, Runnable action) {
        probe.source.onRead = () -> {
            probe.source.onRead = () -> { };
            action.run();
        };
    }

    /** Starts a thread that takes the only worker, and sleeps. */
    private static Together.Running<Boolean> startSleeper(WorkerGroupProbe probe) {
        return Together.start(() -> probe.group.takeVacant(Thread.currentThread()).sleep());
    }

    @Test
    void workerIsVacantUntilAThreadTakesIt() {
        WorkerGroupProbe probe = WorkerGroupProbe.withoutThreads(1);
        assertNull(probe.group.worker(0), "expected no worker before its first thread");
        Worker worker = probe.group.takeVacant(Thread.currentThread());
        assertSame(worker, probe.group.worker(0));
        assertFalse(worker.isVacant());
        assertEquals("0 idle, 0 searching", probe.idleState());
        worker.vacate();
        assertTrue(worker.isVacant());
        assertEquals("1 idle, 0 searching", probe.idleState());
    }

    @Test
    void vacantWorkerThatIsWokenBelongsToTheWakerAndSearches() {
        WorkerGroupProbe probe = WorkerGroupProbe.withoutThreads(1);
        Worker worker = probe.group.workerOrNew(probe.group.state().popForWork());
        worker.vacate();
        assertEquals("1 idle, 0 searching", probe.idleState());
        probe.group.state().popForWork();
        assertFalse(worker.wake());
        assertEquals("0 idle, 1 searching", probe.idleState());
        worker.vacate();
        assertEquals("1 idle, 0 searching", probe.idleState());
    }

    @Test
    void sleepsUntilItIsWoken() throws Exception {
        WorkerGroupProbe probe = WorkerGroupProbe.withoutThreads(1);
        Together.Running<Boolean> sleeper = startSleeper(probe).awaitParked();
        assertEquals("1 idle, 0 searching", probe.idleState());
        assertFalse(probe.group.worker(0).isVacant());
        assertNull(probe.group.takeVacant(Thread.currentThread()), "expected no vacant worker");
        assertTrue(probe.group.worker(probe.group.state().popForWork()).wake());
        assertTrue(sleeper.join());
        assertEquals("0 idle, 1 searching", probe.idleState());
    }

    @Test
    void doesNotParkIfItWasWokenBefore() throws Exception {
        WorkerGroupProbe probe = WorkerGroupProbe.withoutThreads(1);
        runBeforePark(probe, () -> assertTrue(probe.group.worker(probe.group.state().popForWork()).wake()));
        assertTrue(startSleeper(probe).join());
        assertEquals("0 idle, 1 searching", probe.idleState());
    }

    @Test
    void interruptDoesNotEndTheSleep() throws Exception {
        WorkerGroupProbe probe = WorkerGroupProbe.withoutThreads(1);
        Together.Running<Boolean> sleeper = Together.start(() -> {
            Thread.currentThread().interrupt();
            return probe.group.takeVacant(Thread.currentThread()).sleep() && !Thread.currentThread().isInterrupted();
        }).awaitParked();
        sleeper.thread().interrupt();
        while (sleeper.thread().isInterrupted()) {
            Spin.pause();
        }
        sleeper.awaitParked();
        assertEquals("1 idle, 0 searching", probe.idleState());
        probe.group.worker(probe.group.state().popForWork()).wake();
        assertTrue(sleeper.join());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void doesNotParkIfTheGroupEndedBefore(boolean now) throws Exception {
        WorkerGroupProbe probe = WorkerGroupProbe.withoutThreads(1);
        runBeforePark(probe, now ? probe.group::shutdownNow : probe.group::shutdown);
        assertFalse(startSleeper(probe).join());
        assertTrue(probe.group.isOver());
        assertEquals("1 idle, 0 searching", probe.idleState());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void endOfTheGroupEndsTheSleep(boolean now) throws Exception {
        WorkerGroupProbe probe = WorkerGroupProbe.withoutThreads(1);
        Together.Running<Boolean> sleeper = startSleeper(probe).awaitParked();
        if (now) {
            probe.group.shutdownNow();
        } else {
            probe.group.shutdown();
        }
        assertFalse(sleeper.join());
        assertEquals("1 idle, 0 searching", probe.idleState());
    }

    @Test
    void doesNotSleepOnceTheGroupIsOver() throws Exception {
        WorkerGroupProbe probe = WorkerGroupProbe.withoutThreads(1);
        probe.group.shutdownNow();
        assertFalse(startSleeper(probe).join());
        assertEquals("1 idle, 0 searching", probe.idleState());
    }

    @Test
    void isVacantAfterTheKeepAlive() throws Exception {
        UnstartedThreads threads = new UnstartedThreads();
        WorkerGroupProbe probe = new WorkerGroupProbe(TestSettings.of(1).factory(threads).keepAliveNanos(1));
        assertFalse(startSleeper(probe).join());
        assertTrue(probe.group.worker(0).isVacant());
        assertEquals("1 idle, 0 searching", probe.idleState());
        probe.submit(() -> { });
        assertEquals(1, threads.made.size());
        assertEquals("0 idle, 1 searching", probe.idleState());
    }

    /** The group ends between any two steps of a worker that is about to park. */
    @Test
    void endOfTheGroupAtAnyMomentBeforeTheParkEndsTheSleep() throws Exception {
        int rounds = 5_000;
        SplittableRandom random = Seeded.random("WorkerTest.end");
        AtomicReference<WorkerGroupProbe> current = new AtomicReference<>();
        AtomicInteger ended = new AtomicInteger();
        Together.run(2, index -> {
            for (int round = 0; round < rounds; round++) {
                if (index == 0) {
                    WorkerGroupProbe probe = WorkerGroupProbe.withoutThreads(1);
                    Worker worker = probe.group.takeVacant(Thread.currentThread());
                    current.set(probe);
                    assertFalse(worker.sleep());
                } else {
                    WorkerGroupProbe probe = current.get();
                    while (probe == null) {
                        Spin.pause();
                        probe = current.get();
                    }
                    for (int pauses = random.nextInt(50); pauses > 0; pauses--) {
                        Thread.onSpinWait();
                    }
                    probe.group.shutdownNow();
                    current.set(null);
                }
                ended.incrementAndGet();
                while (ended.get() < 2 * (round + 1)) {
                    Spin.pause();
                }
            }
            return null;
        });
        assertEquals(2 * rounds, ended.get());
    }

    @Test
    void stopWaitsForAMoveUnderWayAndAllowsNoOther() throws Exception {
        WorkerGroupProbe probe = WorkerGroupProbe.withoutThreads(1);
        Worker worker = probe.group.takeVacant(Thread.currentThread());
        assertTrue(worker.beginMove());
        Together.Running<Integer> stopping = Together.start(() -> probe.group.shutdownNow().size());
        while (worker.next() != null || !probe.group.isStopped()) {
            Spin.pause();
        }
        Runnable moved = () -> { };
        probe.source.queue.add(moved);
        worker.endMove();
        assertEquals(1, stopping.join(), "expected the moved task in the list");
        assertFalse(worker.beginMove());
        assertNull(worker.next());
    }

    @Test
    void randomNumbersCoverTheirRange() {
        WorkerGroupProbe probe = WorkerGroupProbe.withoutThreads(2);
        Worker[] workers = {
            probe.group.takeVacant(Thread.currentThread()), probe.group.takeVacant(Thread.currentThread())
        };
        for (int bound : new int[] {1, 2, 3, 64}) {
            int[] counts = new int[bound];
            for (int i = 0; i < 1000 * bound; i++) {
                counts[workers[i % 2].random(bound)]++;
            }
            for (int count : counts) {
                assertTrue(count > 500 && count < 1500, () -> "below " + bound + ": " + Arrays.toString(counts));
            }
        }
    }
}
