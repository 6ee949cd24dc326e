package dev.filch.pool;

import dev.filch.internal.WaiterList;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;

/**
 * The workers of a pool, from their start to their end: wakes them when there is work, hands its own state to those who
 * wait for it, and sees to it that a shutdown loses nothing. What they run, and in which order, is the
 * {@link TaskSource}'s affair.
 *
 * <h2>Shutdown</h2>
 * <ol>
 *   <li>{@code RUNNING} to {@code SHUTDOWN}: the source is closed, so nothing comes in from outside any more.
 *   <li>{@code SHUTDOWN} to {@code DRAINED}, once all workers sleep and the closed source is empty: nothing can ever
 *       come again, since only workers that are awake put tasks into their own queues. Everybody is woken, and leaves.
 *       Before that none may leave: a task on its way between two queues, or submitted while the pool was being shut
 *       down, can be waiting for a worker while another task, which waits for that one, keeps its own worker busy.
 *   <li>{@code SHUTDOWN} or {@code RUNNING} to {@code STOPPED}: the source is closed, all workers are interrupted and
 *       woken, and all queues are emptied into the list that {@code shutdownNow} returns. The workers fetch nothing
 *       more, and leave. What one of them was just moving into its own queue while that was being emptied, it runs: it
 *       had taken that before the stop.
 *   <li>The last worker to leave makes the crew {@code TERMINATED}.
 * </ol>
 */
final class Crew {

    private static final int RUNNING = 0;
    private static final int SHUTDOWN = 1;
    private static final int DRAINED = 2;
    private static final int STOPPED = 3;
    private static final int TERMINATED = 4;

    /*
     * Access            mode      why not weaker                                                      test
     * runStateVolatile  volatile  a worker goes idle and then looks here; a shutdown writes here and  ShutdownRaceTest
     *                             then looks who is idle: one must see the other
     * casRunState       volatile  see runStateVolatile                                                ShutdownRaceTest
     */
    private static final VarHandle RUN_STATE;

    static {
        try {
            RUN_STATE = MethodHandles.lookup()
                    .findVarHandle(Crew.class, "runState", int.class).withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** The worker whose thread a foreign factory has made; its own factory's threads are WorkerThreads. */
    private static final ThreadLocal<Worker> GUEST = new ThreadLocal<>();

    private final PoolSettings settings;
    private final TaskSource source;
    private final Worker[] workers;
    private final IdleState idleState;
    private final WaiterList idleWaiters = new WaiterList();
    private final WaiterList terminationWaiters = new WaiterList();
    private final AtomicInteger present;
    private int runState;

    Crew(PoolSettings settings, TaskSource source, IntFunction<WorkerMetrics> metrics) {
        this.settings = settings;
        this.source = source;
        int count = settings.workers();
        idleState = new IdleState(count, mostSearchers(count));
        present = new AtomicInteger(count);
        workers = new Worker[count];
        for (int i = 0; i < count; i++) {
            workers[i] = new Worker(this, i, metrics.apply(i));
        }
    }

    /**
     * Half of those that can run at the same time: more would only take the processor, and the cache lines, from
     * submitters.
     */
    private static int mostSearchers(int workers) {
        return Math.max(1, Math.min(workers, Runtime.getRuntime().availableProcessors()) / 2);
    }

    /**
     * Starts all workers. If one cannot be started, those that could are sent home again, and the failure is thrown.
     */
    void start() {
        int started = 0;
        try {
            ThreadFactory factory = settings.threadFactory();
            for (Worker worker : workers) {
                Thread thread = factory == null ? new WorkerThread(worker, settings) : factory.newThread(worker);
                if (thread == null) {
                    throw new IllegalStateException("the thread factory returned null");
                }
                worker.bind(thread);
                thread.start();
                started++;
            }
        } catch (Throwable failure) {
            for (int i = started; i < workers.length; i++) {
                countOut();
            }
            // Not a shutdown, which waits until all sleep: some never will.
            advanceTo(STOPPED);
            wakeAll();
            throw failure;
        }
    }

    /** The worker of this crew that calls, or null. */
    Worker currentWorker() {
        Worker worker = null;
        if (Thread.currentThread() instanceof WorkerThread thread) {
            worker = thread.worker();
        } else if (settings.threadFactory() != null) {
            worker = GUEST.get();
        }
        return worker != null && worker.crew() == this ? worker : null;
    }

    IdleState idleState() {
        return idleState;
    }

    Worker[] workers() {
        return workers;
    }

    // What submitters call.

    /**
     * Wakes a worker if one sleeps and nobody is looking for work. The task was published by a volatile RMW, or a fence
     * came after.
     */
    void signalWork() {
        if (IdleState.wantsWaking(idleState.wordVolatile())) {
            wakeOne();
        }
    }

    // What workers call.

    void workerStarts(Worker worker) {
        if (settings.threadFactory() != null) {
            GUEST.set(worker);
        }
    }

    void workerLeaves() {
        GUEST.remove();
        countOut();
    }

    private void countOut() {
        if (present.decrementAndGet() == 0) {
            advanceTo(TERMINATED);
            terminationWaiters.wakeAll();
            idleWaiters.wakeAll();
        }
    }

    Runnable fetch(Worker worker) {
        return isStopped() ? source.nextClaimed(worker) : source.next(worker);
    }

    /** Whether a worker that found nothing will never find anything again. */
    boolean isOver() {
        return runStateVolatile() >= DRAINED;
    }

    /** What a worker does between going idle and parking; {@code word} is the idle state that it made. */
    void wentIdle(long word) {
        if (idleState.allIdle(word)) {
            if (!idleWaiters.isEmpty()) {
                idleWaiters.wakeAll();
            }
            endIfDrained();
        }
        if (isOver()) {
            wakeAll();
        } else {
            wakeIfWork();
        }
    }

    /**
     * Ends a shutdown if there is nothing left to do. Whoever shuts down and whoever goes idle last look, so that one
     * sees it.
     */
    private void endIfDrained() {
        if (runStateVolatile() == SHUTDOWN) {
            // Whoever shuts down may not have come to this yet; and nothing may come in once the look at the queues has
            // begun.
            source.close();
            if (isQuiescent() && casRunState(SHUTDOWN, DRAINED)) {
                wakeAll();
            }
        }
    }

    void wakeIfWork() {
        if (source.hasWork()) {
            wakeOne();
        }
    }

    private void wakeOne() {
        int worker = idleState.wakeForWork();
        if (worker >= 0) {
            workers[worker].wake();
        }
    }

    private void wakeAll() {
        int worker = idleState.wakeAnyway();
        while (worker >= 0) {
            workers[worker].wake();
            worker = idleState.wakeAnyway();
        }
    }

    /** Reports what a task has thrown. Whatever the handler throws in turn is dropped: the worker goes on. */
    void handle(Thread thread, Throwable thrown) {
        try {
            Thread.UncaughtExceptionHandler handler = settings.uncaughtExceptionHandler();
            (handler == null ? thread.getUncaughtExceptionHandler() : handler).uncaughtException(thread, thrown);
        } catch (Throwable dropped) {
            // There is nobody left to tell.
        }
    }

    // What owners call.

    boolean isShutdown() {
        return runStateVolatile() >= SHUTDOWN;
    }

    boolean isStopped() {
        return runStateVolatile() >= STOPPED;
    }

    boolean isTerminated() {
        return runStateVolatile() == TERMINATED;
    }

    void shutdown() {
        advanceTo(SHUTDOWN);
        source.close();
        endIfDrained();
    }

    List<Runnable> shutdownNow() {
        advanceTo(STOPPED);
        source.close();
        // Before anything that needs memory: the workers must leave in any case.
        for (Worker worker : workers) {
            worker.thread().interrupt();
        }
        wakeAll();
        List<Runnable> drained = new ArrayList<>();
        source.drainTo(drained);
        return drained;
    }

    private void advanceTo(int state) {
        int seen = runStateVolatile();
        while (seen < state && !casRunState(seen, state)) {
            seen = runStateVolatile();
        }
    }

    /** Waits until every worker has left; a deadline of {@link WaiterList#NO_DEADLINE} is none. */
    boolean awaitTermination(long deadline) throws InterruptedException {
        return await(terminationWaiters, this::isTerminated, deadline);
    }

    /** Waits until nothing is queued or running; a deadline of {@link WaiterList#NO_DEADLINE} is none. */
    boolean awaitIdle(long deadline) throws InterruptedException {
        requireStranger("await idleness");
        return await(idleWaiters, this::isQuiescent, deadline);
    }

    private static boolean await(WaiterList waiters, BooleanSupplier condition, long deadline)
            throws InterruptedException {
        while (!condition.getAsBoolean()) {
            if (!waiters.awaitUntil(condition, deadline)) {
                return condition.getAsBoolean();
            }
        }
        return true;
    }

    /** Fails if the caller is a worker of this crew, who would wait for itself. */
    void requireStranger(String action) {
        if (currentWorker() != null) {
            throw new IllegalStateException("a task of this pool cannot " + action + ": it would wait for itself");
        }
    }

    /** Nothing was queued, and nobody had left the stack of idle workers, between two looks at it. */
    private boolean isQuiescent() {
        if (isTerminated()) {
            return true;
        }
        long word = idleState.wordVolatile();
        return idleState.allIdle(word) && !source.hasWork() && idleState.wordVolatile() == word;
    }

    /** Those asleep or looking for work. */
    int idleWorkers() {
        long word = idleState.wordVolatile();
        return IdleState.idle(word) + IdleState.searching(word);
    }

    /** Those with a task, or about to have one. */
    int activeWorkers() {
        return Math.max(0, present.get() - idleWorkers());
    }

    /** The state, who is idle and what is queued: a few reads. */
    String summary() {
        String[] names = {"running", "shut down", "shut down", "stopped", "terminated"};
        return settings.name() + "[" + names[runStateVolatile()] + ", " + workers.length + " workers, "
                + idleState + ", " + source.describeQueued() + "]";
    }

    /** The summary, and where each worker stands that has a task. Stops each of their threads for a moment. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(summary());
        for (Worker worker : workers) {
            String place = worker.describeTask();
            if (place != null) {
                text.append(System.lineSeparator()).append("  ").append(place);
            }
        }
        return text.toString();
    }

    private int runStateVolatile() {
        return (int) RUN_STATE.getVolatile(this);
    }

    private boolean casRunState(int expected, int next) {
        return RUN_STATE.compareAndSet(this, expected, next);
    }
}
