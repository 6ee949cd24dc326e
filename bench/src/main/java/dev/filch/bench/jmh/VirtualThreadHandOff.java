package dev.filch.bench.jmh;

import dev.filch.bench.contender.VirtualThreads;
import java.util.concurrent.ThreadFactory;
import org.openjdk.jmh.annotations.Param;

/** Virtual threads hand new messages to as many others through one channel or blocking queue. Needs Java 21. */
public class VirtualThreadHandOff extends ShotBenchmark {

    /** The channel or queue. */
    @Param({"channel", "lbq", "jox"})
    public String impl;

    /** The number of producers, and of consumers. */
    @Param("1000")
    public int pairs;

    @Override
    int producers() {
        return pairs;
    }

    @Override
    ThreadFactory threadFactory() {
        return VirtualThreads.factory();
    }

    @Override
    Line createLine() {
        return new ConduitLine(Conduit.create(impl, Queues.CAPACITY));
    }
}
