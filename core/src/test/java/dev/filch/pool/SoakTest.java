package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Seeded;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/**
 * Pools of all kinds under everything that users do to them, for 20 seconds or {@code -Dsoak.seconds=}. Threads submit;
 * tasks submit, wait, throw, block and are cancelled; each pool is stopped at a random moment and another one is built.
 * Each task is counted, by itself: none may be lost or run twice.
 */
class SoakTest {

    private static final long SOAK_NANOS = TimeUnit.SECONDS.toNanos(Long.getLong("soak.seconds", 20));
    private static final int PATIENCE_SECONDS = 10;
    private static final int SUBMITTERS = 4;
    private static final int WAYS = 6;
    private static final int MAX_TASKS = 40_000;

    private final AtomicInteger steps = new AtomicInteger();
    private final AtomicReference<WorkerPool> current = new AtomicReference<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    private void expect(boolean expected, Throwable thrown) {
        if (!expected) {
            failure.compareAndSet(null, thrown);
        }
    }

    /** The life of one pool. */
    private final class Life {

        private final WorkerPool pool;
        private final TaskLedger ledger = new TaskLedger(MAX_TASKS);

        Life(PoolKind kind, SplittableRandom random) {
            pool = kind.build(random.nextInt(1, 5), settings -> {
                settings.uncaughtExceptionHandler((thread, thrown) -> expect("thrown".equals(thrown.getMessage()), thrown));
                if (random.nextBoolean()) {
                    settings.keepAlive(Duration.ofNanos(random.nextInt(1, 2_000_000)));
                }
                if (random.nextInt(4) == 0) {
                    settings.maxSpares(random.nextInt(4));
                }
                settings.startThreadsAtOnce(random.nextInt(4) == 0);
            });
            current.set(pool);
        }

        private boolean submit(SplittableRandom random, int depth) {
            int seed = random.nextInt();
            return ledger.hasRoom() && ledger.submit(pool, random.nextInt(WAYS), () -> act(seed, depth));
        }

        /** What a task does. */
        private void act(int seed, int depth) {
            steps.incrementAndGet();
            SplittableRandom random = new SplittableRandom(seed);
            switch (random.nextInt(16)) {
                case 0, 1 -> {
                    if (depth < 6) {
                        submit(random, depth + 1);
                        submit(random, depth + 1);
                    }
                }
                case 2 -> waitFor(Set.of(21), () -> pool.submit(once(() -> fibonacci(8))).get());
                case 3 -> waitFor(Set.of(5),
                        () -> sum(pool.invokeAll(List.of(once(() -> fibonacci(3)), once(() -> fibonacci(4))))));
                case 4 -> waitFor(Set.of(2, 3),
                        () -> pool.invokeAny(List.of(once(() -> fibonacci(3)), once(() -> fibonacci(4)))));
                case 5 -> waitFor(Set.of(1),
                        () -> pool.submit(() -> 1).get(random.nextInt(200), TimeUnit.MICROSECONDS));
                case 6 -> throw new IllegalStateException("thrown");
                case 7 -> waitFor(Set.of(1), () -> Blocking.call(() -> {
                    TimeUnit.MICROSECONDS.sleep(random.nextInt(100));
                    return pool.submit(() -> 1).get();
                }));
                case 8 -> waitFor(Set.of(5), () -> cancelled(random));
                case 9 -> Thread.currentThread().interrupt();
                default -> spin(random.nextInt(100));
            }
        }

        private int fibonacci(int n) throws Exception {
            steps.incrementAndGet();
            if (n < 2) {
                return n;
            }
            Future<Integer> first = pool.submit(once(() -> fibonacci(n - 1)));
            Future<Integer> second = pool.submit(once(() -> fibonacci(n - 2)));
            return first.get() + second.get();
        }

        /** A task that must not run twice. */
        private Callable<Integer> once(Callable<Integer> body) {
            AtomicBoolean started = new AtomicBoolean();
            return () -> {
                expect(started.compareAndSet(false, true), new AssertionError("a nested task has run twice"));
                return body.call();
            };
        }

        /** A task that is cancelled at some moment by its parent or by another task. */
        private int cancelled(SplittableRandom random) throws Exception {
            boolean interrupts = random.nextBoolean();
            Future<Integer> victim = pool.submit(once(() -> fibonacci(5)));
            if (random.nextBoolean()) {
                spin(random.nextInt(100));
                victim.cancel(interrupts);
            } else {
                pool.execute(() -> victim.cancel(interrupts));
            }
            return victim.get();
        }

        void submitUntilStopped(int seed) {
            SplittableRandom random = new SplittableRandom(seed);
            while (submit(random, 0)) {
                if (random.nextInt(64) == 0) {
                    Thread.yield();
                }
            }
        }

        /** Ends the pool in one of the ways there are, and checks its tasks. */
        void end(SplittableRandom random, List<Future<?>> submitters) throws Exception {
            List<Runnable> listed = List.of();
            switch (random.nextInt(3)) {
                case 0 -> pool.close();
                case 1 -> {
                    pool.shutdown();
                    listed = pool.shutdownNow();
                }
                default -> listed = pool.shutdownNow();
            }
            for (Future<?> submitter : submitters) {
                submitter.get();
            }
            assertTrue(pool.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS));
            ledger.listKnown(listed);
            ledger.checkThreadsEnded(pool::toString);
            ledger.check(pool::toString);
            MetricsSnapshot counts = pool.metrics().snapshot();
            assertEquals(counts.submitted(), counts.completed() + listed.size(), counts::toString);
        }
    }

    private static int sum(List<Future<Integer>> futures) throws Exception {
        int sum = 0;
        for (Future<Integer> future : futures) {
            sum += future.get();
        }
        return sum;
    }

    private void waitFor(Set<Integer> expected, Callable<Integer> wait) {
        try {
            int result = wait.call();
            expect(expected.contains(result), new AssertionError("one of " + expected + " expected: " + result));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | CancellationException | RejectedExecutionException
                | TimeoutException ended) {
            // The pool was stopped, or a task cancelled.
        } catch (Exception e) {
            expect(false, e);
        }
    }

    private static void spin(int turns) {
        for (int i = 0; i < turns; i++) {
            Thread.onSpinWait();
        }
    }

    private int live(SplittableRandom random, ExecutorService submitters) throws Exception {
        long start = System.nanoTime();
        int lives = 0;
        int tasks = 0;
        while (System.nanoTime() - start < SOAK_NANOS) {
            PoolKind kind = PoolKind.values()[lives++ % PoolKind.values().length];
            Life life = new Life(kind, random);
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < SUBMITTERS; i++) {
                int seed = random.nextInt();
                running.add(submitters.submit(() -> life.submitUntilStopped(seed)));
            }
            int moment = random.nextInt(MAX_TASKS / 2);
            Await.until(() -> life.ledger.submitted() >= moment || !life.ledger.hasRoom(), "no submissions");
            life.end(random, running);
            tasks += life.ledger.submitted();
        }
        System.out.println("soak: " + lives + " pools, " + tasks + " tasks");
        return tasks;
    }

    /** Waits for the end; fails if nothing moves for long, and says what the pool is doing. */
    private void watch(Thread soak) throws InterruptedException {
        int seen = steps.get();
        long since = System.nanoTime();
        while (soak.isAlive()) {
            soak.join(200);
            if (steps.get() != seen) {
                seen = steps.get();
                since = System.nanoTime();
            }
            assertTrue(System.nanoTime() - since < TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS),
                    () -> "nothing has moved for " + PATIENCE_SECONDS + " s: " + current.get());
        }
    }

    @Test
    void noTaskIsLostOrRunsTwiceAndNothingStandsStill() throws Exception {
        SplittableRandom random = Seeded.random("soak");
        ExecutorService submitters = Executors.newCachedThreadPool();
        Thread soak = new Thread(() -> {
            try {
                assertTrue(live(random, submitters) > 0);
            } catch (Throwable e) {
                expect(false, e);
            }
        }, "soak");
        soak.setDaemon(true);
        soak.start();
        watch(soak);
        submitters.shutdownNow();
        assertNull(failure.get(), () -> failure.get() + ": " + current.get());
    }
}
