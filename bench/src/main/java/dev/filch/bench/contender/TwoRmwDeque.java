package dev.filch.bench.contender;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The owner's operations of a work-stealing deque in the style of {@code ForkJoinPool}. A thread owns an element once
 * it has exchanged the slot's content. So push and pop cost an atomic exchange each, but the owner's pop need not read
 * the thieves' index. Thieves, of which there are none here, would exchange the slot at {@code base} for null.
 */
public final class TwoRmwDeque<E> {

    private static final int FIRST_LENGTH = 64;
    private static final VarHandle SLOT =
            MethodHandles.arrayElementVarHandle(Object[].class).withInvokeExactBehavior();

    private Object[] slots = new Object[FIRST_LENGTH];
    private int top;

    /** The thieves' index. The owner reads it to find out whether there is room. */
    private volatile int base;

    /** Adds an element as the newest. Owner only. */
    public void push(E element) {
        if (top - base == slots.length) {
            grow();
        }
        Object before = (Object) SLOT.getAndSet(slots, top & slots.length - 1, (Object) element);
        assert before == null;
        top++;
    }

    /** Takes the newest element, or returns null. Owner only. */
    @SuppressWarnings("unchecked")
    public E pop() {
        if (top == base) {
            return null;
        }
        Object newest = (Object) SLOT.getAndSet(slots, top - 1 & slots.length - 1, (Object) null);
        if (newest != null) {
            top--;
        }
        return (E) newest;
    }

    private void grow() {
        Object[] larger = new Object[2 * slots.length];
        for (int i = base; i != top; i++) {
            larger[i & larger.length - 1] = (Object) SLOT.getAndSet(slots, i & slots.length - 1, (Object) null);
        }
        slots = larger;
    }
}
