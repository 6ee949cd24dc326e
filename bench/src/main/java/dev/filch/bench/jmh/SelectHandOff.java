package dev.filch.bench.jmh;

import org.openjdk.jmh.annotations.Param;

/**
 * Producers send new messages, each through its own channel, and one consumer receives from four channels. If there is
 * one producer, the other three channels stay empty.
 */
public class SelectHandOff extends ShotBenchmark {

    /** How the consumer receives: see {@link SelectPrefilled#impl}. */
    @Param({"channel", "jox", "receive"})
    public String impl;

    /** The number of producers. */
    @Param({"1", "4"})
    public int producers;

    @Override
    int producers() {
        return producers;
    }

    @Override
    int consumers() {
        return 1;
    }

    @Override
    Line createLine() {
        return new SelectLine(new FourChannels(impl, producers), messages / producers);
    }
}
