package dev.filch.internal.scheduler;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;

/**
 * A histogram of the durations that one thread has recorded; other threads may read it at any time. Below 64 ns there
 * is one bucket per nanosecond; above, every power of two has 32 buckets of the same width. So a duration differs from
 * the middle of its bucket by at most 1/64 of itself. (The idea is from Gil Tene's HdrHistogram.)
 *
 * <p>Wait-free, except {@link #recordShared}, which is lock-free; 15 KiB each. Recording takes two reads and two writes
 * of memory that only the recording thread writes. Readers disturb no other thread. {@link #merge} is exact once the
 * recording threads are done and the reader has learnt this from them. Until then it may miss the last durations, and
 * may include one in the mean that it does not count, or the reverse.
 */
public final class LatencyHistogram {

    private static final int BUCKETS_BITS = 5;
    private static final int BUCKETS_PER_POWER = 1 << BUCKETS_BITS;

    /** Enough for {@link Long#MAX_VALUE}: the linear buckets, and those of the 58 powers from 2^5 to 2^62. */
    private static final int BUCKETS = BUCKETS_PER_POWER * (Long.SIZE - BUCKETS_BITS);

    /** 128 bytes at both ends of the array, against false sharing. */
    private static final int PAD = 16;

    private static final int SUM = PAD + BUCKETS;
    private static final double NANOS_PER_MICRO = 1000;

    private static final VarHandle CELLS = MethodHandles.arrayElementVarHandle(long[].class).withInvokeExactBehavior();

    /** A pad, the buckets' counts, the sum of all durations as the bits of a double, a pad. */
    private final long[] cells = new long[SUM + 1 + PAD];

    /** Counts a duration. By the owner only. */
    void record(long nanos) {
        long duration = Math.max(0, nanos);
        int bucket = PAD + bucketOf(duration);
        setCellOpaque(bucket, cellPlain(bucket) + 1);
        // A double: durations in a long queue can add up to more nanoseconds than a long holds.
        double sum = Double.longBitsToDouble(cellPlain(SUM)) + duration;
        setCellOpaque(SUM, Double.doubleToRawLongBits(sum));
    }

    /** Counts a duration, while other threads may do the same. */
    void recordShared(long nanos) {
        long duration = Math.max(0, nanos);
        getAndAddCell(PAD + bucketOf(duration), 1);
        long seen;
        long next;
        do {
            seen = cellOpaque(SUM);
            next = Double.doubleToRawLongBits(Double.longBitsToDouble(seen) + duration);
        } while (!casCell(SUM, seen, next));
    }

    /** The durations that all these histograms have recorded. */
    static Merged merge(List<LatencyHistogram> histograms) {
        long[] counts = new long[BUCKETS];
        long total = 0;
        double sum = 0;
        for (LatencyHistogram histogram : histograms) {
            for (int bucket = 0; bucket < BUCKETS; bucket++) {
                long count = histogram.cellOpaque(PAD + bucket);
                counts[bucket] += count;
                total += count;
            }
            sum += Double.longBitsToDouble(histogram.cellOpaque(SUM));
        }
        return new Merged(counts, total, sum);
    }

    /** The durations of several histograms. */
    public static final class Merged {

        private final long[] counts;
        private final long total;
        private final double sum;

        private Merged(long[] counts, long total, double sum) {
            this.counts = counts;
            this.total = total;
            this.sum = sum;
        }

        /**
         * The mean.
         *
         * @return microseconds; 0 if nothing was recorded
         */
        public double meanMicros() {
            return total == 0 ? 0 : sum / total / NANOS_PER_MICRO;
        }

        /**
         * The duration that a share of all durations do not exceed.
         *
         * @param thousandths the share, in thousandths
         * @return microseconds; 0 if nothing was recorded
         */
        public double percentileMicros(int thousandths) {
            if (total == 0) {
                return 0;
            }
            long rank = (total * thousandths + 999) / 1000;
            int bucket = 0;
            for (long seen = counts[0]; seen < rank; seen += counts[bucket]) {
                bucket++;
            }
            return middleOf(bucket) / NANOS_PER_MICRO;
        }
    }

    /** The bucket of a duration that is not negative. */
    private static int bucketOf(long duration) {
        int shift = Math.max(0, Long.SIZE - 1 - BUCKETS_BITS - Long.numberOfLeadingZeros(duration));
        return (shift << BUCKETS_BITS) + (int) (duration >>> shift);
    }

    private static double middleOf(int bucket) {
        int shift = Math.max(0, (bucket >> BUCKETS_BITS) - 1);
        long least = (long) (bucket - (shift << BUCKETS_BITS)) << shift;
        return least + ((1L << shift) - 1) / 2.0;
    }

    /** Plain: the owner reads what only it writes. */
    private long cellPlain(int index) {
        return cells[index];
    }

    /** Opaque: never torn, and seen eventually; the cells depend on no other variable. */
    private long cellOpaque(int index) {
        return (long) CELLS.getOpaque(cells, index);
    }

    /** Volatile: atomic, because several threads record; the weaker forms are loops on some JVMs. */
    private long getAndAddCell(int index, long delta) {
        return (long) CELLS.getAndAdd(cells, index, delta);
    }

    /** Volatile: atomic; no order is needed, but this path is not hot. */
    private boolean casCell(int index, long expected, long next) {
        return CELLS.compareAndSet(cells, index, expected, next);
    }

    /** Opaque: as cellOpaque. */
    private void setCellOpaque(int index, long value) {
        CELLS.setOpaque(cells, index, value);
    }
}
