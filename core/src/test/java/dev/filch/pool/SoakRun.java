package dev.filch.pool;

import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The state that all pools of a soak share: the count of steps, which the watchdog reads, the first failure, and the
 * totals.
 */
final class SoakRun {

    /** The possible fates of submissions, pools and tokens. */
    enum Total {
        POOLS, POOLS_NOT_BUILT, TASKS, REFUSED, CANCELLED, DISCARDED, LISTED, RUN_BY_CALLERS, FAILED, STARVATIONS,
        FAILED_STARTS, EXPIRED, OVERRAN, NOT_DECORATED, RECORDED_EVENTS, TOKENS, DROPPED_TOKENS
    }

    private final AtomicLong steps = new AtomicLong();
    private final AtomicLongArray totals = new AtomicLongArray(Total.values().length);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    /** Describes the pool under test, for a report. */
    private volatile Supplier<String> current = () -> "no pool was built";

    /** Counts progress. */
    void step() {
        steps.getAndIncrement();
    }

    long steps() {
        return steps.get();
    }

    void add(Total total, long count) {
        totals.getAndAdd(total.ordinal(), count);
    }

    long total(Total total) {
        return totals.get(total.ordinal());
    }

    void setCurrent(Supplier<String> description) {
        current = description;
    }

    /** Records a failure. Only the first one is kept. */
    void fail(Throwable thrown) {
        failure.compareAndSet(null, new AssertionError(thrown + ": " + current.get(), thrown));
    }

    void expect(boolean condition, Supplier<String> expectation) {
        if (!condition) {
            fail(new AssertionError(expectation.get()));
        }
    }

    boolean hasFailed() {
        return failure.get() != null;
    }

    /** Throws the first failure, if there is one. */
    void throwFailure() {
        Throwable first = failure.get();
        if (first != null) {
            throw (AssertionError) first;
        }
    }

    /** Describes the pool under test, its activity, and the first failure. */
    String describe() {
        return current.get() + System.lineSeparator() + "first failure: " + failure.get();
    }

    @Override
    public String toString() {
        return "soak: " + Arrays.stream(Total.values())
                .map(total -> total(total) + " " + total.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .collect(Collectors.joining(", "));
    }
}
