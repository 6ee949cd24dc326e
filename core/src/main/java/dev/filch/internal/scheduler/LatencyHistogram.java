package dev.filch.internal.scheduler;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * A histogram of the durations that one thread has recorded; other threads may read it at any time. Below 128 ns there
 * is one bucket per nanosecond; above, every power of two has 64 buckets of the same width. So a duration differs from
 * the middle of its bucket by at most 1/128 of itself. (The idea is from Gil Tene's HdrHistogram.)
 *
 * <p>Wait-free, except {@link #recordShared}, which is lock-free; 30 KiB each. Recording takes three reads and two
 * writes of memory that only the recording thread writes. Readers disturb no other thread. {@link #merge} is exact once
 * the recording threads are done and the reader has learnt this from them. Until then it may miss the last durations,
 * and may include one in the mean that it does not count, or the reverse.
 */
public final class LatencyHistogram {

    private static final int BUCKETS_BITS = 6;
    private static final int BUCKETS_PER_POWER = 1 << BUCKETS_BITS;

    /** Enough for {@link Long#MAX_VALUE}: the linear buckets, and those of the 57 powers from 2^6 to 2^62. */
    private static final int BUCKETS = BUCKETS_PER_POWER * (Long.SIZE - BUCKETS_BITS);

    /** 128 bytes at both ends of the array, against false sharing. */
    private static final int PAD = 16;

    private static final int SUM = PAD + BUCKETS;
    private static final int MAX = SUM + 1;
    private static final double NANOS_PER_MICRO = 1000;

    private static final VarHandle CELLS = MethodHandles.arrayElementVarHandle(long[].class).withInvokeExactBehavior();

    /** A pad, the buckets' counts, the sum of all durations as the bits of a double, the longest one, a pad. */
    private final long[] cells = new long[MAX + 1 + PAD];

    /** Counts a duration. By the owner only. */
    void record(long nanos) {
        long duration = Math.max(0, nanos);
        int bucket = PAD + bucketOf(duration);
        setCellOpaque(bucket, cellPlain(bucket) + 1);
        // A double: durations in a long queue can add up to more nanoseconds than a long holds.
        double sum = Double.longBitsToDouble(cellPlain(SUM)) + duration;
        setCellOpaque(SUM, Double.doubleToRawLongBits(sum));
        if (duration > cellPlain(MAX)) {
            setCellOpaque(MAX, duration);
        }
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
        seen = cellOpaque(MAX);
        while (duration > seen && !casCell(MAX, seen, duration)) {
            seen = cellOpaque(MAX);
        }
    }

    /** The durations that all these histograms have recorded. */
    static Merged merge(List<LatencyHistogram> histograms) {
        long[] counts = new long[BUCKETS];
        double sum = 0;
        long max = 0;
        for (LatencyHistogram histogram : histograms) {
            for (int bucket = 0; bucket < BUCKETS; bucket++) {
                counts[bucket] += histogram.cellOpaque(PAD + bucket);
            }
            sum += Double.longBitsToDouble(histogram.cellOpaque(SUM));
            max = Math.max(max, histogram.cellOpaque(MAX));
        }
        return new Merged(counts, sum, max);
    }

    /** The durations of several histograms. Immutable. */
    public static final class Merged {

        private final long[] counts;
        private final long total;
        private final double sum;
        private final long max;

        private Merged(long[] counts, double sum, long max) {
            this.counts = counts;
            this.sum = sum;
            this.max = max;
            total = LongStream.of(counts).sum();
        }

        /**
         * The durations of both.
         *
         * @param other others
         * @return all of them
         */
        public Merged plus(Merged other) {
            long[] both = new long[BUCKETS];
            Arrays.setAll(both, bucket -> counts[bucket] + other.counts[bucket]);
            return new Merged(both, sum + other.sum, Math.max(max, other.max));
        }

        /**
         * The durations that were recorded since an earlier reading. If the longest of all came before that, the
         * longest of these is known only as exactly as its bucket.
         *
         * @param earlier the earlier reading of the same histograms
         * @return the later durations
         */
        public Merged since(Merged earlier) {
            long[] later = new long[BUCKETS];
            Arrays.setAll(later, bucket -> Math.max(0, counts[bucket] - earlier.counts[bucket]));
            int last = BUCKETS - 1;
            while (last > 0 && later[last] == 0) {
                last--;
            }
            long longest = max > earlier.max ? max : later[last] == 0 ? 0 : Math.min(max, (long) middleOf(last));
            return new Merged(later, Math.max(0, sum - earlier.sum), longest);
        }

        /**
         * How many durations there are.
         *
         * @return their number
         */
        public long count() {
            return total;
        }

        /**
         * The longest duration.
         *
         * @return microseconds; 0 if nothing was recorded
         */
        public double maxMicros() {
            return max / NANOS_PER_MICRO;
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
         * @param percent the share in per cent, from 0 to 100
         * @return microseconds; 0 if nothing was recorded
         */
        public double percentileMicros(double percent) {
            if (total == 0) {
                return 0;
            }
            // Without the subtraction, 99.9 % of 1000 would be more than 999.
            long rank = Math.max(1, (long) Math.ceil(total * (percent / 100) * (1 - 1e-12)));
            int bucket = 0;
            for (long seen = counts[0]; seen < rank; seen += counts[bucket]) {
                bucket++;
            }
            return Math.min((double) max, middleOf(bucket)) / NANOS_PER_MICRO;
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
