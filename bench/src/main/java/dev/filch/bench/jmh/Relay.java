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
import java.util.concurrent.ThreadFactory;
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

    private final int producers;
    private final int consumers;
    private final int messages;
    private final Duration limit;
    private final Roster roster;
    private final ExecutorService threads;

    /** Starts as many producers as consumers. They are platform threads. */
    Relay(int pairs, int messages, Duration limit) {
        this(pairs, pairs, messages, limit, Thread::new);
    }

    /**
     * Starts the threads.
     *
     * @param producers the number of producers; 0 if the line's consumers also send
     * @param consumers the number of consumers
     * @param messages the number of messages of a shot; a multiple of {@code producers} and of {@code consumers}
     * @param limit the longest time of a shot
     * @param factory creates the threads
     */
    Relay(int producers, int consumers, int messages, Duration limit, ThreadFactory factory) {
        if (consumers < 1 || messages < 1 || !divides(consumers, messages) || !divides(producers, messages)) {
            throw new IllegalArgumentException(
                    messages + " messages cannot be divided among " + producers + " and " + consumers + " threads");
        }
        this.producers = producers;
        this.consumers = consumers;
        this.messages = messages;
        this.limit = limit;
        roster = new Roster(factory);
        threads = Executors.newFixedThreadPool(producers + consumers, roster);
    }

    private static boolean divides(int threads, int messages) {
        return threads == 0 || messages % threads == 0;
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
        for (int i = 0; i < Math.max(producers, consumers); i++) {
            if (i < producers) {
                int share = messages / producers;
                int from = i * share;
                race.enter(patience -> {
                    line.send(from, from + share, patience);
                    return 0;
                });
            }
            if (i < consumers) {
                race.enter(patience -> line.receive(messages / consumers, patience));
            }
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
        long play(Patience patience) throws InterruptedException;
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
        private final CountDownLatch ready = new CountDownLatch(producers + consumers);
        private final CountDownLatch gate = new CountDownLatch(1);
        private final CountDownLatch done = new CountDownLatch(producers + consumers);
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
