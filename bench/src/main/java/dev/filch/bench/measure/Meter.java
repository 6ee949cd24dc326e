package dev.filch.bench.measure;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;

/**
 * Measures what a run costs. It is started before the first task and stopped by the thread that ends the last one, so
 * that what idle workers burn afterwards is not charged. The threads must live until then.
 */
public final class Meter {

    private static final ThreadMXBean THREADS = bean(ManagementFactory.getThreadMXBean(), ThreadMXBean.class);
    private static final OperatingSystemMXBean SYSTEM =
            bean(ManagementFactory.getOperatingSystemMXBean(), OperatingSystemMXBean.class);

    /** Context switches are left out when reading them took longer than this part of the run. */
    private static final int SWITCHES_READ_WITHIN = 20;

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

    /** Starts to measure; process figures are about the JVM, the others about these threads. */
    public Meter(List<Thread> threads) {
        threadIds = threads.stream().mapToLong(Meter::idOf).toArray();
        switchesBefore = ContextSwitches.read();
        allocatedBefore = allocatedBytes();
        processCpuBefore = processCpu();
        threadsCpuBefore = threadsCpu();
    }

    @SuppressWarnings("deprecation") // threadId() came with 19
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

    /** What was measured between start and stop, in a run that took this long. */
    public Cost cost(long elapsedNanos) {
        boolean withSwitches = switches != null && switchesTook * SWITCHES_READ_WITHIN <= elapsedNanos;
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

    /** The sum, or null if the value of one thread (it has ended) is missing. */
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
