package dev.filch.stress.cores.run;

import java.util.Arrays;

/** The waiting times of messages. */
final class WaitingTimes {

    private long[] nanos = new long[1024];
    private int count;
    private long sum;
    private boolean isSorted;

    void add(long time) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = time;
        sum += time;
        isSorted = false;
    }

    /** Returns the mean waiting time; NaN without messages. */
    double mean() {
        return count == 0 ? Double.NaN : (double) sum / count;
    }

    /** Returns the waiting time that this percentage of the messages did not exceed; NaN without messages. */
    double percentile(double percent) {
        if (count == 0) {
            return Double.NaN;
        }
        if (!isSorted) {
            Arrays.sort(nanos, 0, count);
            isSorted = true;
        }
        int rank = (int) Math.ceil(percent / 100 * count);
        return nanos[Math.max(0, Math.min(count, rank) - 1)];
    }
}
