package dev.filch.internal.scheduler;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeasurementsTest {

    /** The zero of the clock does not matter, nor that it passes from the largest number to the smallest. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1234, -1, Long.MIN_VALUE, Long.MAX_VALUE - 50})
    void timesAreSinceTheStart(long firstTime) {
        MeasurementsProbe probe = new MeasurementsProbe(1);
        probe.clock.set(firstTime);
        assertEquals(0, probe.measurements().now());
        probe.clock.addAndGet(77);
        assertEquals(77, probe.measurements().now());
    }

    @Test
    void aQueuedTaskCarriesTheTimeOfItsSubmission() {
        MeasurementsProbe probe = new MeasurementsProbe(1);
        Runnable task = () -> { };
        probe.clock.set(5);
        probe.measurements();
        probe.clock.set(82);
        TimedTask timed = (TimedTask) probe.submit(task);
        assertSame(task, timed.runnable());
        assertEquals(77, timed.submitNanos());
    }

    @Test
    void countsSubmissionsThatWereNotWithdrawn() {
        MeasurementsProbe probe = new MeasurementsProbe(1);
        probe.submit(() -> { });
        probe.submit(() -> { });
        assertEquals(2, probe.measurements().submitted());
        probe.withdrawSubmission();
        assertEquals(1, probe.measurements().submitted());
    }

    @Test
    void addsUpWhatTheWorkersAndThreadsWithoutAWorkerCount() {
        MeasurementsProbe probe = new MeasurementsProbe(2);
        Measurements measurements = probe.measurements();
        probe.run(0, probe.submit(() -> probe.clock.addAndGet(10)));
        probe.run(1, probe.submit(() -> probe.clock.addAndGet(20)));
        probe.run(1, probe.submit(() -> probe.clock.addAndGet(30)));
        measurements.detached().countExecutedShared();
        measurements.detached().recordRunShared(40);
        probe.countSteal(0, true);
        probe.countSteal(1, true);
        probe.countSteal(1, false);
        assertEquals(4, measurements.executed());
        assertArrayEquals(new long[] {1, 2}, measurements.executedPerWorker());
        assertEquals(3, measurements.stealAttempts());
        assertEquals(2, measurements.successfulSteals());
        assertEquals(0.025, measurements.runTimes().meanMicros(), 1e-12);
        assertEquals(0.040, measurements.runTimes().percentileMicros(999));
        assertEquals(0, measurements.queueTimes().percentileMicros(999));
        long[] busy = measurements.busyStates();
        assertEquals(10, Measurements.busyNanos(busy[0], measurements.now()));
        assertEquals(50, Measurements.busyNanos(busy[1], measurements.now()));
    }
}
