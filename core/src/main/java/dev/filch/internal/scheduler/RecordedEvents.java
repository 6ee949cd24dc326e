package dev.filch.internal.scheduler;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.EventType;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Period;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import jdk.jfr.Timespan;

/** Passes events to the flight recorder. The methods may throw if memory or stack runs out; {@link Flight} catches. */
final class RecordedEvents implements FlightEvents {

    /** The common part of all events. */
    @Category("Filch")
    @StackTrace(false)
    private abstract static class OfPool extends Event {

        @Label("Pool")
        String pool; // not private: the recorder ignores private fields of a superclass

        void setPool(WorkerGroup group) {
            pool = group.settings().name();
        }
    }

    /** A task that has waited in a queue for a long time. */
    @Name("dev.filch.QueuedTask")
    @Label("Task Queued for Long")
    @Description("How long a task waited in a queue. Only of tasks whose times the pool takes")
    @Threshold("100 ms")
    private static final class QueuedTask extends OfPool {

        @Label("Task")
        private Class<?> task;

        @Label("Lane")
        private String lane;
    }

    /** A task that has run for a long time. */
    @Name("dev.filch.SlowTask")
    @Label("Slow Task")
    @Description("How long a task ran. Only of tasks whose times the pool takes")
    @Threshold("100 ms")
    private static final class SlowTask extends OfPool {

        @Label("Task")
        private Class<?> task;

        @Label("Lane")
        private String lane;
    }

    /** A worker that is in the same task as one period ago. */
    @Name("dev.filch.StalledWorker")
    @Label("Stalled Worker")
    @Description("A worker that has been in the same task for at least one period")
    @Period("1 s")
    static final class StalledWorker extends OfPool {

        @Label("Worker Thread")
        private Thread worker;

        @Label("For at Least")
        @Timespan(Timespan.NANOSECONDS)
        private long stalled;

        @Label("State")
        private String state;

        @Label("Place in the Task")
        private String place;

        /** Whether a recording has events of this kind. */
        static boolean isRecorded() {
            return new StalledWorker().isEnabled();
        }

        static void record(WorkerGroup group, Thread worker, long stalledNanos, TaskTrace trace) {
            StalledWorker event = new StalledWorker();
            event.setPool(group);
            event.worker = worker;
            event.stalled = stalledNanos;
            event.state = trace.state().name();
            event.place = trace.where();
            event.commit();
        }
    }

    /** The start of a spare thread, in addition to one thread for each worker. */
    @Name("dev.filch.SpareStarted")
    @Label("Spare Thread Started")
    private static final class SpareStarted extends OfPool {

        @Label("Threads")
        private int threads;
    }

    /** A task that the pool has refused or dropped. */
    @Name("dev.filch.RefusedTask")
    @Label("Task Refused or Dropped")
    @StackTrace
    private static final class RefusedTask extends OfPool {

        @Label("Task")
        private Class<?> task;

        @Label("Queued Tasks")
        private int queued;
    }

    /** A pool whose workers are all stuck. */
    @Name("dev.filch.Starvation")
    @Label("All Workers Stuck")
    private static final class Starvation extends OfPool {

        @Label("Queued Tasks")
        private int queued;
    }

    /** A task that was not done by its deadline. */
    @Name("dev.filch.DeadlinePassed")
    @Label("Deadline of a Task Passed")
    private static final class DeadlinePassed extends OfPool {

        @Label("Task Had Started")
        private boolean started;
    }

    /** Tells a timed task whether a recording has such events. To ask an event, the task would have to allocate one. */
    private final EventType queuedTask = EventType.getEventType(QueuedTask.class);

    /** As queuedTask. */
    private final EventType slowTask = EventType.getEventType(SlowTask.class);

    /** Loads the event classes. The first time, this takes much stack. */
    static void load() {
        for (Event event : new Event[] {new QueuedTask(), new SlowTask(), new StalledWorker(), new SpareStarted(),
                new RefusedTask(), new Starvation(), new DeadlinePassed()}) {
            event.isEnabled();
        }
    }

    @Override
    public Class<?> classOf(Runnable task) {
        // Compilers of different versions call a method of Object on an interface in different ways.
        Object submitted = TimedTask.submitted(task);
        return submitted instanceof TaskFuture<?> future ? future.taskClass() : submitted.getClass();
    }

    @Override
    public Object beginWait() {
        if (!queuedTask.isEnabled()) {
            return null;
        }
        QueuedTask event = new QueuedTask();
        event.begin();
        return event;
    }

    @Override
    public void endWait(Object begun, WorkerGroup group, TimedTask task) {
        QueuedTask event = (QueuedTask) begun;
        event.end();
        if (event.shouldCommit()) {
            event.setPool(group);
            event.task = classOf(task);
            event.lane = task.lane().name();
            event.commit();
        }
    }

    @Override
    public Object beginRun(WorkerGroup group, Runnable task, Lane lane) {
        if (!slowTask.isEnabled()) {
            return null;
        }
        SlowTask event = new SlowTask();
        event.setPool(group);
        event.task = classOf(task);
        event.lane = lane.name();
        event.begin();
        return event;
    }

    @Override
    public void endRun(Object begun) {
        ((SlowTask) begun).commit();
    }

    @Override
    public void spareStarted(WorkerGroup group) {
        SpareStarted event = new SpareStarted();
        if (event.isEnabled()) {
            event.setPool(group);
            event.threads = group.threads();
            event.commit();
        }
    }

    @Override
    public void taskRefused(WorkerGroup group, Class<?> taskClass) {
        RefusedTask event = new RefusedTask();
        if (event.isEnabled()) {
            event.setPool(group);
            event.task = taskClass;
            event.queued = group.queuedTasks();
            event.commit();
        }
    }

    @Override
    public void starved(WorkerGroup group) {
        Starvation event = new Starvation();
        if (event.isEnabled()) {
            event.setPool(group);
            event.queued = group.queuedTasks();
            event.commit();
        }
    }

    @Override
    public void deadlinePassed(WorkerGroup group, boolean started) {
        DeadlinePassed event = new DeadlinePassed();
        if (event.isEnabled()) {
            event.setPool(group);
            event.started = started;
            event.commit();
        }
    }
}
