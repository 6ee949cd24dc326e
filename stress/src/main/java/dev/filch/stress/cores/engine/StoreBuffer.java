package dev.filch.stress.cores.engine;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The stores of a core that other cores cannot see yet. They take effect in program order (TSO), each as soon as the
 * core owns its line. The simulation performs a store lazily, at the latest before another core gets the line.
 */
final class StoreBuffer {

    /** The number of entries, about as many as in current processors. */
    static final int CAPACITY = 64;

    private static final int MASK = CAPACITY - 1;

    private final Core core;
    private final long[] addresses = new long[CAPACITY];
    private final Line[] lines = new Line[CAPACITY];
    private final long[] issued = new long[CAPACITY];
    private final MethodHandle[] writers = new MethodHandle[CAPACITY];
    private final VarHandle[] handles = new VarHandle[CAPACITY];
    private final Object[] bases = new Object[CAPACITY];
    private final int[] indices = new int[CAPACITY];
    private final long[] bits = new long[CAPACITY];
    private final Object[] references = new Object[CAPACITY];
    private final CodePlace[] places = new CodePlace[CAPACITY];
    private int first;
    private int count;
    private long lastEffect;

    StoreBuffer(Core core) {
        this.core = core;
    }

    boolean isEmpty() {
        return count == 0;
    }

    boolean isFull() {
        return count == CAPACITY;
    }

    /** Adds a store. To perform it, the writer takes handle, base, index, bits and reference. */
    void add(long address, Line line, CodePlace place, MethodHandle writer, VarHandle handle, Object base, int index,
            long value, Object reference) {
        int entry = first + count++ & MASK;
        addresses[entry] = address;
        lines[entry] = line;
        places[entry] = place;
        issued[entry] = core.clock;
        writers[entry] = writer;
        handles[entry] = handle;
        bases[entry] = base;
        indices[entry] = index;
        bits[entry] = value;
        references[entry] = reference;
    }

    /** Returns the entry of the newest store to an address; -1 if there is none. */
    int find(long address) {
        for (int i = count - 1; i >= 0; i--) {
            int entry = first + i & MASK;
            if (addresses[entry] == address) {
                return entry;
            }
        }
        return -1;
    }

    long bits(int entry) {
        return bits[entry];
    }

    Object reference(int entry) {
        return references[entry];
    }

    boolean oldestCanTakeEffect() {
        return lines[first].isWritableBy(core);
    }

    /** Returns the time at which the oldest store takes effect, if the core owns its line. */
    long oldestEffect() {
        return Math.max(lastEffect + core.machine.costs.hit(), issued[first]);
    }

    Line oldestLine() {
        return lines[first];
    }

    CodePlace oldestPlace() {
        return places[first];
    }

    /** Performs all stores that take effect by a given time, and requests the line of the next store. */
    void drain(long until) {
        while (count > 0 && oldestCanTakeEffect()) {
            long effect = oldestEffect();
            if (effect > until) {
                return;
            }
            lastEffect = effect;
            performOldest();
        }
        if (count > 0) {
            // The core may have lost the line before the store's turn. An outstanding request is not repeated.
            core.request(lines[first], true, false, places[first], Math.max(until, issued[first]));
        }
    }

    /** Performs all stores, after the run. */
    void flush() {
        while (count > 0) {
            performOldest();
        }
    }

    private void performOldest() {
        try {
            writers[first].invokeExact(handles[first], bases[first], indices[first], bits[first], references[first]);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
        lines[first] = null;
        writers[first] = null;
        handles[first] = null;
        bases[first] = null;
        references[first] = null;
        first = first + 1 & MASK;
        count--;
    }
}
