package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Busy;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which calls a listener receives, and that an exception from it does not affect the pool. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PoolListenerTest {

    private static final IllegalStateException MADE_UP = new IllegalStateException("made up");

    /** Records each call, and then throws an exception if {@code throwing} is set. */
    private static final class Recorder implements PoolListener {

        private final Queue<String> events = new ConcurrentLinkedQueue<>();
        private final Queue<Object> subjects = new ConcurrentLinkedQueue<>();
        private final boolean throwing;

        Recorder(boolean throwing) {
            this.throwing = throwing;
        }

        private void recordEvent(String event, Object subject) {
            events.add(event);
            subjects.add(subject);
            if (throwing) {
                throw new IllegalStateException("from the listener");
            }
        }

        private List<String> events() {
            return List.copyOf(events);
        }

        @Override
        public void beforeTask(Runnable task) {
            recordEvent("before", task);
        }

        @Override
        public void afterTask(Runnable task, Throwable thrown) {
            recordEvent(thrown == null ? "after" : "after " + thrown.getMessage(), task);
        }

        @Override
        public void taskRefused(Runnable task) {
            recordEvent("refused", task);
        }

        @Override
        public void threadStarted() {
            recordEvent("started", Thread.currentThread());
        }

        @Override
        public void threadEnded() {
            recordEvent("ended", Thread.currentThread());
        }
    }

    private static WorkerPool build(PoolKind kind, Recorder recorder, Queue<Throwable> handled) {
        return kind.build(1, settings -> settings.listener(recorder).queueCapacity(1)
                .uncaughtExceptionHandler((thread, thrown) -> handled.add(thrown)));
    }

    @ParameterizedTest
    @EnumSource
    void reportsEachTaskAndThread(PoolKind kind) throws Exception {
        Recorder recorder = new Recorder(false);
        Queue<Throwable> handled = new ConcurrentLinkedQueue<>();
        WorkerPool pool = build(kind, recorder, handled);
        Runnable task = () -> recorder.events.add("runs");
        kind.service(pool).execute(task);
        pool.awaitIdle();
        Future<?> future = kind.service(pool).submit(task);
        future.get();
        pool.awaitIdle();
        kind.service(pool).execute(() -> {
            throw MADE_UP;
        });
        pool.awaitIdle();
        pool.close();
        assertEquals(List.of("started", "before", "runs", "after", "before", "runs", "after", "before", "after made up",
                "ended"), recorder.events());
        List<Object> subjects = List.copyOf(recorder.subjects);
        assertSame(task, subjects.get(1));
        assertSame(future, subjects.get(3));
        assertEquals(List.of(MADE_UP), List.copyOf(handled));
    }

    /** A future that a waiting task runs itself is reported between the start and the end of that task. */
    @EveryPool
    void reportsTasksThatWaitingTasksRun(PoolKind kind) throws Exception {
        Recorder recorder = new Recorder(false);
        try (WorkerPool pool = build(kind, recorder, new ConcurrentLinkedQueue<>())) {
            pool.submit(() -> pool.submit(() -> 1).get()).get();
            pool.awaitIdle();
            assertEquals(List.of("started", "before", "before", "after", "after"), recorder.events());
        }
    }

    @EveryPool
    void reportsRefusals(PoolKind kind) throws Exception {
        Recorder recorder = new Recorder(false);
        WorkerPool pool = build(kind, recorder, new ConcurrentLinkedQueue<>());
        Busy busy = Workers.occupy(pool, 1).get(0);
        Runnable queued = () -> { };
        Runnable refused = () -> { };
        pool.execute(queued);
        assertThrows(RejectedExecutionException.class, () -> pool.execute(refused));
        assertTrue(!pool.tryExecute(refused));
        busy.end();
        pool.close();
        assertThrows(RejectedExecutionException.class, () -> pool.execute(refused));
        assertEquals(3, recorder.events.stream().filter("refused"::equals).count());
        assertEquals(3, recorder.subjects.stream().filter(subject -> subject == refused).count());
    }

    /** The listener's exceptions reach the handler, and each task still runs once. */
    @ParameterizedTest
    @EnumSource
    void aListenerMayThrow(PoolKind kind) throws Exception {
        Recorder recorder = new Recorder(true);
        Queue<Throwable> handled = new ConcurrentLinkedQueue<>();
        WorkerPool pool = build(kind, recorder, handled);
        assertEquals(1, kind.service(pool).submit(() -> pool.submit(() -> 1).get()).get());
        pool.awaitIdle();
        assertEquals(2, pool.completedTasks());
        pool.close();
        assertEquals(6, handled.size());
        assertEquals(0, pool.metrics().snapshot().failed());
    }
}
