package dev.filch.bench.jmh;

import dev.filch.bench.contender.Roster;
import dev.filch.bench.measure.Cost;
import dev.filch.bench.measure.Meter;
import dev.filch.bench.measure.ThreadDump;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Producers and consumers that pass messages on. The threads stay for all shots. Each has an equal share, known in
 * advance, so that threads need no common count.
 *
 * <p><b>The clock.</b> With more threads than cores, a thread that watches the others may be scheduled late. So each
 * thread reads the clock at its own start and end. A shot lasts from the earliest start to the latest end.
 */
final class Relay implements AutoCloseable {

    private static final long WATCH_MILLIS = 20;

    private final int pairs;
    private final int messages;
    private final Duration limit;
    private final Roster roster = new Roster();
    private final ExecutorService threads;

    /**
     * Starts the threads.
     *
     * @param pairs the number of producers, and of consumers
     * @param messages the number of messages of a shot; a multiple of {@code pairs}
     * @param limit the longest time of a shot
     */
    Relay(int pairs, int messages, Duration limit) {
        if (pairs < 1 || messages < pairs || messages % pairs != 0) {
            throw new IllegalArgumentException(messages + " messages cannot be divided among " + pairs + " threads");
        }
        this.pairs = pairs;
        this.messages = messages;
        this.limit = limit;
        threads = Executors.newFixedThreadPool(2 * pairs, roster);
    }

    /**
     * The figures of a shot.
     *
     * @param nanosPerMessage elapsed time, not the sum over the threads
     * @param failuresPerMessage offers to a full queue and polls of an empty one
     * @param cost the other costs
     */
    record Shot(double nanosPerMessage, double failuresPerMessage, Cost cost) {}

    /** Passes all messages through the line, and checks that all arrived. */
    Shot pass(Line line) throws InterruptedException {
        Race race = new Race();
        int share = messages / pairs;
        for (int i = 0; i < pairs; i++) {
            int from = i * share;
            race.enter(patience -> {
                line.send(from, from + share, patience);
                return 0;
            });
            race.enter(patience -> line.receive(share, patience));
        }
        return race.run();
    }

    /** Ends the threads. */
    @Override
    public void close() {
        threads.shutdownNow();
    }

    /** One thread's work in a shot. Returns the sum of the numbers it received. */
    @FunctionalInterface
    private interface Part {
        long play(Patience patience);
    }

    /** One thread in one shot. */
    private static final class Runner {
        private long start;
        private long end;
        private long sum;
        private long failures;
    }

    /** One shot. */
    private final class Race {

        private final List<Runner> runners = new ArrayList<>();
        private final CountDownLatch ready = new CountDownLatch(2 * pairs);
        private final CountDownLatch gate = new CountDownLatch(1);
        private final CountDownLatch done = new CountDownLatch(2 * pairs);
        private final AtomicBoolean abandoned = new AtomicBoolean();

        void enter(Part part) {
            Runner runner = new Runner();
            runners.add(runner);
            threads.execute(() -> run(runner, part));
        }

        private void run(Runner runner, Part part) {
            Patience patience = new Patience(abandoned);
            try {
                ready.countDown();
                gate.await();
                runner.start = System.nanoTime();
                runner.sum = part.play(patience);
                runner.end = System.nanoTime();
                runner.failures = patience.failures();
                done.countDown();
            } catch (InterruptedException | RuntimeException | Error thrown) {
                roster.report(thrown);
            }
        }

        Shot run() throws InterruptedException {
            await(ready);
            Meter meter = new Meter(roster.threads());
            gate.countDown();
            await(done);
            meter.stop();

            long origin = runners.get(0).start; // nanoTime may be negative, and wrap around
            long start = runners.stream().mapToLong(r -> r.start - origin).min().orElseThrow();
            long end = runners.stream().mapToLong(r -> r.end - origin).max().orElseThrow();
            long failures = runners.stream().mapToLong(r -> r.failures).sum();
            check(runners.stream().mapToLong(r -> r.sum).sum());
            return new Shot(
                    (double) (end - start) / messages, (double) failures / messages, meter.cost(end - start));
        }

        private void await(CountDownLatch latch) throws InterruptedException {
            long deadline = System.nanoTime() + limit.toNanos();
            while (!latch.await(WATCH_MILLIS, TimeUnit.MILLISECONDS)) {
                if (roster.failure() != null) {
                    abandoned.set(true);
                    throw new IllegalStateException("a thread failed: " + roster.failure(), roster.failure());
                }
                if (System.nanoTime() - deadline > 0) {
                    String dump = ThreadDump.take();
                    abandoned.set(true);
                    throw new IllegalStateException("not done after " + limit.toSeconds() + " s:\n" + dump);
                }
            }
        }

        private void check(long sum) {
            long expected = (messages - 1L) * messages / 2;
            if (sum != expected) {
                throw new IllegalStateException("messages were lost or duplicated: sum " + sum + ", not " + expected);
            }
        }
    }
}
