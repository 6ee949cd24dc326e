package dev.filch.internal.scheduler;

import jdk.jfr.FlightRecorder;
import jdk.jfr.FlightRecorderListener;

/** Is notified when the flight recorder is first used, and only then loads the event classes. */
final class RecorderListener implements FlightRecorderListener {

    private RecorderListener() {
    }

    /** Registers a listener. If the recorder is in use already, the listener is notified at once. */
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
