package dev.filch.internal.scheduler;

import dev.filch.stress.model.Scenario;
import dev.filch.stress.model.Specification;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;

/**
 * A group with a bound, whose two workers do only what the words say. Submissions, the workers' takes and the end must
 * be linearizable as operations of a bag of the same capacity. So the bound is never exceeded, no task is lost, and a
 * task is refused, dropped or run by its submitter only if the bag was full at one instant. A submitter that waits for
 * a limited time is refused only after that time, unless it is interrupted or the group is over. A submission that
 * drops tasks takes effect in several steps, so another submission may take the freed place. Each thread is a word:
 *
 * <pre>
 *   s  submits a task, as the policy says     0, 1  takes the next task of this worker
 *   t  submits a task if there is room        S     shuts the group down
 *   b  like s, but interrupted by x           N     shuts the group down now
 *   x  interrupts the thread of b             w     waits for a task, and takes it as worker 0
 * </pre>
 */
public final class BoundScenario extends Scenario {

    private static final int WORKERS = 2;
    private static final int TASKS_PER_THREAD = 10;

    static {
        // See GroupScenario.
        Lane.all();
    }

    private final String policy;
    private final int capacity;
    private final WorkerGroup group;
    private final List<Worker> workers = new ArrayList<>();
    private final List<Integer> prepared = new ArrayList<>();

    /** The current thread's submission. */
    private final ThreadLocal<Submission> current = new ThreadLocal<>();

    /** The thread to interrupt; null until it is about to submit. */
    private volatile Thread submitter;

    private volatile boolean interrupted;

    /**
     * Creates a group and its users.
     *
     * @param policy as in {@link GroupScenario}
     * @param capacity the maximum number of queued tasks
     * @param queued the initial number of queued tasks
     * @param threads a word for each thread
     */
    public BoundScenario(String policy, int capacity, int queued, String... threads) {
        this.capacity = capacity;
        this.policy = policy;
        group = InertGroup.create(WORKERS, GroupScenario.bound(policy, capacity), new Recording(), 0, 0);
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
            current.get().noteRun(this);
        }
    }

    /** Records which tasks are refused or dropped. */
    private final class Recording extends SilentHooks {

        @Override
        public void taskRefused(Runnable task) {
            current.get().noteRefused((Task) task);
        }
    }

    /** The fate of a submitted task. Not used in a switch, which would copy an array during an execution. */
    private enum Fate { QUEUED, REFUSED, REFUSED_AS_INTERRUPTED, DROPPED, RUN_BY_CALLER }

    /** A submission, which takes effect in several steps. */
    private final class Submission {

        private final Task task;
        private final Instant start = instant();
        private Instant startOfStep = start;
        private Fate fate = Fate.QUEUED;

        Submission(Task task) {
            this.task = task;
        }

        void noteRun(Task run) {
            require(run == task && fate == Fate.QUEUED, "only the submitter runs a task, and only once");
            fate = Fate.RUN_BY_CALLER;
        }

        void noteRefused(Task refused) {
            if (refused == task) {
                require(fate == Fate.QUEUED, "expected one call of taskRefused per refusal");
                fate = Fate.DROPPED;
                return;
            }
            noteOperation(startOfStep, "find full", task.number, null);
            noteOperation(startOfStep, "drop", task.number, refused.number);
            startOfStep = instant();
        }

        /** Records the last step. An attempt may be refused because no place is free. */
        void end(String operation, boolean refused) {
            if (refused) {
                require(fate == Fate.DROPPED, "expected a call of taskRefused for each refusal");
                fate = Thread.currentThread().isInterrupted() ? Fate.REFUSED_AS_INTERRUPTED : Fate.REFUSED;
                if (group.isShutdown()) {
                    noteOperation(start, "reserve", task.number, null);
                }
            }
            require(fate != Fate.DROPPED || policy.equals("_"), "no other policy drops the new task");
            require(fate != Fate.RUN_BY_CALLER || policy.equals("="), "no other policy runs it");
            noteOperation(startOfStep, operation, task.number, fate);
        }
    }

    private void act(String word, int first) {
        for (int i = 0; i < word.length(); i++) {
            int number = first + i;
            switch (word.charAt(i)) {
                case 's' -> submit(new Task(number));
                case 't' -> attempt(new Task(number));
                case 'b' -> submitInterruptibly(new Task(number));
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

    private void submit(Task task) {
        Submission submission = begin(task);
        long startNanos = System.nanoTime();
        boolean refused = false;
        try {
            group.execute(task, Lane.NORMAL);
        } catch (RejectedExecutionException thrown) {
            refused = true;
            requirePatience(startNanos);
        }
        boolean mayRefuse = policy.equals("?") || policy.equals("/");
        submission.end(mayRefuse ? "attempt" : "submit", refused);
    }

    private void requirePatience(long startNanos) {
        boolean mayEndEarly = !policy.equals("/") || Thread.currentThread().isInterrupted() || group.isShutdown();
        require(mayEndEarly || System.nanoTime() - startNanos >= GroupScenario.PATIENCE,
                "a submitter is refused only after it has waited");
    }

    private void submitInterruptibly(Task task) {
        submitter = Thread.currentThread();
        submit(task);
        while (!interrupted) {
            Thread.onSpinWait();
        }
        require(Thread.currentThread().isInterrupted(), "the thread stays interrupted");
    }

    private void attempt(Task task) {
        begin(task).end("attempt", !group.tryExecute(task, Lane.NORMAL));
    }

    private Submission begin(Task task) {
        Submission submission = new Submission(task);
        current.set(submission);
        return submission;
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
        interrupted = true;
    }

    @Override
    public void afterwards() {
        requireLinearizable(() -> new Bag(capacity, prepared));
        require(group.queuedTasks() == group.shutdownNow().size(),
                "each queued task holds a credit, and no other task does");
        require(group.queuedTasks() == 0, "each credit was given back");
    }

    /** A bag of bounded capacity. */
    private static final class Bag implements Specification {

        private final int capacity;
        private final Set<Integer> tasks;

        /** The submissions that hold a place but are refused later, because the end comes first. */
        private final Set<Object> reserved = new HashSet<>();

        /** The submissions that have found all places taken, and may drop a task. */
        private final Set<Object> mayDrop = new HashSet<>();

        private boolean closed;

        Bag(int capacity, List<Integer> prepared) {
            this.capacity = capacity;
            tasks = new HashSet<>(prepared);
        }

        @Override
        public boolean allows(String operation, Object argument, Object result) {
            return switch (operation) {
                case "submit" -> allowsSubmission((Integer) argument, (Fate) result, closed);
                case "attempt" -> allowsSubmission((Integer) argument, (Fate) result, closed || isFull());
                case "reserve" -> isFull() || reserved.add(argument);
                case "find full" -> !closed && isFull() && mayDrop.add(argument);
                case "drop" -> mayDrop.remove(argument) && tasks.remove(result);
                // A worker may miss a task that is being added to a queue.
                case "take" -> result == null || tasks.remove(result);
                case "shut down" -> closed = true;
                case "stop" -> stop((List<?>) result);
                default -> throw new IllegalArgumentException(operation);
            };
        }

        private boolean isFull() {
            return tasks.size() + reserved.size() == capacity;
        }

        private boolean allowsSubmission(Integer number, Fate fate, boolean mayRefuse) {
            if (fate == Fate.QUEUED) {
                return !closed && !isFull() && tasks.add(number);
            }
            if (fate == Fate.REFUSED) {
                return reserved.remove(number) ? closed : mayRefuse;
            }
            return fate == Fate.REFUSED_AS_INTERRUPTED || !closed && isFull();
        }

        private boolean stop(List<?> listed) {
            closed = true;
            boolean all = listed.size() == tasks.size() && tasks.containsAll(listed);
            tasks.clear();
            return all;
        }
    }
}
