package dev.filch.stress.cores.work;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A ring in which producers and consumers take tickets with a fetch-and-add, and then wait for their slots. No thread
 * loses a race, but none can return a ticket: a consumer keeps its ticket until its slot has an element.
 */
final class TicketRing<E> extends OfferAndPoll<E> implements PerThread<E> {

    private static final int MASK = Queues.CAPACITY - 1;
    private static final long NONE = -1;
    private static final VarHandle SEQUENCES = MethodHandles.arrayElementVarHandle(long[].class);
    private static final VarHandle POSITION;

    static {
        try {
            POSITION = MethodHandles.lookup().findVarHandle(End.class, "position", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final End tail;
    private final End head;
    private final long[] sequences;
    private final Object[] elements;

    /** The ticket that this handle's thread has taken and not used; {@link #NONE} if there is none. */
    private long ticket = NONE;

    TicketRing() {
        tail = new End();
        head = new End();
        sequences = new long[Queues.CAPACITY];
        elements = new Object[Queues.CAPACITY];
        for (int i = 0; i < Queues.CAPACITY; i++) {
            sequences[i] = i;
        }
    }

    private TicketRing(TicketRing<E> shared) {
        tail = shared.tail;
        head = shared.head;
        sequences = shared.sequences;
        elements = shared.elements;
    }

    @Override
    public TicketRing<E> of(int thread) {
        return new TicketRing<>(this);
    }

    @Override
    public boolean offer(E element) {
        long position = (long) POSITION.getAndAdd(tail, 1L);
        int index = (int) position & MASK;
        int spins = 0;
        while (!isReady(index, position)) {
            spins = SpinLock.spin(spins);
        }
        elements[index] = element;
        SEQUENCES.setRelease(sequences, index, position + 1);
        return true;
    }

    @Override
    @SuppressWarnings("unchecked")
    public E poll() {
        if (ticket == NONE) {
            ticket = (long) POSITION.getAndAdd(head, 1L);
        }
        int index = (int) ticket & MASK;
        if (!isReady(index, ticket + 1)) {
            return null;
        }
        E element = (E) elements[index];
        elements[index] = null;
        SEQUENCES.setRelease(sequences, index, ticket + Queues.CAPACITY);
        ticket = NONE;
        return element;
    }

    private boolean isReady(int index, long sequence) {
        return (long) SEQUENCES.getAcquire(sequences, index) == sequence;
    }

    private static final class End extends FrontPad {
        private long position;
    }
}
