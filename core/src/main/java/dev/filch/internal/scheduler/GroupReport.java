package dev.filch.internal.scheduler;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Describes as text what a group is doing, and why it makes no progress. All methods are for any thread. */
final class GroupReport {

    private final WorkerGroup group;
    private final TaskSource source;
    private final TaskAges ages;

    GroupReport(WorkerGroup group, TaskSource source) {
        this.group = group;
        this.source = source;
        ages = new TaskAges(group);
    }

    /** One line: the phase, the number of idle workers, and the sizes of the queues. Reads every queue. */
    String summary() {
        return group.settings().name() + "[" + phase() + ", " + workers() + " workers, " + group.threads()
                + " threads, " + group.state() + ", " + source.describeQueued() + "]";
    }

    private String phase() {
        String[] phases = {"running", "shut down", "shut down", "stopped"};
        return group.isTerminated() ? "terminated" : phases[GroupState.phase(group.state().wordVolatile())];
    }

    private int workers() {
        return group.settings().workers();
    }

    /**
     * Why the pool is stuck, if it is; the summary; and where in the code each task is. Stops each thread for a moment.
     */
    String describe() {
        List<TaskTrace> tasks = traces();
        String standstill = standstill(tasks);
        StringBuilder text = new StringBuilder(standstill == null ? "" : standstill + System.lineSeparator());
        text.append(summary());
        for (TaskTrace task : tasks) {
            text.append(System.lineSeparator()).append("  ").append(task.thread().getName()).append(' ')
                    .append(task.state()).append(" at ").append(task.where());
        }
        return text.toString();
    }

    private List<TaskTrace> traces() {
        List<TaskTrace> traces = new ArrayList<>();
        group.carriers().roster().forEach(thread -> {
            TaskTrace trace = TaskTrace.of(thread);
            if (trace != null) {
                traces.add(trace);
            }
        });
        return traces;
    }

    /** The threads that run none of these tasks: they are parked, searching, or about to end. */
    private String threadsWithoutTask(List<TaskTrace> tasks) {
        Set<String> names = new TreeSet<>();
        group.carriers().roster().forEach(thread -> {
            if (tasks.stream().noneMatch(task -> task.thread() == thread)) {
                names.add(thread.getName() + " " + thread.getState());
            }
        });
        return names.isEmpty() ? "" : System.lineSeparator() + "without a task: " + String.join(", ", names);
    }

    /** What is wrong, if anything; the summary; the stack of each task; and the threads without a task. */
    String dump() {
        List<TaskTrace> tasks = traces();
        StringBuilder text = new StringBuilder(diagnosis(tasks));
        text.append(System.lineSeparator()).append(summary());
        Map<Thread, String> inTask = ages.report();
        for (TaskTrace task : tasks) {
            text.append(System.lineSeparator()).append(task.thread().getName()).append(' ').append(task.state());
            if (inTask.containsKey(task.thread())) {
                text.append(", ").append(inTask.get(task.thread()));
            }
            for (StackTraceElement frame : task.frames()) {
                text.append(System.lineSeparator()).append("  at ").append(TaskTrace.text(frame));
            }
        }
        text.append(threadsWithoutTask(tasks));
        return text.toString();
    }

    /** What is wrong, or what the pool is doing, in one sentence. */
    private String diagnosis(List<TaskTrace> tasks) {
        if (group.isTerminated()) {
            return "the pool has terminated";
        }
        String standstill = standstill(tasks);
        if (standstill != null) {
            return standstill;
        }
        int queued = group.queuedTasks();
        Throwable failure = group.waker().lastFailure();
        if (failure != null && queued > 0) {
            return countAre(queued, "task") + " queued, but no thread could be started for another worker: " + failure;
        }
        if (group.isShutdown()) {
            return describeShutdown(tasks, queued);
        }
        if (group.isFull()) {
            return describeFull(queued);
        }
        return describeRunning(tasks, queued, group.activeWorkers());
    }

    /** Why the pool makes no progress at all, in one sentence; null if it may make some. */
    private String standstill(List<TaskTrace> tasks) {
        List<String> cycle = WaitCycle.find(group.carriers().roster());
        if (!cycle.isEmpty()) {
            return countAre(cycle.size(), "task")
                    + " waiting for each other's futures in a cycle, and will never end: on "
                    + String.join(", ", cycle);
        }
        int queued = group.queuedTasks();
        int active = group.activeWorkers();
        boolean isBusy = active == workers() && tasks.size() >= active;
        if (queued == 0 || !isBusy || !tasks.stream().allMatch(TaskTrace::isBlocked)) {
            return null;
        }
        return allWorkersAre() + " blocked (" + blockers(tasks) + "); " + countAre(queued, "task") + " queued; "
                + describeSpares();
    }

    private String blockers(List<TaskTrace> blocked) {
        return blocked.stream().map(TaskTrace::blocker).collect(Collectors.toCollection(TreeSet::new)).stream()
                .collect(Collectors.joining(", "));
    }

    private String describeSpares() {
        if (group.settings().maxSpares() == 0) {
            return "no spare is allowed";
        }
        if (!group.quiescence().mayBlock()) {
            return "all " + count(group.settings().maxSpares(), "spare") + " that are allowed are in use";
        }
        return "spare threads are allowed, but this kind of wait must be wrapped in Blocking";
    }

    private String describeShutdown(List<TaskTrace> tasks, int queued) {
        String left = tasks.isEmpty() ? "its threads" : count(tasks.size(), "task");
        String places = tasks.stream().limit(1).map(task -> ", at " + task.where()).collect(Collectors.joining());
        return (group.isStopped() ? "the pool was stopped, and waits for " : "the shutdown waits for ") + left
                + (queued > 0 ? " and " + queued + " queued" : "") + places;
    }

    /** How many tasks are queued, and what has happened to those that found the queues full. */
    private String describeFull(int queued) {
        long refused = group.measurements().events(PoolEvent.REFUSAL);
        long dropped = group.measurements().events(PoolEvent.DISCARD);
        long ranByCaller = group.measurements().events(PoolEvent.CALLER_RUN);
        boolean blocks = group.settings().bound().policy() == QueueBound.Policy.BLOCK;
        return "the queues are full: " + countAre(queued, "task") + " queued"
                + (blocks ? "; further submitters wait for room" : "")
                + (refused > 0 ? "; " + count(refused, "refusal") + " so far" : "")
                + (dropped > 0 ? "; " + countWere(dropped, "task") + " dropped so far" : "")
                + (ranByCaller > 0 ? "; submitters ran " + count(ranByCaller, "task") + " so far" : "");
    }

    private String describeRunning(List<TaskTrace> tasks, int queued, int active) {
        long low = source.queued(Lane.LOW);
        if (active == workers() && low > 0 && queued > low) {
            return allWorkersAre() + " running more urgent tasks; " + countAre(low, "LOW task")
                    + " queued, and only fairness ticks take them";
        }
        if (queued > 0) {
            return active + " of " + count(workers(), "worker") + " active; " + countAre(queued, "task") + " queued";
        }
        if (tasks.isEmpty()) {
            return "nothing is wrong: no task is queued or running";
        }
        return "nothing is queued" + describeTasks(tasks);
    }

    /** How many of these tasks run and how many are blocked, and where the first of each is. */
    private String describeTasks(List<TaskTrace> tasks) {
        List<TaskTrace> blocked = tasks.stream().filter(TaskTrace::isBlocked).toList();
        List<TaskTrace> running = tasks.stream().filter(task -> !task.isBlocked()).toList();
        String text = "";
        if (!running.isEmpty()) {
            text = "; " + count(running.size(), "task") + (running.size() == 1 ? " runs" : " run") + ", at "
                    + running.get(0).where();
        }
        if (!blocked.isEmpty()) {
            text += "; " + countAre(blocked.size(), "task") + " blocked (" + blockers(blocked) + "), at "
                    + blocked.get(0).where();
        }
        return text;
    }

    private String allWorkersAre() {
        return workers() == 1 ? "the only worker is" : "all " + workers() + " workers are";
    }

    private static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    private static String countWere(long number, String noun) {
        return count(number, noun) + (number == 1 ? " was" : " were");
    }

    private static String countAre(long number, String noun) {
        return count(number, noun) + (number == 1 ? " is" : " are");
    }
}
