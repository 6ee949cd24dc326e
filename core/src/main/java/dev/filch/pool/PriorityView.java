package dev.filch.pool;

import dev.filch.internal.WaiterList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A view of a work-stealing pool that gives all tasks the same priority. */
final class PriorityView extends AbstractExecutorService {

    private final WorkStealingPool pool;
    private final int priority;

    PriorityView(WorkStealingPool pool, int priority) {
        this.pool = pool;
        this.priority = priority;
    }

    @Override
    public void execute(Runnable task) {
        pool.execute(task, priority);
    }

    @Override
    protected <T> RunnableFuture<T> newTaskFor(Callable<T> task) {
        return pool.newTaskFor(task);
    }

    @Override
    protected <T> RunnableFuture<T> newTaskFor(Runnable task, T result) {
        return pool.newTaskFor(task, result);
    }

    @Override
    public <T> T invokeAny(Collection<? extends Callable<T>> tasks) throws InterruptedException, ExecutionException {
        return pool.anyOf(tasks, this).await();
    }

    @Override
    public <T> T invokeAny(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        return pool.anyOf(tasks, this).await(WaiterList.deadlineAfter(unit.toNanos(timeout)));
    }

    @Override
    public void shutdown() {
        pool.shutdown();
    }

    @Override
    public List<Runnable> shutdownNow() {
        return pool.shutdownNow();
    }

    @Override
    public boolean isShutdown() {
        return pool.isShutdown();
    }

    @Override
    public boolean isTerminated() {
        return pool.isTerminated();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return pool.awaitTermination(timeout, unit);
    }

    /**
     * Closes the pool. From Java 19 on, this overrides the default method of
     * {@link java.util.concurrent.ExecutorService}, which would wait for itself.
     */
    public void close() {
        pool.close();
    }

    @Override
    public String toString() {
        return pool + " at priority " + priority;
    }
}
