package dev.filch.stress.model;

import dev.filch.stress.rewrite.Fiber;
import java.util.LinkedHashMap;
import java.util.Map;

/** A thread of the program under test. */
final class Actor {

    /** What an actor waits for. */
    enum Waiting {
        NOT,
        FOR_PERMIT,
        FOR_NEWER_VALUE,
        FOR_END
    }

    final int number;
    final String name;
    final Thread identity;
    final Fiber fiber;

    Waiting waiting = Waiting.NOT;

    /** Whether the wait is bounded: if no other thread can continue, it ends. */
    boolean waitIsBounded;

    boolean permit;

    /** Whether the actor has stopped for ever. */
    boolean stopped;

    /** The actor whose end this one waits for, or null. */
    Actor joined;

    /** The number of threads started by this actor. */
    int started;

    /**
     * The message last read from each location since this actor's last write or wait. Only a newer message at one of
     * these locations can end a wait.
     */
    final Map<Location, Message> readSinceWait = new LinkedHashMap<>();

    /**
     * Whether each thread was alive when {@code isAlive} last asked, since this actor's last write or wait. A change
     * ends a wait. The answers follow from what was read, so the hash of the state leaves them out.
     */
    final Map<Thread, Boolean> aliveSinceWait = new LinkedHashMap<>();

    /** The interrupt status of each thread as last read, since this actor's last write or wait. */
    final Map<Thread, Boolean> interruptedSinceWait = new LinkedHashMap<>();

    /**
     * Whether a weak comparison has failed spuriously since this actor's last write or wait. If so, the next spin does
     * not wait.
     */
    boolean mayTryAgain;

    /** The depth of nested calls of single-step code. */
    private int singleSteps;

    /** Whether the outermost such call has reached an access that other threads can see. */
    private boolean stepHasBegun;

    /**
     * A hash of all results so far. It identifies the actor's position and local variables, which follow from these
     * results.
     */
    private long trail;

    Actor(int number, String name, Thread identity, Runnable work) {
        this.number = number;
        this.name = name;
        this.identity = identity;
        fiber = new Fiber(work);
    }

    boolean isOver() {
        return stopped || fiber.isDone();
    }

    void enterSingleStep() {
        if (singleSteps++ == 0) {
            stepHasBegun = false;
        }
    }

    void leaveSingleStep() {
        singleSteps--;
    }

    boolean isInSingleStep() {
        return singleSteps > 0;
    }

    /** Whether other threads may take steps before the next access. False within a single step that has begun. */
    boolean beginsStep() {
        boolean begins = singleSteps == 0 || !stepHasBegun;
        stepHasBegun = true;
        return begins;
    }

    void remember(long result) {
        trail = StateHash.mix(trail + result + 1);
    }

    /** Whether a value read since the last wait has been overwritten. */
    boolean hasMissedAValue() {
        return readSinceWait.values().stream().anyMatch(message -> message != message.location.latest());
    }

    void forgetRead() {
        readSinceWait.clear();
        aliveSinceWait.clear();
        interruptedSinceWait.clear();
        mayTryAgain = false;
    }

    void hash(StateHash hash) {
        hash.add(number);
        hash.add(trail);
        hash.add(waiting.ordinal() * 4L + (stopped ? 64 : 0) + (mayTryAgain ? 32 : 0)
                + (waitIsBounded ? 2 : 0) + (permit ? 1 : 0));
        readSinceWait.forEach((location, message) ->
                hash.add(location.identity + message.index - location.oldestReadable));
    }
}
