package dev.filch.internal.scheduler;

import dev.filch.internal.PaddedWord;
import dev.filch.internal.WaiterList;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The threads of a group: starts them, gives them workers, keeps those without a worker for a while, and terminates the
 * group when all have left. The first thread that comes takes a worker that needs one: it may be a thread that waits
 * without a worker, a thread whose task has just ended, or a new thread.
 */
final class Carriers {

    private static final VarHandle AFTER_TERMINATION;

    static {
        try {
            AFTER_TERMINATION = MethodHandles.lookup()
                    .findVarHandle(Carriers.class, "afterTermination", Runnable.class).withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** A count of threads that is never reached. Once it is set, no thread is started. */
    private static final long TERMINATED = 1L << 32;

    /** In nanoseconds: how long a thread without a worker stays if threads with a worker stay for ever. */
    private static final long SPARE_KEEP_ALIVE = TimeUnit.SECONDS.toNanos(60);

    private final WorkerGroup group;
    private final SchedulerSettings settings;

    /** Null if the group has no guard. */
    private final StarvationGuard guard;

    /** The threads without a worker that wait to be needed. */
    private final WaiterList spares = new WaiterList();
    private final WaiterList terminationWaiters = new WaiterList();
    private final HandOvers handOvers = new HandOvers();
    private final Roster roster = new Roster();

    /** The number of threads that were started, or are about to be, and have not left. */
    private final PaddedWord threads = new PaddedWord();

    /** What to run after termination; null if nothing, or if it has run. */
    private Runnable afterTermination;

    /** Created once, so that a stop allocates nothing. */
    private final Consumer<Thread> interruptThread = this::interrupt;

    Carriers(WorkerGroup group) {
        this.group = group;
        settings = group.settings();
        guard = group.guard();
    }

    /**
     * Finds a thread for a worker that the caller has popped. From any thread.
     *
     * @return null, or the reason why no thread could be started. In that case the caller must take the worker back by
     *     {@link Worker#takeBackIfWanted} or {@link Worker#occupyIfWanted}. If this fails, a thread has come for the
     *     worker. It may have been meant for another worker, so the caller must take back one of those by
     *     {@link #takeBackWanted}
     */
    Throwable provideFor(Worker worker) {
        worker.want();
        return wakeOrStart();
    }

    /**
     * Finds a thread that runs a future without a worker. The caller has counted that thread as blocked.
     *
     * @return null, or the reason why no thread could be started. In that case the caller must take the future back by
     *     {@link #takeBack}
     */
    Throwable provideFor(HandOvers.Entry entry) {
        handOvers.add(entry);
        return wakeOrStart();
    }

    /** Wakes a thread that waits without a worker, or starts one. Returns null, or why none could be started. */
    Throwable wakeOrStart() {
        return spares.wakeOne() ? null : start();
    }

    /** Takes back a future that was handed over. Returns false if a thread has come for it. */
    boolean takeBack(HandOvers.Entry entry) {
        return handOvers.takeBack(entry);
    }

    /**
     * Takes back a worker that needs a thread, because one thread too few may come. If the worker's next thread was to
     * begin with a future, that future is also in a queue.
     *
     * @return the worker, which now belongs to the caller; null if no worker needs a thread
     */
    Worker takeBackWanted() {
        for (int i = 0; i < settings.workers(); i++) {
            Worker worker = group.worker(i);
            if (worker != null && worker.takeBackIfWanted()) {
                return worker;
            }
        }
        return null;
    }

    /** Starts a thread. Returns null, or why it could not be started. */
    private Throwable start() {
        long before = threads.getAndIncrementIfLess(TERMINATED);
        if (before == TERMINATED) {
            return null;
        }
        // If no thread is blocked, the new one replaces one that is about to end.
        boolean isSpare = before >= settings.workers() && group.quiescence().hasBlocked();
        group.measurements().noteThreads(before + 1);
        try {
            Carrier carrier = new Carrier(group);
            Thread thread = create(carrier);
            carrier.bindTo(thread);
            Roster.Entry entry = roster.add(thread);
            try {
                thread.start();
            } catch (Throwable failure) {
                roster.remove(entry);
                throw failure;
            }
            entry.noteStart(thread);
            group.measurements().count(PoolEvent.THREAD_START);
            if (isSpare) {
                group.measurements().count(PoolEvent.SPARE_START);
                group.flight().spareStarted(group);
            }
            group.waker().noteStart();
            return null;
        } catch (Throwable failure) {
            leave();
            return failure;
        }
    }

    private Thread create(Carrier carrier) {
        ThreadFactory factory = settings.threads().factory();
        if (factory == null) {
            String name = settings.name() + "-" + roster.nextNumber();
            return new WorkerThread(carrier, name, settings.stackSize(), settings.threads());
        }
        Thread thread = factory.newThread(carrier);
        if (thread == null) {
            throw new IllegalStateException("the thread factory returned null");
        }
        if (thread.isAlive()) {
            throw new IllegalThreadStateException("the thread factory returned a thread that has been started");
        }
        return thread;
    }

    /** Takes a worker that needs a thread, or else an idle worker without a thread. Returns null if there is none. */
    Worker takeWorker(Thread current) {
        Worker wanted = takeWanted(current);
        if (wanted != null) {
            return wanted;
        }
        Worker vacant = group.takeVacant(current);
        if (vacant != null) {
            vacant.noteAwake();
        }
        return vacant;
    }

    private Worker takeWanted(Thread current) {
        for (int i = 0; i < settings.workers(); i++) {
            Worker worker = group.worker(i);
            if (worker != null && worker.occupyIfWanted(current)) {
                return worker;
            }
        }
        return null;
    }

    /** Whether a thread without a worker must stop waiting. */
    private boolean isNeeded() {
        if (!handOvers.isEmpty() || guard != null && guard.isCalling()) {
            return true;
        }
        for (int i = 0; i < settings.workers(); i++) {
            Worker worker = group.worker(i);
            if (worker != null && worker.isWanted()) {
                return true;
            }
        }
        return group.isOver();
    }

    /**
     * Waits until a worker needs a thread, and takes it. Meanwhile runs futures that threads without a worker hand
     * over, and tasks for which the starvation guard calls a thread.
     *
     * @return the worker; null if the thread is not needed: it was not needed before its keep-alive ended, or the group
     *     has more threads than it may have, or is over
     */
    Worker awaitWorker(Carrier carrier) {
        long deadline = spareDeadline();
        Worker worker = takeWanted(carrier.thread());
        boolean waits = true;
        while (worker == null && waits && !group.isOver()) {
            TaskFuture<?> handedOver = handOvers.take();
            if (handedOver != null) {
                worker = carrier.runWithoutWorker(handedOver);
                deadline = spareDeadline();
            } else if (guard != null && guard.takeCall()) {
                worker = carrier.runQueuedTasks(guard);
                deadline = spareDeadline();
            } else {
                waits = awaitNeed(deadline);
            }
            if (worker == null) {
                worker = takeWanted(carrier.thread());
            }
        }
        return worker;
    }

    private long spareDeadline() {
        long keepAlive = settings.keepAliveNanos() == 0 ? SPARE_KEEP_ALIVE : settings.keepAliveNanos();
        return WaiterList.deadlineAfter(keepAlive);
    }

    /** Returns false if the thread is not needed. */
    private boolean awaitNeed(long deadline) {
        if (threads() > settings.workers() + settings.maxSpares()) {
            return false;
        }
        try {
            return spares.awaitUntil(this::isNeeded, deadline);
        } catch (InterruptedException ignored) {
            return true; // the interrupt is meant for no task
        }
    }

    /** Uncounts a thread that is about to end, or could not be started. */
    void leave() {
        if (threads.getAndAddValue(-1) == 1) {
            terminateIfOver();
        }
    }

    /** Terminates the group if it is over and has no threads. To be called when either becomes true. */
    void terminateIfOver() {
        if (group.isOver() && threads.casValue(0, TERMINATED)) {
            runAfterTermination();
            terminationWaiters.wakeAll();
            group.quiescence().wakeWaiters();
        }
    }

    /** Sets what is run after termination. If the group has terminated, runs it at once. */
    void afterTermination(Runnable action) {
        setAfterTerminationVolatile(action);
        if (isTerminated()) {
            runAfterTermination();
        }
    }

    private void runAfterTermination() {
        Runnable action = getAndSetAfterTermination(null);
        if (action == null) {
            return;
        }
        try {
            action.run();
        } catch (Throwable failure) {
            // Threads that wait for the termination must be woken nevertheless.
            group.handle(Thread.currentThread(), failure);
        }
    }

    boolean isTerminated() {
        return threads.valueVolatile() == TERMINATED;
    }

    int threads() {
        return (int) threads.valueVolatile();
    }

    /** Wakes the threads without a worker, because the group is over. */
    void wakeSpares() {
        spares.wakeAll();
    }

    void interruptAll() {
        roster.forEach(interruptThread);
    }

    /**
     * Interrupts a thread. Throws nothing, although a thread of the user's factory may, because the caller must
     * continue with other threads, or with a task.
     */
    void interrupt(Thread thread) {
        try {
            thread.interrupt();
        } catch (Throwable thrown) {
            group.handle(thread, thrown);
        }
    }

    Roster roster() {
        return roster;
    }

    /**
     * Waits until all threads have ended.
     *
     * @param deadline when to stop waiting, or {@link WaiterList#NO_DEADLINE}
     * @param givesUp whether to stop waiting before the deadline; read first, and whenever this thread is woken
     * @return false if the wait ended before all threads had ended
     */
    boolean awaitTermination(long deadline, BooleanSupplier givesUp) throws InterruptedException {
        BooleanSupplier isOver = () -> isTerminated() || givesUp.getAsBoolean();
        while (!isTerminated()) {
            if (givesUp.getAsBoolean() || !terminationWaiters.awaitUntil(isOver, deadline)) {
                return isTerminated() && roster.joinAll(deadline);
            }
        }
        return roster.joinAll(deadline);
    }

    /** Makes the threads that wait for the termination check whether to give up. */
    void wakeWaiters() {
        if (!terminationWaiters.isEmpty()) {
            terminationWaiters.wakeAll();
        }
    }

    /**
     * Volatile: precedes the read of the count of threads. The thread that terminates the group writes the count and
     * then reads this.
     */
    private void setAfterTerminationVolatile(Runnable action) {
        AFTER_TERMINATION.setVolatile(this, action);
    }

    /** Volatile: see setAfterTerminationVolatile. Atomic, because only one thread may run the action. */
    private Runnable getAndSetAfterTermination(Runnable next) {
        return (Runnable) AFTER_TERMINATION.getAndSet(this, next);
    }
}
