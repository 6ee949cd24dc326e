package dev.filch.internal.scheduler;

import java.util.concurrent.Callable;

/** A task of a {@link GroupScenario}. It counts what becomes of it. */
final class ScenarioTask implements Runnable, Callable<Void> {

    private final GroupScenario scenario;
    private final ScenarioWord word;

    /** Null if it is submitted as it is. */
    private final TaskFuture<Void> future;

    private boolean accepted;
    private int starts;
    private int ends;
    private int listings;

    /** Of a task that was refused, or dropped to make room. Not noted in all scenarios. */
    private int drops;

    ScenarioTask(GroupScenario scenario, String word, boolean isFuture) {
        this.scenario = scenario;
        future = isFuture ? new TaskFuture<>(scenario.group(), this) : null;
        scenario.add(this);
        this.word = new ScenarioWord(scenario, word);
    }

    boolean isFuture() {
        return future != null;
    }

    TaskFuture<Void> future() {
        return future;
    }

    /** What the group is given. */
    Runnable submitted() {
        return future == null ? this : future;
    }

    void noteAccepted() {
        accepted = true;
    }

    void noteListed() {
        listings++;
    }

    void noteDropped() {
        drops++;
    }

    boolean isListed() {
        return listings > 0;
    }

    @Override
    public Void call() {
        run();
        return null;
    }

    @Override
    public void run() {
        starts++;
        scenario.requireNoInterruptFor(this);
        word.run();
        scenario.requireNoInterruptFor(this);
        ends++;
    }

    /** Requires that this task and those it submitted have ended. For a thread that must see their ends. */
    void requireEnd() {
        if (accepted) {
            GroupScenario.requireThat(ends == 1, "a task that was waited for has ended: " + this);
            word.requireEnds();
        }
    }

    /**
     * In the end a task that was accepted has run, was listed, was dropped, or was cancelled before it started, and only
     * one of these. One that was refused has done none of them.
     */
    void requireOneFate() {
        boolean cancelled = isFuture() && future.isCancelled() && starts + listings + drops == 0;
        boolean kept = accepted && drops == 0;
        GroupScenario.requireThat(starts + listings + (cancelled ? 1 : 0) == (kept ? 1 : 0) && ends == starts && drops <= 1,
                "each task has one fate: " + this + " was " + (accepted ? "accepted" : "refused") + ", started " + starts
                        + " times, listed " + listings + " times and dropped " + drops + " times");
        GroupScenario.requireThat(!isFuture() || !accepted || drops == 0 || future.isCancelled(),
                "the future of a task that was dropped is cancelled: " + this);
    }

    /** Whether the group's measurements count it as executed. */
    boolean isCounted() {
        return accepted && listings == 0;
    }

    @Override
    public String toString() {
        return (isFuture() ? "f[" : "e[") + word + "]";
    }
}
