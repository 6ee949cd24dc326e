package dev.filch.pool;

import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * A view of a pool that records each submission in a {@link SoakLedger}, as a {@link PriorityView} gives each a
 * priority. The pool makes the futures. Every task is a {@link SoakTask}, except those that the JDK's completable
 * futures and completion services submit.
 */
final class BookedService extends AbstractExecutorService {

    private static final int NO_PRIORITY = -1;

    private final WorkerPool pool;
    private final SoakLedger ledger;
    private final int priority;

    /**
     * The task for which the current thread last created a future. If a wrapper of the future is submitted, that
     * happens right after.
     */
    private final ThreadLocal<SoakTask> lastCreated = new ThreadLocal<>();

    private BookedService(WorkerPool pool, SoakLedger ledger, int priority) {
        this.pool = pool;
        this.ledger = ledger;
        this.priority = priority;
    }

    static BookedService of(WorkerPool pool, SoakLedger ledger) {
        return new BookedService(pool, ledger, NO_PRIORITY);
    }

    static BookedService of(WorkStealingPool pool, SoakLedger ledger, int priority) {
        return new BookedService(pool, ledger, priority);
    }

    // Submission.

    @Override
    public void execute(Runnable command) {
        SoakTask task = taskOf(command);
        Object handle = task.handle();
        ledger.book(task, () -> {
            submitToPool((Runnable) handle);
            return true;
        });
    }

    /** Submits a task that does nothing. The pool may refuse it. */
    void executeNothing() {
        try {
            execute(ledger.newTask(() -> 0));
        } catch (RejectedExecutionException refused) {
            // The ledger has recorded the refusal.
        }
    }

    boolean tryExecute(SoakTask task) {
        return ledger.book(task, () -> priority == NO_PRIORITY
                ? pool.tryExecute(task) : ((WorkStealingPool) pool).tryExecute(task, priority));
    }

    /** Submits a task with a deadline. The task's future is the one that the pool returns. */
    void submitWithin(Duration timeout, SoakTask task, boolean mayInterrupt) {
        task.setTimeout(timeout);
        ledger.book(task, () -> {
            task.setFuture(priority == NO_PRIORITY ? pool.submitWithin(timeout, task, mayInterrupt)
                    : ((WorkStealingPool) pool).submitWithin(timeout, task, mayInterrupt, priority), true);
            return true;
        });
    }

    private void submitToPool(Runnable command) {
        if (priority == NO_PRIORITY) {
            pool.execute(command);
        } else {
            ((WorkStealingPool) pool).execute(command, priority);
        }
    }

    /** The task that a command stands for. A command made by a completable future gets a new task that runs it. */
    private SoakTask taskOf(Runnable command) {
        if (command instanceof SoakTask task) {
            return task;
        }
        SoakTask own = ledger.takeUnsubmitted(command);
        if (own != null) {
            return own;
        }
        if (command instanceof FutureTask<?>) {
            SoakTask created = lastCreated.get();
            ledger.takeUnsubmitted(created.handle());
            created.setWrapper(command);
            return created;
        }
        return ledger.newTask(() -> {
            command.run();
            return 0;
        });
    }

    @Override
    protected <T> RunnableFuture<T> newTaskFor(Callable<T> task) {
        return created((SoakTask) task, () -> pool.newTaskFor(task), true);
    }

    @Override
    protected <T> RunnableFuture<T> newTaskFor(Runnable task, T result) {
        return created((SoakTask) task, () -> pool.newTaskFor(task, result), false);
    }

    /** If the decorator throws, there is no future, and the submission fails. */
    private <T> RunnableFuture<T> created(SoakTask task, Supplier<RunnableFuture<T>> factory, boolean returnsResult) {
        RunnableFuture<T> future;
        try {
            future = factory.get();
        } catch (SoakDecorator.Refusal refusal) {
            ledger.book(task, () -> {
                throw refusal;
            });
            throw refusal;
        }
        ledger.noteFuture(task, future, returnsResult);
        lastCreated.set(task);
        return future;
    }

    // As in the pool, except that each submission is recorded.

    @Override
    public <T> T invokeAny(Collection<? extends Callable<T>> tasks) throws InterruptedException, ExecutionException {
        return pool.<T>anyOf(tasks, recordingExecutor(tasks)).await();
    }

    @Override
    public <T> T invokeAny(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        return pool.<T>anyOf(tasks, recordingExecutor(tasks)).await(System.nanoTime() + unit.toNanos(timeout));
    }

    /** Records the submission of futures, which arrive in the order of their tasks. */
    private Executor recordingExecutor(Collection<?> tasks) {
        Iterator<?> inOrder = tasks.iterator();
        return future -> {
            SoakTask task = (SoakTask) inOrder.next();
            task.setFuture((Future<?>) future, true);
            ledger.book(task, () -> {
                submitToPool(future);
                return true;
            });
        };
    }

    // Life cycle.

    @Override
    public void shutdown() {
        pool.shutdown();
    }

    /** Records the tasks that the pool lists. */
    @Override
    public List<Runnable> shutdownNow() {
        List<Runnable> listed = pool.shutdownNow();
        ledger.list(listed);
        return listed;
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
}
