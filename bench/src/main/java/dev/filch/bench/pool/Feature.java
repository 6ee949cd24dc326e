package dev.filch.bench.pool;

import dev.filch.pool.PoolBuilder;
import dev.filch.pool.TaskTiming;

/** What can be switched on in Filch's pools, or beside them, to see what it costs. */
public enum Feature {
    /** Nothing. */
    NONE,
    /** Queue and run times of sampled tasks, at the default rate. */
    SAMPLED,
    /** Queue and run times of every task. */
    EVERY_TASK,
    /** A bound of the queues that is never reached. */
    CAPACITY,
    /** A flight recording with the pools' events, at their default thresholds, of which sampled tasks cause some. */
    RECORDING;

    /** More than any run has tasks. */
    private static final int NEVER_REACHED = 1 << 30;

    /** Switches it on in a pool. */
    void addTo(PoolBuilder<?> builder) {
        switch (this) {
            case SAMPLED, RECORDING -> builder.timing(TaskTiming.SAMPLED);
            case EVERY_TASK -> builder.timing(TaskTiming.EVERY_TASK);
            case CAPACITY -> builder.queueCapacity(NEVER_REACHED);
            case NONE -> {
                // the pool is the same
            }
        }
    }
}
