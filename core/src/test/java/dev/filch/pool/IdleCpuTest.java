package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Busy;
import dev.filch.internal.scheduler.GroupView;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A worker that has nothing to do uses no processor. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class IdleCpuTest {

    private static final long WATCHED_MILLIS = 200;

    /**
     * What going to sleep may still cost when the watch begins. A thread that spins uses many times more, even on a busy
     * machine, and so does one that wakes each millisecond.
     */
    private static final long MAX_NANOS = 300_000;

    /** By reflection, since the module under test does not read the one that this is in. */
    private static long cpuNanos(Thread thread) throws ReflectiveOperationException {
        Object bean = Class.forName("java.lang.management.ManagementFactory").getMethod("getThreadMXBean").invoke(null);
        Method getThreadCpuTime =
                Class.forName("java.lang.management.ThreadMXBean").getMethod("getThreadCpuTime", long.class);
        return (long) getThreadCpuTime.invoke(bean, thread.getId());
    }

    /** Watches threads that are asleep for a while, in which they must not do anything. */
    private static void assertUseNoCpu(List<Thread> threads) throws Exception {
        List<Long> before = new ArrayList<>();
        for (Thread thread : threads) {
            before.add(cpuNanos(thread));
        }
        Thread.sleep(WATCHED_MILLIS);
        for (int i = 0; i < threads.size(); i++) {
            Thread thread = threads.get(i);
            long used = cpuNanos(thread) - before.get(i);
            assertTrue(used < MAX_NANOS, () -> thread + " used " + used + " ns");
            assertTrue(before.get(i) > 0, "its time is measured at all");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SHARED", "LIFO", "FOREIGN_THREADS"})
    void noneWhenThePoolIsIdle(PoolKind kind) throws Exception {
        for (int workers : new int[] {1, 4}) {
            try (WorkerPool pool = kind.build(workers)) {
                for (int i = 0; i < 1000; i++) {
                    pool.execute(() -> pool.execute(() -> { }));
                }
                Workers.awaitAsleep(pool);
                assertUseNoCpu(Workers.threads(pool));
            }
        }
    }

    /** An interrupt makes every park return at once, until somebody clears it. */
    @ParameterizedTest
    @EnumSource(names = {"SHARED", "FOREIGN_THREADS"})
    void noneAfterAnInterrupt(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(2)) {
            pool.execute(() -> Thread.currentThread().interrupt());
            Workers.awaitAsleep(pool);
            Workers.threads(pool).forEach(Thread::interrupt);
            Workers.awaitAsleep(pool);
            assertUseNoCpu(Workers.threads(pool));
        }
    }

    /** Those who have nothing to do while others are busy; before a shutdown, and while it waits for the busy ones. */
    @ParameterizedTest
    @EnumSource(names = {"SHARED", "LIFO"})
    void noneWhileOthersAreBusy(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(4)) {
            Workers.startAll(pool);
            Busy busy = Workers.occupy(pool, 1).get(0);
            List<Thread> others = awaitAllButOneAsleep(pool);
            assertUseNoCpu(others);
            pool.shutdown();
            assertUseNoCpu(awaitAllButOneAsleep(pool));
            busy.end();
            assertTrue(pool.awaitTermination(20, TimeUnit.SECONDS));
        }
    }

    private static List<Thread> awaitAllButOneAsleep(WorkerPool pool) {
        List<Thread> asleep = List.of();
        while (asleep.size() < pool.workers() - 1) {
            Thread.onSpinWait();
            asleep = Workers.threads(pool).stream()
                    .filter(thread -> GroupView.isAsleep(pool.group(), thread))
                    .toList();
        }
        return asleep;
    }
}
