package dev.filch.internal.scheduler;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Passes a group's events to the flight recorder once it is in use. An event that cannot be recorded is dropped. No
 * method throws, because an exception would leave the group in an inconsistent state.
 */
final class Flight implements FlightEvents {

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

    void begin(FlightEvents recorded) {
        setEventsRelease(recorded);
    }

    @Override
    public Object beginWait() {
        try {
            return eventsAcquire().beginWait();
        } catch (Throwable dropped) {
            return null;
        }
    }

    @Override
    public void endWait(Object event, WorkerGroup group, TimedTask task) {
        try {
            eventsAcquire().endWait(event, group, task);
        } catch (Throwable dropped) {
            // See above.
        }
    }

    @Override
    public Object beginRun(WorkerGroup group, TimedTask task) {
        try {
            return eventsAcquire().beginRun(group, task);
        } catch (Throwable dropped) {
            return null;
        }
    }

    @Override
    public void endRun(Object event) {
        try {
            eventsAcquire().endRun(event);
        } catch (Throwable dropped) {
            // See above.
        }
    }

    @Override
    public void spareStarted(WorkerGroup group) {
        try {
            eventsAcquire().spareStarted(group);
        } catch (Throwable dropped) {
            // See above.
        }
    }

    @Override
    public void taskRefused(WorkerGroup group, Class<?> taskClass) {
        try {
            eventsAcquire().taskRefused(group, taskClass);
        } catch (Throwable dropped) {
            // See above.
        }
    }

    @Override
    public void starved(WorkerGroup group) {
        try {
            eventsAcquire().starved(group);
        } catch (Throwable dropped) {
            // See above.
        }
    }

    @Override
    public void deadlinePassed(WorkerGroup group, boolean started) {
        try {
            eventsAcquire().deadlinePassed(group, started);
        } catch (Throwable dropped) {
            // See above.
        }
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
