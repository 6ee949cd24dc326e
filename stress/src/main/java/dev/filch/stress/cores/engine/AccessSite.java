package dev.filch.stress.cores.engine;

import dev.filch.stress.rewrite.FieldKey;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * An access of shared memory in rewritten code. Before the access itself, the code calls one of these methods, which
 * spends the simulated time of the access. Outside of a run, the methods do nothing: class initializers and the set-up
 * of a run take no time.
 */
final class AccessSite {

    /** The class, method and line of the access. */
    private final String code;

    /** Performs a delayed store. */
    private final MethodHandle writer;

    // Cached results for the last handle and array, which at most sites never change.

    private VarHandle lastHandle;
    private long lastOffset;
    private Object lastArray;
    private long lastArrayAddress;
    private Machine lastMachine;
    private CodePlace place;

    /** The counts of this place on {@link #lastPath}. */
    private EventCounts counts;

    private PathCounts lastPath;

    AccessSite(String code, MethodHandle writer) {
        this.code = CodePaths.withoutSuffix(code);
        this.writer = writer;
    }

    /** Sets the field that this site accesses. */
    void setField(FieldKey field) {
        lastOffset = Layouts.offset(field);
        place = CodePlace.of(code, field.declaringClass().getSimpleName() + "." + field.name());
        lastPath = null;
    }

    private static boolean isRunning(Machine machine) {
        return machine != null && machine.running != null;
    }

    private long address(VarHandle handle, Object base) {
        if (handle != lastHandle) {
            lastHandle = handle;
            setField(FieldKey.of(handle));
        }
        return ((Addressed) base).simulatedAddress() + lastOffset;
    }

    private long address(Machine machine, Object array) {
        if (array != lastArray || machine != lastMachine) {
            lastArray = array;
            lastMachine = machine;
            lastArrayAddress = machine.memory.addressOf(array, machine.scheduler.running());
            if (place == null) {
                lastOffset = Layouts.arrayScale(array.getClass());
                place = CodePlace.of(code, array.getClass().getSimpleName() + " in " + code);
            }
        }
        return lastArrayAddress;
    }

    private long element(long array, int index) {
        return array + Layouts.ARRAY_BASE + index * lastOffset;
    }

    /** Reads the array's length: every access of an element compares its index with it. */
    private void loadLength(Machine machine, long array) {
        machine.pass(machine.costs.hit()).load(array + Layouts.ARRAY_LENGTH, place);
    }

    @SuppressWarnings("ReferenceEquality")
    private EventCounts counts(Core core) {
        PathCounts path = core.thread.path;
        if (lastPath != path) {
            lastPath = path;
            counts = path.at(place);
        }
        return counts;
    }

    /** Counts the time of an access that began at {@code start}. */
    private void countTime(Machine machine, long start) {
        Core core = machine.running;
        // The clock may be earlier than the start if the thread has moved to another core.
        if (core.clock > start && machine.counters.isCounting(core.clock)) {
            counts(core).addTime(core.clock - start);
        }
    }

    // Each method returns true if the access goes to memory. If not, a load finds its value in the store buffer, and a
    // store must enter it.

    boolean loadField(VarHandle handle, Object base) {
        Machine machine = Machine.current();
        if (!isRunning(machine)) {
            return true;
        }
        long start = machine.running.clock;
        boolean isInMemory = machine.pass(machine.costs.hit()).load(address(handle, base), place);
        countTime(machine, start);
        return isInMemory;
    }

    boolean loadElement(Object array, int index) {
        Machine machine = Machine.current();
        if (!isRunning(machine)) {
            return true;
        }
        long start = machine.running.clock;
        long address = address(machine, array);
        loadLength(machine, address);
        boolean isInMemory = machine.pass(machine.costs.hit()).load(element(address, index), place);
        countTime(machine, start);
        return isInMemory;
    }

    boolean storeField(VarHandle handle, Object base) {
        Machine machine = Machine.current();
        if (!isRunning(machine)) {
            return true;
        }
        long start = machine.running.clock;
        boolean isWritable = machine.pass(machine.costs.hit()).store(address(handle, base));
        countTime(machine, start);
        return isWritable;
    }

    boolean storeElement(Object array, int index) {
        Machine machine = Machine.current();
        if (!isRunning(machine)) {
            return true;
        }
        long start = machine.running.clock;
        long address = address(machine, array);
        loadLength(machine, address);
        boolean isWritable = machine.pass(machine.costs.hit()).store(element(address, index));
        countTime(machine, start);
        return isWritable;
    }

    void lockField(VarHandle handle, Object base) {
        Machine machine = Machine.current();
        if (isRunning(machine)) {
            lock(machine, machine.running.clock, address(handle, base));
        }
    }

    void lockElement(Object array, int index) {
        Machine machine = Machine.current();
        if (isRunning(machine)) {
            long start = machine.running.clock;
            long address = address(machine, array);
            loadLength(machine, address);
            lock(machine, start, element(address, index));
        }
    }

    private void lock(Machine machine, long start, long address) {
        machine.running.awaitDrained();
        machine.pass(machine.costs.locked()).lock(address, place);
        machine.counters.count(Event.LOCKED_INSTRUCTION, place, machine.running);
        countTime(machine, start);
    }

    void delayField(VarHandle handle, Object base, long bits, Object reference) {
        delay(address(handle, base), handle, base, 0, bits, reference);
    }

    void delayElement(VarHandle handle, Object array, int index, long bits, Object reference) {
        delay(element(address(Machine.current(), array), index), handle, array, index, bits, reference);
    }

    private void delay(long address, VarHandle handle, Object base, int index, long bits, Object reference) {
        Core core = Machine.current().running;
        Line line = core.machine.memory.line(address);
        core.buffer.add(address, line, place, writer, handle, base, index, bits, reference);
        if (!line.isWritableBy(core)) {
            core.request(line, true, false, place, core.clock);
        }
    }

    // The value that a load finds in the store buffer.

    static long forwardedBits() {
        Core core = Machine.current().running;
        return core.buffer.bits(core.forwarded);
    }

    static Object forwardedReference() {
        Core core = Machine.current().running;
        return core.buffer.reference(core.forwarded);
    }

    /** Spends the time of the fence after a volatile store. */
    void fence() {
        Machine machine = Machine.current();
        if (isRunning(machine)) {
            machine.fence(place);
        }
    }
}
