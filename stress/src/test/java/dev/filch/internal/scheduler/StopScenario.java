package dev.filch.internal.scheduler;

import dev.filch.stress.model.Scenario;
import java.util.ArrayList;
import java.util.List;

/**
 * A worker between two accesses to its queues, while the group is stopped: each task is taken by the worker or listed by
 * {@code shutdownNow}, and one that is pushed is refused or listed. Only these two threads run, so that the queues need
 * not be single steps. The group has two workers for one shard, so that the one takes batches; the other has no thread.
 * The worker's letters: n takes its next task, p pushes one.
 */
public final class StopScenario extends Scenario {

    private final WorkerGroup group = InertGroup.create(2);
    private final Worker worker = InertGroup.firstWorker(group);
    private final List<Runnable> taken = new ArrayList<>();
    private final List<Runnable> listed = new ArrayList<>();
    private int accepted;

    /** With a number of tasks that wait in the lane NORMAL. */
    public StopScenario(int waiting, String letters) {
        accepted = waiting;
        for (int i = 0; i < waiting; i++) {
            group.execute(newTask(), Lane.NORMAL);
        }
        thread("worker", () -> letters.chars().forEach(letter -> act((char) letter)));
        thread("owner", () -> listed.addAll(group.shutdownNow()));
    }

    private static Runnable newTask() {
        return new Runnable() {
            @Override
            public void run() {
                throw new AssertionError("it is taken, but not run");
            }
        };
    }

    private void act(char letter) {
        if (letter == 'p') {
            accepted += group.push(worker, newTask(), Lane.NORMAL) ? 1 : 0;
        } else {
            Runnable task = worker.next();
            if (task != null) {
                taken.add(task);
            }
        }
    }

    @Override
    public void afterwards() {
        require(listed.stream().noneMatch(taken::contains), "no task is taken and listed");
        require(taken.size() + listed.size() == accepted, "each task that was accepted is taken or listed: " + accepted
                + " were accepted, " + taken.size() + " taken and " + listed.size() + " listed");
    }
}
