package dev.filch.pool;

import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;

/** The actions of the tasks of a soak. */
final class SoakActs {

    private static final int MAX_DEPTH = 6;
    private static final int MAX_SPINS = 100;
    private static final int MAX_PARK_NANOS = 100_000;

    private final SoakOperations operations;

    /** Each task runs this first. */
    private final Runnable first;

    SoakActs(SoakOperations operations, Runnable first) {
        this.operations = operations;
        this.first = first;
    }

    /** A task that performs a random action and returns its seed. */
    IntSupplier any(SplittableRandom random, int depth) {
        int seed = random.nextInt();
        return () -> {
            first.run();
            act(new SplittableRandom(seed), depth);
            return seed;
        };
    }

    /** A task that computes a Fibonacci number by subtasks, for which it waits. */
    IntSupplier fibonacci(SplittableRandom random, int n) {
        int seed = random.nextInt();
        return () -> fibonacci(n, new SplittableRandom(seed));
    }

    private void act(SplittableRandom random, int depth) {
        switch (random.nextInt(28)) {
            case 0, 1, 2 -> fork(random, depth);
            case 3 -> operations.submitAndGet(random, 21, fibonacci(random, 8));
            case 4 -> operations.submitAndGetInTime(random, 5, fibonacci(random, 5));
            case 5 -> operations.invokeAll(random, 3, fibonacci(random, 4));
            case 6 -> operations.invokeAny(random, 3, fibonacci(random, 4));
            case 7 -> operations.complete(random, 1, fibonacci(random, 1));
            case 8 -> operations.chain(random, 1, fibonacci(random, 2));
            case 9 -> operations.submitAndCancel(random, fibonacci(random, 5));
            case 10 -> operations.ledger().cancelRecent(random);
            case 11 -> Blocking.run(() -> LockSupport.parkNanos(random.nextInt(MAX_PARK_NANOS)));
            case 12 -> Blocking.run(() -> operations.submitAndGet(random, 2, fibonacci(random, 3)));
            case 13 -> awaitManaged(random);
            case 14 -> Thread.currentThread().interrupt();
            case 15 -> operations.newObserver().look(random);
            case 16, 17 -> SoakFault.throwOne("a task", random);
            case 18 -> fail(random);
            case 19 -> operations.submitWithin(random, fibonacci(random, 5));
            case 20 -> operations.submitWithinAndGet(random, 5, fibonacci(random, 5));
            case 21, 22 -> operations.passTokens(random);
            default -> SoakOperations.spin(random.nextInt(MAX_SPINS));
        }
    }

    private void fork(SplittableRandom random, int depth) {
        if (depth < MAX_DEPTH && operations.ledger().hasRoom()) {
            operations.submit(random, any(random, depth + 1));
            operations.submit(random, any(random, depth + 1));
        }
    }

    /** Sometimes makes the JVM throw an error, but not always: a stack overflow takes a millisecond. */
    private static void fail(SplittableRandom random) {
        int choice = random.nextInt(8);
        if (choice == 0) {
            SoakFault.exhaustStack(0);
        } else if (choice < 4) {
            SoakFault.exhaustMemory();
        }
    }

    /** Waits for another task in a {@code ManagedBlocker}, with a timeout. */
    private void awaitManaged(SplittableRandom random) {
        CountDownLatch opened = new CountDownLatch(1);
        operations.submit(random, () -> {
            opened.countDown();
            return 0;
        });
        operations.attempt(() -> {
            Blocking.run(new ForkJoinPool.ManagedBlocker() {
                @Override
                public boolean block() throws InterruptedException {
                    opened.await(random.nextInt(MAX_PARK_NANOS), TimeUnit.NANOSECONDS);
                    return true;
                }

                @Override
                public boolean isReleasable() {
                    return opened.getCount() == 0;
                }
            });
            return null;
        });
    }

    private int fibonacci(int n, SplittableRandom random) {
        if (n < 2) {
            return n;
        }
        if (!operations.ledger().hasRoom()) {
            return fibonacci(n - 1, random) + fibonacci(n - 2, random);
        }
        Future<Integer> left = operations.submitForResult(random, fibonacci(random, n - 1));
        Future<Integer> right = operations.submitForResult(random, fibonacci(random, n - 2));
        return value(left) + value(right);
    }

    /** The result of a subtask. If the subtask has none, neither has its parent. */
    private static int value(Future<Integer> subtask) {
        try {
            return subtask.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        } catch (ExecutionException e) {
            throw new CancellationException("a subtask has failed: " + e.getCause());
        }
    }
}
