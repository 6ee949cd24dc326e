package dev.filch.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** The shared variables of a {@link WaiterList}. A {@link PaddedWaiterList} has variables of its own instead. */
abstract class HeadField {

    private static final VarHandle HEAD;
    private static final VarHandle DEAD_BELOW_TOP;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            HEAD = lookup.findVarHandle(HeadField.class, "head", Waiter.class).withInvokeExactBehavior();
            DEAD_BELOW_TOP = lookup.findVarHandle(HeadField.class, "deadBelowTop", int.class).withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private Waiter head;

    /** The number of waiters that have died while others were above them, modulo 2^32. */
    private int deadBelowTop;

    /**
     * Opaque: enlist uses it only as the expected value of its CAS, and toString only as an estimate. Checked by
     * GroupScenario:shared+,1,0,,ei.
     */
    Waiter headOpaque() {
        return (Waiter) HEAD.getOpaque(this);
    }

    /**
     * Volatile: N2. In removals, for I3: if the casHead of the thread that ended a wait has failed, a thread that reads
     * the top afterwards finds this waiter dead. Checked by WaiterScenario:op.
     */
    Waiter headVolatile() {
        return (Waiter) HEAD.getVolatile(this);
    }

    /** Volatile: W1; it publishes the waiter. In removals, for I3. Checked by WaiterScenario:op. */
    boolean casHead(Waiter expected, Waiter next) {
        return HEAD.compareAndSet(this, expected, next);
    }

    /** Volatile: it only counts; the weaker forms are loops on some JVMs. */
    int getAndAddDeadBelowTop(int delta) {
        return (int) DEAD_BELOW_TOP.getAndAdd(this, delta);
    }
}
