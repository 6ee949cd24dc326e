package dev.filch.bench.synthetic;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.IntConsumer;

/**
 * The tasks that one worker ran: their numbers and count, the sum of their results, and when the last one ended. Only
 * that worker writes it, so no task touches a cache line that another worker writes, and the tally affects all
 * contenders equally. Other threads may read the count during the run, and everything else afterwards.
 */
final class Tally {

    private static final int CHUNK = 4096;

    /** Longs before and after the figures, so that two workers' figures are never on the same or on adjacent lines. */
    private static final int PADDING = 16;

    private static final int COUNT = PADDING;
    private static final int SUM = PADDING + 1;
    private static final int LAST_END = PADDING + 2;

    private final AtomicLongArray figures = new AtomicLongArray(LAST_END + 1 + PADDING);
    private final List<int[]> ran = new ArrayList<>();
    private int[] chunk;

    Tally() {
        figures.setPlain(LAST_END, System.nanoTime()); // earlier than the end of any task
    }

    /** Records a task and its result, without counting it. Returns the count that includes it. */
    long note(int task, long result) {
        long before = figures.getPlain(COUNT);
        int index = (int) (before % CHUNK);
        if (index == 0) {
            chunk = new int[CHUNK];
            ran.add(chunk);
        }
        chunk[index] = task;
        figures.setPlain(SUM, figures.getPlain(SUM) + result);
        return before + 1;
    }

    /** Counts the recorded task. Other workers see the count eventually. */
    void count(long count) {
        figures.setOpaque(COUNT, count);
    }

    /** Reads the clock, then counts the recorded task, in one order with all workers' counts. */
    void countAndClock(long count) {
        figures.setPlain(LAST_END, System.nanoTime());
        figures.set(COUNT, count);
    }

    long count() {
        return figures.get(COUNT);
    }

    long sum() {
        return figures.getPlain(SUM);
    }

    /** Returns the end of the last timed task, or a time before the run, by {@link System#nanoTime()}. */
    long lastEnd() {
        return figures.getPlain(LAST_END);
    }

    void forEach(IntConsumer consumer) {
        long left = count();
        for (int[] part : ran) {
            for (int i = 0; i < CHUNK && left > 0; i++, left--) {
                consumer.accept(part[i]);
            }
        }
    }
}
