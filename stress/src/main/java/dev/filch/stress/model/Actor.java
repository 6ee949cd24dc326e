package dev.filch.stress.model;

import dev.filch.stress.rewrite.Fiber;
import java.util.LinkedHashMap;
import java.util.Map;

/** A thread of the program under test. */
final class Actor {

    /** Why an actor cannot go on. */
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

    /** Whether it waits for so long only: it goes on in the end if nobody else can. */
    boolean waitIsBounded;

    boolean permit;

    /** Whether it never goes on again. */
    boolean stopped;

    /** Whose end it waits for; null if it waits for nobody's. */
    Actor joined;

    /** How many threads it has started. */
    int started;

    /** What it has read since it last wrote or waited for another value: only that can end its waiting. */
    final Map<Location, Message> readSinceWait = new LinkedHashMap<>();

    /**
     * Which threads it has found alive, or not, since then: that may change as well. It follows from what it has read.
     */
    final Map<Thread, Boolean> aliveSinceWait = new LinkedHashMap<>();

    /** Which threads it has found interrupted, or not, since then. */
    final Map<Thread, Boolean> interruptedSinceWait = new LinkedHashMap<>();

    /** Whether it has compared in vain for no reason since it last wrote or waited: then it need not wait. */
    boolean mayTryAgain;

    /** In how many calls of single-step code it is, each within the one before. */
    private int singleSteps;

    /** Whether the outermost of them has come to an access that others can see. */
    private boolean stepHasBegun;

    /** Stands for where it is and what its local variables hold, as both follow from what it has read. */
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

    /** Whether others may take steps before its next access: not within a single step that has begun. */
    boolean beginsStep() {
        boolean begins = singleSteps == 0 || !stepHasBegun;
        stepHasBegun = true;
        return begins;
    }

    void remember(long result) {
        trail = StateHash.mix(trail + result + 1);
    }

    /** Whether something it has read since it last waited has been overwritten. */
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
