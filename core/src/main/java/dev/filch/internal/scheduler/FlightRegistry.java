package dev.filch.internal.scheduler;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * Connects groups with the JDK's flight recorder if it is there and in use. Without the module {@code jdk.jfr}, and
 * before the first recording, {@link FlightEvents} go nowhere, and the event classes, which take long to load, are not
 * loaded.
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
     * Lets the flight recorder know of a group, which it does not keep alive.
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

    /** To be called when the flight recorder is in use; false if it was before. */
    static boolean begin(FlightEvents recorded) {
        if (shared().eventsVolatile() != null) {
            return false;
        }
        shared().setEventsVolatile(recorded);
        forEachGroup(group -> group.flight().begin(recorded));
        return true;
    }

    /** Volatile: follows the entry of a group into the queue, which begin reads. */
    private FlightEvents eventsVolatile() {
        return (FlightEvents) EVENTS.getVolatile(this);
    }

    /** Volatile: see eventsVolatile. */
    private void setEventsVolatile(FlightEvents recorded) {
        EVENTS.setVolatile(this, recorded);
    }

    /** Listens to the flight recorder, once it is needed. */
    private static final class Listening {

        static {
            try {
                RecorderListener.listen();
            } catch (Throwable withoutRecorder) {
                // Events are then dropped. A pool needs no recorder.
            }
        }

        static void ensure() {
            // The initializer has done it.
        }
    }
}
