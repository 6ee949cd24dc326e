package dev.filch.bench.jmh;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What the machine charges by itself: figures from another machine can be scaled with it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 3,
        jvmArgsAppend = {Flags.HEAP_START, Flags.HEAP_MOST})
public class Baseline {

    private final AtomicLong counter = new AtomicLong();

    /** One locked instruction on a line that nobody else wants. */
    @Benchmark
    public long fetchAndAdd() {
        return counter.getAndAdd(1);
    }

    /** The message that goes through the queues in other benchmarks. */
    @Benchmark
    public Object newMessage() {
        return new Message(0);
    }
}
