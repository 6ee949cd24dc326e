package dev.filch.stress.model;

import java.util.ArrayList;
import java.util.List;

/** Decides which thread takes the next step, and when the execution is over. */
final class Turns {

    private final Scenario scenario;
    private final Actors actors;
    private final Waits waits;
    private final Interrupts interrupts;
    private final Choices choices;
    private final Limits limits;

    /** The thread that may stop for ever, or null. */
    private final Actor stopping;

    /** The thread that took the previous step; null before the first step. */
    private Actor last;

    private int preemptions;

    Turns(Scenario scenario, Actors actors, Waits waits, Interrupts interrupts, Choices choices, Limits limits) {
        this.scenario = scenario;
        this.actors = actors;
        this.waits = waits;
        this.interrupts = interrupts;
        this.choices = choices;
        this.limits = limits;
        stopping = scenario.stopping() < 0 ? null : actors.numbered(scenario.stopping() + 1);
    }

    /**
     * Decides whether the thread that may stop stops now. This is a choice only when no other thread can continue.
     * Stopping earlier would be equivalent to taking no step until then.
     *
     * @return the thread if it has stopped now, otherwise null
     */
    Actor chooseWhetherToStop() {
        if (stopping == null || stopping.isOver()) {
            return null;
        }
        if (actors.stream().noneMatch(actor -> actor != stopping && canContinue(actor)) && choices.choose(2) == 1) {
            stopping.stopped = true;
            return stopping;
        }
        return null;
    }

    boolean hasStoppedThread() {
        return stopping != null && stopping.stopped;
    }

    /**
     * The threads that can continue, starting with the one that took the previous step. If the preemption limit is
     * reached and that thread can continue, it is the only one. If no thread can continue, time passes and bounded
     * waits end. A park may also end early, by its timeout or spuriously, but only while another thread can continue.
     * So an early end never saves a thread from being parked for ever.
     */
    List<Actor> ready() {
        List<Actor> ready = new ArrayList<>(actors.count());
        waits.letTimePass(false);
        if (last != null && canContinue(last)) {
            ready.add(last);
            if (limits.preemptions() >= 0 && preemptions >= limits.preemptions()) {
                return ready;
            }
        }
        for (Actor actor : actors) {
            if (actor != last && canContinue(actor)) {
                ready.add(actor);
            }
        }
        if (ready.isEmpty()) {
            waits.letTimePass(!remainingMayStayParked());
            actors.stream().filter(waits::mayEndInTime).forEach(ready::add);
        }
        if (!ready.isEmpty()) {
            actors.stream().filter(actor -> !ready.contains(actor) && waits.mayEndByItself(actor)).forEach(ready::add);
        }
        return ready;
    }

    private boolean canContinue(Actor actor) {
        if (actor.isOver()) {
            return false;
        }
        return switch (actor.waiting) {
            case NOT -> true;
            case FOR_PERMIT -> waits.parkIsOver(actor);
            case FOR_NEWER_VALUE ->
                actor.hasMissedAValue() || actors.hasMissedALife(actor) || interrupts.hasMissedInterrupt(actor);
            case FOR_END -> actor.joined.fiber.isDone() || interrupts.isSet(actor.identity);
        };
    }

    /**
     * Whether the execution ends here. If only threads that may stay parked are left and the timeout of one may still
     * expire, the end is a choice.
     */
    boolean isOver(List<Actor> ready) {
        if (remainingMayStayParked()) {
            return ready.isEmpty() || choices.choose(2) == 0;
        }
        return ready.isEmpty() && hasStoppedThread();
    }

    private boolean remainingMayStayParked() {
        for (Actor actor : actors) {
            if (!actor.isOver() && !mayStayParked(actor)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a thread is parked, and the scenario allows it to be parked at the end. */
    boolean mayStayParked(Actor actor) {
        return actor.waiting == Actor.Waiting.FOR_PERMIT && !waits.parkIsOver(actor)
                && scenario.allowsParked(actor.name);
    }

    Actor choose(List<Actor> ready) {
        Actor next = ready.get(choices.choose(ready.size()));
        if (last != null && next != last && canContinue(last)) {
            preemptions++;
        }
        last = next;
        return next;
    }

    void hash(StateHash hash) {
        if (limits.preemptions() >= 0) {
            hash.add(preemptions * 64L + (last == null ? 0 : last.number));
        }
    }
}
