package dev.filch.internal.scheduler;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;

/** Wraps each task with the user's decorator, on the thread that submits it. */
public final class Decoration {

    private final UnaryOperator<Runnable> decorator;

    /**
     * Creates a decoration.
     *
     * @param decorator returns the task that runs in place of its argument
     */
    public Decoration(UnaryOperator<Runnable> decorator) {
        this.decorator = decorator;
    }

    private Runnable decorate(Runnable task) {
        return Objects.requireNonNull(decorator.apply(task), "the task decorator returned null");
    }

    /**
     * Decorates a task.
     *
     * @param task the argument of {@code execute}
     * @return the task that runs in its place. A future of a pool is returned as it is: its task was decorated before
     * @throws NullPointerException if the decorator returns null
     */
    public Runnable apply(Runnable task) {
        return task instanceof TaskFuture ? task : new DecoratedTask(task, decorate(task));
    }

    /**
     * Decorates the task of a future.
     *
     * @param <T> the type of its result
     * @param task the argument of {@code submit}
     * @return the task that runs in its place
     * @throws NullPointerException if the decorator returns null
     */
    public <T> Callable<T> apply(Callable<T> task) {
        DecoratedCallable<T> callable = new DecoratedCallable<>(task);
        callable.decorated = decorate(callable);
        return callable;
    }

    /** The user's task inside a decorated one; the task itself if it was not decorated. */
    static Object undecorated(Callable<?> task) {
        Callable<?> original = task instanceof DecoratedCallable<?> decorated ? decorated.task : task;
        return original instanceof RunnableTask<?> adapted ? adapted.task() : original;
    }

    /**
     * A decorated task in a queue.
     *
     * @param submitted the user's task
     * @param runnable the task that runs in its place
     */
    record DecoratedTask(Runnable submitted, Runnable runnable) implements Runnable {

        @Override
        public void run() {
            runnable.run();
        }
    }

    /**
     * The decorated task of a future. {@link #call} runs the decorator's result, which calls {@link #run}, which runs
     * the user's task.
     */
    private static final class DecoratedCallable<T> implements Callable<T>, Runnable {

        private final Callable<T> task;
        private Runnable decorated;
        private T result;
        private Throwable thrown;

        DecoratedCallable(Callable<T> task) {
            this.task = task;
        }

        @Override
        public T call() throws Exception {
            decorated.run();
            if (thrown != null) {
                // The decorator has caught the exception, but must not hide it from the future.
                throw DecoratedCallable.<Exception>unchecked(thrown);
            }
            return result;
        }

        @Override
        public void run() {
            try {
                result = task.call();
            } catch (Throwable failure) {
                thrown = failure;
                throw DecoratedCallable.<RuntimeException>unchecked(failure);
            }
        }

        /** Throws a checked exception as if it were unchecked, so that the decorator sees what the task has thrown. */
        @SuppressWarnings("unchecked")
        private static <X extends Throwable> X unchecked(Throwable failure) throws X {
            throw (X) failure;
        }
    }
}
