package dev.filch.stress.model;

import dev.filch.stress.rewrite.FieldKey;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;

/**
 * What the rewritten code calls instead of the JDK's methods of threads, waits and fences, and of {@code Backoff}'s;
 * accesses of shared memory are linked by {@link AccessLinks}.
 */
public final class Hooks {

    private Hooks() {
    }

    /**
     * Takes the place of {@link MethodHandles.Lookup#findVarHandle}.
     *
     * @param lookup as there
     * @param owner as there
     * @param name as there
     * @param type as there
     * @return as there
     * @throws ReflectiveOperationException as there
     */
    public static VarHandle findVarHandle(MethodHandles.Lookup lookup, Class<?> owner, String name, Class<?> type)
            throws ReflectiveOperationException {
        return FieldKey.findVarHandle(lookup, owner, name, type);
    }

    /**
     * Takes the place of {@link VarHandle#withInvokeExactBehavior}.
     *
     * @param handle as there
     * @return as there
     */
    public static VarHandle withInvokeExactBehavior(VarHandle handle) {
        return FieldKey.withInvokeExactBehavior(handle);
    }

    /**
     * Comes at the end of every constructor's call of its superclass, and after every new array.
     *
     * @param object what was made
     */
    public static void allocated(Object object) {
        Execution execution = Execution.current();
        if (execution != null) {
            execution.allocated(object);
        }
    }

    /**
     * Comes before what is not simulated.
     *
     * @param what what that is
     * @param site where it stands
     */
    public static void refuse(String what, String site) {
        if (Execution.current() != null) {
            throw new Failure("not simulated: " + what + ", at " + site);
        }
    }

    /**
     * Takes the place of the fences.
     *
     * @param kind the fence's name
     * @param site where it stands
     */
    public static void fence(String kind, String site) {
        Execution execution = Execution.current();
        if (execution != null) {
            execution.fence(kind, site);
        }
    }

    /**
     * Takes the place of {@link Thread#onSpinWait}.
     *
     * @param site where it stands
     */
    public static void onSpinWait(String site) {
        Execution execution = Execution.current();
        if (execution != null) {
            execution.waits().spin(site);
        }
    }

    /**
     * Takes the place of {@link java.util.concurrent.locks.LockSupport#park(Object)} and its timed forms.
     *
     * @param nanos how long, or {@link dev.filch.stress.rewrite.Instrumentation#UNTIMED}
     * @param site where it stands
     */
    public static void park(long nanos, String site) {
        Execution execution = Execution.current();
        if (execution != null) {
            execution.waits().park(site, nanos);
        }
    }

    /**
     * Takes the place of {@link java.util.concurrent.locks.LockSupport#unpark}.
     *
     * @param thread as there
     * @param site where it stands
     */
    public static void unpark(Thread thread, String site) {
        Execution execution = Execution.current();
        if (execution != null) {
            execution.waits().unpark(thread, site);
        }
    }

    /**
     * Takes the place of {@link Thread#start}. Nothing is started while no execution runs.
     *
     * @param thread the one to start
     * @param site where it stands
     * @throws NoSuchMethodException never
     */
    public static void start(Thread thread, String site) throws NoSuchMethodException {
        Execution execution = Execution.current();
        if (execution != null) {
            execution.lives().start(thread, site);
        }
    }

    /**
     * Takes the place of {@link Thread#join()}.
     *
     * @param thread the one to wait for
     * @param site where it stands
     * @throws InterruptedException as there
     */
    public static void join(Thread thread, String site) throws InterruptedException {
        Execution execution = Execution.current();
        if (execution != null) {
            execution.lives().join(Objects.requireNonNull(thread), site);
        }
    }

    /**
     * Takes the place of {@link Thread#isAlive}.
     *
     * @param thread the one to ask of
     * @param site where it stands
     * @return whether it has been started and has not ended
     */
    public static boolean isAlive(Thread thread, String site) {
        Execution execution = Execution.current();
        return execution != null && execution.lives().isAlive(Objects.requireNonNull(thread), site);
    }

    /**
     * Takes the place of {@link Thread#currentThread}.
     *
     * @return a thread that stands for the one under test
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

    /** Begins every method of single-step code. */
    public static void enterSingleStep() {
        Execution execution = Execution.current();
        if (execution != null && execution.running() != null) {
            execution.running().enterSingleStep();
        }
    }

    /** Ends every method of single-step code, however it ends. */
    public static void leaveSingleStep() {
        Execution execution = Execution.current();
        if (execution != null && execution.running() != null) {
            execution.running().leaveSingleStep();
        }
    }

    /**
     * Replaces {@link System#nanoTime}: the clock advances only when the time of a park runs out.
     *
     * @return the simulated time
     */
    public static long nanoTime() {
        Execution execution = Execution.current();
        return execution == null ? System.nanoTime() : execution.waits().nanoTime();
    }

    /**
     * Takes the place of {@code Backoff.pause}, which is no waiting for anybody: nothing happens.
     *
     * @param nanos the state
     * @return the same
     */
    public static int pause(int nanos) {
        return nanos;
    }

    /**
     * Takes the place of {@code Backoff.yieldOnce}, which waits for nobody either.
     *
     * @param times the state
     * @return the same
     */
    public static int yieldOnce(int times) {
        return times;
    }

    /**
     * Takes the place of {@code Backoff.backOff}, which waits for nobody either.
     *
     * @param passed ignored
     */
    public static void backOff(long passed) {
    }

    /** Takes the place of {@code Backoff.pauseOnce}: whoever looks again at once may see the same. */
    public static void pauseOnce() {
    }

    /**
     * Takes the place of {@code Backoff.patience}.
     *
     * @return for ever, or not at all
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
