package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Seeded;
import dev.filch.internal.Together;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Uses one randomly configured pool after another in all ways that users can, for 20 seconds or {@code
 * -Dsoak.seconds=}. Threads submit, wait, cancel and interrupt. Tasks submit, wait, block, throw, and run out of memory
 * and stack. Both pass tokens through channels of all kinds. Threads fail to start. The flight recorder records some of
 * the pools. Each pool is shut down at a random moment and then audited: no task was lost or has run twice, and no
 * token was lost or received twice. {@code -Dfilch.seed=} repeats the same configurations.
 */
class SoakTest {

    private static final long SOAK_NANOS = TimeUnit.SECONDS.toNanos(Long.getLong("soak.seconds", 20));

    /** The time without progress that counts as a hang. */
    private static final Duration MAX_TIME_WITHOUT_PROGRESS = Duration.ofSeconds(30);

    /** With this many pools, each of the totals has occurred at least once. */
    private static final int ENOUGH_POOLS = 400;

    private final SoakRun run = new SoakRun();

    private void soak(SplittableRandom random) {
        long start = System.nanoTime();
        try {
            for (int number = 0; System.nanoTime() - start < SOAK_NANOS; number++) {
                new SoakLife(run, SoakConfig.choose(number, random.split())).live();
            }
        } catch (Throwable failure) {
            run.fail(failure);
        }
    }

    /** A watchdog that reports the seed, the configuration of the pool under test, and what it is doing. */
    static Watchdog watchdog(SoakRun run, Duration timeout, Consumer<String> console) {
        return new Watchdog(run::steps, timeout,
                () -> Seeded.description() + System.lineSeparator() + run.describe(), console);
    }

    @Test
    void noTaskIsLostOrRunsTwiceAndEveryPoolMakesProgress() throws Exception {
        Thread soak = Together.start(() -> {
            soak(Seeded.random("soak"));
            return null;
        }).thread();
        watchdog(run, MAX_TIME_WITHOUT_PROGRESS, System.out::println).watch(soak);
        System.out.println(run);
        run.throwFailure();
        assertTrue(run.total(SoakRun.Total.TASKS) > 0, run::toString);
        if (run.total(SoakRun.Total.POOLS) > ENOUGH_POOLS) {
            for (SoakRun.Total total : SoakRun.Total.values()) {
                assertTrue(run.total(total) > 0, () -> "expected at least one " + total + ": " + run);
            }
        }
    }
}
