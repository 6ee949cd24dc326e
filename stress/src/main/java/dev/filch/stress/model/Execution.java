package dev.filch.stress.model;

import dev.filch.stress.rewrite.Access;
import dev.filch.stress.rewrite.Fiber;
import dev.filch.stress.rewrite.Mode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One run of a scenario: lets one thread after the other take a step, as the choices say, until all have ended, one has
 * done what it must not, or none can go on. A step is one access that others can see, and everything up to the next
 * one.
 */
final class Execution {

    /** The execution that runs on this thread, which the rewritten code reports to. */
    private static final ThreadLocal<Execution> CURRENT = new ThreadLocal<>();

    /** In a row, without any that others could see: a loop of them would never come back. */
    private static final int MOST_PLAIN_ACCESSES = 10_000;

    private final Choices choices;
    private final Limits limits;
    private final Set<StateHash.Key> known;
    private final boolean tracing;
    private final Trace trace = new Trace();
    private final Actors actors;
    private final IdentityHashMap<Object, Map<Object, Location>> locations = new IdentityHashMap<>();

    private Identities identities;
    private Memory memory;
    private Waits waits;
    private ThreadLives lives;

    private Actor running;

    /** The thread that may stop for ever; null if none may. */
    private Actor stopping;

    private Throwable failure;
    private int steps;
    private int plainAccesses;
    private int preemptions;
    private boolean ended;

    Execution(Choices choices, Limits limits, Set<StateHash.Key> known, ThreadNumbers numbers, boolean tracing) {
        this.choices = choices;
        this.limits = limits;
        this.known = known;
        actors = new Actors(numbers);
        this.tracing = tracing;
    }

    /** How an execution ended. */
    enum End {
        COMPLETE,
        FAILED,
        KNOWN
    }

    static Execution current() {
        return CURRENT.get();
    }

    /** Runs it; {@code threads} is how many the scenario has. */
    End run(Supplier<Scenario> maker, int threads, Consumer<Scenario> whenComplete) {
        identities = new Identities();
        memory = new Memory(threads + 1, choices, limits);
        waits = new Waits(this, actors, memory, choices, limits);
        lives = new ThreadLives(this, actors, memory, identities);
        CURRENT.set(this);
        try {
            Scenario scenario = maker.get();
            for (int i = 0; i < threads; i++) {
                Runnable body = scenario.bodies().get(i);
                String name = scenario.names().get(i);
                memory.start(0, i + 1);
                Actor actor = new Actor(i + 1, name, new Thread(name), () -> guard(body));
                actors.add(actor);
                stopping = i == scenario.stopping() ? actor : stopping;
            }
            End end = interleave();
            if (end == End.COMPLETE) {
                ended = true;
                actors.forEach(actor -> memory.join(0, actor.number));
                guard(() -> {
                    if (oneHasStopped()) {
                        scenario.afterStop(actors.namesOfWaiting());
                    } else {
                        scenario.afterwards();
                    }
                    whenComplete.accept(scenario);
                });
            }
            return failure == null ? end : End.FAILED;
        } catch (Failure e) {
            failure = e;
            return End.FAILED;
        } finally {
            CURRENT.remove();
        }
    }

    /** What a body throws is what the execution has failed by. */
    void guard(Runnable body) {
        try {
            body.run();
        } catch (Throwable thrown) {
            failure = thrown;
        }
    }

    private End interleave() {
        actors.takeFresh().forEach(this::resume);
        Actor last = null;
        while (failure == null) {
            chooseWhetherToStop();
            List<Actor> ready = ready(last);
            if (ready.isEmpty()) {
                if (actors.haveEnded() || oneHasStopped()) {
                    return End.COMPLETE;
                }
                failure = new Failure(actors.describeStuck());
                break;
            }
            if (!choices.isReplaying() && !known.add(stateKey(last))) {
                return End.KNOWN;
            }
            if (++steps > limits.steps()) {
                failure = new Failure("goes on and on: more than " + limits.steps() + " accesses");
                break;
            }
            Actor next = ready.get(choices.choose(ready.size()));
            if (last != null && next != last && ready.contains(last)) {
                preemptions++;
            }
            resume(next);
            actors.takeFresh().forEach(this::resume);
            last = next;
        }
        return End.FAILED;
    }

    /**
     * Lets the thread that may stop do so. That is a choice only once no other can go on without it: to stop earlier
     * comes to the same as not to go on until then.
     */
    private void chooseWhetherToStop() {
        if (stopping == null || stopping.isOver()) {
            return;
        }
        if (actors.stream().noneMatch(actor -> actor != stopping && canGoOn(actor)) && choices.choose(2) == 1) {
            stopping.stopped = true;
            if (tracing) {
                trace.add(stopping, "", "stops for ever");
            }
        }
    }

    private boolean oneHasStopped() {
        return stopping != null && stopping.stopped;
    }

    /**
     * Who can go on, the last one first; alone if it must not be interrupted any more. A park may end for no reason,
     * but nobody can count on that: it is a choice only beside others, and saves nobody from being parked for ever.
     */
    private List<Actor> ready(Actor last) {
        List<Actor> ready = new ArrayList<>(actors.count());
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
            // Only now does time pass.
            actors.stream().filter(actor -> !actor.isOver() && actor.waitIsBounded).forEach(ready::add);
        }
        if (!ready.isEmpty()) {
            actors.stream().filter(waits::mayEndForNoReason).forEach(ready::add);
        }
        return ready;
    }

    private boolean canGoOn(Actor actor) {
        if (actor.isOver()) {
            return false;
        }
        return switch (actor.waiting) {
            case NOT -> true;
            case FOR_PERMIT -> actor.permit;
            case FOR_NEWER_VALUE -> actor.hasMissedAValue() || actors.hasMissedALife(actor);
            case FOR_END -> actor.joined.fiber.isDone();
        };
    }

    private void resume(Actor actor) {
        running = actor;
        try {
            actor.fiber.resume();
        } finally {
            running = null;
        }
    }

    private StateHash.Key stateKey(Actor last) {
        StateHash hash = new StateHash(identities);
        memory.hash(hash);
        for (Actor actor : actors) {
            actor.hash(hash);
        }
        waits.hash(hash);
        if (limits.preemptions() >= 0) {
            hash.add(preemptions * 64L + (last == null ? 0 : last.number));
        }
        return hash.key();
    }

    // What the rewritten code calls.

    void allocated(Object object) {
        identities.register(thread(), object);
    }

    Object access(Access access, Object base, Object key, Object[] operands) {
        boolean plain = access.kind() == Access.Kind.READ && access.read() == Mode.PLAIN
                || access.kind() == Access.Kind.WRITE && access.write() == Mode.PLAIN;
        if (running != null && !plain) {
            Fiber.pause();
            plainAccesses = 0;
        } else if (running != null && ++plainAccesses > MOST_PLAIN_ACCESSES) {
            throw new Failure("goes on and on, with plain accesses only");
        }
        int thread = thread();
        Location location = location(base, key);
        Memory.Effect effect;
        try {
            effect = memory.access(thread, location, access, operands);
        } catch (Failure e) {
            record(access.site(), access.name() + " " + location.name());
            throw e;
        }
        if (tracing && !(plain && running == null)) {
            trace.add(running, access, location, effect);
        }
        if (running != null) {
            Object result = effect.result();
            running.remember(identities.of(result));
            if (effect.written() != null) {
                running.remember(identities.of(effect.written().value));
            }
            if (effect.written() != null) {
                running.forgetRead();
            } else if (effect.read() == null) {
                running.mayTryAgain = true;
            } else if (!plain) {
                running.readSinceWait.put(location, effect.read());
            }
        }
        return effect.result();
    }

    private Location location(Object base, Object key) {
        Map<Object, Location> ofBase = locations.get(base);
        if (ofBase == null) {
            ofBase = new HashMap<>();
            locations.put(base, ofBase);
            identities.register(thread(), base);
        }
        Location location = ofBase.get(key);
        if (location == null) {
            location = memory.newLocation(identities.of(base), base, key);
            ofBase.put(key, location);
        }
        return location;
    }

    void fence(String kind, String site) {
        beginStep();
        int thread = thread();
        switch (kind) {
            case "fullFence" -> memory.fullFence(thread);
            case "acquireFence" -> memory.acquireFence(thread);
            case "releaseFence" -> memory.releaseFence(thread);
            default -> throw new IllegalArgumentException(kind);
        }
        record(site, kind);
        remember(kind.hashCode());
    }

    Waits waits() {
        return waits;
    }

    ThreadLives lives() {
        return lives;
    }

    Thread currentThread() {
        return running == null ? Thread.currentThread() : running.identity;
    }

    /** Adds to what distinguishes the states of the thread that calls. */
    void remember(long something) {
        if (running != null) {
            running.remember(something);
        }
    }

    /** Lets others take steps before the next one of the thread that calls. */
    void beginStep() {
        if (running != null) {
            Fiber.pause();
        }
    }

    /** The thread that calls; null while the scene is set, and again once all have ended. */
    Actor running() {
        return running;
    }

    /** Whether all have ended. */
    boolean hasEnded() {
        return ended;
    }

    /** The knowledge of the thread that calls, for histories of operations. */
    View view() {
        return memory.view(thread());
    }

    int thread() {
        return running == null ? 0 : running.number;
    }

    // What is told of it.

    Throwable failure() {
        return failure;
    }

    List<Event> trace() {
        return trace.events();
    }

    void record(String site, String text) {
        if (tracing) {
            trace.add(running, site, text);
        }
    }
}
