package dev.filch.stress.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The threads of one execution: those of the scenario and those started by the program so far. */
final class Actors implements Iterable<Actor> {

    private static final int MAX_STARTED = 8;

    private final ThreadNumbers numbers;
    private final List<Actor> inOrder = new ArrayList<>();

    /** Threads that have not reached their first access. */
    private final List<Actor> fresh = new ArrayList<>();

    private int started;

    Actors(ThreadNumbers numbers) {
        this.numbers = numbers;
    }

    void add(Actor actor) {
        inOrder.add(actor);
        fresh.add(actor);
        // The hash of a state visits the actors in this order, so it must not depend on the order of the starts.
        inOrder.sort(Comparator.comparingInt(each -> each.number));
    }

    /** Adds a thread started by the program; {@code starter} is null during set-up. */
    Actor start(Actor starter, Thread thread, Runnable work) {
        if (++started > MAX_STARTED) {
            throw new Failure("not simulated: more than " + MAX_STARTED + " started threads");
        }
        int before = starter == null ? started - 1 : starter.started++;
        int number = numbers.of(starter == null ? 0 : starter.number, before);
        // The JDK numbers its default names across executions.
        String name = thread.getName().matches("Thread-\\d+")
                ? (starter == null ? "-" : starter.name) + "." + (before + 1) : thread.getName();
        Actor actor = new Actor(number, name, thread, work);
        add(actor);
        return actor;
    }

    /** Whether the program, not the scenario, has started the thread. */
    boolean isStarted(Actor actor) {
        return numbers.isStarted(actor.number);
    }

    /** The threads added since the last call. */
    List<Actor> takeFresh() {
        List<Actor> taken = List.copyOf(fresh);
        fresh.clear();
        return taken;
    }

    /** The actor of a thread; null if the thread was never started. */
    Actor of(Thread thread) {
        return stream().filter(actor -> actor.identity == thread).findFirst().orElse(null);
    }

    Actor numbered(int number) {
        return stream().filter(actor -> actor.number == number).findFirst().orElseThrow();
    }

    /** A name for messages and traces. */
    String nameOf(Thread thread) {
        Actor actor = of(thread);
        return actor == null ? "a thread that was not started" : actor.name;
    }

    boolean isAlive(Thread thread) {
        Actor actor = of(thread);
        return actor != null && !actor.fiber.isDone();
    }

    /** Whether a thread has started or ended since {@code observer} asked for it and did not wait since. */
    boolean hasMissedALife(Actor observer) {
        return observer.aliveSinceWait.entrySet().stream().anyMatch(seen -> seen.getValue() != isAlive(seen.getKey()));
    }

    /** The names of the actors that have neither ended nor stopped, except those that {@code excepted} accepts. */
    List<String> namesOfWaiting(Predicate<Actor> excepted) {
        return stream().filter(actor -> !actor.isOver() && !excepted.test(actor)).map(actor -> actor.name).toList();
    }

    int count() {
        return inOrder.size();
    }

    Stream<Actor> stream() {
        return inOrder.stream();
    }

    @Override
    public Iterator<Actor> iterator() {
        return inOrder.iterator();
    }

    String describeStuck(Predicate<Actor> excepted) {
        StringBuilder text = new StringBuilder("no thread can continue:");
        for (Actor actor : inOrder) {
            if (!actor.fiber.isDone() && !excepted.test(actor)) {
                text.append(' ').append(actor.name).append(switch (actor.waiting) {
                    case FOR_PERMIT -> " is parked for ever;";
                    case FOR_END -> " waits for ever for the end of " + actor.joined.name + ";";
                    default -> " spins for ever;";
                });
            }
        }
        return text.toString();
    }
}
