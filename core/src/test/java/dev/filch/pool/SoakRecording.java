package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import jdk.jfr.EventSettings;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** A recording of the flight recorder, made while a pool of a soak lives, and the audit of its events. */
final class SoakRecording implements AutoCloseable {

    /** Which events are recorded. */
    enum Manner {
        /** None. */
        NONE,
        /** All events of pools, by their default thresholds and periods. */
        DEFAULT,
        /** All events of pools, however short they are, and as often as possible. */
        EVERY_EVENT
    }

    private static final String PREFIX = "dev.filch.";
    private static final List<String> EVENTS = List.of("QueuedTask", "SlowTask", "StalledWorker", "SpareStarted",
            "RefusedTask", "Starvation", "DeadlinePassed");
    private static final Duration SHORTEST_PERIOD = Duration.ofMillis(10);

    private final Manner manner;
    private final String pool;

    /** Null if there is none. */
    private final Recording recording;

    private SoakRecording(Manner manner, String pool) {
        this.manner = manner;
        this.pool = pool;
        recording = manner == Manner.NONE ? null : new Recording();
    }

    /** Starts a recording of a pool that is about to be built. */
    static SoakRecording start(Manner manner, String pool) {
        SoakRecording started = new SoakRecording(manner, pool);
        if (started.recording != null) {
            EVENTS.forEach(started::enable);
            started.recording.start();
        }
        return started;
    }

    private void enable(String event) {
        EventSettings settings = recording.enable(PREFIX + event);
        if (manner == Manner.EVERY_EVENT) {
            settings.withoutThreshold().withPeriod(SHORTEST_PERIOD);
        }
    }

    /** Ends the recording; its events are deleted. */
    @Override
    public void close() {
        if (recording != null) {
            recording.close();
        }
    }

    /**
     * Compares the events with the counts of the pool, which has terminated.
     *
     * @param takesTimes whether the pool takes the times of tasks, and so has events of them
     * @return how many events there are
     */
    int check(MetricsSnapshot counts, boolean takesTimes) throws IOException {
        if (recording == null) {
            return 0;
        }
        recording.stop();
        List<RecordedEvent> events = events();
        checkEvents(events, counts, takesTimes);
        return events.size();
    }

    /** The events of the pool. */
    private List<RecordedEvent> events() throws IOException {
        Path file = Files.createTempFile("soak", ".jfr");
        try {
            recording.dump(file);
            return RecordingFile.readAllEvents(file).stream()
                    .filter(event -> event.getEventType().getName().startsWith(PREFIX))
                    .filter(event -> pool.equals(event.getString("pool")))
                    .toList();
        } finally {
            Files.delete(file);
        }
    }

    private void checkEvents(List<RecordedEvent> events, MetricsSnapshot counts, boolean takesTimes) {
        Map<String, Long> numbers = events.stream().collect(Collectors.groupingBy(
                event -> event.getEventType().getName().substring(PREFIX.length()), Collectors.counting()));
        checkNumber("RefusedTask", counts.refused() + counts.discarded(), numbers, counts);
        checkNumber("SpareStarted", counts.sparesStarted(), numbers, counts);
        checkNumber("Starvation", counts.starvations(), numbers, counts);
        // The thread that counts a deadline records it a moment later, and no thread awaits that.
        checkAtMost("DeadlinePassed", counts.expired() + counts.overran(), numbers, counts);
        long timed = takesTimes ? counts.submitted() : 0;
        checkAtMost("SlowTask", timed, numbers, counts);
        checkAtMost("QueuedTask", timed, numbers, counts);
    }

    private static void checkNumber(String event, long expected, Map<String, Long> numbers, MetricsSnapshot counts) {
        assertEquals(expected, numbers.getOrDefault(event, 0L), () -> event + " is recorded: " + counts);
    }

    private static void checkAtMost(String event, long most, Map<String, Long> numbers, MetricsSnapshot counts) {
        long number = numbers.getOrDefault(event, 0L);
        assertTrue(number <= most, () -> event + " is recorded " + number + " times, not " + most + ": " + counts);
    }
}
