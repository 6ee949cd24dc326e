package dev.filch.internal.scheduler;

import dev.filch.stress.model.Scenario;
import dev.filch.stress.model.Specification;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;

/**
 * A group with a bound whose two workers do only what the words say. Submissions, the workers' takes and the end must be
 * linearizable as those of a bag with room for so many tasks. So never more tasks are queued than that, none is lost,
 * and none is refused unless the bag was full at one instant. Each thread is a word:
 *
 * <pre>
 *   s  submits a task, as the policy says     0, 1  takes the next task of this worker
 *   t  submits a task if there is room        S     shuts the group down
 *   b  as s, but is interrupted by x          N     shuts it down now
 *   x  interrupts the thread of b             w     waits for a task, and takes it as worker 0
 * </pre>
 */
public final class BoundScenario extends Scenario {

    private static final int WORKERS = 2;
    private static final int TASKS_PER_THREAD = 10;

    static {
        // As in GroupScenario.
        Lane.all();
    }

    private final int capacity;
    private final WorkerGroup group;
    private final List<Worker> workers = new ArrayList<>();
    private final List<Integer> prepared = new ArrayList<>();

    /** The tasks that the current submission was told of: they are not queued, or not any more. */
    private final ThreadLocal<List<Integer>> outside = new ThreadLocal<>();

    /** The thread that is to be interrupted; null until it is about to submit. */
    private volatile Thread submitter;

    /**
     * A group and its users.
     *
     * @param policy as in {@link GroupScenario}
     * @param capacity how many tasks may be queued
     * @param queued how many are, at the beginning
     * @param threads a word for each thread
     */
    public BoundScenario(String policy, int capacity, int queued, String... threads) {
        this.capacity = capacity;
        group = InertGroup.create(WORKERS, GroupScenario.bound(policy, capacity), new Telling(), 0, 0);
        for (int i = 0; i < WORKERS; i++) {
            workers.add(InertGroup.nextWorker(group, i));
        }
        for (int i = 0; i < queued; i++) {
            prepared.add(-1 - i);
            group.execute(new Task(-1 - i), Lane.NORMAL);
        }
        for (int i = 0; i < threads.length; i++) {
            int number = i;
            thread(threads[i] + "-" + i, () -> act(threads[number], number * TASKS_PER_THREAD));
        }
    }

    /** A task of this scenario. Only the thread that submits it may run it. */
    private final class Task implements Runnable {

        private final int number;

        Task(int number) {
            this.number = number;
        }

        @Override
        public void run() {
            outside.get().add(number);
        }
    }

    /** Notes which tasks are refused or dropped. */
    private final class Telling extends SilentHooks {

        @Override
        public void taskRefused(Runnable task) {
            outside.get().add(((Task) task).number);
        }
    }

    /**
     * What has become of a submission.
     *
     * @param queued whether the task was queued
     * @param dropped those that have made room for it
     * @param mayFail whether it may be refused at any time: the thread was interrupted, or the end came after the drop
     */
    private record Submitted(boolean queued, List<Integer> dropped, boolean mayFail) {
    }

    private void act(String word, int first) {
        for (int i = 0; i < word.length(); i++) {
            int number = first + i;
            switch (word.charAt(i)) {
                case 's' -> operation("submit", number, () -> submit(new Task(number)));
                case 't' -> operation("submit", number, () -> attempt(new Task(number)));
                case 'b' -> {
                    submitter = Thread.currentThread();
                    operation("submit", number, () -> submit(new Task(number)));
                }
                case 'x' -> interruptSubmitter();
                case 'S' -> operation("shut down", null, () -> {
                    group.shutdown();
                    return true;
                });
                case 'N' -> operation("stop", null, () -> numbers(group.shutdownNow()));
                case '0' -> operation("take", null, () -> take(workers.get(0)));
                case '1' -> operation("take", null, () -> take(workers.get(1)));
                case 'w' -> takeWaiting();
                default -> throw new IllegalArgumentException(word);
            }
        }
    }

    private void takeWaiting() {
        Integer taken = null;
        while (taken == null) {
            while (!group.hasWork()) {
                Thread.onSpinWait();
            }
            taken = operation("take", null, () -> take(workers.get(0)));
        }
    }

    private Submitted submit(Task task) {
        outside.set(new ArrayList<>());
        boolean refused = false;
        try {
            group.execute(task, Lane.NORMAL);
        } catch (RejectedExecutionException thrown) {
            refused = true;
        }
        return submitted(task, refused);
    }

    private Submitted attempt(Task task) {
        outside.set(new ArrayList<>());
        return submitted(task, !group.tryExecute(task, Lane.NORMAL));
    }

    private Submitted submitted(Task task, boolean refused) {
        List<Integer> dropped = outside.get();
        boolean queued = !dropped.remove((Integer) task.number);
        require(!refused || !queued, "the hooks are told of a task that is refused");
        boolean ends = !dropped.isEmpty() && group.isShutdown();
        return new Submitted(queued, dropped, ends || Thread.currentThread().isInterrupted());
    }

    private Integer take(Worker worker) {
        Runnable task = InertGroup.take(group, worker);
        return task == null ? null : ((Task) task).number;
    }

    private static List<Integer> numbers(List<Runnable> tasks) {
        List<Integer> numbers = new ArrayList<>();
        for (Runnable task : tasks) {
            numbers.add(((Task) task).number);
        }
        return numbers;
    }

    private void interruptSubmitter() {
        while (submitter == null) {
            Thread.onSpinWait();
        }
        submitter.interrupt();
    }

    @Override
    public void afterwards() {
        requireLinearizable(() -> new Bag(capacity, prepared));
        require(group.queuedTasks() == group.shutdownNow().size(), "each queued task has a credit, and no other has");
        require(group.queuedTasks() == 0, "each credit was given back");
    }

    /** So many places for tasks. */
    private static final class Bag implements Specification {

        private final int capacity;
        private final Set<Integer> tasks;
        private boolean closed;

        Bag(int capacity, List<Integer> prepared) {
            this.capacity = capacity;
            tasks = new HashSet<>(prepared);
        }

        @Override
        public boolean allows(String operation, Object argument, Object result) {
            return switch (operation) {
                case "submit" -> allowsSubmission((Integer) argument, (Submitted) result);
                // A worker may overlook a task that is on its way into a queue.
                case "take" -> result == null || tasks.remove(result);
                case "shut down" -> closed = true;
                case "stop" -> stop((List<?>) result);
                default -> throw new IllegalArgumentException(operation);
            };
        }

        private boolean allowsSubmission(Integer number, Submitted submitted) {
            if (!tasks.containsAll(submitted.dropped)) {
                return false;
            }
            tasks.removeAll(submitted.dropped);
            if (submitted.queued) {
                return !closed && tasks.size() < capacity && tasks.add(number);
            }
            return closed || submitted.mayFail || tasks.size() == capacity;
        }

        private boolean stop(List<?> listed) {
            closed = true;
            boolean all = listed.size() == tasks.size() && tasks.containsAll(listed);
            tasks.clear();
            return all;
        }
    }
}
