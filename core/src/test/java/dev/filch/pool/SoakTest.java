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
 * Pools of all kinds under everything that users do to them, for 20 seconds or {@code -Dsoak.seconds=}: one after the
 * other, each configured at random. Threads submit, wait, cancel and interrupt; tasks submit, wait, block, throw, and
 * run out of memory and stack; threads fail to start. Each pool is ended at a random moment, and then audited: no task
 * was lost or has run twice. The flight recorder records some of the pools. {@code -Dfilch.seed=} chooses the same
 * configurations again.
 */
class SoakTest {

    private static final long SOAK_NANOS = TimeUnit.SECONDS.toNanos(Long.getLong("soak.seconds", 20));

    /** Without progress; only a hang takes so long. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Among so many pools, everything that can happen to a task or a pool has happened to some. */
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
    static Watchdog watchdog(SoakRun run, Duration patience, Consumer<String> console) {
        return new Watchdog(run::steps, patience,
                () -> Seeded.description() + System.lineSeparator() + run.describe(), console);
    }

    @Test
    void noTaskIsLostOrRunsTwiceAndNothingStandsStill() throws Exception {
        Thread soak = Together.start(() -> {
            soak(Seeded.random("soak"));
            return null;
        }).thread();
        watchdog(run, PATIENCE, System.out::println).watch(soak);
        System.out.println(run);
        run.throwFailure();
        assertTrue(run.total(SoakRun.Total.TASKS) > 0, run::toString);
        if (run.total(SoakRun.Total.POOLS) > ENOUGH_POOLS) {
            for (SoakRun.Total total : SoakRun.Total.values()) {
                assertTrue(run.total(total) > 0, () -> "none: " + total + "; " + run);
            }
        }
    }
}
