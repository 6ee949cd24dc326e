package dev.filch.stress.model;

import dev.filch.stress.rewrite.FieldKey;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;

/**
 * Replacements for the JDK's methods of threads, waits and fences, and for those of {@code Backoff}. {@link
 * ThreadHooks} has others; {@link AccessLinks} links accesses of shared memory.
 */
public final class Hooks {

    private Hooks() {
    }

    /**
     * Replaces {@link MethodHandles.Lookup#findVarHandle}.
     *
     * @param lookup as in the JDK
     * @param owner as in the JDK
     * @param name as in the JDK
     * @param type as in the JDK
     * @return as in the JDK
     * @throws ReflectiveOperationException as in the JDK
     */
    public static VarHandle findVarHandle(MethodHandles.Lookup lookup, Class<?> owner, String name, Class<?> type)
            throws ReflectiveOperationException {
        return FieldKey.findVarHandle(lookup, owner, name, type);
    }

    /**
     * Replaces {@link VarHandle#withInvokeExactBehavior}.
     *
     * @param handle as in the JDK
     * @return as in the JDK
     */
    public static VarHandle withInvokeExactBehavior(VarHandle handle) {
        return FieldKey.withInvokeExactBehavior(handle);
    }

    /**
     * Called at the end of each constructor's call of its superclass, and after each new array.
     *
     * @param object the new object
     */
    public static void allocated(Object object) {
        Execution execution = Execution.current();
        if (execution != null) {
            execution.allocated(object);
        }
    }

    /**
     * Called before an operation that is not simulated.
     *
     * @param what a description of the operation
     * @param site class, method and line of the call
     */
    public static void refuse(String what, String site) {
        if (Execution.current() != null) {
            throw new Failure("not simulated: " + what + ", at " + site);
        }
    }

    /**
     * Replaces the fences.
     *
     * @param kind the fence's name
     * @param site class, method and line of the call
     */
    public static void fence(String kind, String site) {
        Execution execution = Execution.current();
        if (execution != null) {
            execution.fence(kind, site);
        }
    }

    /**
     * Replaces {@link Thread#onSpinWait}.
     *
     * @param site class, method and line of the call
     */
    public static void onSpinWait(String site) {
        Execution execution = Execution.current();
        if (execution != null) {
            execution.waits().spin(site);
        }
    }

    /**
     * Replaces {@link java.util.concurrent.locks.LockSupport#park(Object)} and its timed forms.
     *
     * @param nanos how long, or {@link dev.filch.stress.rewrite.Instrumentation#UNTIMED}
     * @param site class, method and line of the call
     */
    public static void park(long nanos, String site) {
        Execution execution = Execution.current();
        if (execution != null) {
            execution.waits().park(site, nanos);
        }
    }

    /**
     * Replaces {@link java.util.concurrent.locks.LockSupport#unpark}.
     *
     * @param thread the thread
     * @param site class, method and line of the call
     */
    public static void unpark(Thread thread, String site) {
        Execution execution = Execution.current();
        if (execution != null) {
            execution.waits().unpark(thread, site);
        }
    }

    /**
     * Replaces {@link Thread#start}. Does nothing outside an execution.
     *
     * @param thread the thread to start
     * @param site class, method and line of the call
     * @throws NoSuchMethodException never
     */
    public static void start(Thread thread, String site) throws NoSuchMethodException {
        Execution execution = Execution.current();
        if (execution != null) {
            execution.lives().start(thread, site);
        }
    }

    /**
     * Replaces {@link Thread#join()}.
     *
     * @param thread the thread to wait for
     * @param site class, method and line of the call
     * @throws InterruptedException as in the JDK
     */
    public static void join(Thread thread, String site) throws InterruptedException {
        Execution execution = Execution.current();
        if (execution != null) {
            execution.lives().join(Objects.requireNonNull(thread), site);
        }
    }

    /**
     * Replaces {@link Thread#isAlive}.
     *
     * @param thread the thread
     * @param site class, method and line of the call
     * @return whether it has started and not ended
     */
    public static boolean isAlive(Thread thread, String site) {
        Execution execution = Execution.current();
        return execution != null && execution.lives().isAlive(Objects.requireNonNull(thread), site);
    }

    /**
     * Replaces {@link Thread#currentThread}.
     *
     * @return the object that represents the simulated thread
     */
    public static Thread currentThread() {
        Execution execution = Execution.current();
        return execution == null ? Thread.currentThread() : execution.currentThread();
    }

    /**
     * Replaces {@link Thread#interrupted}.
     *
     * @return whether the simulated thread was interrupted
     */
    public static boolean interrupted() {
        Execution execution = Execution.current();
        return execution != null && execution.interrupts().interrupted();
    }

    /**
     * Replaces {@link Thread#isInterrupted}.
     *
     * @param thread the thread
     * @return whether it has been interrupted
     */
    public static boolean isInterrupted(Thread thread) {
        Execution execution = Execution.current();
        return execution != null && execution.interrupts().isInterrupted(Objects.requireNonNull(thread));
    }

    /** Called at the start of each method of single-step code. */
    public static void enterSingleStep() {
        Execution execution = Execution.current();
        if (execution != null && execution.running() != null) {
            execution.running().enterSingleStep();
        }
    }

    /** Called at each exit from a method of single-step code, by return or exception. */
    public static void leaveSingleStep() {
        Execution execution = Execution.current();
        if (execution != null && execution.running() != null) {
            execution.running().leaveSingleStep();
        }
    }

    /**
     * Replaces {@link System#nanoTime}. The clock advances only when a park times out.
     *
     * @return the simulated time
     */
    public static long nanoTime() {
        Execution execution = Execution.current();
        return execution == null ? System.nanoTime() : execution.waits().nanoTime();
    }

    /**
     * Replaces {@code Backoff.pause}. Does nothing: a pause does not wait for another thread.
     *
     * @param nanos the state
     * @return the same state
     */
    public static int pause(int nanos) {
        return nanos;
    }

    /**
     * Replaces {@code Backoff.yieldOnce}. Does nothing, like {@link #pause}.
     *
     * @param times the state
     * @return the same state
     */
    public static int yieldOnce(int times) {
        return times;
    }

    /**
     * Replaces {@code Backoff.backOff}. Does nothing, like {@link #pause}.
     *
     * @param passed ignored
     */
    public static void backOff(long passed) {
    }

    /** Replaces {@code Backoff.pauseOnce}. Does nothing: the next read may return the same value. */
    public static void pauseOnce() {
    }

    /**
     * Replaces {@code Backoff.patience}, and makes the next wait bounded.
     *
     * @return 1, or 0 during set-up and at the end
     */
    public static int patience() {
        Execution execution = Execution.current();
        return execution == null ? 1 : execution.waits().patience();
    }

    /**
     * Takes the place of {@code Backoff.spinsBeforeParking}: a thread that spins before it parks only comes later.
     *
     * @return 0
     */
    public static int spinsBeforeParking() {
        return 0;
    }
}
