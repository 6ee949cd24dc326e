package dev.filch.stress.model;

import dev.filch.stress.rewrite.Fiber;
import dev.filch.stress.rewrite.RewritingLoader;

/** How the threads of an execution start others, wait for their end, and ask whether they are alive. */
final class ThreadLives {

    private final Execution execution;
    private final Actors actors;
    private final Memory memory;
    private final Identities identities;
    private final Interrupts interrupts;
    private final Choices choices;

    ThreadLives(Execution execution, Actors actors, Memory memory, Identities identities, Interrupts interrupts,
            Choices choices) {
        this.execution = execution;
        this.actors = actors;
        this.memory = memory;
        this.identities = identities;
        this.interrupts = interrupts;
        this.choices = choices;
    }

    /**
     * Starts a thread. If its class overrides {@code start}, calls that method; its call of {@code super.start()} comes
     * here again.
     */
    void start(Thread thread, String site) throws NoSuchMethodException {
        Class<?> declaring = declaringStart(thread.getClass());
        if (declaring == Thread.class || site.startsWith(simpleName(declaring) + ".start:")) {
            startDirectly(thread, site);
            return;
        }
        if (!(declaring.getClassLoader() instanceof RewritingLoader)
                || declaringStart(declaring.getSuperclass()) != Thread.class) {
            throw new Failure("not simulated: the start method of " + declaring.getName());
        }
        thread.start();
    }

    private static Class<?> declaringStart(Class<?> type) throws NoSuchMethodException {
        return type.getMethod("start").getDeclaringClass();
    }

    private static String simpleName(Class<?> type) {
        return type.getName().substring(type.getName().lastIndexOf('.') + 1);
    }

    /** Starts a thread. Everything before happens-before the thread's first action. */
    private void startDirectly(Thread thread, String site) {
        if (execution.hasEnded()) {
            throw new Failure("a start after all threads have ended");
        }
        execution.beginStep();
        if (actors.of(thread) != null) {
            noteLife(thread, 13);
            throw new IllegalThreadStateException();
        }
        identities.register(execution.thread(), thread);
        Actor started = actors.start(execution.running(), thread, () -> runToItsEnd(thread));
        // The state depends on which thread object was started, since that holds the work.
        started.remember(identities.of(thread));
        memory.start(execution.thread(), started.number);
        execution.record(site, "start " + started.name);
        noteLife(thread, 7);
    }

    /** Runs a thread. Its end is a step, since other threads can detect it. */
    @SuppressWarnings("DoNotCall") // a fiber runs it, not a thread
    private void runToItsEnd(Thread thread) {
        execution.guard(thread::run);
        Fiber.pause();
        execution.remember(12);
    }

    /** Waits for the end of a thread. The thread's last action happens-before everything after the join. */
    void join(Thread thread, String site) throws InterruptedException {
        execution.beginStep();
        Actor joined = actors.of(thread);
        if (joined == null) {
            execution.record(site, "join of a thread that was not started");
            noteLife(thread, 8);
            return;
        }
        if (!joined.fiber.isDone()) {
            waitForEnd(joined, site);
        }
        memory.join(execution.thread(), joined.number);
        execution.record(site, "join " + joined.name);
        noteLife(thread, 9);
    }

    /**
     * Waits for the end of a thread. If the waiting thread is interrupted and the other has ended, either may end the
     * wait.
     */
    private void waitForEnd(Actor joined, String site) throws InterruptedException {
        interrupts.throwIfSet();
        Actor actor = execution.running();
        if (actor == null) {
            throw new Failure("a join that no thread can end");
        }
        execution.record(site, "waits for the end of " + joined.name);
        actor.joined = joined;
        actor.waiting = Actor.Waiting.FOR_END;
        execution.pauseToWait();
        actor.waiting = Actor.Waiting.NOT;
        actor.joined = null;
        if (!joined.fiber.isDone() || interrupts.isSet(actor.identity) && choices.choose(2) == 1) {
            interrupts.throwIfSet();
        }
    }

    boolean isAlive(Thread thread, String site) {
        execution.beginStep();
        Actor seen = actors.of(thread);
        if (seen != null && !actors.isStarted(seen)) {
            // The scenario's own threads have no step at their end, so the answer would not be a choice.
            throw new Failure("not simulated: Thread.isAlive of a thread of the scenario itself");
        }
        boolean alive = actors.isAlive(thread);
        if (seen != null && !alive) {
            memory.join(execution.thread(), seen.number);
        }
        Actor observer = execution.running();
        if (observer != null) {
            observer.aliveSinceWait.put(thread, alive);
        }
        execution.record(site, "isAlive " + actors.nameOf(thread) + " is " + alive);
        noteLife(thread, alive ? 10 : 11);
        return alive;
    }

    /** A thread's number, the same in all executions; 0 for the set-up. */
    long numberOf(Thread thread) {
        if (execution.running() == null && thread == Thread.currentThread()) {
            return 0;
        }
        Actor actor = actors.of(thread);
        if (actor == null) {
            throw new Failure("not simulated: the number of a thread that was not started");
        }
        return actor.number;
    }

    private void noteLife(Thread thread, long what) {
        execution.remember(identities.of(thread));
        execution.remember(what);
    }
}
