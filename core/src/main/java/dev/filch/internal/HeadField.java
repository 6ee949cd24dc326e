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

    /** How many waiters died with others above them, modulo 2^32. */
    private int buried;

    /**
     * Opaque: enlist takes it as a start for its CAS, toString as an estimate. Checked by
     * GroupScenario:shared+,1,0,,ei.
     */
    Waiter headOpaque() {
        return (Waiter) HEAD.getOpaque(this);
    }

    /**
     * Volatile: N2. In removals for I3: a thread that reads the top after a killer's casHead has failed finds that
     * waiter dead. Checked by WaiterScenario:op.
     */
    Waiter headVolatile() {
        return (Waiter) HEAD.getVolatile(this);
    }

    /** Volatile: W1, and it publishes the waiter; in removals for I3. Checked by WaiterScenario:op. */
    boolean casHead(Waiter expected, Waiter next) {
        return HEAD.compareAndSet(this, expected, next);
    }

    /** Volatile: it only counts; the weaker forms are loops on some JVMs. */
    int getAndAddBuried(int delta) {
        return (int) BURIED.getAndAdd(this, delta);
    }
}
