package dev.filch.pool;

import dev.filch.internal.Compensator;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;

/**
 * Runs blocking sections of a task. While a section runs, a spare thread of the pool takes over the task's
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
 * have a spare thread at the same time; further sections occupy their workers.
 *
 * <p>When the section ends, the task continues at once: with a worker if one is free, otherwise without one. If it has
 * no worker, the pool may run one task more than it has workers until this task ends, and tasks that this task submits
 * are treated as submitted from outside.
 *
 * <p>Sections may nest. A task in a section counts as running.
 *
 * <p><b>Progress.</b> Entering and leaving a section is lock-free. Entering one may start a thread.
 */
public final class Blocking {

    private Blocking() {
    }

    /**
     * Runs a section that blocks and returns a result.
     *
     * @param <T> the type of the result
     * @param section the section
     * @return the result of the section
     * @throws NullPointerException if {@code section} is null
     * @throws Exception if the section throws it
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
     * Runs a section that blocks. If the section throws an exception, this method throws it too.
     *
     * @param section the section
     * @throws NullPointerException if {@code section} is null
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
     * Runs a {@code ManagedBlocker}, for code written for {@link ForkJoinPool#managedBlock}. Blocks until the blocker
     * is releasable. If it already is, this method does nothing.
     *
     * @param blocker decides whether and how to block
     * @throws NullPointerException if {@code blocker} is null
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
