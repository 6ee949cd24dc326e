package dev.filch.stress.cores.engine;

import dev.filch.stress.rewrite.FieldKey;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * An access of shared memory in rewritten code. Before the access itself, one of these methods takes its simulated
 * time. They do nothing outside of a run: class initializers, and the set-up of a run, cost nothing.
 */
final class AccessSite {

    /** Where it stands: class, method and line. */
    private final String code;

    /** Carries out a store that was delayed. */
    private final MethodHandle writer;

    /** What was found for the last handle and array: at most sites they never change. */
    private VarHandle lastHandle;
    private long lastOffset;
    private Object lastArray;
    private long lastArrayAddress;
    private Machine lastMachine;
    private CodePlace place;

    /** The counts of the place on the path on which it was last accessed. */
    private EventCounts counts;

    private PathCounts lastPath;

    AccessSite(String code, MethodHandle writer) {
        this.code = CodePaths.withoutSuffix(code);
        this.writer = writer;
    }

    /** Records the field that it accesses, where the code names it. */
    void accesses(FieldKey field) {
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
            accesses(FieldKey.of(handle));
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

    /** Reads the length, which every access of an element compares its index with. */
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

    /** Notes the time of an access that began at a time. */
    private void took(Machine machine, long start) {
        Core core = machine.running;
        // A thread that has moved may find an earlier clock.
        if (core.clock > start && machine.counters.isCounting(core.clock)) {
            counts(core).addTime(core.clock - start);
        }
    }

    // Each returns whether the access may go to memory; else a load finds its value in the store buffer, and a store
    // has to go there.

    boolean loadField(VarHandle handle, Object base) {
        Machine machine = Machine.current();
        if (!isRunning(machine)) {
            return true;
        }
        long start = machine.running.clock;
        boolean isInMemory = machine.pass(machine.costs.hit()).load(address(handle, base), place);
        took(machine, start);
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
        took(machine, start);
        return isInMemory;
    }

    boolean storeField(VarHandle handle, Object base) {
        Machine machine = Machine.current();
        if (!isRunning(machine)) {
            return true;
        }
        long start = machine.running.clock;
        boolean canBeWritten = machine.pass(machine.costs.hit()).store(address(handle, base));
        took(machine, start);
        return canBeWritten;
    }

    boolean storeElement(Object array, int index) {
        Machine machine = Machine.current();
        if (!isRunning(machine)) {
            return true;
        }
        long start = machine.running.clock;
        long address = address(machine, array);
        loadLength(machine, address);
        boolean canBeWritten = machine.pass(machine.costs.hit()).store(element(address, index));
        took(machine, start);
        return canBeWritten;
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
        took(machine, start);
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

    // What a load finds in the store buffer.

    static long forwardedBits() {
        Core core = Machine.current().running;
        return core.buffer.bits(core.forwarded);
    }

    static Object forwardedReference() {
        Core core = Machine.current().running;
        return core.buffer.reference(core.forwarded);
    }

    /** What follows a volatile store. */
    void fence() {
        Machine machine = Machine.current();
        if (isRunning(machine)) {
            machine.fence(place);
        }
    }
}
