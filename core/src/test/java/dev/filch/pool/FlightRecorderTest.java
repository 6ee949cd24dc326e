package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Busy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import jdk.jfr.consumer.RecordingStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each event of the flight recorder, as it appears in a recording. */
@Timeout(value = 100, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FlightRecorderTest {

    @TempDir
    private Path directory;

    /** A task whose class has a name. */
    private record Named(Runnable action) implements Runnable {

        @Override
        public void run() {
            action.run();
        }
    }

    /** The pool's events of one type that were recorded while an action ran. */
    private List<RecordedEvent> record(String name, Duration threshold, WorkerPool pool, Action action)
            throws Exception {
        try (Recording recording = new Recording()) {
            recording.enable(name).withThreshold(threshold);
            recording.start();
            action.run();
            recording.stop();
            Path file = directory.resolve("recording.jfr");
            recording.dump(file);
            return RecordingFile.readAllEvents(file).stream()
                    .filter(event -> event.getEventType().getName().equals(name) && isOf(pool, event)).toList();
        }
    }

    private static boolean isOf(WorkerPool pool, RecordedEvent event) {
        return pool.group().settings().name().equals(event.getString("pool"));
    }

    private interface Action {
        void run() throws Exception;
    }

    private static RecordedEvent only(List<RecordedEvent> events) {
        assertEquals(1, events.size(), events::toString);
        return events.get(0);
    }

    private static WorkerPool timed(PoolKind kind) {
        return kind.build(1, settings -> settings.name("timed " + kind).timing(TaskTiming.EVERY_TASK));
    }

    @EveryPool
    void recordsATaskSlowerThanTheThreshold(PoolKind kind) throws Exception {
        try (WorkerPool pool = timed(kind)) {
            Duration threshold = Duration.ofMillis(10);
            RecordedEvent event = only(record("dev.filch.SlowTask", threshold, pool, () -> {
                pool.execute(() -> { });
                pool.submit((Runnable) new Named(() -> spin(threshold))).get();
                pool.awaitIdle();
            }));
            assertEquals(Named.class.getName(), event.getClass("task").getName());
            assertEquals("NORMAL", event.getString("lane"));
            assertTrue(event.getDuration().compareTo(threshold) >= 0, event::toString);
        }
    }

    private static int nest(WorkerPool pool, int depth) throws Exception {
        return depth == 0 ? 1 : 1 + pool.submit(() -> nest(pool, depth - 1)).get();
    }

    /** Each task waits for the next one, and runs it. If many are nested, it hands the next one to a spare thread. */
    @EveryPool
    void recordsTasksThatWaitingTasksRunOrHandOver(PoolKind kind) throws Exception {
        try (WorkerPool pool = timed(kind)) {
            int depth = 100;
            List<RecordedEvent> events = record("dev.filch.SlowTask", Duration.ZERO, pool, () -> {
                nest(pool, depth);
                pool.awaitIdle();
            });
            assertEquals(depth, events.size());
            assertTrue(events.stream().map(event -> event.getThread().getJavaName()).distinct().count() > 1,
                    "expected that a spare thread has run some of the tasks");
        }
    }

    @EveryPool
    void recordsATaskQueuedForLongerThanTheThreshold(PoolKind kind) throws Exception {
        try (WorkerPool pool = timed(kind)) {
            Duration threshold = Duration.ofMillis(10);
            List<RecordedEvent> events = record("dev.filch.QueuedTask", threshold, pool, () -> {
                Busy busy = Workers.occupy(pool, 1).get(0);
                pool.execute(new Named(() -> { }));
                spin(threshold);
                busy.end();
                pool.awaitIdle();
                pool.execute(() -> { });
                pool.awaitIdle();
            });
            RecordedEvent event = only(events.stream()
                    .filter(queued -> queued.getClass("task").getName().equals(Named.class.getName())).toList());
            assertEquals("NORMAL", event.getString("lane"));
            assertTrue(event.getDuration().compareTo(threshold) >= 0, event::toString);
        }
    }

    private static void spin(Duration duration) {
        long start = System.nanoTime();
        while (System.nanoTime() - start < duration.toNanos()) {
            Thread.onSpinWait();
        }
    }

    @EveryPool
    void recordsAStalledWorker(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(2, settings -> settings.name("stalled " + kind));
                RecordingStream stream = new RecordingStream()) {
            CountDownLatch stalled = new CountDownLatch(1);
            AtomicReference<RecordedEvent> first = new AtomicReference<>();
            stream.enable("dev.filch.StalledWorker").withPeriod(Duration.ofMillis(100));
            stream.onEvent("dev.filch.StalledWorker", event -> {
                if (isOf(pool, event) && first.compareAndSet(null, event)) {
                    stalled.countDown();
                }
            });
            stream.startAsync();
            Busy busy = Workers.occupy(pool, 1).get(0);
            Await.latch(stalled);
            RecordedEvent event = first.get();
            assertEquals(Workers.threads(pool).get(0).getName(), event.getThread("worker").getJavaName());
            assertTrue(event.getDuration("stalled").compareTo(Duration.ofMillis(50)) > 0, event::toString);
            assertEquals("WAITING", event.getString("state"));
            assertTrue(event.getString("place").startsWith(Busy.class.getName() + ".run("), event::toString);
            busy.end();
        }
    }

    @EveryPool
    void doesNotRecordAWorkerThatMakesProgress(PoolKind kind) throws Exception {
        try (WorkerPool progressing = kind.build(1, settings -> settings.name("progressing " + kind));
                WorkerPool stuck = kind.build(1, settings -> settings.name("stuck " + kind));
                RecordingStream stream = new RecordingStream()) {
            CountDownLatch stalls = new CountDownLatch(3);
            AtomicReference<RecordedEvent> wrong = new AtomicReference<>();
            stream.enable("dev.filch.StalledWorker").withPeriod(Duration.ofMillis(100));
            stream.onEvent("dev.filch.StalledWorker", event -> {
                if (isOf(progressing, event)) {
                    wrong.set(event);
                } else if (isOf(stuck, event)) {
                    stalls.countDown();
                }
            });
            stream.startAsync();
            Busy busy = Workers.occupy(stuck, 1).get(0);
            while (stalls.getCount() > 0) {
                progressing.submit(() -> { }).get();
            }
            busy.end();
            assertEquals(null, wrong.get());
        }
    }

    @EveryPool
    void recordsTheStartOfASpareThread(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1, settings -> settings.name("spare " + kind))) {
            List<RecordedEvent> events = record("dev.filch.SpareStarted", Duration.ZERO, pool, () -> {
                pool.submit(() -> {
                    CountDownLatch other = new CountDownLatch(1);
                    pool.execute(other::countDown);
                    Blocking.run(() -> Await.latch(other));
                }).get();
            });
            assertEquals(2, only(events).getInt("threads"));
        }
    }

    @EveryPool
    void recordsARefusedTask(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1, settings -> settings.name("refuses " + kind).queueCapacity(1))) {
            RecordedEvent event = only(record("dev.filch.RefusedTask", Duration.ZERO, pool, () -> {
                Busy busy = Workers.occupy(pool, 1).get(0);
                pool.execute(() -> { });
                assertThrows(RejectedExecutionException.class, () -> pool.execute(new Named(() -> { })));
                busy.end();
            }));
            assertEquals(Named.class.getName(), event.getClass("task").getName());
            assertEquals(1, event.getInt("queued"));
            assertNotNull(event.getStackTrace(), "expected the stack of the submitter");
        }
    }

    /** The future of a task that was dropped does not know its task any more. */
    @EveryPool
    void aDroppedTaskHasItsClass(PoolKind kind) throws Exception {
        for (FullQueuePolicy policy : List.of(FullQueuePolicy.discard(), FullQueuePolicy.discardOldest())) {
            try (WorkerPool pool = kind.build(1,
                    settings -> settings.name("drops " + kind).queueCapacity(1).whenFull(policy))) {
                List<RecordedEvent> events = record("dev.filch.RefusedTask", Duration.ZERO, pool, () -> {
                    Busy busy = Workers.occupy(pool, 1).get(0);
                    pool.submit((Runnable) new Named(() -> { }));
                    pool.submit((Runnable) new Named(() -> { }));
                    busy.end();
                });
                assertEquals(Named.class.getName(), only(events).getClass("task").getName(), policy::toString);
            }
        }
    }

    @EveryPool
    void recordsStarvation(PoolKind kind) throws Exception {
        Duration interval = Duration.ofMillis(5);
        try (WorkerPool pool = kind.build(1, settings -> settings.name("starved " + kind).starvationGuard(interval))) {
            List<RecordedEvent> events = record("dev.filch.Starvation", Duration.ZERO, pool, () -> {
                Busy busy = Workers.occupy(pool, 1).get(0);
                pool.submit(() -> { }).get();
                busy.end();
            });
            assertFalse(events.isEmpty(), "expected at least one event");
            assertEquals(1, events.get(0).getInt("queued"));
        }
    }

    @EveryPool
    void recordsDeadlinesThatPassed(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1, settings -> settings.name("late " + kind))) {
            List<RecordedEvent> events = record("dev.filch.DeadlinePassed", Duration.ZERO, pool, () -> {
                CountDownLatch release = new CountDownLatch(1);
                Duration soon = Duration.ofMillis(5);
                Future<?> running = pool.submitWithin(Duration.ofMillis(200), () -> Await.latch(release));
                Await.until(() -> running.isDone() && pool.metrics().snapshot().overran() == 1,
                        "the running task was counted as late");
                Future<?> waiting = pool.submitWithin(soon, () -> { });
                Await.until(() -> pool.metrics().snapshot().expired() == 1, "the queued task was counted as late");
                Await.until(waiting::isDone, "the deadline failed the future");
                // The event is written after the count. The thread that writes it then serves the next deadline.
                Await.until(pool.submitWithin(soon, () -> { })::isDone, "the deadline failed the future");
                release.countDown();
            });
            Predicate<RecordedEvent> started = event -> event.getBoolean("started");
            assertEquals(1, events.stream().filter(started).count(), events::toString);
            assertTrue(events.stream().filter(started.negate()).count() >= 1, events::toString);
        }
    }

    @Test
    void doesNotRecordEventsThatAreNotEnabled() throws Exception {
        try (WorkerPool pool = timed(PoolKind.LIFO)) {
            List<RecordedEvent> events = record("dev.filch.SlowTask", Duration.ZERO, pool, () -> {
                pool.close();
                assertThrows(RejectedExecutionException.class, () -> pool.execute(() -> { }));
            });
            assertEquals(0, events.size());
        }
    }
}
