package dev.filch.bench.jmh;

import dev.filch.bench.contender.VirtualThreads;
import java.util.concurrent.ThreadFactory;
import org.openjdk.jmh.annotations.Param;

/**
 * Virtual threads in a ring: each sends a new message to the next one for each message that it receives. Needs Java 21.
 */
public class VirtualThreadRing extends ShotBenchmark {

    /** The channel or queue between two threads. */
    @Param({"channel", "lbq", "jox"})
    public String impl;

    /** The number of threads. */
    @Param("10000")
    public int size;

    /** The number of messages that are under way at the same time. */
    @Param("100")
    public int tokens;

    @Override
    int producers() {
        return 0;
    }

    @Override
    int consumers() {
        return size;
    }

    @Override
    ThreadFactory threadFactory() {
        return VirtualThreads.factory();
    }

    @Override
    Line createLine() {
        return new RingLine(impl, size, tokens, messages);
    }
}
