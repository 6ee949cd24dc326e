package dev.filch.bench.pool;

import java.util.List;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;

/**
 * A flight recording of only Filch's events, so that its cost is theirs. They have their default thresholds. The JVM
 * knows an event once its class is initialised, so a pool must have run before.
 */
final class FlightRecording implements AutoCloseable {

    private static final String OWN_EVENTS = "dev.filch.";
    private static final long MAX_BYTES = 64L << 20;

    private final Recording recording = new Recording();

    /** Starts the recording. */
    FlightRecording() {
        recording.setMaxSize(MAX_BYTES);
        for (EventType event : FlightRecorder.getFlightRecorder().getEventTypes()) {
            if (event.getName().startsWith(OWN_EVENTS)) {
                recording.enable(event.getName());
            } else {
                recording.disable(event.getName());
            }
        }
        recording.start();
    }

    /** Returns the names of the recorded events. */
    static List<String> events() {
        return FlightRecorder.getFlightRecorder().getEventTypes().stream()
                .map(EventType::getName)
                .filter(name -> name.startsWith(OWN_EVENTS))
                .sorted()
                .toList();
    }

    /** Returns the recording. */
    Recording recording() {
        return recording;
    }

    @Override
    public void close() {
        recording.close();
    }
}
