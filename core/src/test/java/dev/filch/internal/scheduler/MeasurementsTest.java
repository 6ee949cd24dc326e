package dev.filch.internal.scheduler;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Together;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class MeasurementsTest {

    /** The clock may begin at any number, and may overflow. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1234, -1, Long.MIN_VALUE, Long.MAX_VALUE - 50})
    void timesAreRelativeToTheStart(long firstTime) {
        MeasurementsProbe probe = new MeasurementsProbe(1);
        probe.clock.set(firstTime);
        assertEquals(0, probe.measurements().now());
        probe.clock.addAndGet(77);
        assertEquals(77, probe.measurements().now());
    }

    @Test
    void queuedTaskHasTheTimeOfItsSubmission() {
        MeasurementsProbe probe = new MeasurementsProbe(1);
        Runnable task = () -> { };
        probe.clock.set(5);
        probe.measurements();
        probe.clock.set(82);
        TimedTask timed = probe.submit(task, Lane.LOW);
        assertSame(task, timed.runnable());
        assertSame(Lane.LOW, timed.lane());
        assertEquals(77, timed.submitNanos());
    }

    @Test
    void sumsIncludeAllWorkersAndThreadsWithoutAWorker() {
        MeasurementsProbe probe = new MeasurementsProbe(2);
        Measurements measurements = probe.measurements();
        probe.run(0, probe.submit(() -> probe.clock.addAndGet(10), Lane.NORMAL));
        probe.run(1, probe.submit(() -> probe.clock.addAndGet(20), Lane.NORMAL));
        probe.run(1, probe.submit(() -> probe.clock.addAndGet(30), Lane.HIGH));
        measurements.detached().countExecutedShared();
        measurements.detached().recordRunShared(Lane.NORMAL, 40);
        measurements.detached().countShared(WorkerEvent.FAILURE);
        probe.countSteal(0, true);
        probe.countSteal(1, true);
        probe.countSteal(1, false);
        probe.count(1, WorkerEvent.FAILURE);
        probe.count(1, WorkerEvent.PARK);
        assertEquals(4, measurements.executed());
        assertArrayEquals(new long[] {1, 2}, measurements.executedPerWorker());
        assertArrayEquals(new long[] {1, 2}, measurements.stealAttemptsPerWorker());
        assertArrayEquals(new long[] {1, 1}, measurements.successfulStealsPerWorker());
        assertEquals(2, measurements.events(WorkerEvent.FAILURE));
        assertArrayEquals(new long[] {0, 1}, measurements.eventsPerWorker(WorkerEvent.PARK));
        assertEquals(3, measurements.runTimes(Lane.NORMAL).count());
        assertEquals(70 / 3.0 / 1000, measurements.runTimes(Lane.NORMAL).meanMicros(), 1e-12);
        assertEquals(0.040, measurements.runTimes(Lane.NORMAL).maxMicros());
        assertEquals(0.030, measurements.runTimes(Lane.HIGH).maxMicros());
        assertEquals(0, measurements.runTimes(Lane.LOW).count());
        assertEquals(2, measurements.queueTimes(Lane.NORMAL).count());
        long[] busy = measurements.busyStates();
        assertEquals(10, Measurements.busyNanos(busy[0], measurements.now()));
        assertEquals(50, Measurements.busyNanos(busy[1], measurements.now()));
    }

    @Test
    void noPoolEventIsLost() throws Exception {
        Measurements measurements = new MeasurementsProbe(1).measurements();
        Together.run(3, number -> {
            for (int i = 1; i <= 10_000; i++) {
                measurements.count(PoolEvent.values()[number]);
                measurements.count(PoolEvent.THREAD_START);
                measurements.noteThreads(i * 3L - number);
            }
            return null;
        });
        for (PoolEvent event : PoolEvent.values()) {
            long otherwise = event.ordinal() < 3 ? 10_000 : 0;
            assertEquals(event == PoolEvent.THREAD_START ? 30_000 : otherwise, measurements.events(event), event::name);
        }
        assertEquals(30_000, measurements.largestThreads());
        measurements.noteThreads(1);
        assertEquals(30_000, measurements.largestThreads());
    }

    /** If one task in 64 is timed, 1,562 of 100,000 are expected, with a standard deviation of 39. */
    @Test
    void sampleOfTasksIsTimed() {
        Measurements sampled = new Measurements(1, index -> null, 64);
        long timed = IntStream.range(0, 100_000)
                .filter(i -> sampled.submit(() -> { }, Lane.NORMAL, FlightEvents.NONE) instanceof TimedTask)
                .count();
        assertTrue(timed > 1_200 && timed < 1_900, () -> "expected some 1,562 timed tasks, found " + timed);
        Measurements none = new Measurements(1, index -> null, 0);
        assertEquals(0, IntStream.range(0, 1000).filter(i -> none.timesNext()).count());
    }
}
