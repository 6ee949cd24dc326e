package dev.filch.bench.jmh;

import org.openjdk.jmh.annotations.Param;

/**
 * Two threads send one message to and fro, through two channels or blocking queues. Each waits while the other one has
 * the message. The time is that of a round trip.
 */
public class ChannelPingPong extends ShotBenchmark {

    /** The channel or queue; {@code jox} needs Java 21. */
    @Param({"channel", "abq", "lbq", "ltq", "conversant", "jox"})
    public String impl;

    /** Its capacity. */
    @Param({"1", "16"})
    public int capacity;

    @Override
    int producers() {
        return 1;
    }

    @Override
    Line createLine() {
        return new PingPongLine(Conduit.create(impl, capacity), Conduit.create(impl, capacity));
    }
}
