package dev.filch.bench.jmh;

import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What the machine charges by itself: figures from another machine can be scaled with it. */
@State(Scope.Thread)
public class Baseline extends TimedBenchmark {

    private final AtomicLong counter = new AtomicLong();

    /** One locked instruction on a line that nobody else wants. */
    @Benchmark
    public long fetchAndAdd() {
        return counter.getAndAdd(1);
    }

    /** One read of the clock that durations are taken with. */
    @Benchmark
    public long nanoTime() {
        return System.nanoTime();
    }

    /** The message that goes through the queues in other benchmarks. */
    @Benchmark
    public Object newMessage() {
        return new Message(0);
    }
}
