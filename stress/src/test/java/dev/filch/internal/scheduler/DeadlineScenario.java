package dev.filch.internal.scheduler;

import dev.filch.stress.model.Scenario;
import java.util.ArrayList;
import java.util.List;

/**
 * Threads submit futures with deadlines to the timekeeper, whose own threads end as soon as nothing is pending. No
 * worker runs a task, so every future must fail. Each thread is a word:
 *
 * <pre>
 *   a  submits a future with an early deadline
 *   z  submits a future with a later deadline
 *   x  like a, but a start of the timekeeper's thread by this thread fails
 * </pre>
 */
public final class DeadlineScenario extends Scenario {

    private static final int SOON = 10;
    private static final int LATE = 20;
    private static final OutOfMemoryError NO_THREAD = new OutOfMemoryError("simulated");

    private final WorkerGroup group = InertGroup.create();
    private final Timekeeper timekeeper;

    /** The thread whose word contains x; at most one does. Null before its first x. */
    private volatile Thread failing;

    private final List<List<TaskFuture<Void>>> submitted = new ArrayList<>();

    public DeadlineScenario(String... words) {
        timekeeper = new Timekeeper(this::newThread, 0);
        for (String word : words) {
            List<TaskFuture<Void>> own = new ArrayList<>();
            submitted.add(own);
            thread(word, () -> submit(word, own));
        }
    }

    private Thread newThread(Runnable runnable) {
        if (Thread.currentThread() == failing) {
            throw NO_THREAD;
        }
        return new Thread(runnable, "timekeeper");
    }

    private void submit(String word, List<TaskFuture<Void>> own) {
        for (int i = 0; i < word.length(); i++) {
            char letter = word.charAt(i);
            if (letter == 'x') {
                failing = Thread.currentThread();
            }
            TaskFuture<Void> future = new TaskFuture<>(group, () -> null);
            try {
                timekeeper.submit(future, group, Lane.NORMAL, letter == 'z' ? LATE : SOON, false);
                own.add(future);
            } catch (OutOfMemoryError refused) {
                require(letter == 'x' && future.isDone(),
                        "a future is refused and ended only if the start of a thread fails");
            }
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
