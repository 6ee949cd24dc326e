package dev.filch.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Together;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** A ThreadPoolExecutor, whose queue is a channel's view, does all that it does with a queue of the JDK. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ChannelQueueExecutorTest {

    private final AtomicInteger runs = new AtomicInteger();

    private static ThreadPoolExecutor executor(int least, int most, BlockingQueue<Runnable> queue) {
        return new ThreadPoolExecutor(least, most, 0, TimeUnit.SECONDS, queue, Together::platformThread);
    }

    private static void join(ThreadPoolExecutor executor) throws InterruptedException {
        assertTrue(executor.awaitTermination(1, TimeUnit.MINUTES), "the executor should terminate");
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "DROP_OLDEST")
    void everyTaskRuns(ChannelKind kind) throws Exception {
        // The channel holds or hands over all tasks: the caller runs those that it refuses.
        ThreadPoolExecutor executor = executor(2, 2, kind.<Runnable>create().asBlockingQueue());
        executor.setRejectedExecutionHandler(new ThreadPoolExecutor.CallerRunsPolicy());
        for (int i = 0; i < 1_000; i++) {
            executor.execute(runs::incrementAndGet);
        }
        executor.shutdown();
        join(executor);
        assertEquals(1_000, runs.get());
    }

    @ParameterizedTest
    @EnumSource(names = {"THREE", "UNBOUNDED"})
    void queuedTasksCanBeRemovedPurgedAndReturned(ChannelKind kind) throws Exception {
        ThreadPoolExecutor executor = executor(1, 1, kind.<Runnable>create().asBlockingQueue());
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        executor.execute(() -> {
            started.countDown();
            try {
                end.await();
            } catch (InterruptedException shutdownNow) {
                // The task ends.
            }
        });
        Together.await(started);
        Runnable removed = runs::incrementAndGet;
        Runnable kept = runs::incrementAndGet;
        executor.execute(kept);
        executor.execute(removed);
        Future<Integer> cancelled = executor.submit(runs::incrementAndGet);
        if (kind == ChannelKind.THREE) {
            assertThrows(RejectedExecutionException.class, () -> executor.execute(removed));
        }
        assertTrue(executor.remove(removed));
        assertFalse(executor.remove(removed));
        cancelled.cancel(false);
        executor.purge();
        assertEquals(List.of(kept), List.copyOf(executor.getQueue()));
        assertEquals(List.of(kept), executor.shutdownNow());
        join(executor);
        assertEquals(0, runs.get());
    }

    @ParameterizedTest
    @EnumSource
    void shutdownNowEndsIdleThreads(ChannelKind kind) throws Exception {
        Channel<Runnable> channel = kind.create();
        ThreadPoolExecutor executor = executor(3, 3, channel.asBlockingQueue());
        executor.prestartAllCoreThreads();
        while (channel.line(false).count() < 3) {
            Thread.onSpinWait();
        }
        assertEquals(List.of(), executor.shutdownNow());
        join(executor);
        assertFalse(channel.line(false).hasWaiters());
        assertFalse(channel.isClosed());
    }

    @ParameterizedTest
    @EnumSource(names = {"THREE", "UNBOUNDED"})
    void completionServiceHandsOverWhatHasEnded(ChannelKind kind) throws Exception {
        ThreadPoolExecutor executor = executor(2, 2, Channel.<Runnable>unbounded().asBlockingQueue());
        Channel<Future<Integer>> ended = kind.create();
        ExecutorCompletionService<Integer> service =
                new ExecutorCompletionService<>(executor, ended.asBlockingQueue());
        assertNull(service.poll());
        CountDownLatch end = new CountDownLatch(1);
        service.submit(() -> Together.await(end), 1);
        Future<Integer> second = service.submit(() -> 2);
        assertSame(second, service.take());
        Future<Integer> failed = service.submit(() -> {
            throw new IllegalStateException("simulated");
        });
        assertSame(failed, ended.receive());
        end.countDown();
        assertEquals(1, service.poll(1, TimeUnit.DAYS).get());
        executor.shutdown();
        join(executor);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "DROP_OLDEST")
    void idleThreadsTimeOutAndNewOnesComeWhenTheQueueIsFull(ChannelKind kind) throws Exception {
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                0, 8, 1, TimeUnit.MILLISECONDS, kind.<Runnable>create().asBlockingQueue(), Together::platformThread);
        CountDownLatch end = new CountDownLatch(1);
        int threads = kind == ChannelKind.UNBOUNDED ? 1 : 8;
        CountDownLatch started = new CountDownLatch(threads);
        int accepted = kind == ChannelKind.UNBOUNDED ? 9 : 8 + kind.capacity();
        CountDownLatch firstStarted = new CountDownLatch(1);
        Runnable task = () -> {
            firstStarted.countDown();
            started.countDown();
            Together.await(end);
            runs.incrementAndGet();
        };
        executor.execute(task);
        // The first task goes through the queue. Until a thread has taken it, there is less room for others.
        Together.await(firstStarted);
        for (int i = 1; i < accepted; i++) {
            executor.execute(task);
        }
        Together.await(started);
        assertEquals(threads, executor.getPoolSize());
        end.countDown();
        while (executor.getPoolSize() > 0) {
            Thread.onSpinWait();
        }
        assertEquals(accepted, runs.get());
        executor.shutdown();
        join(executor);
    }
}
