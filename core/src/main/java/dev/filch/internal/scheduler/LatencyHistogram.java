package dev.filch.internal.scheduler;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * A histogram of durations. One thread records them by {@link #record}, or several do by {@link #recordShared}. Other
 * threads may read it at any time. Source: Gil Tene, HdrHistogram.
 *
 * <p>Below 128 ns, each nanosecond has a bucket. Above, each power of two has 64 buckets of equal width. So a duration
 * differs from the middle of its bucket by at most 1/128 of itself. A histogram takes 30 KiB.
 *
 * <p>{@code record} is wait-free: three reads, and two or three writes of memory to which no other thread writes.
 * {@code recordShared} is lock-free. {@link #merge} is wait-free, and slows no recording thread down. It is exact if
 * all records happen-before the call. Otherwise it may miss the last durations, or include a duration in the count but
 * not in the mean, or the reverse.
 */
public final class LatencyHistogram {

    private static final int BUCKETS_BITS = 6;
    private static final int BUCKETS_PER_POWER = 1 << BUCKETS_BITS;

    /**
     * Enough for {@link Long#MAX_VALUE}: 64 buckets for the durations below 64, and 64 for each of the 57 powers from
     * 2^6 to 2^62.
     */
    private static final int BUCKETS = BUCKETS_PER_POWER * (Long.SIZE - BUCKETS_BITS);

    /** In cells: 128 bytes at both ends of the array, against false sharing. */
    private static final int PAD = 16;

    private static final int SUM = PAD + BUCKETS;
    private static final int MAX = SUM + 1;
    private static final double NANOS_PER_MICRO = 1000;

    private static final VarHandle CELLS = MethodHandles.arrayElementVarHandle(long[].class).withInvokeExactBehavior();

    /** A pad, the count of each bucket, the sum of all durations as the bits of a double, the longest, and a pad. */
    private final long[] cells = new long[MAX + 1 + PAD];

    /** Records a duration. For the only thread that records. */
    void record(long nanos) {
        long duration = Math.max(0, nanos);
        int bucket = PAD + bucketOf(duration);
        setCellOpaque(bucket, cellPlain(bucket) + 1);
        // The sum is a double: the waiting times in a long queue can add up to more nanoseconds than a long holds.
        double sum = Double.longBitsToDouble(cellPlain(SUM)) + duration;
        setCellOpaque(SUM, Double.doubleToRawLongBits(sum));
        if (duration > cellPlain(MAX)) {
            setCellOpaque(MAX, duration);
        }
    }

    /** Records a duration, while other threads may call this, too. */
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

    /** The durations that these histograms have recorded. */
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
         * Adds the durations of another reading.
         *
         * @param other the other durations
         * @return the durations of both
         */
        public Merged plus(Merged other) {
            long[] both = new long[BUCKETS];
            Arrays.setAll(both, bucket -> counts[bucket] + other.counts[bucket]);
            return new Merged(both, sum + other.sum, Math.max(max, other.max));
        }

        /**
         * The durations that were recorded since an earlier reading. The longest of them is exact if it is longer than
         * all earlier ones. Otherwise it is the middle of its bucket.
         *
         * @param earlier an earlier reading of the same histograms
         * @return the durations recorded since then
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
         * The number of durations.
         *
         * @return the number
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
         * The mean duration.
         *
         * @return microseconds; 0 if nothing was recorded
         */
        public double meanMicros() {
            return total == 0 ? 0 : sum / total / NANOS_PER_MICRO;
        }

        /**
         * A percentile: the given share of all durations do not exceed it.
         *
         * @param percent the share in per cent, from 0 to 100
         * @return microseconds; 0 if nothing was recorded
         */
        public double percentileMicros(double percent) {
            if (total == 0) {
                return 0;
            }
            // The last factor makes up for rounding errors: 99.9 % of 1000 would be more than 999 otherwise.
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

    /** Opaque: never torn, and other threads see it eventually. No other variable depends on the cells. */
    private long cellOpaque(int index) {
        return (long) CELLS.getOpaque(cells, index);
    }

    /** Volatile: atomic, because several threads record. The weaker forms are loops on some JVMs. */
    private long getAndAddCell(int index, long delta) {
        return (long) CELLS.getAndAdd(cells, index, delta);
    }

    /** Volatile: atomic. A weaker mode would do, but this path is not hot. */
    private boolean casCell(int index, long expected, long next) {
        return CELLS.compareAndSet(cells, index, expected, next);
    }

    /** Opaque: see cellOpaque. */
    private void setCellOpaque(int index, long value) {
        CELLS.setOpaque(cells, index, value);
    }
}
