package dev.filch.bench.jmh;

import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The costs of basic operations on this machine, by which figures from other machines can be scaled. */
@State(Scope.Thread)
public class Baseline extends TimedBenchmark {

    private final AtomicLong counter = new AtomicLong();

    /** One locked instruction on a line that no other thread uses. */
    @Benchmark
    public long fetchAndAdd() {
        return counter.getAndAdd(1);
    }

    /** One read of the clock that measures durations. */
    @Benchmark
    public long nanoTime() {
        return System.nanoTime();
    }

    /** One message of the other benchmarks. */
    @Benchmark
    public Object newMessage() {
        return new Message(0);
    }
}
