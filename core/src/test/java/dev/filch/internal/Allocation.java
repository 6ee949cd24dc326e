package dev.filch.internal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;

/** Measures what the current thread allocates. */
public final class Allocation {

    /** Enough that an allocation once in some thousand operations averages less than a byte. */
    public static final int OPERATIONS = 20_000;

    /** Enough to link the code, and to reach an injector's longest segments. */
    public static final int WARM_UP = 2_000;

    /** What is measured. */
    @FunctionalInterface
    public interface Operation {

        void run() throws Exception;
    }

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

    /** After some calls of a method by reflection, the JVM generates code for it, which allocates. */
    public static void warmUpReflection() throws ReflectiveOperationException {
        for (int i = 0; i < WARM_UP; i++) {
            bytes();
        }
    }

    /** Asserts that an operation allocates this many bytes, or on average less than one byte more. */
    public static void assertAllocates(int bytes, Operation operation) throws Exception {
        repeat(WARM_UP, operation);
        long before = bytes();
        repeat(OPERATIONS, operation);
        double each = (bytes() - before) / (double) OPERATIONS;
        assertTrue(bytes <= each && each < bytes + 1, () -> "expected " + bytes + " bytes, measured " + each);
    }

    private static void repeat(int times, Operation operation) throws Exception {
        for (int i = 0; i < times; i++) {
            operation.run();
        }
    }
}
