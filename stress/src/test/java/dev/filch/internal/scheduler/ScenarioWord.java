package dev.filch.internal.scheduler;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The program of a thread or task of a {@link GroupScenario}, one letter for each step. */
final class ScenarioWord {

    private final GroupScenario scenario;
    private final String word;
    private final List<Step> steps = new ArrayList<>();

    /** A letter, with the task that it submits, or null. */
    private record Step(char letter, ScenarioTask task) {
    }

    ScenarioWord(GroupScenario scenario, String word) {
        this.scenario = scenario;
        this.word = word;
        int at = 0;
        while (at < word.length()) {
            char letter = word.charAt(at++);
            ScenarioTask task = null;
            if ("efhb".indexOf(letter) >= 0) {
                int end = endOfBrackets(at);
                task = new ScenarioTask(scenario, end == at ? "" : word.substring(at + 1, end - 1), letter == 'f');
                at = end;
            }
            steps.add(new Step(letter, task));
        }
    }

    /** The index after the brackets that start at {@code start}; {@code start} if there are none. */
    private int endOfBrackets(int start) {
        int at = start;
        int depth = 0;
        while (at < word.length() && (depth > 0 || word.charAt(at) == '[')) {
            char letter = word.charAt(at++);
            depth += letter == '[' ? 1 : letter == ']' ? -1 : 0;
            if (depth == 0) {
                return at;
            }
        }
        return start;
    }

    void run() {
        ScenarioTask last = null;
        boolean inSection = false;
        for (Step step : steps) {
            switch (step.letter) {
                case 'e', 'f' -> submit(step.task, Lane.NORMAL);
                case 'h' -> submit(step.task, Lane.HIGH);
                case 'b' -> submitInterruptibly(step.task);
                case 'x' -> scenario.interruptSubmitter();
                case 'R' -> trySubmit(scenario.target(), Lane.NORMAL);
                case 'g' -> await(last);
                case 'G' -> await(scenario.target());
                case 'T' -> awaitFor(scenario.target());
                case 'k' -> cancel(scenario.target().future());
                case 'w' -> spinUntilDone(scenario.target().future());
                case '(' -> inSection = scenario.group().currentCarrier().beforeBlocking();
                case ')' -> endSection(inSection);
                case 'q' -> spinUntilQueued();
                case 'i' -> awaitIdle();
                case 'S' -> scenario.group().shutdown();
                case 'N' -> scenario.noteListed(scenario.group().shutdownNow());
                case 'r' -> resubmit(scenario.target());
                case 't' -> scenario.awaitTermination();
                default -> throw new IllegalArgumentException(word);
            }
            last = step.task == null ? last : step.task;
        }
    }

    private void submit(ScenarioTask task, Lane lane) {
        if (trySubmit(task, lane)) {
            task.noteAccepted();
        }
    }

    private boolean trySubmit(ScenarioTask task, Lane lane) {
        try {
            scenario.group().execute(task.submitted(), lane);
            return true;
        } catch (RejectedExecutionException refused) {
            GroupScenario.requireThat(scenario.refuses(),
                    "a task is refused only after a shutdown, if the queues are full, or to an interrupted thread");
            return false;
        }
    }

    private void submitInterruptibly(ScenarioTask task) {
        scenario.noteSubmitter();
        submit(task, Lane.NORMAL);
    }

    /** Submits a future that shutdownNow returned; the group must refuse it. */
    private void resubmit(ScenarioTask task) {
        if (!task.isListed()) {
            return;
        }
        try {
            scenario.group().execute(task.submitted(), Lane.NORMAL);
            GroupScenario.requireThat(false, "a stopped group accepts no task");
        } catch (RejectedExecutionException refused) {
            GroupScenario.requireThat(task.future().isSettled(), "the refused task is withdrawn");
        }
    }

    private void await(ScenarioTask task) {
        try {
            task.future().get();
            task.requireEnd();
        } catch (CancellationException cancelled) {
            GroupScenario.requireThat(task.future().isSettled() || scenario.resubmits(),
                    "the task was cancelled or withdrawn");
        } catch (InterruptedException interrupted) {
            // The waiting task was cancelled.
            Thread.currentThread().interrupt();
        } catch (ExecutionException failed) {
            throw new AssertionError(failed);
        }
    }

    private void awaitFor(ScenarioTask task) {
        try {
            task.future().get(10, TimeUnit.NANOSECONDS);
            task.requireEnd();
        } catch (TimeoutException late) {
            GroupScenario.requireThat(System.nanoTime() >= 10, "the deadline has passed");
        } catch (CancellationException withdrawn) {
            GroupScenario.requireThat(scenario.resubmits(), "no other scenario withdraws the task");
        } catch (InterruptedException | ExecutionException unexpected) {
            throw new AssertionError(unexpected);
        }
    }

    private static void spinUntilDone(TaskFuture<Void> future) {
        while (!future.isDone()) {
            Thread.onSpinWait();
        }
    }

    private void spinUntilQueued() {
        while (!scenario.group().hasWork()) {
            Thread.onSpinWait();
        }
    }

    /** Cancels a submitted future; users do not have it before. */
    private static void cancel(TaskFuture<?> future) {
        if (future.isQueued()) {
            future.cancel(true);
        }
    }

    private void endSection(boolean inSection) {
        if (inSection) {
            scenario.group().currentCarrier().afterBlocking();
        }
    }

    private void awaitIdle() {
        scenario.awaitIdle();
        requireEnds();
        scenario.requireEndsOfPrepared();
    }

    /** Requires that all tasks submitted by this word have ended. */
    void requireEnds() {
        for (Step step : steps) {
            if (step.task != null) {
                step.task.requireEnd();
            }
        }
    }

    @Override
    public String toString() {
        return word;
    }
}
