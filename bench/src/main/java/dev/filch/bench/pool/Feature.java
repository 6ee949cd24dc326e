package dev.filch.bench.pool;

import dev.filch.pool.PoolBuilder;
import dev.filch.pool.TaskTiming;

/** Optional features of Filch's pools, whose costs are measured. */
public enum Feature {
    /** No feature. */
    NONE,
    /** Queue and run times of sampled tasks, at the default rate. */
    SAMPLED,
    /** Queue and run times of every task. */
    EVERY_TASK,
    /** A bound on queued tasks that is never reached. */
    CAPACITY,
    /**
     * A flight recording of the pools' events at their default thresholds, and sampled times, which cause some events.
     */
    RECORDING;

    /** More tasks than any run has. */
    private static final int NEVER_REACHED = 1 << 30;

    /** Switches the feature on in a pool. */
    void addTo(PoolBuilder<?> builder) {
        switch (this) {
            case SAMPLED, RECORDING -> builder.timing(TaskTiming.SAMPLED);
            case EVERY_TASK -> builder.timing(TaskTiming.EVERY_TASK);
            case CAPACITY -> builder.queueCapacity(NEVER_REACHED);
            case NONE -> {
                // the pool keeps its defaults
            }
        }
    }
}
