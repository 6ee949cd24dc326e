package dev.filch.internal.scheduler;

import dev.filch.stress.model.Scenario;
import java.util.ArrayList;
import java.util.List;

/**
 * Threads that submit futures with deadlines, and the timekeeper, whose threads end at once if nothing is pending. No
 * worker runs a task, so every future must fail. Each thread is a word:
 *
 * <pre>
 *   a  submits a future with little time
 *   z  submits one with more time
 * </pre>
 */
public final class DeadlineScenario extends Scenario {

    private static final int SOON = 10;
    private static final int LATE = 20;

    private final WorkerGroup group = InertGroup.create();
    private final Timekeeper timekeeper;
    private final List<List<TaskFuture<Void>>> submitted = new ArrayList<>();

    public DeadlineScenario(String... words) {
        timekeeper = new Timekeeper(runnable -> new Thread(runnable, "timekeeper"), 0);
        for (String word : words) {
            List<TaskFuture<Void>> own = new ArrayList<>();
            submitted.add(own);
            thread(word, () -> submit(word, own));
        }
    }

    private void submit(String word, List<TaskFuture<Void>> own) {
        for (int i = 0; i < word.length(); i++) {
            TaskFuture<Void> future = new TaskFuture<>(group, () -> null);
            timekeeper.submit(future, group, Lane.NORMAL, word.charAt(i) == 'a' ? SOON : LATE, false);
            own.add(future);
        }
    }

    @Override
    public void afterwards() {
        for (List<TaskFuture<Void>> own : submitted) {
            for (TaskFuture<Void> future : own) {
                require(future.isDone() && !future.isCancelled(), "each future has failed at its deadline");
            }
        }
    }
}
