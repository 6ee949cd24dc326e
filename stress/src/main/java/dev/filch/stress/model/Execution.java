package dev.filch.stress.model;

import dev.filch.stress.rewrite.Access;
import dev.filch.stress.rewrite.Fiber;
import dev.filch.stress.rewrite.Mode;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One run of a scenario. The choices decide which thread takes each step, until all threads have ended, one has failed,
 * or none can continue. A step is one access that other threads can see, with everything up to the next such access.
 */
final class Execution {

    /** The execution on this thread; rewritten code reports to it. */
    private static final ThreadLocal<Execution> CURRENT = new ThreadLocal<>();

    /**
     * The maximum number of accesses within one step. A loop of plain accesses, or of accesses in single-step code,
     * would never return.
     */
    private static final int MAX_ACCESSES_IN_STEP = 10_000;

    private final Choices choices;
    private final Limits limits;
    private final Set<StateHash.Key> known;
    private final boolean tracing;
    private final Trace trace = new Trace();
    private final Actors actors;
    private final Uses uses;
    private final Locals locals = new Locals();
    private final IdentityHashMap<Object, Map<Object, Location>> locations = new IdentityHashMap<>();

    private Identities identities;
    private Memory memory;
    private Interrupts interrupts;
    private Waits waits;
    private ThreadLives lives;
    private Turns turns;

    private Actor running;

    private Throwable failure;
    private int steps;
    private int accessesInStep;
    private boolean ended;

    Execution(Choices choices, Limits limits, Set<StateHash.Key> known, ThreadNumbers numbers, Uses uses,
            boolean tracing) {
        this.choices = choices;
        this.limits = limits;
        this.known = known;
        this.uses = uses;
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

    /** Runs a scenario that has {@code threads} threads. */
    End run(Supplier<Scenario> maker, int threads, Consumer<Scenario> whenComplete) {
        identities = new Identities();
        memory = new Memory(threads + 1, choices, limits);
        interrupts = new Interrupts(this, actors, memory, identities, uses);
        waits = new Waits(this, actors, memory, interrupts, choices, limits, uses);
        lives = new ThreadLives(this, actors, memory, identities, interrupts, choices);
        CURRENT.set(this);
        try {
            Scenario scenario = maker.get();
            for (int i = 0; i < threads; i++) {
                addActor(i + 1, scenario.names().get(i), scenario.bodies().get(i));
            }
            turns = new Turns(scenario, actors, waits, interrupts, choices, limits);
            End end = interleave();
            if (end == End.COMPLETE) {
                ended = true;
                actors.forEach(actor -> memory.join(0, actor.number));
                guard(() -> {
                    if (turns.hasStoppedThread()) {
                        scenario.afterStop(actors.namesOfWaiting(turns::mayStayParked));
                    } else {
                        scenario.afterwards();
                    }
                    whenComplete.accept(scenario);
                });
            }
            return failure == null ? end : End.FAILED;
        } catch (Failure e) {
            return End.FAILED;
        } finally {
            CURRENT.remove();
        }
    }

    private void addActor(int number, String name, Runnable body) {
        memory.start(0, number);
        Thread identity = new Thread(name);
        identities.register(0, identity);
        actors.add(new Actor(number, name, identity, () -> guard(body)));
    }

    /** Runs a body. An exception from it fails the execution. */
    void guard(Runnable body) {
        try {
            body.run();
        } catch (Throwable thrown) {
            fail(thrown);
        }
    }

    /** Fails the execution. The first failure counts. A thread that catches it and fails again takes no more steps. */
    void fail(Throwable reason) {
        if (failure == null) {
            failure = reason;
        } else if (failure != reason && running != null) {
            Fiber.pause();
        }
    }

    private End interleave() {
        actors.takeFresh().forEach(this::resume);
        while (failure == null) {
            Actor stopped = turns.chooseWhetherToStop();
            if (stopped != null && tracing) {
                trace.add(stopped, "", "stops for ever");
            }
            List<Actor> ready = turns.ready();
            if (!ready.isEmpty() && !choices.isReplaying() && !known.add(stateKey())) {
                return End.KNOWN;
            }
            if (turns.isOver(ready)) {
                return End.COMPLETE;
            }
            if (ready.isEmpty()) {
                throw new Failure(actors.describeStuck(turns::mayStayParked));
            }
            if (++steps > limits.steps()) {
                throw new Failure("does not terminate: more than " + limits.steps() + " accesses");
            }
            resume(turns.choose(ready));
            actors.takeFresh().forEach(this::resume);
        }
        return End.FAILED;
    }

    private void resume(Actor actor) {
        running = actor;
        try {
            actor.fiber.resume();
        } finally {
            running = null;
        }
    }

    private StateHash.Key stateKey() {
        StateHash hash = new StateHash(identities);
        memory.hash(hash);
        for (Actor actor : actors) {
            actor.hash(hash);
        }
        interrupts.hash(hash);
        waits.hash(hash);
        turns.hash(hash);
        return hash.key();
    }

    // Called by the rewritten code.

    void allocated(Object object) {
        identities.register(thread(), object);
    }

    Object access(Access access, Object base, Object key, Object[] operands) {
        boolean plain = access.kind() == Access.Kind.READ && access.read() == Mode.PLAIN
                || access.kind() == Access.Kind.WRITE && access.write() == Mode.PLAIN;
        if (!plain) {
            beginStep();
        }
        if (running != null && ++accessesInStep > MAX_ACCESSES_IN_STEP) {
            throw new Failure("does not terminate, with plain accesses or within a single step");
        }
        int thread = thread();
        Location location = location(base, key);
        Memory.Effect effect;
        memory.setInSingleStep(running != null && running.isInSingleStep());
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

    Interrupts interrupts() {
        return interrupts;
    }

    Locals locals() {
        return locals;
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

    /** Adds a result to the state of the calling thread. */
    void remember(long something) {
        if (running != null) {
            running.remember(something);
        }
    }

    /** Ends the current step: other threads may take steps before the next one of the calling thread. */
    void beginStep() {
        if (running != null && running.beginsStep()) {
            accessesInStep = 0;
            Fiber.pause();
        }
    }

    /** Lets other threads take steps until the calling thread can continue. */
    void pauseToWait() {
        if (running.isInSingleStep()) {
            throw new Failure("a wait within a single step, which no other thread can end");
        }
        accessesInStep = 0;
        Fiber.pause();
    }

    /** The calling thread; null during set-up and after all threads have ended. */
    Actor running() {
        return running;
    }

    /** Whether all threads have ended. */
    boolean hasEnded() {
        return ended;
    }

    /** The view of the calling thread, for histories of operations. */
    View view() {
        return memory.view(thread());
    }

    int thread() {
        return running == null ? 0 : running.number;
    }

    // Results and trace.

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

    /** Records a line, and finds the site of the access from the stack. */
    void record(String text) {
        if (tracing) {
            trace.add(running, text);
        }
    }
}
