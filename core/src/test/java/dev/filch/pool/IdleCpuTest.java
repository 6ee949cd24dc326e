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

/** A worker without a task uses no CPU time. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class IdleCpuTest {

    private static final long OBSERVATION_MILLIS = 200;

    /**
     * CPU time that a thread may still need to fall asleep when the observation begins. A thread that spins or wakes
     * each millisecond uses many times more, even on a busy machine.
     */
    private static final long MAX_CPU_NANOS = 300_000;

    /** Uses reflection, because the module under test does not read java.management. */
    private static long cpuNanos(Thread thread) throws ReflectiveOperationException {
        Object bean = Class.forName("java.lang.management.ManagementFactory").getMethod("getThreadMXBean").invoke(null);
        Method getThreadCpuTime =
                Class.forName("java.lang.management.ThreadMXBean").getMethod("getThreadCpuTime", long.class);
        return (long) getThreadCpuTime.invoke(bean, thread.getId());
    }

    /** Observes sleeping threads for a while, and checks that they use no CPU time. */
    private static void assertUseNoCpu(List<Thread> threads) throws Exception {
        List<Long> before = new ArrayList<>();
        for (Thread thread : threads) {
            before.add(cpuNanos(thread));
        }
        Thread.sleep(OBSERVATION_MILLIS);
        for (int i = 0; i < threads.size(); i++) {
            Thread thread = threads.get(i);
            long used = cpuNanos(thread) - before.get(i);
            assertTrue(used < MAX_CPU_NANOS,
                    () -> "expected " + thread + " to use no CPU time, but it used " + used + " ns");
            assertTrue(before.get(i) > 0, "expected the JVM to measure CPU time");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SHARED", "LIFO", "FOREIGN_THREADS"})
    void anIdlePoolUsesNoCpu(PoolKind kind) throws Exception {
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

    /** A pending interrupt makes every park return at once until the thread clears it. */
    @ParameterizedTest
    @EnumSource(names = {"SHARED", "FOREIGN_THREADS"})
    void anInterruptedWorkerUsesNoCpu(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(2)) {
            pool.execute(() -> Thread.currentThread().interrupt());
            Workers.awaitAsleep(pool);
            Workers.threads(pool).forEach(Thread::interrupt);
            Workers.awaitAsleep(pool);
            assertUseNoCpu(Workers.threads(pool));
        }
    }

    /**
     * Covers the workers that are idle while another is busy, before a shutdown and while it waits for the busy one.
     */
    @ParameterizedTest
    @EnumSource(names = {"SHARED", "LIFO"})
    void idleWorkersUseNoCpuWhileOthersAreBusy(PoolKind kind) throws Exception {
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
