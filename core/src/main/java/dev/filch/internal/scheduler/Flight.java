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

    /** The receiver of the events: {@link FlightEvents#NONE} until the recorder is in use. */
    private FlightEvents events = FlightEvents.NONE;

    /** Passes all later events to the recorder. */
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
            // The event is dropped.
        }
    }

    @Override
    public Object beginRun(WorkerGroup group, Runnable task, Lane lane) {
        try {
            return eventsAcquire().beginRun(group, task, lane);
        } catch (Throwable dropped) {
            return null;
        }
    }

    @Override
    public void endRun(Object event) {
        try {
            eventsAcquire().endRun(event);
        } catch (Throwable dropped) {
            // The event is dropped.
        }
    }

    @Override
    public void spareStarted(WorkerGroup group) {
        try {
            eventsAcquire().spareStarted(group);
        } catch (Throwable dropped) {
            // The event is dropped.
        }
    }

    @Override
    public Class<?> classOf(Runnable task) {
        try {
            return eventsAcquire().classOf(task);
        } catch (Throwable dropped) {
            return null;
        }
    }

    @Override
    public void taskRefused(WorkerGroup group, Class<?> taskClass) {
        try {
            eventsAcquire().taskRefused(group, taskClass);
        } catch (Throwable dropped) {
            // The event is dropped.
        }
    }

    @Override
    public void starved(WorkerGroup group) {
        try {
            eventsAcquire().starved(group);
        } catch (Throwable dropped) {
            // The event is dropped.
        }
    }

    @Override
    public void deadlinePassed(WorkerGroup group, boolean started) {
        try {
            eventsAcquire().deadlinePassed(group, started);
        } catch (Throwable dropped) {
            // The event is dropped.
        }
    }

    /** Acquire: the caller sees the receiver fully constructed. */
    private FlightEvents eventsAcquire() {
        return (FlightEvents) EVENTS.getAcquire(this);
    }

    /** Release: see eventsAcquire. */
    private void setEventsRelease(FlightEvents recorded) {
        EVENTS.setRelease(this, recorded);
    }
}
