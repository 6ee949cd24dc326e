package dev.filch.stress.cores.engine;

import dev.filch.stress.rewrite.FieldKey;
import dev.filch.stress.rewrite.Instrumentation;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * The methods that rewritten code calls instead of the JDK's methods for threads, waits and fences. Outside of a run,
 * most of them do nothing.
 */
public final class Hooks {

    /** The longest timed park, in nanoseconds. No run lasts that long. */
    private static final long MAX_TIMED_PARK = Long.MAX_VALUE / Machine.NANOSECOND / 2;

    /** The machine whose classes are being initialized; null if none is. */
    private static Machine initializing;

    private Hooks() {
    }

    /** Sets the machine for which class initializers run, or null after they have ended. */
    static void initializeFor(Machine machine) {
        initializing = machine;
    }

    /**
     * Replaces {@link MethodHandles.Lookup#findVarHandle}.
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
     * Replaces {@link VarHandle#withInvokeExactBehavior}.
     *
     * @param handle as there
     * @return as there
     */
    public static VarHandle withInvokeExactBehavior(VarHandle handle) {
        return FieldKey.withInvokeExactBehavior(handle);
    }

    /**
     * Places a new object or array. Rewritten code calls this after each new array, and in each constructor after the
     * constructor of the superclass.
     *
     * @param object the new object or array
     */
    public static void allocated(Object object) {
        Machine machine = Machine.current();
        if (object instanceof Addressed placed) {
            if (placed.simulatedAddress() != 0) {
                return; // placed by the constructor of a superclass
            }
            if (machine == null) {
                SimulatedMemory.placeStatic(placed);
                return;
            }
            machine.memory.place(placed, machine.scheduler.running());
        } else if (machine != null && object.getClass().isArray()) {
            machine.memory.addressOf(object, machine.scheduler.running());
        }
        if (isRunning(machine)) {
            machine.pass(machine.costs.allocation());
        }
    }

    private static boolean isRunning(Machine machine) {
        return machine != null && machine.running != null;
    }

    /**
     * Fails if a run executes code that is not simulated. Rewritten code calls this before such code.
     *
     * @param code describes that code
     * @param site the place in the code
     */
    public static void refuse(String code, String site) {
        if (isRunning(Machine.current())) {
            throw new UnsupportedOperationException("not simulated: " + code + ", at " + site);
        }
    }

    /**
     * Replaces the fences. On a machine with total store order, only a full fence has an effect.
     *
     * @param kind the fence's name
     * @param site the place in the code
     */
    public static void fence(String kind, String site) {
        Machine machine = Machine.current();
        if (isRunning(machine) && kind.equals("fullFence")) {
            machine.fence(CodePlace.of(CodePaths.withoutSuffix(site), kind));
        }
    }

    /**
     * Replaces {@link Thread#onSpinWait}.
     *
     * @param site the place in the code
     */
    public static void onSpinWait(String site) {
        Machine machine = Machine.current();
        if (isRunning(machine)) {
            machine.pass(machine.costs.spin());
        }
    }

    /** Replaces {@link Thread#yield}. */
    public static void yield() {
        Machine machine = Machine.current();
        if (isRunning(machine)) {
            machine.scheduler.yield(machine.running);
        }
    }

    /**
     * Replaces {@link java.util.concurrent.locks.LockSupport#park(Object)} and its timed forms.
     *
     * @param nanos the time limit; {@link Instrumentation#UNTIMED} for none
     * @param site the place in the code
     */
    public static void park(long nanos, String site) {
        Machine machine = Machine.current();
        if (isRunning(machine)) {
            boolean isUntimed = nanos == Instrumentation.UNTIMED || nanos > MAX_TIMED_PARK;
            machine.scheduler.park(
                    isUntimed ? -1 : Math.max(0, nanos) * Machine.NANOSECOND, CodePaths.withoutSuffix(site));
        }
    }

    /**
     * Replaces {@link java.util.concurrent.locks.LockSupport#unpark}.
     *
     * @param thread as there
     * @param site the place in the code
     */
    public static void unpark(Thread thread, String site) {
        Machine machine = Machine.current();
        if (isRunning(machine) && thread != null) {
            machine.scheduler.unpark(thread, CodePaths.withoutSuffix(site));
        }
    }

    /**
     * Replaces {@link Thread#start}. Outside of a run and its set-up, no thread starts.
     *
     * @param thread the thread
     * @param site the place in the code
     */
    public static void start(Thread thread, String site) {
        Machine machine = Machine.current();
        if (machine != null) {
            machine.scheduler.start(thread, CodePaths.withoutSuffix(site));
        }
    }

    /**
     * Replaces {@link Thread#join()}.
     *
     * @param thread the thread to wait for
     * @param site the place in the code
     * @throws InterruptedException if the running thread was interrupted
     */
    public static void join(Thread thread, String site) throws InterruptedException {
        Machine machine = Machine.current();
        if (isRunning(machine)) {
            machine.scheduler.join(Objects.requireNonNull(thread), -1, site);
        }
    }

    /**
     * Replaces {@link Thread#join(long)}.
     *
     * @param thread the thread to wait for
     * @param millis the time limit; 0 for none
     * @throws InterruptedException if the running thread was interrupted
     */
    public static void join(Thread thread, long millis) throws InterruptedException {
        Machine machine = Machine.current();
        if (isRunning(machine)) {
            long time = millis == 0 ? -1 : TimeUnit.MILLISECONDS.toNanos(millis) * Machine.NANOSECOND;
            machine.scheduler.join(Objects.requireNonNull(thread), time, "join");
        }
    }

    /**
     * Replaces {@link Thread#isAlive}.
     *
     * @param thread the thread
     * @param site the place in the code
     * @return whether it has started and not ended
     */
    public static boolean isAlive(Thread thread, String site) {
        Machine machine = Machine.current();
        return machine != null && machine.scheduler.isAlive(Objects.requireNonNull(thread));
    }

    /**
     * Replaces {@link Thread#currentThread}.
     *
     * @return the {@code Thread} that the program sees
     */
    public static Thread currentThread() {
        Machine machine = Machine.current();
        return isRunning(machine) ? machine.scheduler.running().identity : Thread.currentThread();
    }

    /**
     * Replaces {@link Thread#getState}.
     *
     * @param thread the thread
     * @return its state in the simulation
     */
    public static Thread.State getState(Thread thread) {
        Machine machine = Machine.current();
        return machine == null ? thread.getState() : machine.scheduler.state(thread);
    }

    /**
     * Replaces {@link Thread#getId}, because the JDK's numbers depend on what else the JVM has done.
     *
     * @param thread the thread
     * @return its number; the program's threads are numbered in the order of their first call
     */
    public static long getId(Thread thread) {
        Machine machine = Machine.current();
        return machine == null ? 0 : machine.scheduler.id(Objects.requireNonNull(thread));
    }

    /**
     * Replaces {@code Thread.threadId}.
     *
     * @param thread the thread
     * @return the same number as {@link #getId}
     */
    public static long threadId(Thread thread) {
        return getId(thread);
    }

    /**
     * Replaces {@link Thread#interrupt}.
     *
     * @param thread the thread
     */
    public static void interrupt(Thread thread) {
        Machine machine = Machine.current();
        if (isRunning(machine)) {
            machine.scheduler.interrupt(Objects.requireNonNull(thread));
        }
    }

    /**
     * Replaces {@link Thread#interrupted}.
     *
     * @return whether the running thread was interrupted; the call clears that
     */
    public static boolean interrupted() {
        Machine machine = Machine.current();
        if (!isRunning(machine)) {
            return false;
        }
        machine.pass(machine.costs.hit());
        return machine.scheduler.clearInterrupt();
    }

    /**
     * Replaces {@link Thread#isInterrupted}.
     *
     * @param thread the thread
     * @return whether it has been interrupted
     */
    public static boolean isInterrupted(Thread thread) {
        Machine machine = Machine.current();
        if (!isRunning(machine)) {
            return false;
        }
        machine.pass(machine.costs.hit());
        return machine.scheduler.isInterrupted(thread);
    }

    /**
     * Replaces {@link System#nanoTime}.
     *
     * @return the time on the running core's clock
     */
    public static long nanoTime() {
        Machine machine = Machine.current();
        if (!isRunning(machine)) {
            return System.nanoTime();
        }
        Core core = machine.pass(machine.costs.clock());
        machine.counters.count(Event.CLOCK_READ, core);
        return core.clock / Machine.NANOSECOND;
    }

    /**
     * Replaces {@link Runtime#availableProcessors}.
     *
     * @param runtime ignored within a simulation
     * @return the number of cores of the simulated machine
     */
    public static int availableProcessors(Runtime runtime) {
        Machine machine = initializing != null ? initializing : Machine.current();
        return machine == null ? runtime.availableProcessors() : machine.cores.length;
    }
}
