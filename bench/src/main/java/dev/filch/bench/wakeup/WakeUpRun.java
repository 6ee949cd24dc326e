package dev.filch.bench.wakeup;

import dev.filch.bench.contender.Contender;
import dev.filch.bench.measure.Cell;
import dev.filch.bench.measure.Latency;
import dev.filch.bench.measure.Meter;
import dev.filch.bench.measure.Round;
import dev.filch.bench.measure.RunFailure;
import dev.filch.bench.measure.Session;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One submitter submits one task at a time to a pool. It spins during the gap before each task and until the task has
 * ended. If it slept, its own wake-up would be part of the figures. The time is from just before {@code execute} to the
 * start of the task.
 *
 * <p>The costs are those of the workers only, since the submitter always spins.
 */
final class WakeUpRun {

    /** After this many spins the submitter yields, so that a machine with one core makes progress. */
    private static final int SPINS = 1_000;

    private final Contender contender;
    private final Cell cell;
    private final Duration patience;

    private final long[] latencies;
    private final AtomicInteger ran = new AtomicInteger();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean abandoned;

    /** The task writes it, and the submitter reads it; {@link #ran} orders the two. */
    private long started;

    private long elapsed;
    private Meter meter;

    WakeUpRun(Contender contender, Cell cell, Duration patience) {
        this.contender = contender;
        this.cell = cell;
        this.patience = patience;
        this.latencies = new long[cell.tasks()];
    }

    Round run() throws RunFailure, InterruptedException {
        Session session = new Session(contender, cell.consumers(), patience);
        try {
            session.assemble(() -> {});
            System.gc();
            session.settle();
            meter = new Meter(session.threads());
            startSubmitter(session);
            session.await(
                    ended, ran::get, () -> String.format(Locale.ROOT, "%,d of %,d tasks ran", ran.get(), cell.tasks()));
        } finally {
            abandoned = true;
            session.stop();
        }
        session.awaitEnd();
        if (ran.get() != cell.tasks()) {
            throw new RunFailure(String.format(
                    Locale.ROOT, "%s: %,d tasks were submitted, %,d ran", contender.label(), cell.tasks(), ran.get()));
        }
        return new Round(elapsed, meter.cost(elapsed), session.steals(), null, Latency.of(latencies));
    }

    private void startSubmitter(Session session) {
        Thread submitter = new Thread(
                () -> {
                    try {
                        submitAll(session);
                    } catch (RuntimeException | Error e) {
                        session.report(e);
                    }
                },
                "submitter");
        submitter.setDaemon(true);
        submitter.start();
    }

    private void submitAll(Session session) {
        long gap = TimeUnit.MICROSECONDS.toNanos(cell.gapMicros());
        Runnable task = this::runTask;
        long start = System.nanoTime();
        for (int i = 0; i < latencies.length && !abandoned; i++) {
            spinThrough(gap);
            long submitted = System.nanoTime();
            session.pool().execute(task);
            awaitTask(i + 1);
            latencies[i] = started - submitted;
        }
        elapsed = System.nanoTime() - start;
        meter.stop();
        ended.countDown();
    }

    private void runTask() {
        started = System.nanoTime();
        ran.incrementAndGet();
    }

    private static void spinThrough(long gap) {
        long start = System.nanoTime();
        while (System.nanoTime() - start < gap) {
            Thread.onSpinWait();
        }
    }

    private void awaitTask(int number) {
        int spins = 0;
        while (ran.get() < number && !abandoned) {
            if (spins < SPINS) {
                spins++;
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
    }
}
