package dev.filch.stress.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The threads of one execution: those of the scenario, and those that the program itself has started so far. */
final class Actors implements Iterable<Actor> {

    private static final int MOST_STARTED = 8;

    private final ThreadNumbers numbers;
    private final List<Actor> inOrder = new ArrayList<>();

    /** Those that have not come to their first access yet. */
    private final List<Actor> fresh = new ArrayList<>();

    private int started;

    Actors(ThreadNumbers numbers) {
        this.numbers = numbers;
    }

    void add(Actor actor) {
        inOrder.add(actor);
        fresh.add(actor);
        // States are hashed in this order, which must not depend on who came first.
        inOrder.sort(Comparator.comparingInt(each -> each.number));
    }

    /** Adds a thread that the program starts; {@code starter} is null while the scene is set. */
    Actor start(Actor starter, Thread thread, Runnable work) {
        if (++started > MOST_STARTED) {
            throw new Failure("not simulated: more than " + MOST_STARTED + " started threads");
        }
        int before = starter == null ? started - 1 : starter.started++;
        int number = numbers.of(starter == null ? 0 : starter.number, before);
        // The JDK's own names count on from execution to execution.
        String name = thread.getName().matches("Thread-\\d+")
                ? (starter == null ? "-" : starter.name) + "." + (before + 1) : thread.getName();
        Actor actor = new Actor(number, name, thread, work);
        add(actor);
        return actor;
    }

    /** Whether the program has started it, not the scenario. */
    boolean isStarted(Actor actor) {
        return numbers.isStarted(actor.number);
    }

    /** Those that were added since the last call. */
    List<Actor> takeFresh() {
        List<Actor> taken = List.copyOf(fresh);
        fresh.clear();
        return taken;
    }

    /** The actor that a thread stands for; null if it was never started. */
    Actor of(Thread thread) {
        return stream().filter(actor -> actor.identity == thread).findFirst().orElse(null);
    }

    Actor numbered(int number) {
        return stream().filter(actor -> actor.number == number).findFirst().orElseThrow();
    }

    /** For people. */
    String nameOf(Thread thread) {
        Actor actor = of(thread);
        return actor == null ? "a thread that was not started" : actor.name;
    }

    boolean isAlive(Thread thread) {
        Actor actor = of(thread);
        return actor != null && !actor.fiber.isDone();
    }

    /** Whether a thread that another has looked at since it last waited has started or ended. */
    boolean hasMissedALife(Actor looker) {
        return looker.aliveSinceWait.entrySet().stream().anyMatch(seen -> seen.getValue() != isAlive(seen.getKey()));
    }

    /** Those that neither have ended nor stopped, nor are among some that do not count. */
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
        StringBuilder text = new StringBuilder("nobody can go on:");
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
