package dev.filch.pool;

import dev.filch.internal.Together;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Watches a thread until it ends. If there is no progress for too long, fails with a report of the stacks of all
 * threads.
 */
final class Watchdog {

    private static final long POLLS = 20;

    private final LongSupplier progress;
    private final Duration timeout;
    private final Supplier<String> description;
    private final Consumer<String> console;

    /**
     * Creates a watchdog.
     *
     * @param progress a number that changes whenever there is progress
     * @param timeout how long the number may stay the same
     * @param description describes the program that no longer makes progress
     * @param console prints the report
     */
    Watchdog(LongSupplier progress, Duration timeout, Supplier<String> description, Consumer<String> console) {
        this.progress = progress;
        this.timeout = timeout;
        this.description = description;
        this.console = console;
    }

    /**
     * Waits until a thread has ended.
     *
     * @throws AssertionError if there was no progress for too long; its message is the report
     */
    void watch(Thread watched) throws Exception {
        long seen = progress.getAsLong();
        long since = System.nanoTime();
        while (watched.isAlive()) {
            watched.join(Math.max(1, timeout.toMillis() / POLLS));
            long now = progress.getAsLong();
            if (now != seen) {
                seen = now;
                since = System.nanoTime();
            } else if (watched.isAlive() && System.nanoTime() - since > timeout.toNanos()) {
                String report = report();
                console.accept(report);
                throw new AssertionError(report);
            }
        }
    }

    private String report() throws Exception {
        // First, because the description may itself block.
        String threads = threads();
        return "no progress for " + timeout + System.lineSeparator() + describe() + System.lineSeparator() + threads;
    }

    private String describe() throws Exception {
        try {
            return Together.start(description::get).result().get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return "no description within " + timeout;
        }
    }

    /** The stacks of all threads. */
    private static String threads() {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<Thread, StackTraceElement[]> each : Thread.getAllStackTraces().entrySet()) {
            text.append(each.getKey()).append(' ').append(each.getKey().getState()).append(System.lineSeparator());
            for (StackTraceElement frame : each.getValue()) {
                text.append("  at ").append(frame).append(System.lineSeparator());
            }
        }
        return text.toString();
    }
}
