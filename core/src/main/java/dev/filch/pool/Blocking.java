package dev.filch.pool;

import dev.filch.internal.Compensator;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;

/**
 * Runs sections of a task that block. While a section runs, a spare thread of the pool does the work of the task's
 * worker, so as many tasks make progress as before. If the calling thread belongs to no pool of this library, the
 * section simply runs.
 *
 * <pre>{@code
 * pool.submit(() -> {
 *     Reply reply = Blocking.call(() -> client.send(request));
 *     return handle(reply);
 * });
 * }</pre>
 *
 * <p>A spare thread is started or woken only if there is work for it. At most {@link PoolBuilder#maxSpares} sections
 * have a spare thread at the same time; further sections occupy their workers. After the section, the task continues at
 * once: with a worker if one is free, otherwise without. If it has none, the pool may run one task more than it has
 * workers until this task ends, and the tasks that this task submits count as submitted from outside.
 *
 * <p>Sections may nest. A task in a section counts as running.
 */
public final class Blocking {

    private Blocking() {
    }

    /**
     * Runs a section that blocks and returns a result.
     *
     * @param <T> the type of the result
     * @param section what to run
     * @return its result
     * @throws Exception what the section throws
     */
    public static <T> T call(Callable<T> section) throws Exception {
        Objects.requireNonNull(section, "section");
        Compensator replaced = Compensator.beginBlocking();
        try {
            return section.call();
        } finally {
            Compensator.endBlocking(replaced);
        }
    }

    /**
     * Runs a section that blocks.
     *
     * @param section what to run; this method throws whatever the section throws
     */
    public static void run(Runnable section) {
        Objects.requireNonNull(section, "section");
        Compensator replaced = Compensator.beginBlocking();
        try {
            section.run();
        } finally {
            Compensator.endBlocking(replaced);
        }
    }

    /**
     * Blocks as a {@code ManagedBlocker} asks, for code written for {@link ForkJoinPool#managedBlock}. If the blocker
     * is already releasable, this method does nothing.
     *
     * @param blocker decides whether and how to block
     * @throws InterruptedException if the blocker throws it
     */
    public static void run(ForkJoinPool.ManagedBlocker blocker) throws InterruptedException {
        if (blocker.isReleasable()) {
            return;
        }
        Compensator replaced = Compensator.beginBlocking();
        try {
            boolean released = false;
            while (!released) {
                released = blocker.isReleasable() || blocker.block();
            }
        } finally {
            Compensator.endBlocking(replaced);
        }
    }
}
