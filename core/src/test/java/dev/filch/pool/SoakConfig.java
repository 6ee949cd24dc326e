package dev.filch.pool;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * A random choice of how one pool of a soak is built, used and shut down.
 *
 * @param number the number of the pool in the soak
 * @param seed the seed of the random choices of the pool's threads
 * @param kind the kind of pool
 * @param workers the number of workers
 * @param capacity the maximum number of queued tasks; 0 if unbounded
 * @param policy the policy for tasks submitted to full queues
 * @param threads the kind of threads, and whether their creation fails
 * @param startsAtOnce whether all workers get a thread when the pool is built
 * @param keepAlive how long idle threads live; null for the default
 * @param maxSpares the maximum number of spare threads
 * @param guard the interval of the starvation guard; zero if there is none
 * @param timing which tasks are timed
 * @param listener the behaviour of the listener; null if there is none
 * @param handler the behaviour of the exception handler
 * @param decorator the behaviour of the task decorator; null if there is none
 * @param clients the number of threads outside the pool that use it
 * @param virtualClients whether they are virtual threads, if the JVM has them
 * @param clientsWait whether the clients mostly wait for the tasks that they submit, so that all workers often sleep
 * @param usesPoolDirectly whether users call invokeAll and invokeAny on the pool itself. The ledger does not see these
 *     tasks, so it knows the expected counts less exactly
 * @param end how the pool is shut down
 * @param moment the number of submissions before the shutdown
 * @param recording what a recording of the flight recorder contains meanwhile
 */
record SoakConfig(
        int number,
        long seed,
        PoolKind kind,
        int workers,
        int capacity,
        FullQueuePolicy policy,
        SoakThreads.Manner threads,
        boolean startsAtOnce,
        Duration keepAlive,
        int maxSpares,
        Duration guard,
        TaskTiming timing,
        SoakListener.Manner listener,
        SoakHandler.Manner handler,
        SoakDecorator.Manner decorator,
        int clients,
        boolean virtualClients,
        boolean clientsWait,
        boolean usesPoolDirectly,
        End end,
        int moment,
        SoakRecording.Manner recording) {

    private static final int MAX_WORKERS = 8;
    private static final int MAX_CLIENTS = 4;
    private static final int MAX_KEEP_ALIVE_NANOS = 2_000_000;
    private static final int MAX_PATIENCE_NANOS = 2_000_000;

    /** The capacity is below two to this power, and the moment below two to MOMENT_BITS. */
    private static final int CAPACITY_BITS = 9;
    private static final int MOMENT_BITS = 14;

    /** One pool in eight is recorded, because a recording takes longer than most pools live. */
    private static final int RECORDING_INTERVAL = 8;

    /** How a pool is shut down. */
    enum End {
        CLOSE,
        SHUTDOWN,
        SHUTDOWN_NOW,
        SHUTDOWN_AND_THEN_NOW,
        /** The clients stop, and the pool is closed when it is idle. */
        IDLE,
        /** A task shuts the pool down. */
        SHUTDOWN_BY_TASK,
        /** A task stops the pool. */
        SHUTDOWN_NOW_BY_TASK
    }

    /** Chooses the next pool. */
    static SoakConfig choose(int number, SplittableRandom random) {
        return new SoakConfig(
                number,
                random.nextLong(),
                oneOf(random, PoolKind.values()),
                random.nextInt(1, MAX_WORKERS + 1),
                random.nextInt(3) == 0 ? 0 : exponential(random, CAPACITY_BITS),
                policy(random),
                oneOf(random, SoakThreads.Manner.values()),
                random.nextInt(4) == 0,
                random.nextBoolean() ? null : Duration.ofNanos(random.nextInt(MAX_KEEP_ALIVE_NANOS)),
                random.nextInt(3) == 0 ? 256 : random.nextInt(4),
                random.nextBoolean() ? Duration.ZERO : Duration.ofNanos(exponential(random, 22)),
                oneOf(random, TaskTiming.values()),
                random.nextInt(3) == 0 ? null : oneOf(random, SoakListener.Manner.values()),
                oneOf(random, SoakHandler.Manner.values()),
                random.nextBoolean() ? null : oneOf(random, SoakDecorator.Manner.values()),
                // A lost wake-up stops everything only if there is a single client.
                random.nextBoolean() ? 1 : random.nextInt(2, MAX_CLIENTS + 1),
                random.nextInt(4) == 0,
                random.nextInt(3) == 0,
                random.nextInt(4) == 0,
                oneOf(random, End.values()),
                exponential(random, MOMENT_BITS),
                recording(random));
    }

    private static SoakRecording.Manner recording(SplittableRandom random) {
        if (random.nextInt(RECORDING_INTERVAL) > 0) {
            return SoakRecording.Manner.NONE;
        }
        return oneOf(random, SoakRecording.Manner.DEFAULT, SoakRecording.Manner.EVERY_EVENT);
    }

    /** A policy of any kind. A blocking one waits not at all, for a short time, or until the pool is shut down. */
    private static FullQueuePolicy policy(SplittableRandom random) {
        List<Supplier<FullQueuePolicy>> policies = List.of(
                FullQueuePolicy::abort,
                FullQueuePolicy::callerRuns,
                FullQueuePolicy::discard,
                FullQueuePolicy::discardOldest,
                () -> FullQueuePolicy.block(Duration.ofNanos(random.nextInt(MAX_PATIENCE_NANOS))),
                () -> FullQueuePolicy.block(Duration.ofDays(random.nextInt(2))));
        return policies.get(random.nextInt(policies.size())).get();
    }

    @SafeVarargs
    static <T> T oneOf(SplittableRandom random, T... values) {
        return values[random.nextInt(values.length)];
    }

    /** A positive number whose order of magnitude is uniformly distributed. */
    static int exponential(SplittableRandom random, int bits) {
        return random.nextInt(1, 1 << random.nextInt(1, bits + 1));
    }

    WorkerPool build(SoakThreads factory, SoakListener poolListener, SoakHandler exceptionHandler,
            SoakDecorator taskDecorator) {
        return kind.build(workers, settings -> {
            settings.name(name()).timing(timing).maxSpares(maxSpares).starvationGuard(guard)
                    .startThreadsAtOnce(startsAtOnce).uncaughtExceptionHandler(exceptionHandler);
            if (capacity > 0) {
                settings.queueCapacity(capacity).whenFull(policy);
            }
            if (keepAlive != null) {
                settings.keepAlive(keepAlive);
            }
            if (threads != SoakThreads.Manner.POOLS_OWN) {
                settings.threadFactory(factory);
            }
            if (listener != null) {
                settings.listener(poolListener);
            }
            if (decorator != null) {
                settings.taskDecorator(taskDecorator);
            }
        });
    }

    /** The name of the pool, unique in the JVM. */
    String name() {
        return "soak-" + number;
    }

    boolean isBounded() {
        return capacity > 0;
    }

    /** Whether tasks are dropped while the queues are full, and so may never run. */
    boolean discards() {
        return isBounded() && (discardsNew() || policy == FullQueuePolicy.discardOldest());
    }

    /**
     * Whether submitters run tasks while the queues are full. If other submissions wait for room, those inside tasks
     * run the task instead.
     */
    boolean callersRun() {
        return blocks() || isBounded() && policy == FullQueuePolicy.callerRuns();
    }

    /** Whether submissions wait for room while the queues are full. */
    private boolean blocks() {
        return isBounded() && policy.toString().startsWith("BLOCK");
    }

    boolean discardsNew() {
        return isBounded() && policy == FullQueuePolicy.discard();
    }

    /** Whether a listener or handler may submit a task while no task runs, when a thread starts or ends. */
    boolean submitsAtAnyTime() {
        // An exception that the listener throws when a thread ends reaches the handler.
        boolean handlerSubmits = listener == SoakListener.Manner.THROWS && handler == SoakHandler.Manner.SUBMITS;
        return listener == SoakListener.Manner.SUBMITS || handlerSubmits || threadsFail();
    }

    /** Whether a thread of the pool may fail to start. */
    boolean threadsFail() {
        return threads == SoakThreads.Manner.FAULTY;
    }
}
