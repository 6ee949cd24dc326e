package dev.filch.stress.cores.fit;

import dev.filch.bench.measure.Statistics;
import dev.filch.stress.cores.engine.Machine;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * The costs that can be measured directly, without a simulation. All times are in picoseconds.
 *
 * @param locked a locked instruction on a line that the core has
 * @param spin one {@link Thread#onSpinWait}
 * @param clock one {@link System#nanoTime}
 * @param yield a {@link Thread#yield} without other threads
 * @param unpark what waking a parked thread costs the waking thread
 * @param wakeUp how long the woken thread takes to run
 */
record DirectCosts(long locked, long spin, long clock, long yield, long unpark, long wakeUp) {

    private static final int REPETITIONS = 20_000;
    private static final int BATCHES = 40;
    private static final int WAKE_UPS = 400;
    private static final int SLEEP_NANOS = 200_000;

    static DirectCosts measure() throws InterruptedException {
        AtomicLong word = new AtomicLong();
        long[] sink = new long[1];
        long locked = timeOfOne(count -> {
            for (int i = 0; i < count; i++) {
                word.getAndIncrement();
            }
        });
        long spin = timeOfOne(count -> {
            for (int i = 0; i < count; i++) {
                Thread.onSpinWait();
            }
        });
        long clock = timeOfOne(count -> {
            for (int i = 0; i < count; i++) {
                sink[0] += System.nanoTime();
            }
        });
        long yield = timeOfOne(count -> {
            for (int i = 0; i < count; i++) {
                Thread.yield();
            }
        });
        long[] wake = measureWakeUp();
        return new DirectCosts(locked, spin, clock, yield, wake[0], wake[1]);
    }

    /** Returns the median time of one repetition, over all batches. */
    private static long timeOfOne(IntConsumer repeat) {
        List<Double> picoseconds = new ArrayList<>();
        for (int batch = -BATCHES; batch < BATCHES; batch++) {
            long start = System.nanoTime();
            repeat.accept(REPETITIONS);
            double each = (double) (System.nanoTime() - start) * Machine.NANOSECOND / REPETITIONS;
            if (batch >= 0) {
                picoseconds.add(each);
            }
        }
        return Math.max(1, (long) Statistics.median(picoseconds));
    }

    /** Returns the time of an unpark, and the time from then until the woken thread runs. */
    private static long[] measureWakeUp() throws InterruptedException {
        Sleeper sleeper = new Sleeper();
        sleeper.start();
        List<Long> unparks = new ArrayList<>();
        List<Long> wakeUps = new ArrayList<>();
        for (int i = 1; i <= WAKE_UPS; i++) {
            long begin = System.nanoTime();
            while (System.nanoTime() - begin < SLEEP_NANOS) {
                Thread.onSpinWait();
            }
            long start = System.nanoTime();
            sleeper.call = i;
            LockSupport.unpark(sleeper);
            long end = System.nanoTime();
            while (sleeper.answer != i) {
                Thread.onSpinWait();
            }
            unparks.add(end - start);
            wakeUps.add(Math.max(0, sleeper.awakeAt - end));
        }
        sleeper.call = -1;
        LockSupport.unpark(sleeper);
        sleeper.join();
        return new long[] {
            (long) (Statistics.median(unparks) * Machine.NANOSECOND),
            (long) (Statistics.median(wakeUps) * Machine.NANOSECOND)
        };
    }

    /** A thread that parks until it is called, and records when it woke up. */
    private static final class Sleeper extends Thread {

        private volatile int call;
        private volatile int answer;
        private volatile long awakeAt;

        @Override
        public void run() {
            while (call >= 0) {
                while (call == answer) {
                    LockSupport.park(this);
                }
                awakeAt = System.nanoTime();
                answer = call;
            }
        }
    }
}
