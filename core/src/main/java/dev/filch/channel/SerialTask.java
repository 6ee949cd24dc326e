package dev.filch.channel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.concurrent.Executor;

/*
 * The idea. One word says whether the task is idle, submitted or running. A thread that has something for the task to
 * do records it elsewhere, and then wakes the task: it submits an idle task, and tells a running one to run once more.
 * So the task runs in one thread at a time, and a call from inside the task only changes the word.
 *
 * No wake-up is lost
 *   waker:  (W1) record what there is to do    (W2) read or change the word
 *   task:   (T1) set the word to RUNNING       (T2) step    (T3) CAS from RUNNING to IDLE
 *   All accesses are volatile. If W2 finds SUBMITTED or WOKEN and changes nothing, a T1 is still to come, so T2 sees
 *   what W1 recorded.
 */

/** Work that an executor does in small steps, never two at the same time. */
abstract class SerialTask implements Runnable {

    /** What follows a step. */
    enum Next {
        /** The task waits to be woken. */
        WAIT,
        /** The task goes on after other tasks of the executor. */
        YIELD,
        /** The task never runs again. */
        END
    }

    /** How many elements pass before the task lets other tasks run. */
    static final int MAX_ELEMENTS = 256;

    private static final int IDLE = 0;
    private static final int SUBMITTED = 1;
    private static final int RUNNING = 2;
    /** Running, and woken meanwhile. */
    private static final int WOKEN = 3;
    private static final int ENDED = 4;

    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(SerialTask.class, "state", int.class)
                    .withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Executor executor;
    private int state = RUNNING;

    /** Creates a task that counts as running until {@link #start} is called. */
    SerialTask(Executor executor) {
        this.executor = Objects.requireNonNull(executor, "executor");
    }

    /** Does what can be done without waiting. If it throws, the task has ended. */
    abstract Next step();

    /** Does what remains to be done when the executor refuses the task. The task has ended then. */
    abstract void refused(Throwable reason);

    /** Lets the task be woken from now on, and submits it. */
    final void start() {
        setStateVolatile(SUBMITTED);
        execute(this);
    }

    /** Lets the task be woken from now on. The calling thread takes the first step. */
    final void startHere() {
        serve();
    }

    /** Ends the task, which the calling thread runs or has not started. */
    final void end() {
        setStateVolatile(ENDED);
    }

    final boolean hasEnded() {
        return stateVolatile() == ENDED;
    }

    /** Makes the executor run the task. Never runs it in this thread, unless the executor does. */
    final void wake() {
        if (advance(SUBMITTED)) {
            execute(this);
        }
    }

    /** Runs the task in this thread if it is idle; otherwise it runs once more where it is running, or submitted. */
    final void wakeHere() {
        if (advance(RUNNING)) {
            serve();
        }
    }

    /** Wakes the task if it is running; if it is idle, sets the next state and returns true. */
    private boolean advance(int nextIfIdle) {
        int seen = stateVolatile();
        while (seen == IDLE || seen == RUNNING) {
            if (casState(seen, seen == IDLE ? nextIfIdle : WOKEN)) {
                return seen == IDLE;
            }
            seen = stateVolatile();
        }
        return false;
    }

    /** For the executor. */
    @Override
    public final void run() {
        if (casState(SUBMITTED, RUNNING)) {
            serve();
        }
    }

    private void serve() {
        Next next;
        do {
            setStateVolatile(RUNNING);
            next = stepOrEnd();
        } while (next == Next.WAIT && !casState(RUNNING, IDLE) || next == Next.YIELD && resubmit());
        if (next == Next.END) {
            end();
        }
    }

    private Next stepOrEnd() {
        boolean returned = false;
        try {
            Next next = step();
            returned = true;
            return next;
        } finally {
            if (!returned) {
                end();
            }
        }
    }

    /**
     * Returns true if the executor runs its tasks in the submitting thread. This thread must then go on with the task.
     */
    private boolean resubmit() {
        Resubmission resubmission = new Resubmission();
        setStateVolatile(SUBMITTED);
        execute(resubmission);
        resubmission.isSubmitted = true;
        return resubmission.hasReturnedHere && casState(SUBMITTED, RUNNING);
    }

    private void execute(Runnable submitted) {
        try {
            executor.execute(submitted);
        } catch (Throwable thrown) {
            if (casState(SUBMITTED, RUNNING)) {
                refuse(thrown);
            } else {
                // The executor has run the task here, and the task has thrown it. The calling code has nothing to do
                // with it.
                report(thrown);
            }
        }
    }

    private void refuse(Throwable reason) {
        try {
            refused(reason);
        } catch (Throwable thrown) {
            report(thrown);
        } finally {
            end();
        }
    }

    private static void report(Throwable thrown) {
        Thread thread = Thread.currentThread();
        try {
            thread.getUncaughtExceptionHandler().uncaughtException(thread, thrown);
        } catch (Throwable ignored) {
            // As the JVM ignores what this handler throws.
        }
    }

    /** Volatile: W2. Checked by FlowScenario:1,false,1,t,c. */
    private int stateVolatile() {
        return (int) STATE.getVolatile(this);
    }

    /** Volatile: T1. Checked by FlowScenario:1,false,1,t,c. */
    private void setStateVolatile(int next) {
        STATE.setVolatile(this, next);
    }

    /**
     * Volatile: W2 and T3. A step sees what the previous one and the wakers wrote, so this acquires and releases; the
     * JDK has no weaker strong CAS that does.
     */
    private boolean casState(int expected, int next) {
        return STATE.compareAndSet(this, expected, next);
    }

    /** Submits the task from inside the task. An executor that runs it at once must not add to the stack each time. */
    private final class Resubmission implements Runnable {

        private final Thread submitter = Thread.currentThread();

        // Only the submitting thread uses these.
        private boolean isSubmitted;
        private boolean hasReturnedHere;

        @Override
        public void run() {
            if (Thread.currentThread() == submitter && !isSubmitted) {
                hasReturnedHere = true;
            } else {
                SerialTask.this.run();
            }
        }
    }
}
