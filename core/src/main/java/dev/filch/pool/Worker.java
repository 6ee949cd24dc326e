package dev.filch.pool;

import dev.filch.internal.FrontPad;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/**
 * One worker of a {@link Crew}: takes tasks and runs them, looks a little longer when there are none, then sleeps until
 * it is woken. What it does around a sleep is the other half of the protocol that {@link IdleState} explains. Padded in
 * front, since a worker writes some of its fields with every task, and workers stand next to each other in memory.
 */
final class Worker extends FrontPad implements Runnable {

    /**
     * How often a worker that found nothing looks again before it sleeps: about what a wake-up costs the one who sends
     * it.
     */
    private static final int SEARCH_ROUNDS = 24;

    /** Nobody has woken this worker since it last woke. */
    private static final int AWAKE = 0;

    /** The worker's thread is, or is about to be, parked. */
    private static final int PARKED = 1;

    /** A waker has taken the worker off the stack of idle workers. */
    private static final int WOKEN = 2;

    /*
     * Access           mode      why not weaker                                                          test
     * setSignalOpaque  opaque    the worker is on no stack yet, so nobody else writes; goIdle publishes  LostWakeUpTest
     *                            it
     * casSignal        volatile  between announcing the park and a waker's swap one must see the other;  LostWakeUpTest
     *                            RMWs on one variable do; the JDK offers no cheaper swap
     * signalVolatile   volatile  after an unpark, which orders nothing                                   LostWakeUpTest
     * getAndSetSignal  volatile  see casSignal                                                           LostWakeUpTest
     */
    private static final VarHandle SIGNAL;

    static {
        try {
            SIGNAL = MethodHandles.lookup().findVarHandle(Worker.class, "signal", int.class).withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Crew crew;
    private final int index;
    private final WorkerMetrics metrics;

    /** Set before the thread starts; wakers come later. */
    private Thread thread;

    /** Whether this worker is counted as searching in the idle state; the worker's own. */
    private boolean searching;

    /** How many tasks it has asked its source for; the worker's own. */
    private int fetches;

    private int randomState;
    private int signal;

    Worker(Crew crew, int index, WorkerMetrics metrics) {
        this.crew = crew;
        this.index = index;
        this.metrics = metrics;
        randomState = 0x9E3779B9 * (index + 1);
    }

    int index() {
        return index;
    }

    Crew crew() {
        return crew;
    }

    WorkerMetrics metrics() {
        return metrics;
    }

    Thread thread() {
        return thread;
    }

    void bind(Thread started) {
        thread = started;
    }

    /**
     * Counts the tasks this worker asks for, so that every so many can be chosen by another rule; begins again at 2^31.
     */
    int countFetch() {
        fetches = fetches + 1 & Integer.MAX_VALUE;
        return fetches;
    }

    /** A number from 0 to bound - 1, by Marsaglia's xorshift. */
    int random(int bound) {
        randomState ^= randomState << 13;
        randomState ^= randomState >>> 17;
        randomState ^= randomState << 5;
        return (int) (Integer.toUnsignedLong(randomState) * bound >>> 32);
    }

    /** Which task the worker is in, as far as its thread's stack tells; null if it has none. */
    String describeTask() {
        StackTraceElement[] stack = thread.getStackTrace();
        int own = 0;
        while (own < stack.length && !stack[own].getClassName().equals(WorkerMetrics.class.getName())) {
            own++;
        }
        if (own == stack.length) {
            return null;
        }
        int place = 0;
        while (place < own - 1 && isOfTheJdk(stack[place])) {
            place++;
        }
        return thread.getName() + " " + thread.getState() + " at " + stack[place];
    }

    private static boolean isOfTheJdk(StackTraceElement frame) {
        String name = frame.getClassName();
        return name.startsWith("java.") || name.startsWith("jdk.");
    }

    @Override
    public void run() {
        crew.workerStarts(this);
        try {
            while (step()) {
                // Each step runs a task, or sleeps.
            }
        } finally {
            crew.workerLeaves();
        }
    }

    /** Runs a task or sleeps; false if the worker has nothing to do ever again. */
    private boolean step() {
        Runnable task = nextTask();
        if (task != null) {
            runTask(task);
            return true;
        }
        if (crew.isOver()) {
            stopSearching();
            return false;
        }
        sleep();
        return true;
    }

    private Runnable nextTask() {
        try {
            Runnable task = crew.fetch(this);
            if (task == null) {
                task = search();
            }
            if (task != null) {
                stopSearching();
            }
            return task;
        } catch (Throwable failure) {
            // Nothing is expected here. But a worker must not die of an error of the JVM's.
            crew.handle(thread, failure);
            return null;
        }
    }

    private Runnable search() {
        searching = searching || crew.idleState().beginSearch();
        if (!searching) {
            return null;
        }
        Runnable task = null;
        for (int round = 0; round < SEARCH_ROUNDS && task == null; round++) {
            Thread.onSpinWait();
            task = crew.fetch(this);
        }
        return task;
    }

    private void stopSearching() {
        if (searching) {
            searching = false;
            if (crew.idleState().endSearch()) {
                crew.wakeIfWork();
            }
        }
    }

    private void runTask(Runnable task) {
        // What interrupted the task before is none of this one's business, unless the pool is being stopped.
        Thread.interrupted();
        if (crew.isStopped()) {
            thread.interrupt();
        }
        try {
            metrics.run(task);
        } catch (Throwable thrown) {
            crew.handle(thread, thrown);
        }
    }

    private void sleep() {
        setSignalOpaque(AWAKE);
        long word = crew.idleState().goIdle(index, searching);
        crew.wentIdle(word);
        if (casSignal(AWAKE, PARKED)) {
            while (signalVolatile() == PARKED) {
                LockSupport.park(crew);
                // An interrupt that is meant for no task would make every park return at once.
                Thread.interrupted();
            }
        }
        // Who took this worker off the stack has counted it as searching.
        searching = true;
    }

    /** Ends the sleep of a worker that the caller has taken off the stack of idle workers. */
    void wake() {
        if (getAndSetSignal(WOKEN) == PARKED) {
            LockSupport.unpark(thread);
        }
    }

    private int signalVolatile() {
        return (int) SIGNAL.getVolatile(this);
    }

    private void setSignalOpaque(int value) {
        SIGNAL.setOpaque(this, value);
    }

    private boolean casSignal(int expected, int next) {
        return SIGNAL.compareAndSet(this, expected, next);
    }

    private int getAndSetSignal(int value) {
        return (int) SIGNAL.getAndSet(this, value);
    }
}
