package dev.filch.bench.measure;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;

/**
 * Measures the costs of a run. It starts before the first task. The thread that ends the last task stops it, so that it
 * does not include the CPU time of idle workers afterwards. The threads must live until then.
 */
public final class Meter {

    private static final ThreadMXBean THREADS = bean(ManagementFactory.getThreadMXBean(), ThreadMXBean.class);
    private static final OperatingSystemMXBean SYSTEM =
            bean(ManagementFactory.getOperatingSystemMXBean(), OperatingSystemMXBean.class);

    /** Context switches are left out unless the run took this many times as long as reading them. */
    private static final int MIN_RUN_PER_READ = 20;

    private final long[] threadIds;
    private final ContextSwitches switchesBefore;
    private final Long threadsCpuBefore;
    private final Long processCpuBefore;
    private final Long allocatedBefore;

    private Long threadsCpu;
    private Long processCpu;
    private Long allocated;
    private ContextSwitches switches;
    private long switchesTook;

    /** Starts the measurement of these threads, and of the whole process. */
    public Meter(List<Thread> threads) {
        threadIds = threads.stream().mapToLong(Meter::idOf).toArray();
        switchesBefore = ContextSwitches.read();
        allocatedBefore = allocatedBytes();
        processCpuBefore = processCpu();
        threadsCpuBefore = threadsCpu();
    }

    @SuppressWarnings("deprecation") // threadId() exists since JDK 19
    private static long idOf(Thread thread) {
        return thread.getId();
    }

    /** Ends the measurement. */
    public void stop() {
        threadsCpu = minus(threadsCpu(), threadsCpuBefore);
        processCpu = minus(processCpu(), processCpuBefore);
        allocated = minus(allocatedBytes(), allocatedBefore);
        long start = System.nanoTime();
        ContextSwitches after = ContextSwitches.read();
        switches = after == null || switchesBefore == null ? null : after.since(switchesBefore);
        switchesTook = System.nanoTime() - start;
    }

    /** Returns the costs between start and stop, of a run that took this long. */
    public Cost cost(long elapsedNanos) {
        boolean withSwitches = switches != null && switchesTook * MIN_RUN_PER_READ <= elapsedNanos;
        return new Cost(
                threadsCpu,
                processCpu,
                allocated,
                withSwitches ? switches.voluntary() : null,
                withSwitches ? switches.involuntary() : null);
    }

    private Long threadsCpu() {
        return THREADS == null || !THREADS.isThreadCpuTimeSupported() ? null : sum(THREADS.getThreadCpuTime(threadIds));
    }

    private Long allocatedBytes() {
        return THREADS == null || !THREADS.isThreadAllocatedMemorySupported()
                ? null
                : sum(THREADS.getThreadAllocatedBytes(threadIds));
    }

    private static Long processCpu() {
        long nanos = SYSTEM == null ? -1 : SYSTEM.getProcessCpuTime();
        return nanos < 0 ? null : nanos;
    }

    /** Returns the sum, or null if a value is missing because its thread has ended. */
    private static Long sum(long[] values) {
        return Arrays.stream(values).anyMatch(value -> value < 0)
                ? null
                : Arrays.stream(values).sum();
    }

    private static Long minus(Long after, Long before) {
        return after == null || before == null ? null : after - before;
    }

    private static <T> T bean(Object bean, Class<T> type) {
        return type.isInstance(bean) ? type.cast(bean) : null;
    }
}
