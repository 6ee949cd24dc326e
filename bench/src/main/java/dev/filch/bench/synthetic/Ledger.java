package dev.filch.bench.synthetic;

import dev.filch.bench.measure.Meter;
import dev.filch.bench.measure.RunFailure;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Counts the tasks of a run in a {@link Tally} for each worker, and records when the last task ends.
 *
 * <p><b>The end.</b> With more threads than cores, a thread that watches the others may be scheduled late. So the
 * worker that ends the last task reads the clock. To read the clock after every task would cost about as much as the
 * task. Therefore a worker checks every {@value #CHECK_INTERVAL} tasks whether the run is near its end, and only from
 * then on reads the clock after each task. The run is near its end when the remaining tasks fit into one interval per
 * worker, so no worker can reach the end without having seen that it is near.
 */
final class Ledger {

    private static final int CHECK_INTERVAL = 64;

    private final int tasks;
    private final List<Tally> tallies = new CopyOnWriteArrayList<>();
    private final ThreadLocal<Tally> own = ThreadLocal.withInitial(this::newTally);
    private final long nearCount;
    private final AtomicBoolean ending = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean near;
    private volatile Meter meter;

    /** Opens a ledger for the tasks 0 to {@code tasks - 1}. */
    Ledger(int tasks, int workers) {
        this.tasks = tasks;
        this.nearCount = tasks - (long) CHECK_INTERVAL * workers;
        this.near = nearCount <= 0;
    }

    private Tally newTally() {
        Tally tally = new Tally();
        tallies.add(tally);
        return tally;
    }

    /** Creates the calling worker's tally if it has none. */
    void introduce() {
        own.get();
    }

    /** Returns how many tasks there are to run. */
    int tasks() {
        return tasks;
    }

    /** Sets the meter that the end of the last task stops. */
    void stopAtEnd(Meter meter) {
        this.meter = meter;
    }

    /** Records that the calling worker has run a task with this result. */
    void record(int task, long result) {
        Tally tally = own.get();
        long count = tally.note(task, result);
        if (near || (count % CHECK_INTERVAL == 0 && isNear())) {
            tally.countAndClock(count);
            endIfLast();
        } else {
            tally.count(count);
        }
    }

    private boolean isNear() {
        if (count() >= nearCount) {
            near = true;
        }
        return near;
    }

    private void endIfLast() {
        if (count() >= tasks && ending.compareAndSet(false, true)) {
            meter.stop();
            ended.countDown();
        }
    }

    /** Returns the number of tasks that have run. */
    long count() {
        long count = 0;
        for (Tally tally : tallies) {
            count += tally.count();
        }
        return count;
    }

    /**
     * Returns the number of tasks that have run, and ends a run whose last two tasks ended without seeing each other's
     * count.
     */
    long watch() {
        endIfLast();
        return count();
    }

    /** Opens when the last task has ended. */
    CountDownLatch ended() {
        return ended;
    }

    /** Returns when the last task ended, counted from {@code origin}. */
    long endSince(long origin) {
        return tallies.stream()
                .mapToLong(tally -> tally.lastEnd() - origin)
                .max()
                .orElseThrow();
    }

    /** Fails unless every task ran exactly once and the results add up to the expected sum. */
    void check(String contender, long expectedSum) throws RunFailure {
        Optional<String> complaint = ExactlyOnce.complaint(tasks, tallies);
        if (complaint.isPresent()) {
            throw new RunFailure(contender + ": " + complaint.get());
        }
        long sum = tallies.stream().mapToLong(Tally::sum).sum();
        if (sum != expectedSum) {
            throw new RunFailure(contender + ": the results add up to " + sum + ", not " + expectedSum);
        }
    }
}
