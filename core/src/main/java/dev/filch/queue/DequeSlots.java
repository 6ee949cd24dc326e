package dev.filch.queue;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The buffer of a {@link WorkDeque} and its slots. It stands in front of the pads of {@link PaddedDequeEnds}, away from
 * what the owner writes with each push: thieves read it with each steal. The memory orders are explained in the table
 * of {@code WorkDeque}.
 */
abstract class DequeSlots {

    private static final VarHandle BUFFER;
    private static final VarHandle SLOTS =
            MethodHandles.arrayElementVarHandle(Object[].class).withInvokeExactBehavior();

    static {
        try {
            BUFFER = MethodHandles.lookup()
                    .findVarHandle(DequeSlots.class, "buffer", Object[].class).withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private Object[] buffer;

    DequeSlots(int firstLength) {
        buffer = new Object[firstLength];
    }

    final Object[] bufferPlain() {
        return buffer;
    }

    final Object[] bufferAcquire() {
        return (Object[]) BUFFER.getAcquire(this);
    }

    final void setBufferRelease(Object[] other) {
        BUFFER.setRelease(this, other);
    }

    static Object slotPlain(Object[] buffer, long position) {
        return buffer[slot(buffer, position)];
    }

    static Object slotAcquire(Object[] buffer, long position) {
        return (Object) SLOTS.getAcquire(buffer, slot(buffer, position));
    }

    /** Whether what a thief has found in a slot is an element: not if the buffer is no longer in use. */
    static boolean isThere(Object item) {
        return item != null;
    }

    static void setSlotOpaque(Object[] buffer, long position, Object element) {
        SLOTS.setOpaque(buffer, slot(buffer, position), element);
    }

    static void clearSlotRelease(Object[] buffer, long position) {
        SLOTS.setRelease(buffer, slot(buffer, position), (Object) null);
    }

    private static int slot(Object[] buffer, long position) {
        return (int) (position >> TopWord.SHIFT) & (buffer.length - 1);
    }
}
