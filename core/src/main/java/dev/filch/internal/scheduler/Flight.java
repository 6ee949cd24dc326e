package dev.filch.internal.scheduler;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Where a group tells its events: nowhere until the flight recorder is in use. */
final class Flight {

    private static final VarHandle EVENTS;

    static {
        try {
            EVENTS = MethodHandles.lookup().findVarHandle(Flight.class, "events", FlightEvents.class)
                    .withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private FlightEvents events = FlightEvents.NONE;

    FlightEvents events() {
        return eventsAcquire();
    }

    void begin(FlightEvents recorded) {
        setEventsRelease(recorded);
    }

    /** Acquire: what the events refer to is seen constructed. */
    private FlightEvents eventsAcquire() {
        return (FlightEvents) EVENTS.getAcquire(this);
    }

    /** Release: see eventsAcquire. */
    private void setEventsRelease(FlightEvents recorded) {
        EVENTS.setRelease(this, recorded);
    }
}
