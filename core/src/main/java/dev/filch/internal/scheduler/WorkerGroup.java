package dev.filch.internal.scheduler;

import dev.filch.internal.Compensator;
import dev.filch.internal.PaddedWord;
import dev.filch.internal.WaiterList;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.function.LongConsumer;

/**
 * The workers of a pool, from the first task to the end: takes tasks, notifies threads that wait for idleness, and
 * shuts down without losing a task. The {@link TaskSource} decides what the workers run, and in which order; the
 * {@link Carriers} manage their threads, and the {@link Waker} wakes them.
 *
 * <h2>Shutdown</h2>
 * <ol>
 *   <li>{@code RUNNING} to {@code SHUTDOWN}: the source is closed, so no more tasks come in from outside.
 *   <li>{@code SHUTDOWN} to {@code DRAINED}, once all workers are idle, no thread is in a task without a worker, and
 *       the closed source is empty: no task can ever come again, because only tasks put tasks into a worker's own
 *       queues. All threads are woken, and leave. None may leave earlier: a task that is being moved between two
 *       queues, or was submitted during the shutdown, may need a worker while another task, which waits for it,
 *       occupies its own.
 *   <li>{@code RUNNING}, {@code SHUTDOWN} or {@code DRAINED} to {@code STOPPED}: the source is closed, all threads are
 *       interrupted and woken, and all workers leave their queues alone. The queues are emptied into the list that
 *       {@code shutdownNow} returns.
 *   <li>The last thread to leave terminates the group.
 * </ol>
 */
public final class WorkerGroup {

    private static final VarHandle WORKERS =
            MethodHandles.arrayElementVarHandle(Worker[].class).withInvokeExactBehavior();

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
    private final WaiterList idleWaiters = new WaiterList();
    private final IntPredicate isVacant = this::isVacant;
    private final LongConsumer wentIdle = this::wentIdle;

    /**
     * How many threads are in a task without a worker, or about to be: they have left their worker because the task
     * blocked, or a thread without a worker has handed the task over to them.
     */
    private final PaddedWord blocked = new PaddedWord();

    /**
     * Creates a group; starts its threads if the settings say so.
     *
     * @param settings how it is built
     * @param source the source of its tasks
     */
    public WorkerGroup(SchedulerSettings settings, TaskSource source) {
        this.settings = settings;
        this.source = source;
        int count = settings.workers();
        measurements = new Measurements(count, this::worker, settings.measured());
        state = new GroupState(count, maxSearchers(count));
        workers = new Worker[count];
        carriers = new Carriers(this);
        waker = new Waker(this);
        stop = new GroupStop(this, source);
        if (settings.startAtOnce()) {
            startAll();
        }
    }

    /**
     * Half of the workers that can run at the same time: more would only take processors and cache lines from
     * submitters.
     */
    private static int maxSearchers(int workers) {
        return Math.max(1, Math.min(workers, Runtime.getRuntime().availableProcessors()) / 2);
    }

    private void startAll() {
        // All workers leave the stack first, because a worker whose thread finds nothing returns to it.
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

    GroupState state() {
        return state;
    }

    Carriers carriers() {
        return carriers;
    }

    Waker waker() {
        return waker;
    }

    boolean hasWork() {
        return source.hasWork();
    }

    /** The current thread's carrier if it belongs to this group, or null. */
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
     * @param task what to run
     * @param lane how urgent it is
     * @throws RejectedExecutionException if the group was shut down
     * @throws OutOfMemoryError if a queue cannot grow; the task was not added
     */
    public void execute(Runnable task, Lane lane) {
        Runnable queued = settings.measured() ? measurements.submit(task) : task;
        boolean accepted = false;
        boolean withdrawn = false;
        if (task instanceof TaskFuture<?> future) {
            future.setQueued(true);
            withdrawn = future.resubmit();
        }
        try {
            Carrier carrier = currentCarrier();
            Worker worker = carrier == null ? null : carrier.worker();
            accepted = worker == null ? source.offer(queued, lane) : push(worker, queued, lane);
        } finally {
            if (!accepted) {
                undoSubmission(task, withdrawn);
            }
            // Even if the task is refused: for a moment its slot in the queue looked like work. A thread that ends a
            // shutdown, or waits for idleness, may have seen this and left it to a worker to check again.
            waker.signalWork();
        }
        if (!accepted) {
            throw new RejectedExecutionException("the pool takes no more tasks: " + summary());
        }
    }

    private void undoSubmission(Runnable task, boolean withdrawn) {
        if (task instanceof TaskFuture<?> future) {
            future.setQueued(false);
            if (withdrawn) {
                future.withdraw();
            }
        }
        if (settings.measured()) {
            measurements.withdrawSubmission();
        }
    }

    /** Submits a task from the worker's own thread; false if it is refused. */
    boolean push(Worker worker, Runnable task, Lane lane) {
        if (isShutdown() || !worker.queues().push(task, lane)) {
            return false;
        }
        // The push is a full fence: either this thread sees that the group was stopped, or the stop drains the task.
        if (isStopped()) {
            stop.awaitDrained();
            return !worker.queues().takeBack(lane);
        }
        return true;
    }

    /** A worker that was popped, created if it has never run; null if there is no memory for it, or no stack. */
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

    /** Reports an exception thrown by a task. Exceptions thrown by the handler are dropped. */
    void handle(Thread thread, Throwable thrown) {
        try {
            Thread.UncaughtExceptionHandler handler = settings.uncaughtExceptionHandler();
            (handler == null ? thread.getUncaughtExceptionHandler() : handler).uncaughtException(thread, thrown);
        } catch (Throwable dropped) {
            // It cannot be reported.
        }
    }

    // Going idle.

    /** To be called when a worker has gone idle; {@code word} is the state that this produced. */
    void wentIdle(long word) {
        noteIdle(word);
        waker.wakeIfWork();
    }

    void noteIdle(long word) {
        if (state.allIdle(word) && blocked.valueVolatile() == 0) {
            wakeIdleWaiters();
            endIfDrained();
        }
    }

    void wakeIdleWaiters() {
        if (!idleWaiters.isEmpty()) {
            idleWaiters.wakeAll();
        }
    }

    /**
     * Ends a shutdown if there is nothing left to do. The thread that shuts down calls this, and so does the thread
     * whose worker goes idle last; one of them sees that nothing is left.
     */
    private void endIfDrained() {
        if (GroupState.phase(state.wordVolatile()) == GroupState.SHUTDOWN) {
            // The thread that shuts down may not have done this yet, and no task may come in once the queues are read.
            source.close();
            long word = state.wordVolatile();
            if (isQuiescent(word) && state.endShutdown(word)) {
                end();
            }
        }
    }

    /** Whether no task is queued, and none was running when the word was read. */
    private boolean isQuiescent(long word) {
        return state.allIdle(word) && blocked.valueVolatile() == 0 && !source.hasWork();
    }

    private boolean isQuiescent() {
        if (isTerminated()) {
            return true;
        }
        long word = state.wordVolatile();
        return isQuiescent(word) && state.wordVolatile() == word;
    }

    /** Makes all threads leave. */
    void end() {
        forEachWorker(Worker::wakeToEnd);
        carriers.wakeSpares();
        carriers.terminateIfOver();
    }

    // Tasks that block.

    /** Whether another thread could leave its worker now. */
    boolean mayBlock() {
        return blocked.valueVolatile() < settings.maxSpares();
    }

    /** Whether less than half of the spare threads replace threads whose tasks block. */
    boolean hasHalfOfSpares() {
        return 2 * blocked.valueVolatile() < settings.maxSpares();
    }

    /** Counts a thread that leaves its worker; false if as many have left theirs as the group may have spares. */
    boolean beginBlocked() {
        return blocked.incrementIfLess(settings.maxSpares());
    }

    /** To be called when a thread has a worker again, or has ended its task without one. */
    void endBlocked() {
        if (blocked.getAndAddValue(-1) == 1) {
            noteIdle(state.wordVolatile());
        }
    }

    /**
     * Takes an idle worker without a thread for the current thread: of several, the one that went idle last. Null if
     * there is none, or if the workers change meanwhile. The check comes first, because a pop from beneath other
     * workers hides these from submitters for a moment.
     */
    Worker takeVacant(Thread current) {
        if (!state.hasIdle(isVacant)) {
            return null;
        }
        // An overflow after the pop would lose the worker.
        StackReserve.ensureForWakeUps();
        int index = state.popFirst(isVacant, false, wentIdle);
        if (index < 0) {
            return null;
        }
        Worker vacant = workerOrNew(index);
        if (vacant == null) {
            noteIdle(state.goIdle(index, false));
        } else {
            vacant.occupy(current);
        }
        return vacant;
    }

    /** Whether an idle worker has no thread; certain only if a pop of the worker follows. */
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

    public boolean isTerminated() {
        return carriers.isTerminated();
    }

    public void shutdown() {
        state.advanceTo(GroupState.SHUTDOWN);
        source.close();
        endIfDrained();
        // A submitter whose stack has overflowed may have left a task without waking a worker; or it was refused, and
        // its place, which it has given back, looked like work.
        waker.wakeIfWork();
        endIfDrained();
    }

    /**
     * Stops the group, and returns the tasks that no thread has started, as they were submitted. If memory runs out, it
     * returns some of them, and another call returns the rest.
     *
     * @throws OutOfMemoryError if there is no memory for the first task
     */
    public List<Runnable> shutdownNow() {
        return stop.stop();
    }

    void forEachWorker(Consumer<Worker> action) {
        for (int i = 0; i < workers.length; i++) {
            Worker worker = worker(i);
            if (worker != null) {
                action.accept(worker);
            }
        }
    }

    /** Waits until every thread has ended; {@link WaiterList#NO_DEADLINE} means for ever. */
    public boolean awaitTermination(long deadline) throws InterruptedException {
        return carriers.awaitTermination(deadline);
    }

    /** Waits until no task is queued or running; {@link WaiterList#NO_DEADLINE} means for ever. */
    public boolean awaitIdle(long deadline) throws InterruptedException {
        requireExternalThread("await idleness");
        // As in shutdown.
        waker.wakeIfWork();
        BooleanSupplier quiescent = this::isQuiescent;
        boolean waits = true;
        while (waits && !isQuiescent()) {
            waits = idleWaiters.awaitUntil(quiescent, deadline);
        }
        return waits || isQuiescent();
    }

    /** Throws if the current thread is in a task of this group, which would wait for itself. */
    public void requireExternalThread(String action) {
        if (currentCarrier() != null) {
            throw new IllegalStateException("a task of this pool cannot " + action + ": it would wait for itself");
        }
    }

    // What is going on.

    /** How many workers sleep, have no thread, or search. */
    public int idleWorkers() {
        long word = state.wordVolatile();
        return GroupState.idle(word) + GroupState.searching(word);
    }

    /** How many workers have a task, or are about to have one. */
    public int activeWorkers() {
        return workers.length - idleWorkers();
    }

    /** The state, the idle workers and the sizes of the queues, in one line. Reads every queue. */
    public String summary() {
        String[] phases = {"running", "shut down", "shut down", "stopped"};
        String phase = isTerminated() ? "terminated" : phases[GroupState.phase(state.wordVolatile())];
        return settings.name() + "[" + phase + ", " + workers.length + " workers, " + carriers.threads() + " threads, "
                + state + ", " + source.describeQueued() + "]";
    }

    /** The summary, and where in the code each task is. Stops each thread for a moment. */
    public String describe() {
        StringBuilder text = new StringBuilder(summary());
        carriers.roster().forEach(thread -> {
            String place = TaskPlace.of(thread);
            if (place != null) {
                text.append(System.lineSeparator()).append("  ").append(place);
            }
        });
        return text.toString();
    }

    /** A worker; null if it has never run. */
    Worker worker(int index) {
        return workerVolatile(index);
    }

    /** Volatile: see setWorkerVolatile. Checked by StopScenario:0,s. */
    private Worker workerVolatile(int index) {
        return (Worker) WORKERS.getVolatile(workers, index);
    }

    /**
     * Volatile: precedes the read of the phase in workerOrNew; a stop changes the phase and then reads the workers.
     * Checked by StopScenario:0,s.
     */
    private void setWorkerVolatile(int index, Worker worker) {
        WORKERS.setVolatile(workers, index, worker);
    }
}
