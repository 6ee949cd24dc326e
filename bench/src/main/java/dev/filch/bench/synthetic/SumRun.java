package dev.filch.bench.synthetic;

import dev.filch.bench.contender.Contender;
import dev.filch.bench.measure.Cell;
import dev.filch.bench.measure.Meter;
import dev.filch.bench.measure.Round;
import dev.filch.bench.measure.RunFailure;
import dev.filch.bench.measure.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * One run of the synthetic workload: producers hand numbered tasks to a pool, and each task adds 0 to 99.
 *
 * <p><b>The clock.</b> With more threads than cores, a thread that watches the others gets its turn late. So every
 * producer takes its own start, and the workers take the end: whoever ends the last task has read the clock for it. To
 * read it after every task would cost about as much as the task. Therefore a worker looks every {@value #LOOK_EVERY}
 * tasks whether the run is near its end, and only there is each task clocked. Near means that each worker may be on its
 * last steps to its next look: so no worker can get past the end without having seen that it is near.
 */
final class SumRun {

    /** What each task's result must be. */
    static final long RESULT = 4950;

    private static final int TERMS = 100;
    private static final int LOOK_EVERY = 64;

    private final Contender contender;
    private final Cell cell;
    private final Duration patience;

    private final List<Tally> tallies = new CopyOnWriteArrayList<>();
    private final ThreadLocal<Tally> own = ThreadLocal.withInitial(this::newTally);
    private final long nearCount;
    private volatile boolean near;

    private final CountDownLatch gate = new CountDownLatch(1);
    private final AtomicBoolean ending = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CountDownLatch accounted = new CountDownLatch(1);
    private Meter meter;

    SumRun(Contender contender, Cell cell, Duration patience) {
        this.contender = contender;
        this.cell = cell;
        this.patience = patience;
        this.nearCount = cell.tasks() - (long) LOOK_EVERY * cell.consumers();
        this.near = nearCount <= 0;
    }

    private Tally newTally() {
        Tally tally = new Tally();
        tallies.add(tally);
        return tally;
    }

    Round run() throws RunFailure, InterruptedException {
        long origin = System.nanoTime();
        Session session = new Session(contender, cell.consumers(), patience);
        List<Producer> producers = producers(session);
        try {
            session.assemble(own::get);
            producers.forEach(Thread::start);
            for (Producer producer : producers) {
                producer.ready.await();
            }
            System.gc();
            meter = new Meter(Stream.concat(session.threads().stream(), producers.stream())
                    .toList());
            gate.countDown();
            session.await(
                    ended,
                    this::watch,
                    () -> String.format(Locale.ROOT, "%,d of %,d tasks ran", countAll(), cell.tasks()));
            accounted.countDown();
            for (Producer producer : producers) {
                producer.join();
            }
        } finally {
            accounted.countDown();
            session.stop();
        }
        session.awaitEnd();
        check();
        long start = producers.stream()
                .mapToLong(producer -> producer.start - origin)
                .min()
                .orElseThrow();
        long end = tallies.stream()
                .mapToLong(tally -> tally.lastEnd() - origin)
                .max()
                .orElseThrow();
        return new Round(end - start, meter.cost(end - start), session.steals(), null);
    }

    /** Each producer gets a run of numbers; the first ones get one more where the tasks do not divide evenly. */
    private List<Producer> producers(Session session) {
        List<Producer> producers = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < cell.producers(); i++) {
            int share = cell.tasks() / cell.producers() + (i < cell.tasks() % cell.producers() ? 1 : 0);
            producers.add(new Producer(session, from, from + share));
            from += share;
        }
        return producers;
    }

    /**
     * How many tasks ran, for the watch. It also ends a run whose last two tasks ended without seeing each other's
     * count.
     */
    private long watch() {
        endIfLast();
        return countAll();
    }

    private long countAll() {
        long count = 0;
        for (Tally tally : tallies) {
            count += tally.count();
        }
        return count;
    }

    private boolean looksNear() {
        if (countAll() >= nearCount) {
            near = true;
        }
        return near;
    }

    private void endIfLast() {
        if (countAll() >= cell.tasks() && ending.compareAndSet(false, true)) {
            meter.stop();
            ended.countDown();
        }
    }

    private void check() throws RunFailure {
        Optional<String> complaint = ExactlyOnce.complaint(cell.tasks(), tallies);
        if (complaint.isPresent()) {
            throw new RunFailure(contender.label() + ": " + complaint.get());
        }
        long sum = tallies.stream().mapToLong(Tally::sum).sum();
        if (sum != RESULT * cell.tasks()) {
            throw new RunFailure(contender.label() + ": the results add up to " + sum);
        }
    }

    /**
     * A thread that submits the tasks of a range. It lives until the costs are accounted: ended threads cannot be
     * asked.
     */
    private final class Producer extends Thread {

        private final CountDownLatch ready = new CountDownLatch(1);
        private final Session session;
        private final int from;
        private final int to;
        private long start;

        Producer(Session session, int from, int to) {
            super("producer-" + from);
            this.session = session;
            this.from = from;
            this.to = to;
            setDaemon(true);
        }

        @Override
        public void run() {
            try {
                ready.countDown();
                gate.await();
                start = System.nanoTime();
                for (int number = from; number < to; number++) {
                    session.execute(new SumTask(number));
                }
                accounted.await();
            } catch (InterruptedException | RuntimeException | Error e) {
                session.report(e);
            }
        }
    }

    /** Adds 0 to 99. */
    private final class SumTask implements Runnable {

        private final int number;

        SumTask(int number) {
            this.number = number;
        }

        @Override
        public void run() {
            long sum = 0;
            for (int term = 0; term < TERMS; term++) {
                sum += term;
            }
            Tally tally = own.get();
            long count = tally.note(number, sum);
            if (near || (count % LOOK_EVERY == 0 && looksNear())) {
                tally.countAndClock(count);
                endIfLast();
            } else {
                tally.count(count);
            }
        }
    }
}
