package dev.filch.internal.scheduler;

import dev.filch.internal.Compensator;
import dev.filch.internal.WaiterList;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.function.LongConsumer;

/**
 * The workers of a pool. A group runs submitted tasks, and shuts down without losing one. The {@link TaskSource}
 * decides what the workers run and in which order, the {@link Carriers} manage the threads, and the {@link Waker} wakes
 * them. {@link Quiescence} notices that no work is left, and {@link GroupStop} stops the group at once.
 *
 * <h2>Shutdown</h2>
 * <ol>
 *   <li>{@code RUNNING} to {@code SHUTDOWN}: the source is closed, so it refuses tasks from outside.
 *   <li>{@code SHUTDOWN} to {@code DRAINED}: this happens once all workers are idle, no thread is in a task without a
 *       worker, and the source is empty. No task can be added any more, because only tasks put tasks into a worker's
 *       own queues. All threads are woken, and leave. No thread may leave earlier: if a task is being moved between two
 *       queues, or its submission overlaps the shutdown, it may need a worker while a task that waits for it occupies
 *       another one.
 *   <li>{@code RUNNING}, {@code SHUTDOWN} or {@code DRAINED} to {@code STOPPED}: the source is closed, all threads are
 *       interrupted and woken, and all workers stop taking tasks. The queues are emptied into the list that {@code
 *       shutdownNow} returns.
 *   <li>The last thread that leaves terminates the group.
 * </ol>
 */
public final class WorkerGroup {

    private static final VarHandle WORKERS =
            MethodHandles.arrayElementVarHandle(Worker[].class).withInvokeExactBehavior();

    /**
     * If no thread can be started for queued tasks, a thread that waits for their end pauses, and then tries again.
     * This is the first pause; each further one is twice as long.
     */
    private static final long FIRST_RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** The longest pause. */
    private static final long MAX_RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** A wait for the end of tasks. Returns false if the deadline passes first, or {@code givesUp} holds first. */
    private interface EndOfTasks {
        boolean await(long deadline, BooleanSupplier givesUp) throws InterruptedException;
    }

    /** Created in advance, because the end of the group must not need memory. */
    private static final Consumer<Worker> WAKE_TO_END = Worker::wakeToEnd;

    static {
        TaskFuture.linkVarHandles();
    }

    private final SchedulerSettings settings;
    private final TaskSource source;
    private final Measurements measurements;
    private final GroupState state;
    private final Worker[] workers;
    private final Carriers carriers;
    private final Waker waker;
    private final GroupStop stop;
    private final Quiescence quiescence;
    private final GroupReport report;
    private final Flight flight = new Flight();
    private final Submissions submissions;

    /** Null if there is none. */
    private final StarvationGuard guard;

    /** Null if the queues are unbounded. */
    private final Admission admission;

    private final IntPredicate isVacant = this::isVacant;
    private final LongConsumer wentIdle = this::wentIdle;

    /**
     * Creates a group, and starts its threads if the settings say so.
     *
     * @param settings the settings
     * @param source the source of its tasks
     */
    public WorkerGroup(SchedulerSettings settings, TaskSource source) {
        this.settings = settings;
        this.source = source;
        int count = settings.workers();
        measurements = new Measurements(count, this::worker, settings.timedEvery());
        state = new GroupState(count, maxSearchers(count));
        workers = new Worker[count];
        guard = settings.guardNanos() == 0 ? null : new StarvationGuard(this, source, settings.guardNanos());
        carriers = new Carriers(this);
        quiescence = new Quiescence(this, source);
        waker = new Waker(this);
        stop = new GroupStop(this, source);
        report = new GroupReport(this, source);
        admission = settings.bound() == null ? null : new Admission(this, source, settings.bound());
        submissions = new Submissions(this, source);
        if (settings.startAtOnce()) {
            startAll();
        }
    }

    /**
     * Half of the workers that can run at the same time. More searchers would only take processors and cache lines from
     * submitters.
     */
    private static int maxSearchers(int workers) {
        return Math.max(1, Math.min(workers, Runtime.getRuntime().availableProcessors()) / 2);
    }

    private void startAll() {
        // All workers leave the stack before the first thread starts, because a worker that finds no task returns to
        // it.
        for (int popped = 0; popped < workers.length; popped++) {
            state.popAny();
        }
        for (int popped = 0; popped < workers.length; popped++) {
            Throwable failure = waker.provideThread(popped);
            if (failure != null) {
                shutdownNow();
                throwUnchecked(failure);
            }
        }
    }

    private static void throwUnchecked(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        throw failure instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(failure);
    }

    public SchedulerSettings settings() {
        return settings;
    }

    public Measurements measurements() {
        return measurements;
    }

    Flight flight() {
        return flight;
    }

    GroupState state() {
        return state;
    }

    Carriers carriers() {
        return carriers;
    }

    Waker waker() {
        return waker;
    }

    /** Null if the queues are unbounded. */
    Admission admission() {
        return admission;
    }

    /** Null if there is none. */
    StarvationGuard guard() {
        return guard;
    }

    GroupStop stop() {
        return stop;
    }

    Quiescence quiescence() {
        return quiescence;
    }

    boolean hasWork() {
        return source.hasWork();
    }

    /** The current thread's carrier; null if the thread does not belong to this group. */
    Carrier currentCarrier() {
        Carrier carrier = null;
        if (Thread.currentThread() instanceof WorkerThread thread) {
            carrier = thread.compensator();
        } else if (settings.threads().factory() != null && Compensator.current() instanceof Carrier bound) {
            carrier = bound;
        }
        return carrier != null && carrier.group() == this ? carrier : null;
    }

    // Submitting.

    /**
     * Submits a task. From any thread.
     *
     * @param task the task
     * @param lane its lane
     * @throws RejectedExecutionException if the group was shut down, or if the queues are full and the policy is to
     *     reject
     * @throws OutOfMemoryError if a queue cannot grow; the task was not added
     */
    public void execute(Runnable task, Lane lane) {
        submissions.execute(task, lane);
    }

    /**
     * Submits a task unless the queues are full. From any thread.
     *
     * @param task the task
     * @param lane its lane
     * @return false if the group was shut down or the queues are full; the task was not added
     * @throws OutOfMemoryError if a queue cannot grow; the task was not added
     */
    public boolean tryExecute(Runnable task, Lane lane) {
        return submissions.tryExecute(task, lane);
    }

    Submissions submissions() {
        return submissions;
    }

    // Workers, handlers and hooks.

    /**
     * A worker that was popped. Creates it if it has never run; null if there is too little memory or stack for that.
     */
    Worker workerOrNew(int popped) {
        Worker present = worker(popped);
        if (present != null) {
            return present;
        }
        try {
            Worker fresh = new Worker(this, popped, source.newQueues(popped));
            setWorkerVolatile(popped, fresh);
            if (isStopped()) {
                fresh.stop();
            }
            return fresh;
        } catch (OutOfMemoryError | StackOverflowError noMemory) {
            return null;
        }
    }

    /** Gives an exception to the handler for uncaught exceptions. Exceptions thrown by the handler are dropped. */
    void handle(Thread thread, Throwable thrown) {
        try {
            Thread.UncaughtExceptionHandler handler = settings.uncaughtExceptionHandler();
            (handler == null ? thread.getUncaughtExceptionHandler() : handler).uncaughtException(thread, thrown);
        } catch (Throwable dropped) {
            // There is no other way to report it.
        }
    }

    /** Calls a hook if there are any. Exceptions thrown by the hook are given to the handler. */
    void callHook(Consumer<Hooks> event) {
        Hooks hooks = settings.hooks();
        if (hooks == null) {
            return;
        }
        try {
            event.accept(hooks);
        } catch (Throwable thrown) {
            handle(Thread.currentThread(), thrown);
        }
    }

    // Idle workers.

    /** To be called when a worker has gone idle. {@code word} is the state right after that. */
    void wentIdle(long word) {
        try {
            try {
                quiescence.noteIdle(word);
            } finally {
                waker.wakeIfWork();
            }
        } catch (Throwable failure) {
            // No exception is expected here. If there is one, the thread must continue all the same.
            handle(Thread.currentThread(), failure);
        }
    }

    /**
     * Takes an idle worker without a thread for the current thread. If there are several, takes the one that went idle
     * last. Null if there is none, if other threads change the stack of idle workers, or if this thread's stack is too
     * short. Checks first whether there is one, because a pop from beneath other workers hides these from submitters
     * for a moment.
     */
    Worker takeVacant(Thread current) {
        if (!state.hasIdle(isVacant)) {
            return null;
        }
        try {
            // A stack overflow after the pop would lose the worker.
            StackReserve.ensureForIdleStack();
        } catch (StackOverflowError full) {
            return null;
        }
        int index = state.popFirst(isVacant, false, wentIdle);
        if (index < 0) {
            return null;
        }
        Worker vacant = workerOrNew(index);
        if (vacant == null) {
            wentIdle(state.goIdle(index, false));
        } else {
            vacant.occupy(current);
            if (guard != null) {
                // A submitter that was about to pop this worker may find no other one.
                guard.check();
            }
        }
        return vacant;
    }

    /** Whether an idle worker has no thread; reliable only if a pop of the worker follows. */
    boolean isVacant(int index) {
        Worker worker = worker(index);
        return worker == null || worker.isVacant();
    }

    WorkerMetrics detachedMetrics() {
        return measurements.detached();
    }

    long clock() {
        return measurements.now();
    }

    // The end.

    boolean isOver() {
        return GroupState.isOver(state.wordVolatile());
    }

    boolean isStopped() {
        return GroupState.phase(state.wordVolatile()) == GroupState.STOPPED;
    }

    public boolean isShutdown() {
        return GroupState.phase(state.wordVolatile()) >= GroupState.SHUTDOWN;
    }

    /**
     * Sets an action that is run once all threads have left, or now if they have. To be called at most once.
     *
     * @param action the action; its exceptions are given to the handler
     */
    public void afterTermination(Runnable action) {
        carriers.afterTermination(action);
    }

    public boolean isTerminated() {
        return carriers.isTerminated();
    }

    public void shutdown() {
        // If the stack overflowed after the end of the group and before its threads are woken, they would wait for
        // ever.
        StackReserve.ensureForIdleStack();
        state.advanceTo(GroupState.SHUTDOWN);
        submissions.wakeWaiting();
        source.close();
        quiescence.endIfDrained();
        if (isOver()) {
            // The thread that ended the group may have had too little stack or memory for this.
            end();
        }
        // A submitter whose stack has overflowed may have queued a task without waking a worker. Or its task was
        // refused, and endIfDrained took the slot of that task for work before the submitter gave it back.
        waker.wakeIfWork();
        quiescence.endIfDrained();
    }

    /**
     * Stops the group, and returns the tasks that no thread has started, as they were submitted. If memory runs out, it
     * returns some of them, and the next call returns the others.
     *
     * @throws OutOfMemoryError if there is no memory for the first task
     */
    public List<Runnable> shutdownNow() {
        try {
            return stop.stop();
        } finally {
            submissions.wakeWaiting();
        }
    }

    /** Makes all threads leave. */
    void end() {
        forEachWorker(WAKE_TO_END);
        if (guard != null) {
            guard.wakeToEnd();
        }
        carriers.wakeSpares();
        carriers.terminateIfOver();
    }

    void forEachWorker(Consumer<Worker> action) {
        for (int i = 0; i < workers.length; i++) {
            Worker worker = worker(i);
            if (worker != null) {
                action.accept(worker);
            }
        }
    }

    /** Waits until all threads have ended. {@link WaiterList#NO_DEADLINE} means without a limit. */
    public boolean awaitTermination(long deadline) throws InterruptedException {
        return awaitTasks(carriers::awaitTermination, deadline);
    }

    /** Waits until no task is queued or running. {@link WaiterList#NO_DEADLINE} means without a limit. */
    public boolean awaitIdle(long deadline) throws InterruptedException {
        requireExternalThread("await idleness");
        return awaitTasks(quiescence::await, deadline);
    }

    /**
     * Waits for the end of tasks. If tasks are queued and no thread could be started for them, pauses, and tries again
     * to start one. No other thread may do so: a submission would, but none may come.
     */
    private boolean awaitTasks(EndOfTasks end, long deadline) throws InterruptedException {
        // A submitter whose stack has overflowed may have queued a task without waking a worker.
        waker.wakeIfWork();
        boolean ended = end.await(deadline, waker::lacksThread);
        long pause = FIRST_RETRY_NANOS;
        while (!ended && !hasPassed(deadline)) {
            ended = end.await(earlier(deadline, WaiterList.deadlineAfter(pause)), () -> false);
            if (!ended) {
                pause = Math.min(2 * pause, MAX_RETRY_NANOS);
                waker.wakeIfWork();
                ended = end.await(deadline, waker::lacksThread);
            }
        }
        return ended;
    }

    private static boolean hasPassed(long deadline) {
        return deadline != WaiterList.NO_DEADLINE && deadline - System.nanoTime() <= 0;
    }

    private static long earlier(long deadline, long other) {
        return deadline == WaiterList.NO_DEADLINE || other - deadline < 0 ? other : deadline;
    }

    /** Throws an exception if the current thread belongs to this group: its task would wait for itself. */
    public void requireExternalThread(String action) {
        if (currentCarrier() != null) {
            throw new IllegalStateException("a task of this pool cannot " + action + ": it would wait for itself");
        }
    }

    // Monitoring.

    /** How many workers sleep, have no thread, or search for a task. */
    public int idleWorkers() {
        long word = state.wordVolatile();
        return GroupState.idle(word) + GroupState.searching(word);
    }

    /** How many workers have a task, or are about to get one. */
    public int activeWorkers() {
        return workers.length - idleWorkers();
    }

    /**
     * How many tasks are queued. In a group with a bound, {@link QueueCredits#used} says how exact the number is. In
     * another group, each queue is read at a different time.
     */
    public int queuedTasks() {
        return admission == null ? source.queued() : admission.queued();
    }

    /** How many tasks of a lane are queued; an estimate while other threads add and take tasks. */
    public long queued(Lane lane) {
        return source.queued(lane);
    }

    /** How many tasks of a lane were submitted. If read after a count of executed tasks, it includes these. */
    public long submitted(Lane lane) {
        return source.submitted(lane);
    }

    /**
     * When the oldest timed task in the queues of a lane was submitted, in nanoseconds by the clock of the
     * measurements; {@link Long#MAX_VALUE} if there is none.
     */
    public long oldestSubmission(Lane lane) {
        return source.oldestSubmission(lane);
    }

    public int threads() {
        return carriers.threads();
    }

    /** Whether the queues have reached their bound. */
    boolean isFull() {
        return admission != null && admission.isFull();
    }

    /** The state, the idle workers and the sizes of the queues, in one line. Reads every queue. */
    public String summary() {
        return report.summary();
    }

    /** The summary, and the place in the code that each task has reached. Stops each thread for a moment. */
    public String describe() {
        return report.describe();
    }

    /** A first line that names what is wrong, if anything is; then the summary and the stacks of all tasks. */
    public String dump() {
        return report.dump();
    }

    /** A worker; null if it has never run. */
    Worker worker(int index) {
        return workerVolatile(index);
    }

    /** Volatile: pairs with setWorkerVolatile. Checked by StopScenario:0,s. */
    private Worker workerVolatile(int index) {
        return (Worker) WORKERS.getVolatile(workers, index);
    }

    /**
     * Volatile: workerOrNew does this and then reads the phase; a stop changes the phase and then reads the workers. At
     * least one sees the other's write. Checked by StopScenario:0,s.
     */
    private void setWorkerVolatile(int index, Worker worker) {
        WORKERS.setVolatile(workers, index, worker);
    }
}
