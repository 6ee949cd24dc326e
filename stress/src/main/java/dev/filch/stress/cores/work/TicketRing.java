package dev.filch.stress.cores.work;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A ring in which both sides take tickets with a fetch-and-add, and then wait for their slots: no race is lost, but no
 * thread can go away without an element.
 */
final class TicketRing<E> extends OfferAndPoll<E> {

    private static final int MASK = Queues.CAPACITY - 1;
    private static final VarHandle SEQUENCES = MethodHandles.arrayElementVarHandle(long[].class);
    private static final VarHandle POSITION;

    static {
        try {
            POSITION = MethodHandles.lookup().findVarHandle(End.class, "position", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final End tail = new End();
    private final End head = new End();
    private final long[] sequences = new long[Queues.CAPACITY];
    private final Object[] elements = new Object[Queues.CAPACITY];

    TicketRing() {
        for (int i = 0; i < Queues.CAPACITY; i++) {
            sequences[i] = i;
        }
    }

    @Override
    public boolean offer(E element) {
        long ticket = (long) POSITION.getAndAdd(tail, 1L);
        int index = (int) ticket & MASK;
        await(index, ticket);
        elements[index] = element;
        SEQUENCES.setRelease(sequences, index, ticket + 1);
        return true;
    }

    /** Waits for an element, unless there seems to be none. */
    @Override
    @SuppressWarnings("unchecked")
    public E poll() {
        if ((long) POSITION.getAcquire(head) >= (long) POSITION.getAcquire(tail)) {
            return null;
        }
        long ticket = (long) POSITION.getAndAdd(head, 1L);
        int index = (int) ticket & MASK;
        await(index, ticket + 1);
        E element = (E) elements[index];
        elements[index] = null;
        SEQUENCES.setRelease(sequences, index, ticket + Queues.CAPACITY);
        return element;
    }

    private void await(int index, long sequence) {
        int spins = 0;
        while ((long) SEQUENCES.getAcquire(sequences, index) != sequence) {
            spins = SpinLock.spin(spins);
        }
    }

    private static final class End extends PadAbove {
        private long position;
    }
}
