package dev.filch.stress.cores.work;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Dmitry Vyukov's bounded queue (2010) as published: a thread that loses a race retries at once. Head and tail have
 * cache lines of their own.
 */
final class PlainRing<E> extends OfferAndPoll<E> {

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

    PlainRing() {
        for (int i = 0; i < Queues.CAPACITY; i++) {
            sequences[i] = i;
        }
    }

    @Override
    public boolean offer(E element) {
        while (true) {
            long position = (long) POSITION.getAcquire(tail);
            int index = (int) position & MASK;
            long ahead = (long) SEQUENCES.getAcquire(sequences, index) - position;
            if (ahead < 0) {
                return false;
            }
            if (ahead == 0 && POSITION.compareAndSet(tail, position, position + 1)) {
                elements[index] = element;
                SEQUENCES.setRelease(sequences, index, position + 1);
                return true;
            }
        }
    }

    @Override
    @SuppressWarnings("unchecked")
    public E poll() {
        while (true) {
            long position = (long) POSITION.getAcquire(head);
            int index = (int) position & MASK;
            long ahead = (long) SEQUENCES.getAcquire(sequences, index) - (position + 1);
            if (ahead < 0) {
                return null;
            }
            if (ahead == 0 && POSITION.compareAndSet(head, position, position + 1)) {
                E element = (E) elements[index];
                elements[index] = null;
                SEQUENCES.setRelease(sequences, index, position + Queues.CAPACITY);
                return element;
            }
        }
    }

    private static final class End extends FrontPad {
        private long position;
    }
}
