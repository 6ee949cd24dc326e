package dev.filch.internal;

import java.lang.reflect.Method;

/** Measures what the current thread allocates. */
public final class Allocation {

    private Allocation() {
    }

    /**
     * The number of bytes that this thread has allocated so far. Uses reflection, because dev.filch does not read
     * java.management.
     */
    public static long bytes() throws ReflectiveOperationException {
        Object bean = Class.forName("java.lang.management.ManagementFactory").getMethod("getThreadMXBean").invoke(null);
        Method allocatedBytes =
                Class.forName("com.sun.management.ThreadMXBean").getMethod("getThreadAllocatedBytes", long.class);
        return (long) allocatedBytes.invoke(bean, Thread.currentThread().getId());
    }
}
