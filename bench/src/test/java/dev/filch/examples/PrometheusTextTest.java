package dev.filch.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.pool.FullQueuePolicy;
import dev.filch.pool.MetricsSnapshot;
import dev.filch.pool.TaskTiming;
import dev.filch.pool.WorkStealingPool;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PrometheusTextTest {

    @Test
    void thePageHasTheNumbersOfTheSnapshot() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        try (WorkStealingPool pool = WorkStealingPool.builder().workers(1).timing(TaskTiming.EVERY_TASK)
                .queueCapacity(5).whenFull(FullQueuePolicy.abort()).build()) {
            pool.submit(() -> {
                throw new IllegalStateException("a task that fails");
            });
            pool.submitWithin(Duration.ZERO, () -> 1, false);
            pool.awaitIdle();
            pool.execute(() -> {
                busy.countDown();
                awaitUninterrupted(release);
            });
            awaitUninterrupted(busy);
            for (int priority : new int[] {255, 100, 100, 0, 0}) {
                assertTrue(pool.tryExecute(() -> { }, priority));
            }
            pool.tryExecute(() -> { });
            MetricsSnapshot snapshot = pool.metrics().snapshot();
            release.countDown();

            PrometheusPage page = PrometheusPage.parse(PrometheusText.of("p", snapshot));

            assertEquals(snapshot.submitted(), page.value("filch_submitted_tasks_total{pool=\"p\"}"));
            assertEquals(snapshot.completed(), page.value("filch_completed_tasks_total{pool=\"p\"}"));
            assertEquals(1, page.value("filch_failed_tasks_total{pool=\"p\"}"));
            assertEquals(1, page.value("filch_refused_tasks_total{pool=\"p\"}"));
            assertEquals(1, page.value("filch_expired_tasks_total{pool=\"p\"}"));
            assertEquals(0, page.value("filch_starvations_total{pool=\"p\"}"));
            assertEquals(1, page.value("filch_threads{pool=\"p\"}"));
            assertEquals(1, page.value("filch_queued_tasks{pool=\"p\",lane=\"high\"}"));
            assertEquals(2, page.value("filch_queued_tasks{pool=\"p\",lane=\"normal\"}"));
            assertEquals(2, page.value("filch_queued_tasks{pool=\"p\",lane=\"low\"}"));
            double busySeconds = snapshot.workers().get(0).busy().toNanos() * 1e-9;
            assertEquals(busySeconds, page.value("filch_busy_seconds_total{pool=\"p\",worker=\"0\"}"), 1e-9);
            assertEquals(snapshot.queueTime().percentileMicros(99) * 1e-6,
                    page.value("filch_queue_time_seconds{pool=\"p\",quantile=\"0.99\"}"), 1e-12);
            assertEquals(snapshot.runTime().meanMicros() * snapshot.runTime().count() * 1e-6,
                    page.value("filch_run_time_seconds_sum{pool=\"p\"}"), 1e-12);
            assertEquals(snapshot.runTime().count(), page.value("filch_run_time_seconds_count{pool=\"p\"}"));
            assertTrue(snapshot.runTime().count() > 0);
        }
    }

    @Test
    void aNameWithQuotesAndLineBreaksIsEscaped() {
        try (WorkStealingPool pool = WorkStealingPool.builder().workers(1).build()) {
            PrometheusPage page = PrometheusPage.parse(PrometheusText.of("a\\b\"c\nd", pool.metrics().snapshot()));

            assertEquals(0, page.value("filch_threads{pool=\"a\\\\b\\\"c\\nd\"}"));
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted at a latch", e);
        }
    }
}
