package dev.filch.internal.scheduler;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * Connects the groups to the JDK's flight recorder once it is in use. Before the first recording, and without the
 * module {@code jdk.jfr}, all {@link FlightEvents} are dropped. The event classes are slow to load, so they are loaded
 * only for the first recording.
 */
public final class FlightRegistry {

    private static final VarHandle EVENTS;

    static {
        try {
            EVENTS = MethodHandles.lookup().findVarHandle(FlightRegistry.class, "events", FlightEvents.class)
                    .withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Null before the first recording. */
    private FlightEvents events;

    /** The groups that were connected and may still be in use. */
    private static final Queue<WeakReference<WorkerGroup>> GROUPS = new ConcurrentLinkedQueue<>();

    private static final FlightRegistry SHARED = new FlightRegistry();

    private FlightRegistry() {
    }

    private static FlightRegistry shared() {
        return SHARED;
    }

    /**
     * Connects a group to the flight recorder. Does not keep the group reachable.
     *
     * @param group a new group
     */
    public static void connect(WorkerGroup group) {
        GROUPS.removeIf(FlightRegistry::isOver);
        GROUPS.add(new WeakReference<>(group));
        Listening.ensure();
        FlightEvents recorded = shared().eventsVolatile();
        if (recorded != null) {
            group.flight().begin(recorded);
        }
    }

    private static boolean isOver(WeakReference<WorkerGroup> reference) {
        WorkerGroup group = reference.get();
        return group == null || group.isTerminated();
    }

    /** The groups that have not terminated. */
    static void forEachGroup(Consumer<WorkerGroup> action) {
        for (WeakReference<WorkerGroup> reference : GROUPS) {
            WorkerGroup group = reference.get();
            if (group != null && !group.isTerminated()) {
                action.accept(group);
            }
        }
    }

    /** Connects all groups when the flight recorder is first used. Returns false if they were connected before. */
    static boolean begin(FlightEvents recorded) {
        if (shared().eventsVolatile() != null) {
            return false;
        }
        shared().setEventsVolatile(recorded);
        forEachGroup(group -> group.flight().begin(recorded));
        return true;
    }

    /** Volatile: connect adds a group to the queue and then reads this; begin writes this and then reads the queue. */
    private FlightEvents eventsVolatile() {
        return (FlightEvents) EVENTS.getVolatile(this);
    }

    /** Volatile: see eventsVolatile. */
    private void setEventsVolatile(FlightEvents recorded) {
        EVENTS.setVolatile(this, recorded);
    }

    /** Its initializer registers the listener, when the first group is connected. */
    private static final class Listening {

        static {
            try {
                RecorderListener.listen();
            } catch (Throwable withoutRecorder) {
                // A pool works without a recorder: its events are dropped.
            }
        }

        static void ensure() {
            // The initializer has run before this call.
        }
    }
}
