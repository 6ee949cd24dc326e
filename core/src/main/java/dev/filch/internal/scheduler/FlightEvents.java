package dev.filch.internal.scheduler;

/**
 * What groups tell the JDK's flight recorder; by default, nothing. Events that take time begin with one call, which
 * returns null unless they are recorded, and end with another.
 */
interface FlightEvents {

    /** Before the first recording. */
    FlightEvents NONE = new FlightEvents() { };

    /** A task is about to be queued; null unless a recording has such events. */
    default Object beginWait() {
        return null;
    }

    /** A task was taken from its queue. */
    default void endWait(Object event, WorkerGroup group, TimedTask task) {
    }

    /** A task is about to run; null unless a recording has such events. */
    default Object beginRun(WorkerGroup group, TimedTask task) {
        return null;
    }

    /** The task has run. */
    default void endRun(Object event) {
    }

    /** A thread has started besides those of the workers. */
    default void spareStarted(WorkerGroup group) {
    }

    /** A task of this class was refused or dropped. */
    default void taskRefused(WorkerGroup group, Class<?> taskClass) {
    }

    /** All workers have been stuck in their tasks while others were queued. */
    default void starved(WorkerGroup group) {
    }

    /** The deadline of a task has passed. */
    default void deadlinePassed(WorkerGroup group, boolean started) {
    }
}
