package dev.filch.internal.scheduler;

import jdk.jfr.FlightRecorder;
import jdk.jfr.FlightRecorderListener;

/** Hears when the flight recorder is first used. Its event classes are loaded only then. */
final class RecorderListener implements FlightRecorderListener {

    private RecorderListener() {
    }

    /** Listens from now on. If the recorder is in use, it is heard of at once. */
    static void listen() {
        FlightRecorder.addListener(new RecorderListener());
    }

    @Override
    public void recorderInitialized(FlightRecorder recorder) {
        RecordedEvents.load();
        if (!FlightRegistry.begin(new RecordedEvents())) {
            return;
        }
        StallCheck stallCheck = new StallCheck();
        FlightRecorder.addPeriodicEvent(RecordedEvents.StalledWorker.class, stallCheck::run);
    }
}
