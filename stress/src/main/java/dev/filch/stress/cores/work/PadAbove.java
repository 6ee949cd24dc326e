package dev.filch.stress.cores.work;

import java.util.stream.LongStream;

/** Keeps the fields of a subclass off the lines of objects that were made before it. */
class PadAbove {

    private long p00, p01, p02, p03, p04, p05, p06, p07, p08, p09, p10, p11, p12, p13, p14, p15;

    /** Keeps the pads from being removed as unused. */
    final long sumOfPads() {
        return LongStream.of(p00, p01, p02, p03, p04, p05, p06, p07, p08, p09, p10, p11, p12, p13, p14, p15).sum();
    }
}
