package dev.filch.bench.pool;

import dev.filch.bench.contender.Contender;
import dev.filch.bench.contender.Contenders;
import org.openjdk.jmh.annotations.Param;

/** What the benchmarks of all executors have in common: {@link PoolFigures} are theirs. */
public abstract class PoolBenchmark extends PoolRuns {

    /** Which executor. */
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
        return Contenders.byId(impl).orElseThrow(() -> new IllegalArgumentException("nothing is called " + impl));
    }
}
