package dev.filch.internal.scheduler;

import java.util.Objects;
import java.util.concurrent.Callable;

/**
 * Adapts a {@link Runnable}, which has no result, to the task of a future.
 *
 * @param <V> the type of the result
 * @param task what to run
 * @param result the future's result
 */
public record RunnableTask<V>(Runnable task, V result) implements Callable<V> {

    /**
     * Creates a task.
     *
     * @param task what to run
     * @param result the future's result
     * @throws NullPointerException if {@code task} is null
     */
    public RunnableTask {
        Objects.requireNonNull(task, "task");
    }

    @Override
    public V call() {
        task.run();
        return result;
    }
}
