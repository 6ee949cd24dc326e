package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Busy;
import java.util.Set;
import java.util.stream.Collectors;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The recordings of a soak hold the events of its pool, are audited, and are closed. */
@Timeout(value = 100, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SoakRecordingTest {

    private static final String NAME = "recorded";

    /** Runs two tasks, and refuses one. */
    private static MetricsSnapshot use(TaskTiming timing) throws Exception {
        try (WorkerPool pool = PoolKind.LIFO.build(1,
                settings -> settings.name(NAME).queueCapacity(1).timing(timing))) {
            Busy busy = Workers.occupy(pool, 1).get(0);
            pool.execute(() -> { });
            assertFalse(pool.tryExecute(() -> { }));
            busy.end();
            pool.awaitIdle();
            return pool.metrics().snapshot();
        }
    }

    private static Set<Recording> recordings() {
        return FlightRecorder.getFlightRecorder().getRecordings().stream().collect(Collectors.toSet());
    }

    @Test
    void recordsNothingUnlessAsked() throws Exception {
        Set<Recording> before = recordings();
        try (SoakRecording recording = SoakRecording.start(SoakRecording.Manner.NONE, NAME)) {
            assertEquals(0, recording.check(use(TaskTiming.EVERY_TASK), true));
            assertEquals(before, recordings());
        }
    }

    /** Two tasks have waited and run. By default, they are recorded only on a busy machine. */
    @ParameterizedTest
    @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void recordsTheEventsOfThePool(SoakRecording.Manner manner) throws Exception {
        Set<Recording> before = recordings();
        try (SoakRecording recording = SoakRecording.start(manner, NAME)) {
            MetricsSnapshot counts = use(TaskTiming.EVERY_TASK);
            int events = recording.check(counts, true);
            int least = manner == SoakRecording.Manner.EVERY_EVENT ? 5 : 1;
            assertTrue(events >= least, () -> events + " events");
        }
        assertEquals(before, recordings());
    }

    @ParameterizedTest
    @ValueSource(strings = {"refused", "discarded", "sparesStarted"})
    void anEventThatIsMissingIsNoticed(String count) throws Exception {
        try (SoakRecording recording = SoakRecording.start(SoakRecording.Manner.DEFAULT, NAME)) {
            MetricsSnapshot withOneMore = SoakAuditTest.withOneMore(count, use(TaskTiming.NONE));
            AssertionError error = assertThrows(AssertionError.class, () -> recording.check(withOneMore, false));
            assertTrue(error.getMessage().contains("is recorded"), error::toString);
        }
    }

    @Test
    void anEventTooManyIsNoticed() throws Exception {
        try (SoakRecording recording = SoakRecording.start(SoakRecording.Manner.EVERY_EVENT, NAME)) {
            MetricsSnapshot counts = use(TaskTiming.EVERY_TASK);
            AssertionError error = assertThrows(AssertionError.class, () -> recording.check(counts, false));
            assertTrue(error.getMessage().contains("Task is recorded 2 times, not 0"), error::toString);
        }
    }
}
