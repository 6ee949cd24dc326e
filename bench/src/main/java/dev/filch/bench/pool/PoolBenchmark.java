package dev.filch.bench.pool;

import dev.filch.bench.contender.Contender;
import dev.filch.bench.contender.Contenders;
import org.openjdk.jmh.annotations.Param;

/** The base of the benchmarks of all executors. They record {@link PoolFigures}. */
public abstract class PoolBenchmark extends PoolRuns {

    /** The executor. */
    @Param({
        "filch-stealing",
        "filch-fifo",
        "filch-shared",
        "fork-join",
        "fork-join-lifo",
        "thread-pool",
        "reentrant-lock",
        "synchronized"
    })
    public String impl;

    PoolBenchmark() {}

    @Override
    final Contender contender() {
        return Contenders.byId(impl).orElseThrow(() -> new IllegalArgumentException("no executor is called " + impl));
    }
}
