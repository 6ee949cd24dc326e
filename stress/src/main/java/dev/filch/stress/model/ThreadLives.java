package dev.filch.stress.model;

import dev.filch.stress.rewrite.Fiber;

/** How the threads of an execution start others, wait for their ends, and ask whether they are alive. */
final class ThreadLives {

    private final Execution execution;
    private final Actors actors;
    private final Memory memory;
    private final Identities identities;

    ThreadLives(Execution execution, Actors actors, Memory memory, Identities identities) {
        this.execution = execution;
        this.actors = actors;
        this.memory = memory;
        this.identities = identities;
    }

    /** Everything before it happens before the first action of the thread. */
    void start(Thread thread, String site) {
        if (execution.hasEnded()) {
            throw new Failure("a start when all have ended");
        }
        execution.beginStep();
        if (actors.of(thread) != null) {
            noteLife(thread, 13);
            throw new IllegalThreadStateException();
        }
        identities.register(execution.thread(), thread);
        Actor started = actors.start(execution.running(), thread, () -> runToItsEnd(thread));
        // Which of the threads that its starter could have started, and with what.
        started.remember(identities.of(thread));
        memory.start(execution.thread(), started.number);
        execution.record(site, "start " + started.name);
        noteLife(thread, 7);
    }

    /** That it has ended can be seen, so ending is a step of its own. */
    private void runToItsEnd(Thread thread) {
        execution.guard(thread::run);
        Fiber.pause();
        execution.remember(12);
    }

    /** The last action of a thread that was started happens before everything behind it. */
    void join(Thread thread, String site) {
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

    private void waitForEnd(Actor joined, String site) {
        Actor actor = execution.running();
        if (actor == null) {
            throw new Failure("a join that nobody can end");
        }
        execution.record(site, "waits for the end of " + joined.name);
        actor.joined = joined;
        actor.waiting = Actor.Waiting.FOR_END;
        Fiber.pause();
        actor.waiting = Actor.Waiting.NOT;
        actor.joined = null;
    }

    boolean isAlive(Thread thread, String site) {
        execution.beginStep();
        Actor seen = actors.of(thread);
        if (seen != null && !actors.isStarted(seen)) {
            // They have no step to end by, so whether they have ended would not be a choice.
            throw new Failure("not simulated: Thread.isAlive of a thread of the scenario itself");
        }
        boolean alive = actors.isAlive(thread);
        if (seen != null && !alive) {
            memory.join(execution.thread(), seen.number);
        }
        Actor looker = execution.running();
        if (looker != null) {
            looker.aliveSinceWait.put(thread, alive);
        }
        String name = seen == null ? "of a thread that was not started" : seen.name;
        execution.record(site, "isAlive " + name + " is " + alive);
        noteLife(thread, alive ? 10 : 11);
        return alive;
    }

    private void noteLife(Thread thread, long what) {
        execution.remember(identities.of(thread));
        execution.remember(what);
    }
}
