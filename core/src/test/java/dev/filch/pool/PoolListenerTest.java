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

/** What a listener is told, and that it cannot do harm. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PoolListenerTest {

    private static final IllegalStateException MADE_UP = new IllegalStateException("made up");

    /** Notes what it is told, and then throws an exception if it is to. */
    private static final class Recorder implements PoolListener {

        private final Queue<String> heard = new ConcurrentLinkedQueue<>();
        private final Queue<Object> subjects = new ConcurrentLinkedQueue<>();
        private final boolean fails;

        Recorder(boolean fails) {
            this.fails = fails;
        }

        private void note(String what, Object subject) {
            heard.add(what);
            subjects.add(subject);
            if (fails) {
                throw new IllegalStateException("the listener fails");
            }
        }

        private List<String> heard() {
            return List.copyOf(heard);
        }

        @Override
        public void beforeTask(Runnable task) {
            note("before", task);
        }

        @Override
        public void afterTask(Runnable task, Throwable thrown) {
            note(thrown == null ? "after" : "after " + thrown.getMessage(), task);
        }

        @Override
        public void taskRefused(Runnable task) {
            note("refused", task);
        }

        @Override
        public void threadStarted() {
            note("started", Thread.currentThread());
        }

        @Override
        public void threadEnded() {
            note("ended", Thread.currentThread());
        }
    }

    private static WorkerPool build(PoolKind kind, Recorder recorder, Queue<Throwable> handled) {
        return kind.build(1, settings -> settings.listener(recorder).queueCapacity(1)
                .uncaughtExceptionHandler((thread, thrown) -> handled.add(thrown)));
    }

    @ParameterizedTest
    @EnumSource
    void isToldOfEachTaskAndThread(PoolKind kind) throws Exception {
        Recorder recorder = new Recorder(false);
        Queue<Throwable> handled = new ConcurrentLinkedQueue<>();
        WorkerPool pool = build(kind, recorder, handled);
        Runnable task = () -> recorder.heard.add("runs");
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
                "ended"), recorder.heard());
        List<Object> subjects = List.copyOf(recorder.subjects);
        assertSame(task, subjects.get(1));
        assertSame(future, subjects.get(3));
        assertEquals(List.of(MADE_UP), List.copyOf(handled));
    }

    /** A future that a waiting task runs is told of inside that task. */
    @EveryPool
    void isToldOfTasksThatWaitingTasksRun(PoolKind kind) throws Exception {
        Recorder recorder = new Recorder(false);
        try (WorkerPool pool = build(kind, recorder, new ConcurrentLinkedQueue<>())) {
            pool.submit(() -> pool.submit(() -> 1).get()).get();
            pool.awaitIdle();
            assertEquals(List.of("started", "before", "before", "after", "after"), recorder.heard());
        }
    }

    @EveryPool
    void isToldOfRefusals(PoolKind kind) throws Exception {
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
        assertEquals(3, recorder.heard.stream().filter("refused"::equals).count());
        assertEquals(3, recorder.subjects.stream().filter(subject -> subject == refused).count());
    }

    /** Its exceptions go to the handler, and each task still runs once. */
    @ParameterizedTest
    @EnumSource
    void aListenerThatThrowsDoesNoHarm(PoolKind kind) throws Exception {
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
