package dev.filch.pool;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A thread outside a pool that uses it until the pool is shut down or the client is told to stop. */
final class SoakClient implements Callable<Void> {

    /** The number of operations after the shutdown. */
    private static final int OPERATIONS_AFTER_SHUTDOWN = 8;

    private static final int BURST = 64;
    private static final int MAX_IDLE_MICROS = 200;

    private final SoakOperations operations;
    private final SoakActs acts;
    private final SoakThreads threads;
    private final SplittableRandom random;
    private final BooleanSupplier isStopped;

    /** The threads of all clients started so far. */
    private final List<Thread> clients;

    private final SoakObserver observer;

    SoakClient(SoakOperations operations, SoakActs acts, SoakThreads threads, List<Thread> clients,
            SplittableRandom random, BooleanSupplier isStopped) {
        this.operations = operations;
        this.acts = acts;
        this.threads = threads;
        this.clients = clients;
        this.random = random;
        this.isStopped = isStopped;
        observer = operations.newObserver();
    }

    @Override
    public Void call() {
        try {
            operateUntilStopped();
        } catch (Throwable failure) {
            operations.ledger().run().fail(failure);
        }
        return null;
    }

    private void operateUntilStopped() {
        int remaining = OPERATIONS_AFTER_SHUTDOWN;
        while (remaining > 0 && !isStopped.getAsBoolean()) {
            if (random.nextInt(4) > 0) {
                // Other threads interrupt this one. Sometimes an operation starts with the interrupt pending.
                Thread.interrupted();
            }
            operate();
            operations.ledger().run().step();
            if (operations.pool().isShutdown() || !operations.ledger().hasRoom()) {
                remaining--;
            }
        }
    }

    private void operate() {
        if (operations.config().clientsWait() && random.nextInt(8) > 0) {
            operations.submitAndGet(random, 1, acts.fibonacci(random, random.nextInt(1, 3)));
            return;
        }
        switch (random.nextInt(29)) {
            case 0 -> operations.submitAndGet(random, 13, acts.fibonacci(random, 7));
            case 1 -> operations.submitAndGetInTime(random, 5, acts.fibonacci(random, 5));
            case 2 -> operations.invokeAll(random, 3, acts.fibonacci(random, 4));
            case 3 -> operations.invokeAny(random, 3, acts.fibonacci(random, 4));
            case 4 -> operations.complete(random, 1, acts.fibonacci(random, 2));
            case 5 -> operations.chain(random, 1, acts.fibonacci(random, 1));
            case 6 -> operations.submitAndCancel(random, acts.any(random, 0));
            case 7, 8 -> operations.ledger().cancelRecent(random);
            case 9 -> operations.attempt(() ->
                    operations.pool().awaitIdle(random.nextInt(MAX_IDLE_MICROS), TimeUnit.MICROSECONDS));
            case 10 -> observer.look(random);
            case 11 -> interruptClient();
            case 12 -> threads.interruptOne(random);
            case 13 -> Blocking.run(() -> operations.submit(random, acts.any(random, 0)));
            case 14 -> {
                for (int i = 0; i < BURST; i++) {
                    operations.submit(random, acts.any(random, 0));
                }
            }
            case 15, 16 -> operations.submitWithin(random, acts.any(random, 0));
            case 17 -> operations.submitWithinAndGet(random, 5, acts.fibonacci(random, 5));
            case 18, 19 -> operations.passTokens(random);
            default -> operations.submit(random, acts.any(random, 0));
        }
    }

    private void interruptClient() {
        int started = clients.size();
        if (started > 0) {
            clients.get(random.nextInt(started)).interrupt();
        }
    }
}
