package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Busy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Timeout;

/** A task decorator wraps code around each task. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TaskDecoratorTest {

    private static final ThreadLocal<String> CONTEXT = new ThreadLocal<>();

    /** Carries the submitting thread's context to the thread that runs the task. */
    private static Runnable carryContext(Runnable task) {
        String context = CONTEXT.get();
        return () -> {
            String before = CONTEXT.get();
            CONTEXT.set(context);
            try {
                task.run();
            } finally {
                CONTEXT.set(before);
            }
        };
    }

    private static WorkerPool build(PoolKind kind, UnaryOperator<Runnable> decorator) {
        return kind.build(1, settings -> settings.taskDecorator(decorator));
    }

    @EveryPool
    void everySubmissionMethodDecoratesTheTaskOnce(PoolKind kind) throws Exception {
        AtomicInteger decorated = new AtomicInteger();
        UnaryOperator<Runnable> decorator = task -> {
            decorated.incrementAndGet();
            return carryContext(task);
        };
        try (WorkerPool pool = build(kind, decorator)) {
            Queue<String> seen = new ConcurrentLinkedQueue<>();
            Runnable task = () -> seen.add(String.valueOf(CONTEXT.get()));
            Callable<String> callable = CONTEXT::get;
            CONTEXT.set("submitter");
            pool.execute(task);
            assertTrue(pool.tryExecute(task));
            pool.submit(task).get();
            pool.awaitIdle();
            assertEquals(List.of("submitter", "submitter", "submitter"), List.copyOf(seen));
            assertEquals("submitter", pool.submit(callable).get());
            assertEquals("submitter", pool.submitWithin(Duration.ofHours(1), callable).get());
            assertEquals("submitter", pool.invokeAll(List.of(callable)).get(0).get());
            assertEquals("submitter", pool.invokeAny(List.of(callable)));
            assertEquals("submitter", pool.invokeAny(List.of(callable), 1, TimeUnit.HOURS));
            assertEquals(8, decorated.get());
            ExecutorCompletionService<String> service = new ExecutorCompletionService<>(pool);
            service.submit(callable);
            assertEquals("submitter", service.take().get());
        } finally {
            CONTEXT.remove();
        }
    }

    @EveryPool
    void aNestedTaskGetsTheContextOfItsSubmitter(PoolKind kind) throws Exception {
        try (WorkerPool pool = build(kind, TaskDecoratorTest::carryContext)) {
            CONTEXT.set("outer");
            assertEquals("inner outer", pool.submit(() -> {
                CONTEXT.set("inner");
                String nested = pool.submit(CONTEXT::get).get();
                CONTEXT.set("outer");
                return nested + " " + CONTEXT.get();
            }).get());
            CONTEXT.remove();
            assertNull(pool.submit(CONTEXT::get).get());
        }
    }

    @EveryPool
    void listenersAndShutdownNowSeeTheUndecoratedTasks(PoolKind kind) throws Exception {
        Queue<Runnable> reported = new ConcurrentLinkedQueue<>();
        PoolListener listener = new PoolListener() {
            @Override
            public void beforeTask(Runnable task) {
                reported.add(task);
            }

            @Override
            public void taskRefused(Runnable task) {
                reported.add(task);
            }
        };
        WorkerPool pool = kind.build(1, settings -> settings.taskDecorator(TaskDecoratorTest::carryContext)
                .listener(listener).timing(TaskTiming.EVERY_TASK).queueCapacity(2));
        Busy busy = Workers.occupy(pool, 1).get(0);
        Runnable plain = () -> { };
        pool.execute(plain);
        Future<?> future = pool.submit(plain);
        Runnable refused = () -> { };
        assertThrows(RejectedExecutionException.class, () -> pool.execute(refused));
        List<Runnable> listed = pool.shutdownNow();
        assertEquals(2, listed.size());
        assertTrue(listed.contains(plain) && listed.contains(future),
                () -> "expected both undecorated tasks: " + listed);
        assertEquals(List.of(busy, refused), List.copyOf(reported));
        busy.end();
        Await.end(pool);
    }

    @EveryPool
    void anExceptionFromTheDecoratorReachesTheSubmitter(PoolKind kind) throws Exception {
        IllegalStateException madeUp = new IllegalStateException("made up");
        try (WorkerPool pool = build(kind, task -> {
            throw madeUp;
        })) {
            assertSame(madeUp, assertThrows(IllegalStateException.class, () -> pool.execute(() -> { })));
            assertSame(madeUp, assertThrows(IllegalStateException.class, () -> pool.submit(() -> { })));
            pool.awaitIdle();
            assertEquals(0, pool.metrics().snapshot().submitted());
        }
        try (WorkerPool pool = build(kind, task -> null)) {
            assertThrows(NullPointerException.class, () -> pool.execute(() -> { }));
            assertThrows(NullPointerException.class, () -> pool.submit(() -> { }));
        }
    }

    @EveryPool
    void aDecoratorCannotHideAnExceptionFromTheFuture(PoolKind kind) throws Exception {
        List<Throwable> caught = new ArrayList<>();
        UnaryOperator<Runnable> catching = task -> () -> {
            try {
                task.run();
            } catch (Throwable thrown) {
                caught.add(thrown);
            }
        };
        try (WorkerPool pool = build(kind, catching)) {
            for (Throwable thrown : List.of(new Exception("checked"), new AssertionError("an error"))) {
                Future<?> future = pool.submit((Callable<Void>) () -> {
                    if (thrown instanceof Error error) {
                        throw error;
                    }
                    throw (Exception) thrown;
                });
                assertSame(thrown, assertThrows(ExecutionException.class, future::get).getCause());
                assertSame(thrown, caught.get(caught.size() - 1), "expected the decorator to catch the exception");
            }
        }
    }

    @EveryPool
    void anExceptionFromTheDecoratorAfterTheTaskFailsTheFuture(PoolKind kind) throws Exception {
        IllegalStateException madeUp = new IllegalStateException("made up");
        try (WorkerPool pool = build(kind, task -> () -> {
            task.run();
            throw madeUp;
        })) {
            Future<?> future = pool.submit(() -> "result");
            assertSame(madeUp, assertThrows(ExecutionException.class, future::get).getCause());
        }
    }

    @EveryPool
    void theResultIsNullIfTheDecoratorSkipsTheTask(PoolKind kind) throws Exception {
        try (WorkerPool pool = build(kind, task -> () -> { })) {
            assertNull(pool.submit(() -> "result").get());
        }
    }

    @EveryPool
    void aFutureSubmittedToAnotherPoolIsNotDecoratedAgain(PoolKind kind) throws Exception {
        AtomicInteger decorated = new AtomicInteger();
        UnaryOperator<Runnable> decorator = task -> {
            decorated.incrementAndGet();
            return task;
        };
        WorkerPool first = build(kind, decorator);
        Busy busy = Workers.occupy(first, 1).get(0);
        Future<String> future = first.submit(() -> "result");
        List<Runnable> listed = first.shutdownNow();
        busy.end();
        try (WorkerPool second = build(kind, decorator)) {
            listed.forEach(second::execute);
            assertEquals("result", future.get());
        }
        assertEquals(2, decorated.get(), "expected one decoration each of the busy task and the future");
    }
}
