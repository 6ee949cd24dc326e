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

/** The life of one pool of a soak: it is built, used by many threads, shut down at a random moment, and audited. */
final class SoakLife {

    /** A pool whose clients submit slowly is shut down after this time. */
    private static final long MAX_MILLIS = 500;

    /** If threads fail to start, the time before a thread that shuts the pool down tries again. */
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
    private SoakChannels channels;
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

    /** Runs the whole life. Fails if a task was lost or has run twice, or if a count is wrong. */
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
        channels = new SoakChannels(ledger.run(), random.split());
        ledger.run().setCurrent(() -> String.join(System.lineSeparator(), config.toString(), pool.dump(),
                channels.toString()));
        startClients();
        awaitMoment();
        shutDown();
        awaitTermination();
        for (Together.Running<Void> client : clients) {
            client.join();
        }
        ledger.run().throwFailure();
        audit(recording);
        runListed();
        channels.end();
        ledger.run().throwFailure();
    }

    /** Builds the pool. Returns false if the thread factory failed, so that no pool could be built. */
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
        SoakOperations operations = new SoakOperations(config, pool, ledger, channels);
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

    /**
     * Waits for the moment at which the pool must be shut down. If there is no progress, the moment does not come: a
     * shutdown would hide a lost wake-up.
     */
    private void awaitMoment() throws InterruptedException {
        long start = System.nanoTime();
        boolean isDue = false;
        while (!isDue) {
            long stepsBefore = ledger.run().steps();
            isDue = ledger.moment().await(config.threadsFail() ? RETRY_MILLIS : MAX_MILLIS, TimeUnit.MILLISECONDS);
            boolean isLate = System.nanoTime() - start >= TimeUnit.MILLISECONDS.toNanos(MAX_MILLIS);
            isDue |= isLate && (ledger.run().steps() != stepsBefore || ledger.run().hasFailed());
            submitAgain();
        }
    }

    /** If threads fail to start, tasks may wait for the next submission, so this submits another one. */
    private void submitAgain() {
        if (config.threadsFail()) {
            try {
                service.tryExecute(ledger.newTask(() -> 0));
            } catch (SoakDecorator.Refusal refusal) {
                // The next attempt follows.
            }
        }
    }

    // Shutdown.

    private void shutDown() throws Exception {
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

    /** Stops the clients, and checks the counts of the idle pool. */
    private void endIdle() throws Exception {
        clientsStop = true;
        for (Together.Running<Void> client : clients) {
            while (client.thread().isAlive()) {
                client.thread().join(RETRY_MILLIS);
                submitAgain();
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

    /** Called by each task. Shuts the pool down if a task must do so. */
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

    /** Waits until the pool has terminated. If threads fail to start, shuts it down again as often as needed. */
    private void awaitTermination() throws InterruptedException {
        if (!config.threadsFail()) {
            assertTrue(pool.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS));
            return;
        }
        do {
            pool.shutdown();
        } while (!pool.awaitTermination(RETRY_MILLIS, TimeUnit.MILLISECONDS));
    }

    // Audit.

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

    /** Runs the listed tasks in another pool and on this thread, as a receiver of the list may do. */
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
