package dev.filch.stress.model;

import dev.filch.stress.rewrite.Instrumentation;

/**
 * How the threads of an execution wait for one another, by spinning or parking, and how such waits end. The clock
 * advances only when a park times out, to the park's deadline if the clock is earlier.
 */
final class Waits {

    /** Longer parks count as untimed. */
    private static final long MAX_NANOS = Long.MAX_VALUE / 4;

    private final Execution execution;
    private final Actors actors;
    private final Memory memory;
    private final Interrupts interrupts;
    private final Choices choices;
    private final Limits limits;
    private final Uses uses;

    private int spuriousWakeUps;
    private int earlyTimeouts;
    private int givenUp;
    private long clock;

    /** Whether no thread can continue unless a bounded wait ends. */
    private boolean timePasses;

    Waits(Execution execution, Actors actors, Memory memory, Interrupts interrupts, Choices choices, Limits limits,
            Uses uses) {
        this.execution = execution;
        this.actors = actors;
        this.memory = memory;
        this.interrupts = interrupts;
        this.choices = choices;
        this.limits = limits;
        this.uses = uses;
    }

    /** Makes the next wait bounded. */
    int patience() {
        Actor actor = execution.running();
        if (actor == null) {
            return 0;
        }
        actor.waitIsBounded = true;
        return 1;
    }

    /** Waits until something that the thread has read since its last wait has changed, and makes it see one change. */
    void spin(String site) {
        Actor actor = execution.running();
        if (actor == null) {
            throw new Failure("a wait that no thread can end");
        }
        boolean givesUp = actor.waitIsBounded && mayGiveUp();
        if (!givesUp && !actor.mayTryAgain) {
            actor.waiting = Actor.Waiting.FOR_NEWER_VALUE;
            execution.pauseToWait();
            actor.waiting = Actor.Waiting.NOT;
            if (actor.hasMissedAValue() && !actors.hasMissedALife(actor) && !interrupts.hasMissedInterrupt(actor)) {
                memory.seeNewer(actor.number, actor.readSinceWait.values());
            }
        }
        actor.waitIsBounded = false;
        actor.forgetRead();
        actor.remember(givesUp ? 1 : 2);
        execution.record(site, "onSpinWait" + (givesUp ? ": given up" : ""));
    }

    /** Whether a bounded wait is given up before it begins. This is a choice, up to the limit. */
    private boolean mayGiveUp() {
        if (givenUp == limits.impatience() || choices.choose(2) == 0) {
            return false;
        }
        givenUp++;
        return true;
    }

    /**
     * Waits for a permit, an interrupt or, if the park is timed, its timeout.
     *
     * @param nanos the timeout, or {@link Instrumentation#UNTIMED}
     */
    void park(String site, long nanos) {
        if (nanos <= 0 && nanos != Instrumentation.UNTIMED) {
            return;
        }
        Actor actor = execution.running();
        if (actor == null) {
            throw new Failure("a park that no thread can end");
        }
        boolean timed = nanos > 0 && nanos <= MAX_NANOS;
        if (timed) {
            uses.noteTimedPark();
        }
        execution.beginStep();
        if (parkIsOver(actor)) {
            execution.record(site, "park returns at once");
            actor.remember(3);
        } else {
            execution.record(site, timed ? "park for " + nanos + " ns" : "park");
            waitForPermit(actor, site, timed ? clock + nanos : -1);
        }
        actor.permit = false;
    }

    private void waitForPermit(Actor actor, String site, long deadline) {
        actor.remember(deadline);
        actor.waitIsBounded = deadline >= 0;
        actor.waiting = Actor.Waiting.FOR_PERMIT;
        execution.pauseToWait();
        actor.waiting = Actor.Waiting.NOT;
        if (parkIsOver(actor)) {
            execution.record(site, actor.permit ? "park ends" : "park ends by an interrupt");
            actor.remember(3);
        } else if (choosesTimeout(actor)) {
            execution.record(site, "park times out");
            clock = Math.max(clock, deadline);
            earlyTimeouts += timePasses ? 0 : 1;
            actor.remember(4);
        } else {
            execution.record(site, "park ends spuriously");
            spuriousWakeUps++;
            actor.remember(5);
        }
        actor.waitIsBounded = false;
    }

    private boolean choosesTimeout(Actor actor) {
        boolean mayWakeSpuriously = spuriousWakeUps < limits.spuriousWakeUps();
        return mayTimeOut(actor) && (!mayWakeSpuriously || choices.choose(2) == 0);
    }

    /** Whether a thread has a permit or has been interrupted. */
    boolean parkIsOver(Actor actor) {
        return actor.permit || interrupts.isSet(actor.identity);
    }

    private boolean mayTimeOut(Actor actor) {
        return actor.waitIsBounded && (timePasses || earlyTimeouts < limits.timeouts());
    }

    /** Sets whether bounded waits end because no thread can continue otherwise. */
    void letTimePass(boolean passes) {
        timePasses = passes;
    }

    /** Whether the wait of a thread may time out. */
    boolean mayEndInTime(Actor actor) {
        return !actor.isOver() && (actor.waiting == Actor.Waiting.FOR_PERMIT
                ? mayTimeOut(actor) : actor.waitIsBounded && timePasses);
    }

    /** Whether a park may end without a permit or interrupt, by its timeout or spuriously. */
    boolean mayEndByItself(Actor actor) {
        return !actor.isOver() && actor.waiting == Actor.Waiting.FOR_PERMIT && !parkIsOver(actor)
                && (mayTimeOut(actor) || spuriousWakeUps < limits.spuriousWakeUps());
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

    /** Returns the simulated time. If timed parks can change it, reading it is a step. */
    long nanoTime() {
        if (uses.timedParks()) {
            execution.beginStep();
            execution.remember(clock);
        }
        return clock;
    }

    void hash(StateHash hash) {
        hash.add(spuriousWakeUps);
        hash.add(earlyTimeouts);
        hash.add(givenUp);
        hash.add(clock);
    }
}
