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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/**
 * One run of many very small tasks: producers submit numbered tasks to a pool whose workers are parked.
 *
 * <p><b>The clock.</b> Each producer reads the clock at its own start, and the {@link Ledger} records the end. No
 * thread that only watches the others reads the clock.
 */
final class TaskRun {

    /** Submits a producer's tasks: those of its range, or a task that leads to them. */
    @FunctionalInterface
    interface Submission {
        void submit(int from, int to, Executor pool, Ledger ledger);
    }

    private final Contender contender;
    private final Cell cell;
    private final Duration patience;
    private final Ledger ledger;

    private final CountDownLatch gate = new CountDownLatch(1);
    private final CountDownLatch accounted = new CountDownLatch(1);

    TaskRun(Contender contender, Cell cell, Duration patience) {
        this.contender = contender;
        this.cell = cell;
        this.patience = patience;
        this.ledger = new Ledger(cell.tasks(), cell.consumers());
    }

    /** Runs the tasks; fails unless each of them ran exactly once and their results add up to the expected sum. */
    Round run(int producerCount, Submission submission, long expectedSum) throws RunFailure, InterruptedException {
        long origin = System.nanoTime();
        Session session = new Session(contender, cell.consumers(), patience);
        List<Producer> producers = producers(producerCount, submission, session);
        Meter meter;
        try {
            session.assemble(ledger::introduce);
            producers.forEach(Thread::start);
            for (Producer producer : producers) {
                producer.ready.await();
            }
            System.gc();
            session.settle();
            meter = new Meter(Stream.concat(session.threads().stream(), producers.stream())
                    .toList());
            ledger.stopAtEnd(meter);
            gate.countDown();
            session.await(
                    ledger.ended(),
                    ledger::watch,
                    () -> String.format(Locale.ROOT, "%,d of %,d tasks ran", ledger.count(), cell.tasks()));
            accounted.countDown();
            for (Producer producer : producers) {
                producer.join();
            }
        } finally {
            accounted.countDown();
            session.stop();
        }
        session.awaitEnd();
        ledger.check(contender.label(), expectedSum);
        long start = producers.stream()
                .mapToLong(producer -> producer.start - origin)
                .min()
                .orElseThrow();
        long elapsed = ledger.endSince(origin) - start;
        return new Round(elapsed, meter.cost(elapsed), session.steals(), null);
    }

    /** Gives each producer a range of numbers. If the tasks do not divide evenly, the first producers get one more. */
    private List<Producer> producers(int count, Submission submission, Session session) {
        List<Producer> producers = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < count; i++) {
            int share = cell.tasks() / count + (i < cell.tasks() % count ? 1 : 0);
            producers.add(new Producer(submission, session, from, from + share));
            from += share;
        }
        return producers;
    }

    /** A thread that submits a range. It lives until its costs are read, since those of ended threads are unknown. */
    private final class Producer extends Thread {

        private final CountDownLatch ready = new CountDownLatch(1);
        private final Submission submission;
        private final Session session;
        private final int from;
        private final int to;
        private long start;

        Producer(Submission submission, Session session, int from, int to) {
            super("producer-" + from);
            this.submission = submission;
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
                submission.submit(from, to, session.pool(), ledger);
                accounted.await();
            } catch (InterruptedException | RuntimeException | Error e) {
                session.report(e);
            }
        }
    }
}
