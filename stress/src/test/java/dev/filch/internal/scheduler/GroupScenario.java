package dev.filch.internal.scheduler;

import dev.filch.internal.PaddedWord;
import dev.filch.internal.WaiterList;
import dev.filch.stress.model.Scenario;
import java.util.ArrayList;
import java.util.List;

/**
 * A group of workers with its threads, as shipped, and outside threads that use it. Each thread and each task is a
 * word; the word of a task follows, in brackets, the letter that submits it:
 *
 * <pre>
 *   e  submits a task                             S  shuts the group down
 *   f  submits a future                           N  shuts it down now, and records the returned tasks
 *   g  gets the future that this word submitted   t  waits until the group is terminated
 *   G  gets the first future of the scenario      i  waits until the group is idle
 *   k  cancels that future, with an interrupt     (  begins a section that may block
 *   w  spins until that future is done            )  ends the section
 *   T  gets that future for a limited time        h  submits a task to the lane HIGH
 *   b  submits a task, and is interrupted by x    r  submits that future again, to a group that was stopped
 *   x  interrupts the thread that submits by b    R  submits that future again, to a group that is not stopped
 *                                                 q  spins until a task is queued
 * </pre>
 *
 * At the end each task has had exactly one fate, as {@link ScenarioTask#requireOneFate} requires. Either all workers
 * are idle, or the group is terminated and its threads have ended.
 */
public final class GroupScenario extends Scenario {

    /** In nanoseconds: how long a submitter waits for room if it waits for a limited time. */
    static final long PATIENCE = 10;

    private static final int MAX_THREADS = 4;

    static {
        // Its initialization copies an array, which is not simulated.
        Lane.all();
    }

    private final WorkerGroup group;
    private final ScenarioWord prepared;
    private final List<ScenarioTask> tasks = new ArrayList<>();
    private final boolean cancels;
    private final boolean ends;
    private final boolean resubmits;
    private final boolean interrupts;
    private final boolean refuses;

    /** Whether a new task that finds the queue full is dropped: then it is not counted as executed. */
    private final boolean discards;

    /** The number of thread starts that fail, from the first on. */
    private final int failingStarts;

    private final PaddedWord starts = new PaddedWord();

    /** The thread to interrupt; null until it is about to submit. */
    private volatile Thread submitter;

    /**
     * Creates a group and its users.
     *
     * @param source lifo, fifo or shared; behind it, + says that all workers have a thread from the start, ~ that
     *     threads without work end after some time, ^ that a stack has room for one claimed task, 1 that there is one
     *     processor: then two workers share a shard, and take batches, % that the group has a guard, and each * that
     *     one more start of a thread fails, from the first on. Others say that one task may be queued, and what happens
     *     to more: ? they are refused, ! their submitters wait, / these wait for a limited time, = these run them, _
     *     they are dropped, &lt; the oldest one is dropped; behind these, 2 says that two tasks may be queued
     * @param workers the number of workers
     * @param spares the maximum number of blocked threads that spare threads replace
     * @param prepared a word that runs before the threads start
     * @param threads a word for each thread
     */
    public GroupScenario(String source, int workers, int spares, String prepared, String... threads) {
        String all = String.join("", threads);
        cancels = all.contains("k");
        resubmits = all.contains("r");
        interrupts = all.contains("x");
        ends = all.contains("S") || all.contains("N");
        refuses = ends || source.contains("?") || source.contains("/");
        discards = source.contains("_");
        failingStarts = (int) source.chars().filter(letter -> letter == '*').count();
        group = new WorkerGroup(settings(source, workers, spares), source.startsWith("shared")
                ? new SharedSource()
                : new StealingSource(workers, source.startsWith("lifo"), source.endsWith("1") ? 1 : workers));
        for (int i = 1; i <= MAX_THREADS && !ends; i++) {
            mayStayParked("pool-" + i);
        }
        if (source.contains("%")) {
            mayStayParked("pool-guard");
        }
        this.prepared = new ScenarioWord(this, prepared);
        this.prepared.run();
        for (String thread : threads) {
            thread(thread, new ScenarioWord(this, thread)::run);
        }
    }

    private SchedulerSettings settings(String source, int workers, int spares) {
        return new SchedulerSettings(workers, "pool",
                new SchedulerSettings.Threads(source.contains("*") ? this::newThread : null, false,
                        source.contains("^") ? 1 : 0, null, null, false),
                source.contains("+"),
                source.contains("~") ? 10 : 0, spares, GroupScenario::fail,
                source.contains("_") || source.contains("<") ? new DropHooks() : null, 0, source.contains("%") ? 10 : 0,
                bound(source, source.contains("2") ? 2 : 1));
    }

    /** The bound for a letter; null if there is none. */
    static QueueBound bound(String source, int capacity) {
        if (source.contains("?")) {
            return new QueueBound(capacity, QueueBound.Policy.ABORT, 0);
        }
        if (source.contains("!")) {
            return new QueueBound(capacity, QueueBound.Policy.BLOCK, Long.MAX_VALUE / 2);
        }
        if (source.contains("/")) {
            return new QueueBound(capacity, QueueBound.Policy.BLOCK, PATIENCE);
        }
        if (source.contains("=")) {
            return new QueueBound(capacity, QueueBound.Policy.CALLER_RUNS, 0);
        }
        if (source.contains("_")) {
            return new QueueBound(capacity, QueueBound.Policy.DISCARD, 0);
        }
        return source.contains("<") ? new QueueBound(capacity, QueueBound.Policy.DISCARD_OLDEST, 0) : null;
    }

    /** Records the tasks that are refused or dropped. */
    private final class DropHooks extends SilentHooks {

        @Override
        public void taskRefused(Runnable task) {
            taskOf(task).noteDropped();
        }
    }

    private Thread newThread(Runnable carrier) {
        int before = (int) starts.getAndAddValue(1);
        if (before < failingStarts) {
            throw new FailedStart();
        }
        return new Thread(carrier, "pool-" + (before - failingStarts + 1));
    }

    /** What a start fails with. */
    private static final class FailedStart extends RuntimeException {

        private static final long serialVersionUID = 1;
    }

    private static void fail(Thread thread, Throwable thrown) {
        require(thrown.getCause() instanceof FailedStart, "no task fails: " + thrown);
    }

    WorkerGroup group() {
        return group;
    }

    /** Whether a task may be refused to the current thread. */
    boolean refuses() {
        return refuses || interrupts && Thread.currentThread().isInterrupted();
    }

    /** Records that the current thread is about to submit a task, and may be interrupted. */
    void noteSubmitter() {
        submitter = Thread.currentThread();
    }

    void interruptSubmitter() {
        while (submitter == null) {
            Thread.onSpinWait();
        }
        submitter.interrupt();
    }

    /** Whether a thread resubmits a future that shutdownNow may have returned. */
    boolean resubmits() {
        return resubmits;
    }

    void add(ScenarioTask task) {
        tasks.add(task);
    }

    /** The first future, which other threads cancel or wait for. */
    ScenarioTask target() {
        return tasks.stream().filter(ScenarioTask::isFuture).findFirst().orElseThrow();
    }

    /** Requires that no task is interrupted except the cancelled one, unless the group is stopped. */
    void requireNoInterruptFor(ScenarioTask task) {
        if (cancels && task != target()) {
            require(!Thread.currentThread().isInterrupted(),
                    "no task except the cancelled one is interrupted, but this is: " + task);
        }
    }

    void noteListed(List<Runnable> listed) {
        for (Runnable each : listed) {
            taskOf(each).noteListed();
        }
    }

    private ScenarioTask taskOf(Runnable submitted) {
        return tasks.stream().filter(task -> task.submitted() == submitted).findFirst().orElseThrow();
    }

    void requireEndsOfPrepared() {
        prepared.requireEnds();
    }

    void awaitIdle() {
        try {
            boolean idle = group.awaitIdle(WaiterList.NO_DEADLINE);
            require(idle, "a wait without a deadline ends only when the group is idle");
        } catch (InterruptedException e) {
            throw new AssertionError("no thread interrupts this one", e);
        }
    }

    void awaitTermination() {
        try {
            group.awaitTermination(WaiterList.NO_DEADLINE);
        } catch (InterruptedException e) {
            throw new AssertionError("no thread interrupts this one", e);
        }
        requireTerminated();
    }

    private void requireTerminated() {
        require(group.isTerminated(), "the group is terminated");
        group.carriers().roster().forEach(thread -> require(!thread.isAlive(), "the threads have ended"));
    }

    static void requireThat(boolean condition, String meaning) {
        require(condition, meaning);
    }

    @Override
    public void afterwards() {
        tasks.forEach(ScenarioTask::requireOneFate);
        require(group.queuedTasks() == 0, "each queued task has given its credit back");
        long uncounted = group.measurements().events(PoolEvent.CALLER_RUN)
                + (discards ? group.measurements().events(PoolEvent.DISCARD) : 0);
        require(group.measurements().executed() + uncounted
                == tasks.stream().filter(ScenarioTask::isCounted).count(), "all executed tasks are counted");
        if (ends) {
            requireTerminated();
        } else {
            long word = group.state().wordVolatile();
            require(group.state().allIdle(word) && GroupState.searching(word) == 0, "all workers are idle");
        }
    }
}
