package dev.filch.queue;

import dev.filch.queue.InjectorFields.Segment;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Objects;

/** Reads private state of the structures, for tests that act as a thread that stalls between two steps. */
final class Probe {

    private Probe() {
    }

    static int[] sequences(MpmcRing<?> ring) {
        return (int[]) get(ring, "sequences");
    }

    static Object[] elements(MpmcRing<?> ring) {
        return (Object[]) get(ring, "elements");
    }

    static <E> Segment<E> headSegment(Injector<E> injector) {
        return injector.headSegmentAcquire();
    }

    /** The number of segments, from the head on. */
    static int segments(Injector<?> injector) {
        int count = 0;
        for (Segment<?> segment = headSegment(injector); segment != null; segment = segment.nextOpaque()) {
            count++;
        }
        return count;
    }

    /** Whether all slots of a deque's buffer are null, in use or not. */
    static boolean holdsNothing(WorkDeque<?> deque) {
        return Arrays.stream(deque.bufferPlain()).allMatch(Objects::isNull);
    }

    static int bufferLength(WorkDeque<?> deque) {
        return deque.bufferPlain().length;
    }

    /** Clears the slot of the oldest element: a thief sees this if it reads a replaced buffer. */
    static Object clearOldestSlot(WorkDeque<?> deque) {
        long position = TopWord.position(deque.topVolatile());
        Object oldest = DequeFields.slotPlain(deque.bufferPlain(), position);
        DequeFields.setSlotOpaque(deque.bufferPlain(), position, null);
        return oldest;
    }

    /** Undoes {@link #clearOldestSlot}. */
    static void restoreOldestSlot(WorkDeque<?> deque, Object oldest) {
        DequeFields.setSlotOpaque(deque.bufferPlain(), TopWord.position(deque.topVolatile()), oldest);
    }

    private static Object get(MpmcRing<?> ring, String name) {
        try {
            Field field = RingFields.class.getDeclaredField(name);
            field.setAccessible(true);
            return field.get(ring);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
