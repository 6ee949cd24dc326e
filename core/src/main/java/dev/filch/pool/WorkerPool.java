package dev.filch.pool;

import dev.filch.internal.WaiterList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** What the pools have in common: the life of an executor service, awaiting idleness, and the counts. */
abstract sealed class WorkerPool extends AbstractExecutorService implements AutoCloseable
        permits SharedQueuePool, WorkStealingPool {

    private final Crew crew;
    private final PoolMetrics metrics;

    WorkerPool(PoolSettings settings, TaskSource source) {
        metrics = settings.metrics() ? new PoolMetrics(settings.workers()) : null;
        crew = new Crew(settings, source, index -> metrics == null ? WorkerMetrics.untimed() : metrics.worker(index));
    }

    final Crew crew() {
        return crew;
    }

    /**
     * Puts a task into the queue it belongs to, by a volatile read-modify-write or with a full fence after it; false if
     * the pool takes no more.
     */
    abstract boolean enqueue(Runnable task, int priority);

    final void executeAt(int priority, Runnable task) {
        Objects.requireNonNull(task, "task");
        Runnable stamped = metrics == null ? task : metrics.timedTask(task, priority);
        boolean accepted = false;
        try {
            accepted = enqueue(stamped, priority);
        } finally {
            // Also if it is refused: for a moment its place in the queue looked like work, and who ends a shutdown, or
            // waits for idleness, may have seen that and left it to a worker to look again.
            crew.signalWork();
            if (!accepted && metrics != null) {
                metrics.withdrawSubmission();
            }
        }
        if (!accepted) {
            throw new RejectedExecutionException("the pool takes no more tasks: " + crew.summary());
        }
    }

    /**
     * Refuses new tasks from now on, also from tasks of this pool; what was submitted before is still run. Idempotent.
     * Waits for nobody.
     */
    @Override
    public void shutdown() {
        crew.shutdown();
    }

    /**
     * Refuses new tasks from now on, takes back those that no worker has taken yet, and interrupts the workers. A task
     * that a worker was just moving between two queues may still run. May wait for a submission that is under way.
     *
     * @return the tasks taken back, as they were given to {@code execute}; for those given to {@code submit}, their
     *     futures
     */
    @Override
    public List<Runnable> shutdownNow() {
        List<Runnable> drained = crew.shutdownNow();
        if (metrics != null) {
            drained.replaceAll(stamped -> ((Task) stamped).runnable());
        }
        return drained;
    }

    @Override
    public boolean isShutdown() {
        return crew.isShutdown();
    }

    @Override
    public boolean isTerminated() {
        return crew.isTerminated();
    }

    /**
     * Waits until all tasks have run after a shutdown and every worker has left. Parks.
     *
     * @param timeout how long to wait at most; zero or negative is not at all
     * @param unit of the timeout
     * @return false if the time ran out before
     * @throws InterruptedException if this thread is interrupted before or while it waits
     */
    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return crew.awaitTermination(WaiterList.deadlineAfter(unit.toNanos(timeout)));
    }

    /**
     * Shuts down and waits until everything submitted before has run and every worker has left. If this thread is
     * interrupted while it waits, the pool is stopped as by {@link #shutdownNow}, the wait goes on, and the thread is
     * interrupted again at the end. Idempotent.
     *
     * @throws IllegalStateException if a task of this pool calls it, which would wait for itself; nothing is changed
     *     then
     */
    @Override
    public void close() {
        crew.requireStranger("close it");
        crew.shutdown();
        boolean interrupted = false;
        while (!isTerminated()) {
            try {
                crew.awaitTermination(WaiterList.NO_DEADLINE);
            } catch (InterruptedException e) {
                if (!interrupted) {
                    interrupted = true;
                    shutdownNow();
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Waits until the pool is idle: no task is queued and none is running. Then everything that was submitted before
     * the call has run, and everything that those tasks submitted. Parks, and is woken by the worker that goes idle
     * last; nothing is polled.
     *
     * <p>Tasks that others submit meanwhile are waited for, too: beside a stream of submissions that never lets the
     * pool become idle, this does not return.
     *
     * <p>What the tasks did happens-before the return.
     *
     * @throws InterruptedException if this thread is interrupted before or while it waits
     * @throws IllegalStateException if a task of this pool calls it, which would wait for itself
     */
    public void awaitIdle() throws InterruptedException {
        crew.awaitIdle(WaiterList.NO_DEADLINE);
    }

    /**
     * Waits until the pool is idle, as {@link #awaitIdle()} does, for a limited time.
     *
     * @param timeout how long to wait at most; zero or negative is not at all
     * @param unit of the timeout
     * @return false if the time ran out before
     * @throws InterruptedException if this thread is interrupted before or while it waits
     * @throws IllegalStateException if a task of this pool calls it, which would wait for itself
     */
    public boolean awaitIdle(long timeout, TimeUnit unit) throws InterruptedException {
        return crew.awaitIdle(WaiterList.deadlineAfter(unit.toNanos(timeout)));
    }

    /**
     * How many workers the pool was built with. Wait-free.
     *
     * @return their number
     */
    public int workers() {
        return crew.workers().length;
    }

    /**
     * How many workers have a task, or are about to have one. Wait-free; one consistent look, out of date at once.
     *
     * @return their number
     */
    public int activeWorkers() {
        return crew.activeWorkers();
    }

    /**
     * How many workers are asleep, or awake and looking for work. Wait-free.
     *
     * @return their number
     */
    public int idleWorkers() {
        return crew.idleWorkers();
    }

    /**
     * How many tasks have run to their end, by return or exception, those included that were cancelled before they
     * started. Exact once the pool is idle.
     *
     * @return their number since the pool was built
     */
    public long completedTasks() {
        long completed = 0;
        for (Worker worker : crew.workers()) {
            completed += worker.metrics().executed();
        }
        return completed;
    }

    /**
     * The pool's measurements. Wait-free.
     *
     * @return where snapshots are taken
     * @throws IllegalStateException if the pool was built without {@code metrics(true)}
     */
    public PoolMetrics metrics() {
        if (metrics == null) {
            throw new IllegalStateException("this pool takes no measurements: build it with metrics(true)");
        }
        return metrics;
    }

    /**
     * What the pool is doing: its state, who is idle, what is queued (for each lane, in the injector + in workers'
     * deques), and for each worker that has a task, where in the code it stands. For people who wonder why it is stuck.
     * Stops each worker's thread for a moment.
     *
     * @return a text whose form may change
     */
    @Override
    public String toString() {
        return crew.toString();
    }
}
