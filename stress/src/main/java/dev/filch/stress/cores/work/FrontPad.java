package dev.filch.stress.cores.work;

import java.util.stream.LongStream;

/** Padding before the fields of a subclass, so that they share no cache line with the object allocated before. */
class FrontPad {

    private long p00, p01, p02, p03, p04, p05, p06, p07, p08, p09, p10, p11, p12, p13, p14, p15;

    /** Uses the padding, so that no tool reports or removes it as unused. */
    final long sumOfPads() {
        return LongStream.of(p00, p01, p02, p03, p04, p05, p06, p07, p08, p09, p10, p11, p12, p13, p14, p15).sum();
    }
}
