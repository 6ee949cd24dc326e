package dev.filch.bench.jmh;

import org.openjdk.jmh.annotations.Param;

/**
 * Producers hand new messages to as many consumers through one channel or blocking queue. Threads wait inside it. With
 * more threads than cores, this also measures the operating system's scheduler.
 */
public class ChannelHandOff extends ShotBenchmark {

    /**
     * The channel or queue. {@code jox} needs Java 21, {@code sq} is only a rendezvous, and the others have a buffer.
     */
    @Param({"channel", "abq", "lbq", "ltq", "sq", "conversant", "jox"})
    public String impl;

    /** What it can hold. */
    @Param
    public Buffer buffer;

    /** The number of producers, and of consumers. */
    @Param({"1", "2", "4", "8", "16"})
    public int threads;

    @Override
    int producers() {
        return threads;
    }

    @Override
    Line createLine() {
        return new ConduitLine(Conduit.create(impl, buffer.capacity()));
    }
}
