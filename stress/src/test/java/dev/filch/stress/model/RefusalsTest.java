package dev.filch.stress.model;

import static dev.filch.stress.model.Explorations.assertFails;
import static dev.filch.stress.model.Explorations.assertPasses;

import java.lang.invoke.VarHandle;
import java.lang.ref.SoftReference;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Operations that bypass the simulation fail; otherwise they would pass without being explored. */
class RefusalsTest {

    private final ModelChecker checker = new ModelChecker(name -> false);

    @BeforeAll
    static void needsFibers() {
        Fibers.assumeAvailable();
    }

    @ParameterizedTest
    @CsvSource({"block, a synchronized block", "method, a synchronized method", "static, the static field shared",
            "copy, System.arraycopy", "clone, [I.clone", "fence, VarHandle.storeStoreFence",
            "atomic, AtomicInteger.<init>", "shared atomic, AtomicInteger.incrementAndGet",
            "reference, a reference to AtomicInteger.get", "map, ConcurrentHashMap.<init>",
            "future, FutureTask.<init>", "soft reference, SoftReference.<init>", "clock, System.currentTimeMillis"})
    void unsimulatedOperationIsRefused(String how, String what) {
        assertFails("not simulated: " + what, checker, Bypass.class, how);
    }

    @Test
    void operationsWithoutSharedStateAreAllowed() {
        assertPasses(checker, Harmless.class);
    }

    /** Does something that bypasses the simulation. */
    static final class Bypass extends Scenario {

        private static final AtomicInteger COUNT = new AtomicInteger();

        private static int shared;

        private int[] elements = new int[2];

        Bypass(String how) {
            thread("one", () -> {
                switch (how) {
                    case "block" -> {
                        synchronized (this) {
                            elements = null;
                        }
                    }
                    case "method" -> locked();
                    case "static" -> shared++;
                    case "copy" -> System.arraycopy(elements, 0, elements, 1, 1);
                    case "clone" -> elements = elements.clone();
                    case "fence" -> VarHandle.storeStoreFence();
                    case "shared atomic" -> COUNT.incrementAndGet();
                    case "reference" -> {
                        IntSupplier reference = COUNT::get;
                        reference.getAsInt();
                    }
                    case "map" -> new ConcurrentHashMap<String, String>();
                    case "future" -> new FutureTask<>(() -> null);
                    case "soft reference" -> new SoftReference<>(this);
                    case "clock" -> System.currentTimeMillis();
                    default -> new AtomicInteger();
                }
            });
        }

        private synchronized void locked() {
            elements = null;
        }
    }

    /** Uses types from the packages of refused classes that are allowed: interfaces, exceptions and time units. */
    static final class Harmless extends Scenario {

        Harmless() {
            Callable<Long> nanos = () -> TimeUnit.MICROSECONDS.toNanos(1);
            thread("one", () -> {
                try {
                    require(nanos.call() == 1_000, "a microsecond is a thousand nanoseconds");
                    throw new RejectedExecutionException();
                } catch (RejectedExecutionException expected) {
                    // Expected.
                } catch (Exception unexpected) {
                    throw new AssertionError(unexpected);
                }
            });
        }
    }
}
