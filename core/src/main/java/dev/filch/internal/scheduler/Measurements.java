package dev.filch.internal.scheduler;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The counts of a group and, if it takes times, the times of its tasks. Threads seldom contend: each worker writes to
 * memory of its own, and the queues count the submitted tasks. Only threads without a worker share their counts.
 */
public final class Measurements {

    private static final VarHandle EVENTS = MethodHandles.arrayElementVarHandle(long[].class).withInvokeExactBehavior();

    private final LongSupplier nanoTime;
    private final long start;
    private final int workers;

    /** One task in this many is timed, on average; 0 if none is. */
    private final int timedEvery;

    /** Returns the counts of a worker by its index; null if the worker has never run. */
    private final IntFunction<? extends WorkerMetrics> worker;

    /** The counts of threads without a worker. */
    private final WorkerMetrics detached;

    /**
     * The count of each {@link PoolEvent}, then the largest number of threads. Without pads, because these events are
     * rarer than tasks.
     */
    private final long[] events = new long[PoolEvent.KINDS + 1];

    /**
     * Creates the counts of a group.
     *
     * @param workers the number of workers
     * @param worker returns the counts of a worker by its index; null if the worker has never run
     * @param timedEvery one task in this many is timed, on average; 0 if none is
     */
    Measurements(int workers, IntFunction<? extends WorkerMetrics> worker, int timedEvery) {
        // The model checker replaces calls of the clock, not references to it.
        this(workers, worker, timedEvery, () -> System.nanoTime());
    }

    /** Creates counts with a clock, which must never go backwards. */
    Measurements(int workers, IntFunction<? extends WorkerMetrics> worker, int timedEvery, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        start = nanoTime.getAsLong();
        this.workers = workers;
        this.worker = worker;
        this.timedEvery = timedEvery;
        detached = new WorkerMetrics(timedEvery > 0);
    }

    /**
     * The time since the group was created.
     *
     * @return nanoseconds
     */
    public long now() {
        return nanoTime.getAsLong() - start;
    }

    WorkerMetrics detached() {
        return detached;
    }

    /** Whether to time the next task. At random, unless all tasks or none are timed. */
    boolean timesNext() {
        return timedEvery == 1 || timedEvery > 1 && ThreadLocalRandom.current().nextInt(timedEvery) == 0;
    }

    /** Returns the entry to queue for a task that is submitted now: the task, or a {@link TimedTask}. */
    Runnable submit(Runnable task, Lane lane, FlightEvents events) {
        return timesNext() ? new TimedTask(task, lane, now(), events.beginWait()) : task;
    }

    void count(PoolEvent event) {
        getAndAddEvents(event, 1);
    }

    /** Records the current number of threads. */
    void noteThreads(long now) {
        long largest = largestThreadsVolatile();
        while (now > largest && !casLargestThreads(largest, now)) {
            largest = largestThreadsVolatile();
        }
    }

    /**
     * The number of events of a kind.
     *
     * @param event the kind of event
     * @return the number
     */
    public long events(PoolEvent event) {
        return eventsVolatile(event);
    }

    /**
     * The largest number of threads at any time. Includes threads that could not be started.
     *
     * @return the number
     */
    public int largestThreads() {
        return (int) largestThreadsVolatile();
    }

    private LongStream ofWorkers(ToLongFunction<WorkerMetrics> count) {
        return IntStream.range(0, workers).mapToLong(index -> {
            WorkerMetrics metrics = worker.apply(index);
            return metrics == null ? 0 : count.applyAsLong(metrics);
        });
    }

    /**
     * The number of tasks that have run, or were cancelled before they started.
     *
     * @return the number
     */
    public long executed() {
        return detached.executed() + executedByWorkers();
    }

    /** The number of tasks that threads with a worker have run, or have found cancelled in a queue. */
    long executedByWorkers() {
        return ofWorkers(WorkerMetrics::executed).sum();
    }

    /**
     * The number of tasks that each worker has run.
     *
     * @return the number for each worker
     */
    public long[] executedPerWorker() {
        return ofWorkers(WorkerMetrics::executed).toArray();
    }

    /**
     * The number of events of a kind on each worker.
     *
     * @param event the kind of event
     * @return the number for each worker
     */
    public long[] eventsPerWorker(WorkerEvent event) {
        return ofWorkers(metrics -> metrics.events(event)).toArray();
    }

    /**
     * The number of events of a kind, on workers and on threads without a worker.
     *
     * @param event the kind of event
     * @return the number
     */
    public long events(WorkerEvent event) {
        return detached.events(event) + LongStream.of(eventsPerWorker(event)).sum();
    }

    /**
     * The number of times that each worker has tried to steal.
     *
     * @return the number for each worker. If read after {@link #successfulStealsPerWorker}, it is at least as large
     */
    public long[] stealAttemptsPerWorker() {
        return ofWorkers(WorkerMetrics::stealAttempts).toArray();
    }

    /**
     * The number of successful steals of each worker.
     *
     * @return the number for each worker
     */
    public long[] successfulStealsPerWorker() {
        return ofWorkers(WorkerMetrics::successfulSteals).toArray();
    }

    /**
     * How long each worker has been busy, in a form that {@link #busyNanos} decodes. Exact if the clock is read
     * afterwards.
     *
     * @return the state for each worker
     */
    public long[] busyStates() {
        return ofWorkers(WorkerMetrics::busyState).toArray();
    }

    /**
     * How long a worker had been busy.
     *
     * @param busyState an element of the result of {@link #busyStates}
     * @param now the time {@link #now}, read after the busy state
     * @return nanoseconds; not negative, although the processors' clocks may differ a little
     */
    public static long busyNanos(long busyState, long now) {
        return Math.max(0, WorkerMetrics.busyNanos(busyState, now));
    }

    /**
     * How long tasks of some lanes have waited.
     *
     * @param lanes the lanes
     * @return the durations of those that were timed
     */
    public LatencyHistogram.Merged queueTimes(Lane... lanes) {
        return merge(lanes, LaneTimes::queueTimes);
    }

    /**
     * How long tasks of some lanes have run.
     *
     * @param lanes the lanes
     * @return the durations of those that were timed
     */
    public LatencyHistogram.Merged runTimes(Lane... lanes) {
        return merge(lanes, LaneTimes::runTimes);
    }

    private LatencyHistogram.Merged merge(Lane[] lanes, Function<LaneTimes, LatencyHistogram> histogram) {
        List<LatencyHistogram> histograms = new ArrayList<>();
        for (Lane lane : lanes) {
            for (int i = 0; i <= workers; i++) {
                WorkerMetrics metrics = i == workers ? detached : worker.apply(i);
                LaneTimes times = metrics == null ? null : metrics.times(lane);
                if (times != null) {
                    histograms.add(histogram.apply(times));
                }
            }
        }
        return LatencyHistogram.merge(histograms);
    }

    /** Volatile: includes each event that this thread has caused, or that happened-before the read. */
    private long eventsVolatile(PoolEvent event) {
        return (long) EVENTS.getVolatile(events, event.ordinal());
    }

    /** Volatile: atomic. The weaker forms are loops on some JVMs. */
    private long getAndAddEvents(PoolEvent event, long delta) {
        return (long) EVENTS.getAndAdd(events, event.ordinal(), delta);
    }

    /** Volatile: see eventsVolatile. */
    private long largestThreadsVolatile() {
        return (long) EVENTS.getVolatile(events, PoolEvent.KINDS);
    }

    /** Volatile: atomic. The JDK has no weaker strong CAS. */
    private boolean casLargestThreads(long expected, long next) {
        return EVENTS.compareAndSet(events, PoolEvent.KINDS, expected, next);
    }
}
