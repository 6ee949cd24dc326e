package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Together;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** The life of one pool of a soak: it is built, used by many threads, ended at some moment, and audited. */
final class SoakLife {

    /** After that, a pool whose clients submit slowly is ended. */
    private static final long MAX_MILLIS = 500;

    /** How long a thread that ends a pool waits before it does again what a failed start may have undone. */
    private static final long RETRY_MILLIS = 2;

    private final SoakConfig config;
    private final SplittableRandom random;
    private final SoakLedger ledger;
    private final SoakThreads threads;
    private final SoakListener listener;
    private final SoakHandler handler;
    private final SoakDecorator decorator;
    private final AtomicBoolean endsByTask = new AtomicBoolean();
    private final CountDownLatch endedByTask = new CountDownLatch(1);
    private final List<Together.Running<Void>> clients = new ArrayList<>();
    private volatile boolean clientsStop;

    private WorkerPool pool;
    private BookedService service;

    SoakLife(SoakRun run, SoakConfig config) throws ReflectiveOperationException {
        this.config = config;
        random = new SplittableRandom(config.seed());
        ledger = new SoakLedger(run, config.moment());
        threads = new SoakThreads(config.threads(), config.name(), config.seed());
        listener = new SoakListener(config, ledger);
        handler = new SoakHandler(config, ledger);
        decorator = new SoakDecorator(config);
    }

    /** Fails if a task was lost or has run twice, or a count is wrong. */
    void live() throws Exception {
        ledger.run().setCurrent(config::toString);
        try (SoakRecording recording = SoakRecording.start(config.recording(), config.name())) {
            live(recording);
        }
    }

    private void live(SoakRecording recording) throws Exception {
        if (!build()) {
            return;
        }
        ledger.run().setCurrent(() -> config + System.lineSeparator() + pool.dump());
        startClients();
        awaitMoment();
        end();
        awaitTermination();
        for (Together.Running<Void> client : clients) {
            client.join();
        }
        ledger.run().throwFailure();
        audit(recording);
        runListed();
        ledger.run().throwFailure();
    }

    /** False if no pool could be built, because the thread factory has failed. */
    private boolean build() throws InterruptedException {
        try {
            pool = config.build(threads, listener, handler, decorator);
        } catch (IllegalStateException | OutOfMemoryError failure) {
            assertTrue(config.threadsFail() && config.startsAtOnce(), failure::toString);
            ledger.run().add(SoakRun.Total.POOLS_NOT_BUILT, 1);
            for (Thread thread : threads.made()) {
                thread.join();
            }
            return false;
        }
        service = BookedService.of(pool, ledger);
        listener.setService(service);
        handler.setService(service);
        return true;
    }

    private void startClients() throws ReflectiveOperationException {
        SoakOperations operations = new SoakOperations(config, pool, ledger);
        SoakActs acts = new SoakActs(operations, this::endIfAsked);
        ThreadFactory virtual = config.virtualClients() ? Together.virtualThreads() : null;
        ThreadFactory factory = virtual == null ? Together::platformThread : virtual;
        List<Thread> started = new CopyOnWriteArrayList<>();
        for (int i = 0; i < config.clients(); i++) {
            SoakClient client = new SoakClient(
                    operations, acts, threads, started, random.split(), () -> clientsStop);
            clients.add(Together.start(factory, client));
            started.add(clients.get(i).thread());
        }
    }

    /** Waits for the moment at which the pool is ended. It does not come while nothing moves: the end would help. */
    private void awaitMoment() throws InterruptedException {
        long start = System.nanoTime();
        boolean hasCome = false;
        while (!hasCome) {
            long seen = ledger.run().steps();
            hasCome = ledger.moment().await(config.threadsFail() ? RETRY_MILLIS : MAX_MILLIS, TimeUnit.MILLISECONDS);
            boolean isLate = System.nanoTime() - start >= TimeUnit.MILLISECONDS.toNanos(MAX_MILLIS);
            hasCome |= isLate && (ledger.run().steps() != seen || ledger.run().hasFailed());
            tryAgain();
        }
    }

    /** Where threads fail to start, tasks may wait for the next submission. */
    private void tryAgain() {
        if (config.threadsFail()) {
            try {
                service.tryExecute(ledger.newTask(() -> 0));
            } catch (SoakDecorator.Refusal refusal) {
                // The next try follows.
            }
        }
    }

    // Ending the pool.

    private void end() throws Exception {
        threads.heal();
        switch (config.end()) {
            case CLOSE -> close();
            case SHUTDOWN -> pool.shutdown();
            case SHUTDOWN_NOW -> service.shutdownNow();
            case SHUTDOWN_AND_THEN_NOW -> {
                pool.shutdown();
                service.shutdownNow();
            }
            case IDLE -> endIdle();
            case SHUTDOWN_BY_TASK, SHUTDOWN_NOW_BY_TASK -> endByTask();
        }
    }

    /** Closes the pool, unless it would wait for a thread that has failed to start. */
    private void close() throws InterruptedException {
        if (config.threadsFail()) {
            awaitTermination();
        }
        pool.close();
    }

    /** Lets the clients stop, and checks what holds for an idle pool. */
    private void endIdle() throws Exception {
        clientsStop = true;
        for (Together.Running<Void> client : clients) {
            while (client.thread().isAlive()) {
                client.thread().join(RETRY_MILLIS);
                tryAgain();
            }
        }
        if (config.threadsFail()) {
            while (!pool.awaitIdle(RETRY_MILLIS, TimeUnit.MILLISECONDS)) {
                ledger.run().step();
            }
        } else {
            pool.awaitIdle();
        }
        if (!config.submitsAtAnyTime()) {
            checkIdle();
        }
        close();
    }

    private void checkIdle() {
        assertEquals(0, pool.queuedTasks(), pool::toString);
        MetricsSnapshot counts = pool.metrics().snapshot();
        assertEquals(counts.submitted(), counts.completed(), counts::toString);
    }

    private void endByTask() throws InterruptedException {
        endsByTask.set(true);
        if (!endedByTask.await(RETRY_MILLIS, TimeUnit.MILLISECONDS)) {
            pool.shutdown();
        }
    }

    /** Run by each task. */
    private void endIfAsked() {
        if (endsByTask.get() && endsByTask.compareAndSet(true, false)) {
            if (config.end() == SoakConfig.End.SHUTDOWN_BY_TASK) {
                pool.shutdown();
            } else {
                service.shutdownNow();
            }
            endedByTask.countDown();
        }
    }

    /** Waits for the end of a pool that was shut down, or shuts it down as often as needed. */
    private void awaitTermination() throws InterruptedException {
        if (!config.threadsFail()) {
            assertTrue(pool.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS));
            return;
        }
        do {
            pool.shutdown();
        } while (!pool.awaitTermination(RETRY_MILLIS, TimeUnit.MILLISECONDS));
    }

    // The audit.

    private void audit(SoakRecording recording) throws InterruptedException, IOException {
        SoakAudit audit = new SoakAudit(config, ledger, listener);
        audit.checkTasks();
        MetricsSnapshot counts = audit.awaitDeadlines(pool);
        audit.checkCounts(counts);
        audit.checkDecorations(decorator);
        audit.checkNothingIsLeft(pool, threads);
        audit.addTotals(counts);
        int events = recording.check(counts, pool.group().settings().timedEvery() > 0);
        ledger.run().add(SoakRun.Total.RECORDED_EVENTS, events);
    }

    /** Runs what was listed, in another pool and on this thread, as the receiver of the list may. */
    private void runListed() throws InterruptedException {
        List<Runnable> listed = ledger.listed();
        WorkerPool other = PoolKind.LIFO.build(2, settings -> settings.uncaughtExceptionHandler(handler));
        for (int i = 0; i < listed.size(); i++) {
            if (i % 2 == 0) {
                other.execute(listed.get(i));
            } else {
                runHere(listed.get(i));
            }
        }
        other.close();
        new SoakAudit(config, ledger, listener).checkListedHaveRun();
    }

    private void runHere(Runnable task) {
        try {
            task.run();
        } catch (Throwable thrown) {
            ledger.noteReported(thrown);
        } finally {
            // The task may have interrupted this thread, which would stop the other pool.
            Thread.interrupted();
        }
    }
}
