package dev.filch.internal.scheduler;

/**
 * The events that groups report to the JDK's flight recorder. By default, the methods do nothing. An event with a
 * duration takes two calls. The first returns an object for the second, or null if no recording has such events.
 */
interface FlightEvents {

    /** Drops all events: the receiver before the first recording. */
    FlightEvents NONE = new FlightEvents() { };

    /** A task is about to be queued. Returns null unless a recording has such events. */
    default Object beginWait() {
        return null;
    }

    /** A task was taken from its queue. */
    default void endWait(Object event, WorkerGroup group, TimedTask task) {
    }

    /** A task is about to run. Returns null unless a recording has such events. */
    default Object beginRun(WorkerGroup group, Runnable task, Lane lane) {
        return null;
    }

    /** The task has run. */
    default void endRun(Object event) {
    }

    /** A spare thread was started, in addition to one thread for each worker. */
    default void spareStarted(WorkerGroup group) {
    }

    /** Returns the class of a task, or of futures if it is one that has ended; null before the first recording. */
    default Class<?> classOf(Runnable task) {
        return null;
    }

    /** A task of this class was refused or dropped. */
    default void taskRefused(WorkerGroup group, Class<?> taskClass) {
    }

    /** All workers have been stuck in their tasks while other tasks were queued. */
    default void starved(WorkerGroup group) {
    }

    /** The deadline of a task has passed. */
    default void deadlinePassed(WorkerGroup group, boolean started) {
    }
}
