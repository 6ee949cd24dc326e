package dev.filch.stress.model;

import java.util.ArrayList;
import java.util.List;

/** Decides which thread of an execution takes the next step, and whether the execution is over. */
final class Turns {

    private final Scenario scenario;
    private final Actors actors;
    private final Waits waits;
    private final Interrupts interrupts;
    private final Choices choices;
    private final Limits limits;

    /** The thread that may stop for ever; null if none may. */
    private final Actor stopping;

    /** The thread that took the step before; null if none did. */
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
     * Lets the thread that may stop do so. That is a choice only once no other can go on without it: to stop earlier
     * comes to the same as not to go on until then.
     *
     * @return the thread, if it has stopped now, or null
     */
    Actor chooseWhetherToStop() {
        if (stopping == null || stopping.isOver()) {
            return null;
        }
        if (actors.stream().noneMatch(actor -> actor != stopping && canGoOn(actor)) && choices.choose(2) == 1) {
            stopping.stopped = true;
            return stopping;
        }
        return null;
    }

    boolean oneHasStopped() {
        return stopping != null && stopping.stopped;
    }

    /**
     * The threads that can go on, the last one first; alone if it must not be interrupted any more. If there are none,
     * time passes: those whose waits are bounded go on. A park may end before that, by its time or for no reason, but
     * only beside others that can go on: it saves no thread from being parked for ever.
     */
    List<Actor> ready() {
        List<Actor> ready = new ArrayList<>(actors.count());
        waits.letTimePass(false);
        if (last != null && canGoOn(last)) {
            ready.add(last);
            if (limits.preemptions() >= 0 && preemptions >= limits.preemptions()) {
                return ready;
            }
        }
        for (Actor actor : actors) {
            if (actor != last && canGoOn(actor)) {
                ready.add(actor);
            }
        }
        if (ready.isEmpty()) {
            waits.letTimePass(!restMayStayParked());
            actors.stream().filter(waits::mayRunOutOfTime).forEach(ready::add);
        }
        if (!ready.isEmpty()) {
            actors.stream().filter(actor -> !ready.contains(actor) && waits.mayEndByItself(actor)).forEach(ready::add);
        }
        return ready;
    }

    private boolean canGoOn(Actor actor) {
        if (actor.isOver()) {
            return false;
        }
        return switch (actor.waiting) {
            case NOT -> true;
            case FOR_PERMIT -> waits.parkIsOver(actor);
            case FOR_NEWER_VALUE ->
                actor.hasMissedAValue() || actors.hasMissedALife(actor) || interrupts.hasMissedOne(actor);
            case FOR_END -> actor.joined.fiber.isDone() || interrupts.isSet(actor.identity);
        };
    }

    /**
     * Whether the execution ends here. If threads are left that may stay parked, and the time of one of them may run
     * out, that is a choice.
     */
    boolean isOver(List<Actor> ready) {
        if (restMayStayParked()) {
            return ready.isEmpty() || choices.choose(2) == 0;
        }
        return ready.isEmpty() && oneHasStopped();
    }

    private boolean restMayStayParked() {
        for (Actor actor : actors) {
            if (!actor.isOver() && !mayStayParked(actor)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a thread is parked, and is one of those that may be so in the end. */
    boolean mayStayParked(Actor actor) {
        return actor.waiting == Actor.Waiting.FOR_PERMIT && !waits.parkIsOver(actor)
                && scenario.allowsParked(actor.name);
    }

    Actor choose(List<Actor> ready) {
        Actor next = ready.get(choices.choose(ready.size()));
        if (last != null && next != last && canGoOn(last)) {
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
