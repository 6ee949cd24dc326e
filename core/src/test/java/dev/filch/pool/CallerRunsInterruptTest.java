package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Busy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Timeout;

/** Which task an interrupt reaches if a task finds the queues full, and runs the task itself that it submits. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CallerRunsInterruptTest {

    private static final Runnable NOTHING = () -> { };

    private static final List<FullQueuePolicy> POLICIES =
            List.of(FullQueuePolicy.callerRuns(), FullQueuePolicy.block(Duration.ofDays(1)));

    /** A test with a pool of one worker and one place. */
    private interface Test {
        void run(WorkerPool pool) throws Exception;
    }

    private static void withEachPolicy(PoolKind kind, Test test) throws Exception {
        for (FullQueuePolicy policy : POLICIES) {
            try (WorkerPool pool = kind.build(1, settings -> settings.queueCapacity(1).whenFull(policy))) {
                test.run(pool);
            }
        }
    }

    /** Submits a task that takes the only place before its action. */
    private static <T> Future<T> submitFilling(WorkerPool pool, Callable<T> action) {
        return pool.submit(() -> {
            pool.execute(NOTHING);
            return action.call();
        });
    }

    /** Submits a task that runs another one. The result says whether the first was interrupted after that. */
    private static Future<?> submitOuter(
            WorkerPool pool, Busy inner, boolean isFuture, CompletableFuture<Boolean> interrupted) {
        return submitFilling(pool, () -> {
            if (isFuture) {
                pool.submit(inner);
            } else {
                pool.execute(inner);
            }
            return interrupted.complete(Thread.currentThread().isInterrupted());
        });
    }

    @EveryPool
    void cancellingTheSubmitterInterruptsItAfterTheTaskThatItRuns(PoolKind kind) throws Exception {
        for (boolean isFuture : new boolean[] {false, true}) {
            withEachPolicy(kind, pool -> {
                Busy inner = new Busy();
                CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
                Future<?> outer = submitOuter(pool, inner, isFuture, interrupted);
                inner.awaitStart();
                assertTrue(outer.cancel(true));
                inner.end();
                assertTrue(interrupted.get(), "expected the cancelled task to be interrupted");
                assertFalse(inner.wasInterrupted(), "expected no interrupt of a task that was not cancelled");
            });
        }
    }

    @EveryPool
    void cancellingTheSubmitterInterruptsNoTaskThatItsTaskAwaits(PoolKind kind) throws Exception {
        withEachPolicy(kind, pool -> {
            Busy innermost = new Busy();
            CompletableFuture<List<Boolean>> interrupted = new CompletableFuture<>();
            Future<?> outer = pool.submit(() -> {
                Future<?> awaited = pool.submit(innermost);
                boolean[] inner = new boolean[1];
                pool.submit(() -> {
                    awaited.get();
                    inner[0] = Thread.currentThread().isInterrupted();
                    return null;
                });
                return interrupted.complete(List.of(inner[0], Thread.currentThread().isInterrupted()));
            });
            innermost.awaitStart();
            assertTrue(outer.cancel(true));
            innermost.end();
            assertEquals(List.of(false, true), interrupted.get(), "interrupted: inner, outer");
            assertFalse(innermost.wasInterrupted());
        });
    }

    @EveryPool
    void aStopInterruptsBothTasks(PoolKind kind) throws Exception {
        withEachPolicy(kind, pool -> {
            Busy inner = new Busy();
            CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
            submitOuter(pool, inner, true, interrupted);
            inner.awaitStart();
            assertEquals(List.of(NOTHING), pool.shutdownNow());
            inner.end();
            assertTrue(interrupted.get(), "expected the submitter to be interrupted");
            assertTrue(inner.wasInterrupted());
        });
    }

    @EveryPool
    void anInterruptOfTheTaskEndsWithIt(PoolKind kind) throws Exception {
        withEachPolicy(kind, pool -> assertFalse(submitFilling(pool, () -> {
            pool.execute(() -> Thread.currentThread().interrupt());
            return Thread.currentThread().isInterrupted();
        }).get()));
    }

    @EveryPool
    void anEarlierInterruptStaysWithTheSubmitter(PoolKind kind) throws Exception {
        withEachPolicy(kind, pool -> {
            AtomicBoolean inner = new AtomicBoolean(true);
            assertTrue(submitFilling(pool, () -> {
                Thread.currentThread().interrupt();
                pool.execute(() -> inner.set(Thread.currentThread().isInterrupted()));
                return Thread.currentThread().isInterrupted();
            }).get());
            assertFalse(inner.get());
        });
    }

    /** The exception of the task must not keep the submitter suspended: it could not be cancelled or end. */
    @EveryPool
    void aTaskThatThrowsEndsTheSuspensionOfItsSubmitter(PoolKind kind) throws Exception {
        withEachPolicy(kind, pool -> assertTrue(submitFilling(pool, () -> {
            try {
                pool.execute(() -> {
                    throw new IllegalStateException("made up");
                });
                return false;
            } catch (IllegalStateException thrown) {
                return true;
            }
        }).get()));
    }
}
