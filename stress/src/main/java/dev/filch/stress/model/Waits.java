package dev.filch.stress.model;

import dev.filch.stress.rewrite.Fiber;

/** How the threads of an execution wait for one another, by spinning or parked, and how long that may take. */
final class Waits {

    private final Execution execution;
    private final Actors actors;
    private final Memory memory;
    private final Choices choices;
    private final Limits limits;

    private int endedForNoReason;
    private int givenUp;
    private long clock;

    Waits(Execution execution, Actors actors, Memory memory, Choices choices, Limits limits) {
        this.execution = execution;
        this.actors = actors;
        this.memory = memory;
        this.choices = choices;
        this.limits = limits;
    }

    /** Announces that the next wait is bounded. */
    int patience() {
        Actor actor = execution.running();
        if (actor == null) {
            return 0;
        }
        actor.waitIsBounded = true;
        return 1;
    }

    /** Waits until something that this thread has read lately has changed, and sees one such change. */
    void spin(String site) {
        Actor actor = execution.running();
        if (actor == null) {
            throw new Failure("a wait that nobody can end");
        }
        boolean givesUp = actor.waitIsBounded && mayGiveUp();
        if (!givesUp && !actor.mayTryAgain) {
            actor.waiting = Actor.Waiting.FOR_NEWER_VALUE;
            Fiber.pause();
            actor.waiting = Actor.Waiting.NOT;
            if (actor.hasMissedAValue() && !actors.hasMissedALife(actor)) {
                memory.seeNewer(actor.number, actor.readSinceWait.values());
            }
        }
        actor.waitIsBounded = false;
        actor.forgetRead();
        actor.remember(givesUp ? 1 : 2);
        execution.record(site, "onSpinWait" + (givesUp ? ": gives up" : ""));
    }

    /** Whether a bounded wait is over before it has begun: a choice that can be taken only so often. */
    private boolean mayGiveUp() {
        if (givenUp == limits.impatience() || choices.choose(2) == 0) {
            return false;
        }
        givenUp++;
        return true;
    }

    /** Waits for a permit; if {@code nanos} is not negative, only so long. */
    void park(String site, long nanos) {
        Actor actor = execution.running();
        if (actor == null) {
            throw new Failure("a park that nobody can end");
        }
        Fiber.pause();
        actor.waitIsBounded = nanos >= 0;
        boolean givesUp = !actor.permit && actor.waitIsBounded && mayGiveUp();
        if (!actor.permit && !givesUp) {
            execution.record(site, "park");
            actor.waiting = Actor.Waiting.FOR_PERMIT;
            Fiber.pause();
            actor.waiting = Actor.Waiting.NOT;
        }
        if (actor.permit) {
            execution.record(site, "park ends");
            actor.remember(3);
        } else if (actor.waitIsBounded) {
            execution.record(site, "park: time runs out");
            clock += nanos;
            actor.remember(4);
        } else {
            execution.record(site, "park ends for no reason");
            endedForNoReason++;
            actor.remember(5);
        }
        actor.permit = false;
        actor.waitIsBounded = false;
    }

    void unpark(Thread thread, String site) {
        execution.beginStep();
        Actor actor = actors.of(thread);
        if (actor != null) {
            actor.permit = true;
            execution.record(site, "unpark " + actor.name);
        }
        execution.remember(6);
    }

    boolean mayEndForNoReason(Actor actor) {
        return !actor.isOver() && actor.waiting == Actor.Waiting.FOR_PERMIT && !actor.permit && !actor.waitIsBounded
                && endedForNoReason < limits.spuriousWakeUps();
    }

    /** Time passes only while everybody waits. */
    long nanoTime() {
        return clock;
    }

    void hash(StateHash hash) {
        hash.add(endedForNoReason);
        hash.add(givenUp);
        hash.add(clock);
    }
}
