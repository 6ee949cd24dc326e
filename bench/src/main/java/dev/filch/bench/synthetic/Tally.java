package dev.filch.bench.synthetic;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.IntConsumer;

/**
 * What one worker knows about the tasks that it ran: which, how many, the sum of their results, and when the last one
 * ended. Only that worker writes it, so no task touches a cache line that another worker writes, and no contender is
 * helped or hindered by the book-keeping. The others may read the count while the run goes on, and everything else
 * after it.
 */
final class Tally {

    private static final int CHUNK = 4096;
    /**
     * Longs before and after the figures, so that two workers' figures cannot meet on a line, nor on neighbouring ones.
     */
    private static final int PADDING = 16;

    private static final int COUNT = PADDING;
    private static final int SUM = PADDING + 1;
    private static final int LAST_END = PADDING + 2;

    private final AtomicLongArray figures = new AtomicLongArray(LAST_END + 1 + PADDING);
    private final List<int[]> ran = new ArrayList<>();
    private int[] chunk;

    Tally() {
        figures.setPlain(LAST_END, System.nanoTime()); // before any task: no end is earlier
    }

    /** Notes a task and its result, and says how many that makes. It is not yet counted. */
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

    /** Counts the noted task; other workers see it sooner or later. */
    void count(long count) {
        figures.setOpaque(COUNT, count);
    }

    /** Takes the time, then counts the noted task, in one order with all workers' counts. */
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

    /** When the last clocked task ended, or else some time before the run, by {@link System#nanoTime()}. */
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
