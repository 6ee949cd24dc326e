package dev.filch.stress.cores.work;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** A test-and-test-and-set lock: a thread reads until the lock is free, then tries to take it with an exchange. */
final class TestAndSetLock extends FrontPad implements SpinLock {

    private static final VarHandle HELD;

    static {
        try {
            HELD = MethodHandles.lookup().findVarHandle(TestAndSetLock.class, "held", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private int held;

    @Override
    public void lock() {
        int spins = 0;
        while ((int) HELD.getAcquire(this) != 0 || (int) HELD.getAndSet(this, 1) != 0) {
            spins = SpinLock.spin(spins);
        }
    }

    @Override
    public void unlock() {
        HELD.setRelease(this, 0);
    }
}
