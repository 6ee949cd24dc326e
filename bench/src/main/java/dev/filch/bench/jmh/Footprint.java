package dev.filch.bench.jmh;

import dev.filch.queue.Injector;
import dev.filch.queue.MpmcRing;
import dev.filch.queue.WorkDeque;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jol.info.GraphLayout;

/**
 * The bytes of an empty structure, including all objects that only it refers to. It is a benchmark only so that it runs
 * on the JVM under test: read {@code bytes}, not the score.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(
        value = 1,
        jvmArgsAppend = Flags.NO_ATTACH)
public class Footprint {

    private static final int RING_CAPACITY = 16;

    /** The structure. */
    @Param({"ring-16", "compact-ring-16", "injector", "deque"})
    public String impl;

    /** The figure. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Size {
        /** The bytes. */
        public double bytes;
    }

    /** Creates the structure and measures it. */
    @Benchmark
    public void walk(Size size) {
        size.bytes = GraphLayout.parseInstance(create()).totalSize();
    }

    private Object create() {
        return switch (impl) {
            case "ring-16" -> MpmcRing.padded(RING_CAPACITY);
            case "compact-ring-16" -> MpmcRing.compact(RING_CAPACITY);
            case "injector" -> new Injector<>();
            case "deque" -> WorkDeque.lifo();
            default -> throw new IllegalArgumentException("no structure is called " + impl);
        };
    }
}
