package dev.filch.bench.jmh;

import dev.filch.queue.MpmcRing;
import org.openjdk.jmh.annotations.Param;

/** Producers hand new messages to as many consumers through one ring, in batches from and into arrays. */
public class ArrayHandOff extends ShotBenchmark {

    /** The number of producers, and of consumers. */
    @Param({"1", "2", "4"})
    public int threads;

    /** The number of messages in a batch. */
    @Param("32")
    public int batch;

    @Override
    int producers() {
        return threads;
    }

    @Override
    Line createLine() {
        return new ArrayLine(MpmcRing.padded(Queues.CAPACITY), batch);
    }
}
