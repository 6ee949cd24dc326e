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
 * The counts of a group and, if it takes times, its measurements. Threads seldom contend: each worker writes to its own
 * memory, and tasks are counted by the queues. Only threads without a worker share their counts.
 */
public final class Measurements {

    private static final VarHandle EVENTS = MethodHandles.arrayElementVarHandle(long[].class).withInvokeExactBehavior();

    private final LongSupplier nanoTime;
    private final long start;
    private final int workers;

    /** Of how many tasks the times of one are taken, on average; 0 if none are taken. */
    private final int timedEvery;

    /** Null for workers that have never run. */
    private final IntFunction<? extends WorkerMetrics> worker;

    /** The counts of threads without a worker. */
    private final WorkerMetrics detached;

    /** Without pads, because these events are rarer than tasks. The last element is the largest number of threads. */
    private final long[] events = new long[PoolEvent.KINDS + 1];

    /** Creates the counts of this many workers, which are looked up by index. */
    Measurements(int workers, IntFunction<? extends WorkerMetrics> worker, int timedEvery) {
        // The model checker replaces calls of the clock, not references to it.
        this(workers, worker, timedEvery, () -> System.nanoTime());
    }

    /** With a clock that never goes backwards. */
    Measurements(int workers, IntFunction<? extends WorkerMetrics> worker, int timedEvery, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        start = nanoTime.getAsLong();
        this.workers = workers;
        this.worker = worker;
        this.timedEvery = timedEvery;
        detached = new WorkerMetrics(timedEvery > 0);
    }

    /**
     * The time since the group was made.
     *
     * @return nanoseconds
     */
    public long now() {
        return nanoTime.getAsLong() - start;
    }

    WorkerMetrics detached() {
        return detached;
    }

    /** Whether the times of the next task are to be taken. */
    boolean timesNext() {
        return timedEvery == 1 || timedEvery > 1 && ThreadLocalRandom.current().nextInt(timedEvery) == 0;
    }

    /** What must be queued instead of a task that is submitted now. */
    Runnable submit(Runnable task, Lane lane, FlightEvents events) {
        return timesNext() ? new TimedTask(task, lane, now(), events.beginWait()) : task;
    }

    void count(PoolEvent event) {
        getAndAddEvents(event, 1);
    }

    /** Notes how many threads there are. */
    void noteThreads(long now) {
        long largest = largestThreadsVolatile();
        while (now > largest && !casLargestThreads(largest, now)) {
            largest = largestThreadsVolatile();
        }
    }

    /**
     * How often an event has happened.
     *
     * @param event a kind of event
     * @return their number
     */
    public long events(PoolEvent event) {
        return eventsVolatile(event);
    }

    /**
     * The largest number of threads that there ever were. Counts those that could not be started.
     *
     * @return their number
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
     * How many tasks have run, or were cancelled before they started.
     *
     * @return their number
     */
    public long executed() {
        return detached.executed() + ofWorkers(WorkerMetrics::executed).sum();
    }

    /**
     * How many tasks each worker has run.
     *
     * @return a number for each worker
     */
    public long[] executedPerWorker() {
        return ofWorkers(WorkerMetrics::executed).toArray();
    }

    /**
     * How often each worker has counted an event.
     *
     * @param event a kind of event
     * @return a number for each worker
     */
    public long[] eventsPerWorker(WorkerEvent event) {
        return ofWorkers(metrics -> metrics.events(event)).toArray();
    }

    /**
     * How often an event was counted, by workers and by threads without one.
     *
     * @param event a kind of event
     * @return their number
     */
    public long events(WorkerEvent event) {
        return detached.events(event) + LongStream.of(eventsPerWorker(event)).sum();
    }

    /**
     * How often each worker has tried to steal.
     *
     * @return a number for each worker; if read after {@link #successfulStealsPerWorker}, none is less than there
     */
    public long[] stealAttemptsPerWorker() {
        return ofWorkers(WorkerMetrics::stealAttempts).toArray();
    }

    /**
     * How often each worker has stolen something.
     *
     * @return the attempts that succeeded, a number for each worker
     */
    public long[] successfulStealsPerWorker() {
        return ofWorkers(WorkerMetrics::successfulSteals).toArray();
    }

    /**
     * How long each worker has been busy. Exact if the clock is read afterwards.
     *
     * @return for each worker a word that {@link #busyNanos} decodes
     */
    public long[] busyStates() {
        return ofWorkers(WorkerMetrics::busyState).toArray();
    }

    /**
     * How long a worker had been busy.
     *
     * @param busyState an element of what {@link #busyStates} returned
     * @param now a time that was read after the busy state
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

    /** Volatile: a count that this thread has caused, or learnt of, is there. */
    private long eventsVolatile(PoolEvent event) {
        return (long) EVENTS.getVolatile(events, event.ordinal());
    }

    /** Volatile: atomic; the weaker forms are loops on some JVMs. */
    private long getAndAddEvents(PoolEvent event, long delta) {
        return (long) EVENTS.getAndAdd(events, event.ordinal(), delta);
    }

    /** Volatile: as eventsVolatile. */
    private long largestThreadsVolatile() {
        return (long) EVENTS.getVolatile(events, PoolEvent.KINDS);
    }

    /** Volatile: atomic; the JDK has no weaker strong CAS. */
    private boolean casLargestThreads(long expected, long next) {
        return EVENTS.compareAndSet(events, PoolEvent.KINDS, expected, next);
    }
}
