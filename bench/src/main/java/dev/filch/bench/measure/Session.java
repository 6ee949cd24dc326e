package dev.filch.bench.measure;

import dev.filch.bench.contender.Contender;
import dev.filch.bench.contender.Pool;
import dev.filch.bench.contender.Roster;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The life of one pool in one run: open, assemble, use, stop. Every wait fails if the run makes no progress. */
public final class Session {

    private static final long WATCH_MILLIS = 20;

    private static final Set<Thread.State> PARKED = Set.of(Thread.State.WAITING, Thread.State.TIMED_WAITING);

    /** The workers of most pools park within some ten microseconds. */
    private static final long SETTLE_MILLIS = 5;

    private final Contender contender;
    private final int workers;
    private final Duration patience;
    private final Roster roster = new Roster();
    private final Pool pool;

    /**
     * Opens the pool.
     *
     * @param patience the time without progress after which the run fails
     */
    public Session(Contender contender, int workers, Duration patience) {
        this.contender = contender;
        this.workers = workers;
        this.patience = patience;
        this.pool = contender.opener().open(roster, workers);
    }

    /**
     * Makes every worker run {@code introduction} once, by submitting as many tasks as there are workers, each of which
     * waits for all others. So no thread starts during the measurement.
     */
    public void assemble(Runnable introduction) throws RunFailure, InterruptedException {
        CountDownLatch missing = new CountDownLatch(workers);
        for (int i = 0; i < workers; i++) {
            pool.execute(() -> {
                roster.note(Thread.currentThread());
                introduction.run();
                missing.countDown();
                awaitOrReport(missing);
            });
        }
        await(missing, missing::getCount, () -> missing.getCount() + " of " + workers + " workers never started");
    }

    private void awaitOrReport(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            roster.report(e);
        }
    }

    /** Waits until all workers are parked, at most {@value #SETTLE_MILLIS} ms, since those of some pools never park. */
    public void settle() {
        long start = System.nanoTime();
        long limit = TimeUnit.MILLISECONDS.toNanos(SETTLE_MILLIS);
        while (!allParked() && System.nanoTime() - start < limit) {
            Thread.yield();
        }
    }

    private boolean allParked() {
        return threads().stream().map(Thread::getState).allMatch(PARKED::contains);
    }

    /** Returns the pool. */
    public Executor pool() {
        return pool;
    }

    /** Makes the run fail with this exception. */
    public void report(Throwable thrown) {
        roster.report(thrown);
    }

    /** Returns the pool's threads. */
    public List<Thread> threads() {
        return roster.threads();
    }

    /** Returns the number of steals, or null if the executor does not count them. */
    public Long steals() {
        return pool.steals().isPresent() ? pool.steals().getAsLong() : null;
    }

    /**
     * Waits for the latch as long as {@code progress} changes.
     *
     * @param state returns the state of the run, for the message of a failure
     */
    public void await(CountDownLatch latch, LongSupplier progress, Supplier<String> state)
            throws RunFailure, InterruptedException {
        long seen = progress.getAsLong();
        long since = System.nanoTime();
        while (!latch.await(WATCH_MILLIS, TimeUnit.MILLISECONDS)) {
            failIfReported();
            long now = progress.getAsLong();
            if (now != seen) {
                seen = now;
                since = System.nanoTime();
            } else if (System.nanoTime() - since > patience.toNanos()) {
                throw stalled(state.get());
            }
        }
        failIfReported();
    }

    private void failIfReported() throws RunFailure {
        if (roster.failure() != null) {
            throw new RunFailure(contender.label() + ": threw " + roster.failure(), roster.failure());
        }
    }

    private RunFailure stalled(String state) {
        return new RunFailure(String.format(
                Locale.ROOT,
                "%s: %s, then no progress for %.1f s. The threads:%n%s",
                contender.label(),
                state,
                patience.toMillis() / 1e3,
                ThreadDump.take()));
    }

    /** Starts to stop the pool. */
    public void stop() {
        pool.stop();
    }

    /** Waits until the pool's threads have ended, so that the writes of their tasks are visible. */
    public void awaitEnd() throws RunFailure, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        for (Thread thread : roster.threads()) {
            long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            thread.join(Math.max(1, millis));
            if (thread.isAlive()) {
                throw stalled("stopped, but " + thread.getName() + " still runs");
            }
        }
        failIfReported();
    }
}
