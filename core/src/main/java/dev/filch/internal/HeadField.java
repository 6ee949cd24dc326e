package dev.filch.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** The shared variables of a {@link WaiterList}. A {@link PaddedWaiterList} has its own instead. */
abstract class HeadField {

    private static final VarHandle HEAD;
    private static final VarHandle BURIED;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            HEAD = lookup.findVarHandle(HeadField.class, "head", Waiter.class).withInvokeExactBehavior();
            BURIED = lookup.findVarHandle(HeadField.class, "buried", int.class).withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private Waiter head;

    /** How many waiters have died with others above them, modulo 2^32. */
    private int buried;

    /**
     * Opaque: enlist only uses it as the expected value of its CAS, and toString as an estimate. Checked by
     * GroupScenario:shared+,1,0,,ei.
     */
    Waiter headOpaque() {
        return (Waiter) HEAD.getOpaque(this);
    }

    /**
     * Volatile: N2. In removals, for I3: if the casHead of the thread that killed a waiter has failed, a thread that
     * reads the top afterwards finds that waiter dead. Checked by WaiterScenario:op.
     */
    Waiter headVolatile() {
        return (Waiter) HEAD.getVolatile(this);
    }

    /** Volatile: W1; it publishes the waiter. In removals, for I3. Checked by WaiterScenario:op. */
    boolean casHead(Waiter expected, Waiter next) {
        return HEAD.compareAndSet(this, expected, next);
    }

    /** Volatile: it only counts; the weaker forms are loops on some JVMs. */
    int getAndAddBuried(int delta) {
        return (int) BURIED.getAndAdd(this, delta);
    }
}
