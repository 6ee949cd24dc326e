package dev.filch.bench.jmh;

import dev.filch.queue.MpmcRing;
import org.openjdk.jmh.annotations.Param;

/** Producers hand new messages to as many consumers through one ring, in batches that stand in arrays. */
public class ArrayHandOff extends ShotBenchmark {

    /** How many producers, and how many consumers. */
    @Param({"1", "2", "4"})
    public int threads;

    /** How many messages at once. */
    @Param("32")
    public int batch;

    @Override
    int pairs() {
        return threads;
    }

    @Override
    Line createLine() {
        return new ArrayLine(MpmcRing.padded(Queues.CAPACITY), batch);
    }
}
