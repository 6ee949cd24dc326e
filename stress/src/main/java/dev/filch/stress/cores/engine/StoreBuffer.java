package dev.filch.stress.cores.engine;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The stores of a core that other cores cannot see yet. They take effect in program order (TSO), each as soon as the
 * core owns its line. A store takes effect lazily, at the latest before another core gets a copy of its line.
 */
final class StoreBuffer {

    /** About as many entries as present processors have. */
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

    /** Adds a store; the writer carries it out, and takes handle, base, index, bits and reference. */
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

    /** The entry of the newest store to an address; -1 if there is none. */
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

    /** When the oldest store takes effect if the core has its line. */
    long oldestEffect() {
        return Math.max(lastEffect + core.machine.costs.hit(), issued[first]);
    }

    Line oldestLine() {
        return lines[first];
    }

    CodePlace oldestPlace() {
        return places[first];
    }

    /** Lets all stores take effect that can do so by then. */
    void drain(long until) {
        while (count > 0 && oldestCanTakeEffect()) {
            long effect = oldestEffect();
            if (effect > until) {
                return;
            }
            lastEffect = effect;
            removeOldest();
        }
        if (count > 0) {
            // The line was taken away before the store's turn, or has never come.
            core.request(lines[first], true, false, places[first], Math.max(until, issued[first]));
        }
    }

    /** Lets all stores take effect, when the run is over. */
    void flush() {
        while (count > 0) {
            removeOldest();
        }
    }

    private void removeOldest() {
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
