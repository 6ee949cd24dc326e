package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Busy;
import dev.filch.internal.Together;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each test stages a problem, and checks the line of the dump that names it. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DumpTest {

    private static final Runnable NOTHING = () -> { };

    private static String firstLine(WorkerPool pool) {
        return pool.dump().lines().findFirst().orElseThrow();
    }

    private static void awaitFirstLine(WorkerPool pool, String expected) {
        Await.until(() -> firstLine(pool).equals(expected),
                "the first line was: " + expected);
    }

    private static void awaitFirstLineThatMatches(WorkerPool pool, String expected) {
        Await.until(() -> firstLine(pool).matches(expected), "the first line matched: " + expected);
    }

    @EveryPool
    void namesWorkersThatAllWaitForQueuedTasks(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(2)) {
            CountDownLatch both = new CountDownLatch(2);
            CompletableFuture<Void> never = new CompletableFuture<>();
            for (int i = 0; i < 2; i++) {
                pool.execute(() -> {
                    both.countDown();
                    Await.latch(both);
                    CompletableFuture<Void> queued = CompletableFuture.runAsync(NOTHING, pool);
                    CompletableFuture.anyOf(never, queued.thenCompose(nothing -> never)).join();
                });
            }
            Await.until(() -> pool.queuedTasks() == 2, "the awaited tasks were queued");
            awaitFirstLine(pool, "all 2 workers are blocked (CompletableFuture.join); 2 tasks are queued; "
                    + "spare threads are allowed, but this kind of wait must be wrapped in Blocking");
            never.complete(null);
        }
    }

    @EveryPool
    void namesTasksThatWaitForEachOther(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(3)) {
            List<CompletableFuture<Future<?>>> futures = List.of(
                    new CompletableFuture<>(), new CompletableFuture<>(), new CompletableFuture<>());
            CountDownLatch all = new CountDownLatch(3);
            for (int i = 0; i < 3; i++) {
                CompletableFuture<Future<?>> next = futures.get((i + 1) % 3);
                futures.get(i).complete(pool.submit(() -> {
                    all.countDown();
                    Await.latch(all);
                    return next.get().get();
                }));
            }
            Await.until(() -> firstLine(pool).startsWith("3 tasks are waiting for each other's futures in a cycle, and "
                    + "will never end: on " + kind + "-"), "the cycle was found");
            for (CompletableFuture<Future<?>> future : futures) {
                future.get().cancel(true);
            }
            assertFalse(firstLine(pool).contains("cycle"), pool::dump);
        }
    }

    @EveryPool
    void showsHowLongTasksHaveRun(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1)) {
            Busy busy = Workers.occupy(pool, 1).get(0);
            Await.until(() -> pool.dump().contains(kind + "-1 WAITING, in its task for "),
                    "the dump showed the age of the task");
            Busy next = new Busy();
            pool.execute(next);
            busy.end();
            next.awaitStart();
            Await.until(() -> pool.completedTasks() == 1, "the first task ended");
            pool.dump();
            String dump = pool.dump();
            next.end();
            Matcher ages = Pattern.compile(", in its task for at least (\\d+\\.\\d+) s, at most (\\d+\\.\\d+) s")
                    .matcher(dump);
            assertTrue(ages.find(), dump);
            assertTrue(Double.parseDouble(ages.group(1)) <= Double.parseDouble(ages.group(2)), dump);
        }
    }

    @EveryPool
    void aTaskThatWaitsForRoomIsShownAtTheCallersLine(PoolKind kind) throws Exception {
        FullQueuePolicy patient = FullQueuePolicy.block(Duration.ofHours(1));
        try (WorkerPool full = kind.build(1, settings -> settings.queueCapacity(1).whenFull(patient));
                WorkerPool pool = kind.build(1)) {
            Busy busy = Workers.occupy(full, 1).get(0);
            full.execute(NOTHING);
            pool.execute(() -> full.execute(NOTHING));
            Await.until(() -> pool.toString().contains("WAITING at " + DumpTest.class.getName()),
                    "the task was shown at a line of this test");
            busy.end();
        }
    }

    @EveryPool
    void namesBlockedWorkersWithoutSpares(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(2, settings -> settings.maxSpares(0))) {
            CountDownLatch started = new CountDownLatch(2);
            CountDownLatch end = new CountDownLatch(1);
            for (int i = 0; i < 2; i++) {
                pool.execute(() -> {
                    started.countDown();
                    Await.latch(end);
                });
            }
            Await.latch(started);
            pool.execute(NOTHING);
            String expected = "all 2 workers are blocked (CountDownLatch.await); 1 task is queued; no spare is allowed";
            awaitFirstLine(pool, expected);
            assertEquals(expected, pool.toString().lines().findFirst().orElseThrow());
            end.countDown();
        }
    }

    @EveryPool
    void namesWorkersBlockedInInputOrOutput(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1);
                ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            pool.submit(() -> {
                server.accept().close();
                return null;
            });
            Await.until(() -> pool.activeWorkers() == 1, "the worker took the task");
            pool.execute(NOTHING);
            awaitFirstLine(pool, "the only worker is blocked (ServerSocket.accept); 1 task is queued; "
                    + "spare threads are allowed, but this kind of wait must be wrapped in Blocking");
            new Socket(server.getInetAddress(), server.getLocalPort()).close();
        }
    }

    @EveryPool
    void namesASlowTask(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(2)) {
            AtomicBoolean end = new AtomicBoolean();
            pool.execute(() -> spinUntil(end));
            Await.until(() -> firstLine(pool).contains("DumpTest.spinUntil"), "the task was shown");
            assertTrue(firstLine(pool).startsWith("nothing is queued; 1 task runs, at "), pool::dump);
            end.set(true);
        }
    }

    @EveryPool
    void distinguishesBlockedTasksFromRunningOnes(PoolKind kind) throws Exception {
        String place = " blocked \\(CountDownLatch.await\\), at dev.filch.pool.Await.latch\\(.*\\)";
        try (WorkerPool pool = kind.build(3)) {
            CountDownLatch release = new CountDownLatch(1);
            pool.execute(() -> Await.latch(release));
            awaitFirstLineThatMatches(pool, "nothing is queued; 1 task is" + place);
            pool.execute(() -> Await.latch(release));
            AtomicBoolean end = new AtomicBoolean();
            pool.execute(() -> spinUntil(end));
            awaitFirstLineThatMatches(pool, "nothing is queued; 1 task runs, at dev.filch.pool.DumpTest.spinUntil"
                    + "\\(.*\\); 2 tasks are" + place);
            release.countDown();
            end.set(true);
        }
    }

    @EveryPool
    void namesTheParkedThreads(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(2)) {
            Workers.startAll(pool);
            Await.until(() -> pool.dump().endsWith(
                    "without a task: " + kind + "-1 TIMED_WAITING, " + kind + "-2 TIMED_WAITING"),
                    "the parked threads were shown");
        }
    }

    private static void spinUntil(AtomicBoolean end) {
        while (!end.get()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void namesLowTasksThatWaitForMoreUrgentOnes() throws Exception {
        try (WorkStealingPool pool = WorkStealingPool.builder().workers(1).daemon(true).build()) {
            AtomicBoolean end = new AtomicBoolean();
            pool.execute(() -> spinUntil(end));
            pool.execute(NOTHING);
            pool.execute(NOTHING, 0);
            pool.execute(NOTHING, 0);
            awaitFirstLine(pool, "the only worker is running more urgent tasks; 2 LOW tasks are queued, "
                    + "and only fairness ticks take them");
            end.set(true);
        }
    }

    @EveryPool
    void namesTheTaskThatAShutdownWaitsFor(PoolKind kind) throws Exception {
        WorkerPool pool = kind.build(2);
        AtomicBoolean end = new AtomicBoolean();
        pool.execute(() -> spinUntil(end));
        pool.shutdown();
        Await.until(() -> firstLine(pool).contains("DumpTest.spinUntil"), "the task was shown");
        assertTrue(firstLine(pool).startsWith("the shutdown waits for 1 task, at "), pool::dump);
        pool.shutdownNow();
        assertTrue(firstLine(pool).startsWith("the pool was stopped, and waits for 1 task, at "), pool::dump);
        end.set(true);
        Await.end(pool);
        assertEquals("the pool has terminated", firstLine(pool));
    }

    @EveryPool
    void namesTheFailureToStartAThread(PoolKind kind) throws Exception {
        AtomicBoolean fails = new AtomicBoolean(true);
        WorkerPool pool = kind.build(1, settings -> settings.uncaughtExceptionHandler((thread, thrown) -> { })
                .threadFactory(worker -> {
                    if (fails.get()) {
                        throw new IllegalStateException("made up");
                    }
                    Thread thread = new Thread(worker);
                    thread.setDaemon(true);
                    return thread;
                }));
        pool.execute(NOTHING);
        assertEquals("1 task is queued, but no thread could be started for another worker: "
                + "java.lang.IllegalStateException: made up", firstLine(pool));
        fails.set(false);
        pool.execute(NOTHING);
        pool.awaitIdle();
        assertEquals("nothing is wrong: no task is queued or running", firstLine(pool));
        pool.close();
    }

    /** Fills the queues of a pool with two places. Its only worker spins, so the pool does not count as blocked. */
    private static void assertFull(PoolKind kind, FullQueuePolicy policy, Consumer<WorkerPool> submissions,
            String expected) {
        try (WorkerPool pool = kind.build(1, settings -> settings.queueCapacity(2).whenFull(policy))) {
            AtomicBoolean end = new AtomicBoolean();
            try {
                pool.execute(() -> spinUntil(end));
                Await.until(() -> pool.queuedTasks() == 0, "the task started");
                pool.execute(NOTHING);
                pool.execute(NOTHING);
                submissions.accept(pool);
                assertEquals("the queues are full: 2 tasks are queued" + expected, firstLine(pool));
            } finally {
                end.set(true);
            }
        }
    }

    private static Consumer<WorkerPool> submit(int tasks) {
        return pool -> {
            for (int i = 0; i < tasks; i++) {
                pool.execute(NOTHING);
            }
        };
    }

    @EveryPool
    void countsTheRefusalsOfFullQueues(PoolKind kind) {
        FullQueuePolicy policy = FullQueuePolicy.abort();
        assertFull(kind, policy, submit(0), "");
        assertFull(kind, policy, pool -> assertFalse(pool.tryExecute(NOTHING)), "; 1 refusal so far");
        assertFull(kind, policy, pool -> {
            for (int i = 0; i < 5; i++) {
                assertThrows(RejectedExecutionException.class, () -> pool.execute(NOTHING));
            }
        }, "; 5 refusals so far");
    }

    @EveryPool
    void countsTheTasksThatFullQueuesHaveDropped(PoolKind kind) {
        for (FullQueuePolicy policy : List.of(FullQueuePolicy.discard(), FullQueuePolicy.discardOldest())) {
            assertFull(kind, policy, submit(1), "; 1 task was dropped so far");
            assertFull(kind, policy, submit(5), "; 5 tasks were dropped so far");
        }
    }

    @EveryPool
    void countsTheTasksThatSubmittersHaveRun(PoolKind kind) {
        FullQueuePolicy policy = FullQueuePolicy.callerRuns();
        assertFull(kind, policy, submit(1), "; submitters ran 1 task so far");
        assertFull(kind, policy, submit(5).andThen(pool -> assertFalse(pool.tryExecute(NOTHING))),
                "; 1 refusal so far; submitters ran 5 tasks so far");
    }

    @EveryPool
    void saysThatSubmittersWaitForRoom(PoolKind kind) {
        assertFull(kind, FullQueuePolicy.block(Duration.ofHours(1)), pool -> {
            // The future keeps the exception if the pool is closed before there is room.
            Thread submitter = Together.platformThread(new FutureTask<>(() -> pool.execute(NOTHING), null));
            submitter.start();
            Await.until(() -> submitter.getState() == Thread.State.TIMED_WAITING, "the submitter waited");
        }, "; further submitters wait for room");
        assertFull(kind, FullQueuePolicy.block(Duration.ZERO),
                pool -> assertThrows(RejectedExecutionException.class, () -> pool.execute(NOTHING)),
                "; further submitters wait for room; 1 refusal so far");
    }

    @EveryPool
    void saysIfNothingIsWrong(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(2)) {
            assertEquals("nothing is wrong: no task is queued or running", firstLine(pool));
            Workers.startAll(pool);
            assertEquals("nothing is wrong: no task is queued or running", firstLine(pool));
        }
    }

    /** The dump shows the whole stack, down to the task's first frame. */
    @EveryPool
    void showsTheStackOfEachTask(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(2)) {
            AtomicBoolean end = new AtomicBoolean();
            pool.execute(() -> spinUntil(end));
            Await.until(() -> pool.dump().contains("at dev.filch.pool.DumpTest.spinUntil"), "the stack was shown");
            assertEquals(1, pool.dump().lines().filter(line -> line.contains(" RUNNABLE")).count(), pool::dump);
            end.set(true);
        }
    }
}
