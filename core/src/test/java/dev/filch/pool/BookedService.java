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
 * A view of a pool that books each submission in a {@link SoakLedger}, as {@link PriorityView} gives each a priority.
 * The futures are those of the pool. The tasks that it is given are {@link SoakTask}s, except those that the JDK's
 * completable futures and completion services submit.
 */
final class BookedService extends AbstractExecutorService {

    private static final int NO_PRIORITY = -1;

    private final WorkerPool pool;
    private final SoakLedger ledger;
    private final int priority;

    /** The task whose future the current thread has created last. A wrapper is submitted right after that. */
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

    // Submitting.

    @Override
    public void execute(Runnable command) {
        SoakTask task = taskOf(command);
        Object handle = task.handle();
        ledger.book(task, () -> {
            give((Runnable) handle);
            return true;
        });
    }

    /** Submits a task that does nothing, unless the pool refuses it. */
    void executeNothing() {
        try {
            execute(ledger.newTask(() -> 0));
        } catch (RejectedExecutionException refused) {
            // The ledger has booked it.
        }
    }

    boolean tryExecute(SoakTask task) {
        return ledger.book(task, () -> priority == NO_PRIORITY
                ? pool.tryExecute(task) : ((WorkStealingPool) pool).tryExecute(task, priority));
    }

    /** Submits a task with a deadline. The future that the pool has made is that of the task. */
    void submitWithin(Duration timeout, SoakTask task, boolean mayInterrupt) {
        task.setTimeout(timeout);
        ledger.book(task, () -> {
            task.setFuture(priority == NO_PRIORITY ? pool.submitWithin(timeout, task, mayInterrupt)
                    : ((WorkStealingPool) pool).submitWithin(timeout, task, mayInterrupt, priority), true);
            return true;
        });
    }

    private void give(Runnable command) {
        if (priority == NO_PRIORITY) {
            pool.execute(command);
        } else {
            ((WorkStealingPool) pool).execute(command, priority);
        }
    }

    /** The task that a command stands for; a new one that runs it if the command was made by a completable future. */
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

    /** If the decorator throws, there is no future, and the submission ends here. */
    private <T> RunnableFuture<T> created(SoakTask task, Supplier<RunnableFuture<T>> pools, boolean returnsResult) {
        RunnableFuture<T> future;
        try {
            future = pools.get();
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

    // As the pool does it, except that each submission is booked.

    @Override
    public <T> T invokeAny(Collection<? extends Callable<T>> tasks) throws InterruptedException, ExecutionException {
        return pool.<T>anyOf(tasks, booking(tasks)).await();
    }

    @Override
    public <T> T invokeAny(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        return pool.<T>anyOf(tasks, booking(tasks)).await(System.nanoTime() + unit.toNanos(timeout));
    }

    /** Books futures that are submitted in the order of their tasks. */
    private Executor booking(Collection<?> tasks) {
        Iterator<?> inOrder = tasks.iterator();
        return future -> {
            SoakTask task = (SoakTask) inOrder.next();
            task.setFuture((Future<?>) future, true);
            ledger.book(task, () -> {
                give(future);
                return true;
            });
        };
    }

    // The pool's own.

    @Override
    public void shutdown() {
        pool.shutdown();
    }

    /** Books what the pool lists. */
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
