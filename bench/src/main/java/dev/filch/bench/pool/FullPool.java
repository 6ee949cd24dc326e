package dev.filch.bench.pool;

import dev.filch.pool.FullQueuePolicy;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** An executor that refuses every task: each of its workers waits in a task, and its queues are full. */
final class FullPool {

    private static final int WORKERS = 2;
    private static final int CAPACITY = 16;
    private static final int PATIENCE_SECONDS = 30;

    private final CountDownLatch release = new CountDownLatch(1);
    private final ExecutorService service;
    private final Predicate<Runnable> tryExecute;

    /** Opens the executor and fills its queues. */
    FullPool(String impl) throws InterruptedException {
        if (impl.equals("thread-pool")) {
            service = new ThreadPoolExecutor(
                    WORKERS,
                    WORKERS,
                    0,
                    TimeUnit.SECONDS,
                    new ArrayBlockingQueue<>(CAPACITY),
                    FullPool::daemon,
                    new ThreadPoolExecutor.AbortPolicy());
            tryExecute = null;
        } else {
            FilchPool pool = FilchPool.open(
                    impl,
                    builder -> builder.workers(WORKERS).queueCapacity(CAPACITY).whenFull(FullQueuePolicy.abort()));
            service = pool.service();
            tryExecute = pool.tryExecute();
        }
        fill();
    }

    private static Thread daemon(Runnable body) {
        Thread thread = new Thread(body);
        thread.setDaemon(true);
        return thread;
    }

    private void fill() throws InterruptedException {
        CountDownLatch started = new CountDownLatch(WORKERS);
        for (int i = 0; i < WORKERS; i++) {
            service.execute(() -> {
                started.countDown();
                try {
                    release.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt(); // nothing interrupts it
                }
            });
        }
        if (!started.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException(started.getCount() + " of " + WORKERS + " tasks never started");
        }
        for (int i = 0; i < CAPACITY; i++) {
            service.execute(() -> {});
        }
    }

    /** Returns the executor. */
    ExecutorService service() {
        return service;
    }

    /** Returns its {@code tryExecute}; null if it has none. */
    Predicate<Runnable> tryExecute() {
        return tryExecute;
    }

    /** Releases the workers, and waits until they have ended. */
    void close() throws InterruptedException {
        release.countDown();
        service.shutdown();
        if (!service.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the executor did not end");
        }
    }
}
