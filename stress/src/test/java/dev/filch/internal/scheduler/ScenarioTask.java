package dev.filch.internal.scheduler;

import java.util.concurrent.Callable;

/** A task of a {@link GroupScenario}, which counts its starts, ends and other fates. */
final class ScenarioTask implements Runnable, Callable<Void> {

    private final GroupScenario scenario;
    private final ScenarioWord word;

    /** Null if the task is submitted as a plain Runnable. */
    private final TaskFuture<Void> future;

    private boolean accepted;
    private int starts;
    private int ends;
    private int listings;

    /** How often the task was refused, or dropped to make room. Only some scenarios count this. */
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

    /** The object that is submitted to the group. */
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

    /** Requires that the current thread sees the end of this task and of those it submitted. */
    void requireEnd() {
        if (accepted) {
            GroupScenario.requireThat(ends == 1, "an awaited task has ended: " + this);
            word.requireEnds();
        }
    }

    /**
     * Requires that an accepted task has run, was returned by shutdownNow, was dropped, or was cancelled before it
     * started: exactly one of these. A refused task has none of these fates.
     */
    void requireOneFate() {
        boolean cancelled = isFuture() && future.isCancelled() && starts + listings + drops == 0;
        boolean kept = accepted && drops == 0;
        GroupScenario.requireThat(
                starts + listings + (cancelled ? 1 : 0) == (kept ? 1 : 0) && ends == starts && drops <= 1,
                "each task has one fate: " + this + " was " + (accepted ? "accepted" : "refused") + ", started "
                        + starts + " times, returned by shutdownNow " + listings + " times and dropped "
                        + drops + " times");
        GroupScenario.requireThat(!isFuture() || !accepted || drops == 0 || future.isCancelled(),
                "the future of a dropped task is cancelled: " + this);
    }

    /** Whether the group's measurements must count the task as executed. */
    boolean isCounted() {
        return accepted && listings == 0;
    }

    @Override
    public String toString() {
        return (isFuture() ? "f[" : "e[") + word + "]";
    }
}
