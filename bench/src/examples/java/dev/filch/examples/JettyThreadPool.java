package dev.filch.examples;

import dev.filch.pool.WorkerPool;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.ThreadPool;
import org.eclipse.jetty.util.thread.ThreadPoolBudget;

/**
 * Runs Jetty 12 on a pool: {@code new Server(new JettyThreadPool(pool))}.
 *
 * <p><b>How many workers.</b> Each acceptor and each selector is a task that ends when the server stops. So the pool
 * needs a worker for each of them, and further ones for requests. If none is left for requests, {@code start} throws,
 * because the {@linkplain #getThreadPoolBudget budget} tells Jetty the number of workers. {@code Blocking} is of no use
 * for these tasks: a spare thread would stand in for each as long as the server runs. It is right for a handler that
 * waits.
 *
 * <p><b>No capacity.</b> If a full pool runs tasks on the submitting thread, a selector runs requests, and serves no
 * other connection meanwhile. For a similar reason this is no {@code TryExecutor}: Jetty expects {@code tryExecute} to
 * find an idle thread, but the pool's may queue the task.
 *
 * <p><b>The end.</b> When the server stops, it shuts the pool down. It cannot be started again.
 */
public final class JettyThreadPool extends AbstractLifeCycle implements ThreadPool.SizedThreadPool {

    private final WorkerPool pool;
    private final ThreadPoolBudget budget;

    /** Runs Jetty's tasks on a pool. */
    public JettyThreadPool(WorkerPool pool) {
        this.pool = pool;
        budget = new ThreadPoolBudget(this);
    }

    @Override
    public void execute(Runnable task) {
        pool.execute(task);
    }

    @Override
    public int getThreads() {
        return pool.workers();
    }

    @Override
    public int getIdleThreads() {
        return pool.idleWorkers();
    }

    @Override
    public boolean isLowOnThreads() {
        return getIdleThreads() == 0;
    }

    @Override
    protected void doStop() {
        pool.shutdown();
    }

    @Override
    public void join() throws InterruptedException {
        pool.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    }

    @Override
    public ThreadPoolBudget getThreadPoolBudget() {
        return budget;
    }

    @Override
    public int getMinThreads() {
        return pool.workers();
    }

    @Override
    public int getMaxThreads() {
        return pool.workers();
    }

    @Override
    public void setMinThreads(int threads) {
        throw new UnsupportedOperationException("the pool's builder sets the number of workers");
    }

    @Override
    public void setMaxThreads(int threads) {
        throw new UnsupportedOperationException("the pool's builder sets the number of workers");
    }
}
