package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Busy;
import dev.filch.internal.Together;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The watchdog reports if, and only if, there is no progress. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WatchdogTest {

    private static final Duration SHORT_TIMEOUT = Duration.ofMillis(200);

    private final Queue<String> printed = new ConcurrentLinkedQueue<>();

    private String reportOf(Thread watched, Watchdog watchdog) {
        String report = assertThrows(AssertionError.class, () -> watchdog.watch(watched)).getMessage();
        assertEquals(List.of(report), List.copyOf(printed));
        return report;
    }

    private static void assertContains(String part, String text) {
        assertTrue(text.contains(part), () -> "expected " + part + " in: " + text);
    }

    /** The only worker is blocked, and no spare thread may run the task that the soak waits for. */
    @EveryPool
    void theReportOfAStuckPoolHasSeedConfigurationAndStacks(PoolKind kind) throws Exception {
        SoakRun run = new SoakRun();
        SoakConfig config = SoakBooks.config(0, FullQueuePolicy.abort(), null);
        try (WorkerPool pool = kind.build(1, settings -> settings.maxSpares(0))) {
            Busy busy = Workers.occupy(pool, 1).get(0);
            run.setCurrent(() -> config + System.lineSeparator() + pool.dump());
            Together.Running<Object> stuck =
                    Together.<Object>start(() -> pool.submit(run::step).get()).awaitParked();
            String report = reportOf(stuck.thread(), SoakTest.watchdog(run, SHORT_TIMEOUT, printed::add));
            assertContains("no progress for PT0.2S", report);
            assertContains("seed ", report);
            assertContains(config.toString(), report);
            assertContains("the only worker is blocked", report);
            assertContains("TaskFuture.get", report);
            assertContains(stuck.thread().toString(), report);
            busy.end();
            stuck.join();
            assertEquals(1, run.steps());
        }
    }

    /** Each poll sees progress, however late the poll comes. */
    @Test
    void thereIsNoReportWhileThereIsProgress() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        AtomicLong reads = new AtomicLong();
        Together.Running<Void> working = Together.start(() -> {
            end.await();
            return null;
        });
        new Watchdog(() -> {
            if (reads.incrementAndGet() == 50) {
                end.countDown();
            }
            return reads.get();
        }, Duration.ofMillis(1), () -> "not stuck", printed::add).watch(working.thread());
        working.join();
    }

    @Test
    void thereIsNoReportOfAThreadThatHasEnded() throws Exception {
        Together.Running<Integer> ended = Together.start(() -> 1);
        ended.join();
        new Watchdog(() -> 0, Duration.ZERO, () -> "not stuck", printed::add).watch(ended.thread());
    }

    @Test
    void theReportOmitsADescriptionThatBlocks() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        Together.Running<Void> stuck = Together.start(() -> {
            end.await();
            return null;
        });
        String report = reportOf(stuck.thread(), new Watchdog(() -> 0, SHORT_TIMEOUT, () -> {
            Await.latch(end);
            return "too late";
        }, printed::add));
        assertContains("no description within PT0.2S", report);
        assertContains(stuck.thread().toString(), report);
        end.countDown();
    }
}
