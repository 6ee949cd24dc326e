package dev.filch.stress.cores.work;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** A ticket lock: threads take tickets with a fetch-and-add, and enter in the order of their tickets. */
final class TicketLock extends FrontPad implements SpinLock {

    private static final VarHandle NEXT;
    private static final VarHandle SERVED;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            NEXT = lookup.findVarHandle(TicketLock.class, "next", long.class);
            SERVED = lookup.findVarHandle(TicketLock.class, "served", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private long next;
    private long served;

    @Override
    public void lock() {
        long ticket = (long) NEXT.getAndAdd(this, 1L);
        int spins = 0;
        while ((long) SERVED.getAcquire(this) != ticket) {
            spins = SpinLock.spin(spins);
        }
    }

    @Override
    public void unlock() {
        SERVED.setRelease(this, (long) SERVED.get(this) + 1);
    }
}
