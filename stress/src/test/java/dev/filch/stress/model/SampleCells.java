package dev.filch.stress.model;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A structure of two cells for tests that make its calls single steps. Not nested in a scenario, since calls of
 * scenario classes are never single steps.
 */
class SampleCells {

    private static final VarHandle FIRST;
    private static final VarHandle SECOND;

    static {
        try {
            FIRST = MethodHandles.lookup().findVarHandle(SampleCells.class, "first", int.class);
            SECOND = MethodHandles.lookup().findVarHandle(SampleCells.class, "second", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private int first;
    private int second;

    void setOpaque(int value) {
        FIRST.setOpaque(this, value);
        SECOND.setOpaque(this, value);
    }

    void setRelease(int value) {
        FIRST.setRelease(this, value);
        SECOND.setRelease(this, value);
    }

    String bothOpaque() {
        return (int) SECOND.getOpaque(this) + "" + (int) FIRST.getOpaque(this);
    }

    int secondOpaque() {
        return (int) SECOND.getOpaque(this);
    }

    int secondAcquire() {
        return (int) SECOND.getAcquire(this);
    }

    boolean increment(long amount, boolean throwing, Object... others) {
        int value = (int) FIRST.getOpaque(this);
        if (throwing) {
            throw new IllegalStateException("before the write");
        }
        return FIRST.weakCompareAndSetPlain(this, value, value + (int) amount + others.length);
    }

    /** Not final, so that it can be called through an interface or be inherited. */
    int firstOpaque() {
        return (int) FIRST.getOpaque(this);
    }

    void awaitSecond() {
        while ((int) SECOND.getOpaque(this) == 0) {
            Thread.onSpinWait();
        }
    }

    void spinAlone() {
        while (!FIRST.compareAndSet(this, -1, 0)) {
            // Deliberately without onSpinWait.
        }
    }
}
