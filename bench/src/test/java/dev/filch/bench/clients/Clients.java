package dev.filch.bench.clients;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Threads that belong to no pool, and waiting. Each wait has a deadline that only a hang exceeds. */
final class Clients {

    private static final long DEADLINE_SECONDS = 30;

    private Clients() {
    }

    /** What one client does. */
    @FunctionalInterface
    interface Client {

        void run(int number) throws Exception;
    }

    /** Runs each client on a thread of its own, and waits for all; throws if one of them has thrown. */
    static void runAll(int count, Client client) throws Exception {
        List<FutureTask<Void>> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int number = i;
            clients.add(start(() -> client.run(number)));
        }
        for (FutureTask<Void> each : clients) {
            each.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** What a thread does. */
    @FunctionalInterface
    interface Action {

        void run() throws Exception;
    }

    /** Starts a thread; the future has what it throws. */
    static FutureTask<Void> start(Action action) {
        FutureTask<Void> future = new FutureTask<>(() -> {
            action.run();
            return null;
        });
        Thread thread = new Thread(future, "client");
        thread.setDaemon(true);
        thread.start();
        return future;
    }

    /** Waits for a latch; an interrupt fails the test. */
    static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(DEADLINE_SECONDS, TimeUnit.SECONDS), "the latch was not released");
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted at a latch", e);
        }
    }

    /** Waits until a condition holds that no latch shows. */
    static void until(BooleanSupplier condition, String what) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS), what);
            Thread.onSpinWait();
        }
    }
}
