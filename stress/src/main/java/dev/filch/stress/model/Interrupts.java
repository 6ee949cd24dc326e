package dev.filch.stress.model;

import java.util.IdentityHashMap;
import java.util.Map;

/**
 * The interrupt statuses of threads. As in the JDK, a status is in volatile order: a thread that reads it gets the
 * latest value. An interrupt happens-before its detection by {@code interrupted}, {@code isInterrupted} or an
 * InterruptedException. It ends a park without giving a permit, so it does not end a park that begins after the status
 * was cleared.
 */
final class Interrupts {

    private final Execution execution;
    private final Actors actors;
    private final Memory memory;
    private final Identities identities;
    private final Uses uses;

    /** For each thread whose status is set, the joined views of the threads that interrupted it. */
    private final Map<Thread, View> interrupters = new IdentityHashMap<>();

    Interrupts(Execution execution, Actors actors, Memory memory, Identities identities, Uses uses) {
        this.execution = execution;
        this.actors = actors;
        this.memory = memory;
        this.identities = identities;
        this.uses = uses;
    }

    /** Also interrupts a thread that has not been started, as the JDK does. */
    void interrupt(Thread thread) {
        uses.noteInterrupt();
        execution.beginStep();
        View known = memory.release(execution.thread());
        View earlier = interrupters.putIfAbsent(thread, known);
        if (earlier != null) {
            earlier.join(known);
        }
        execution.remember(identities.of(thread));
        execution.record("interrupt " + actors.nameOf(thread));
    }

    boolean isInterrupted(Thread thread) {
        if (!uses.interrupts()) {
            return false;
        }
        execution.beginStep();
        return detect(thread, "isInterrupted " + actors.nameOf(thread));
    }

    /** Reads and clears the status of the calling thread. */
    boolean interrupted() {
        if (!uses.interrupts()) {
            return false;
        }
        execution.beginStep();
        return takeOwn();
    }

    /** Throws an InterruptedException if the status of the calling thread is set. This is not a step. */
    void throwIfSet() throws InterruptedException {
        if (isSet(execution.currentThread())) {
            takeOwn();
            throw new InterruptedException();
        }
    }

    private boolean takeOwn() {
        Thread thread = execution.currentThread();
        boolean detected = detect(thread, "interrupted");
        interrupters.remove(thread);
        return detected;
    }

    private boolean detect(Thread thread, String what) {
        boolean detected = isSet(thread);
        if (detected) {
            memory.acquire(execution.thread(), interrupters.get(thread));
        }
        Actor reader = execution.running();
        if (reader != null) {
            reader.interruptedSinceWait.put(thread, detected);
        }
        execution.remember(identities.of(thread));
        execution.remember(detected ? 14 : 15);
        execution.record(what + " is " + detected);
        return detected;
    }

    /** Whether the status of a thread is set. This is not a step. */
    boolean isSet(Thread thread) {
        return interrupters.containsKey(thread);
    }

    /** Whether a status read by a thread since its last wait has changed. */
    boolean hasMissedInterrupt(Actor reader) {
        return reader.interruptedSinceWait.entrySet().stream()
                .anyMatch(seen -> seen.getValue() != isSet(seen.getKey()));
    }

    /**
     * Adds the statuses to a hash. The sum does not depend on the order of the map, which differs between executions.
     */
    void hash(StateHash hash) {
        long sum = 0;
        for (Map.Entry<Thread, View> entry : interrupters.entrySet()) {
            sum += StateHash.mix(identities.of(entry.getKey()) + StateHash.viewHash(entry.getValue()));
        }
        hash.add(sum);
    }
}
