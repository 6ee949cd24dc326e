package dev.filch.internal.scheduler;

import dev.filch.internal.PaddedWord;
import dev.filch.stress.model.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;

/**
 * The group is stopped while workers are between two accesses of queues. Each accepted task is either taken by a worker
 * or returned by {@code shutdownNow}, never both. After {@code shutdownNow} has returned, no worker takes a task. Only
 * the workers and the stopping thread run, so the queues need not be single steps. The workers share one shard, so they
 * take batches; if there is only one, a second one is idle and never runs.
 *
 * <p>Each worker is a word. Letters before a bar act before the threads start:
 *
 * <pre>
 *   n  takes its next task: from its own queues, the shard, or another worker's queues
 *   p  pushes a task
 *   s  submits a task from outside, which creates the worker; only in the last word
 * </pre>
 */
public final class StopScenario extends Scenario {

    private final WorkerGroup group;
    private final List<Actor> actors = new ArrayList<>();
    private final List<Runnable> listed = new ArrayList<>();
    private final PaddedWord returned = new PaddedWord();
    private final int waiting;

    /** Starts with {@code waiting} tasks in the lane NORMAL. */
    public StopScenario(int waiting, String... workers) {
        this.waiting = waiting;
        group = InertGroup.create(Math.max(2, workers.length));
        for (int i = 0; i < workers.length; i++) {
            boolean made = !workers[i].startsWith("s");
            actors.add(new Actor(made ? InertGroup.nextWorker(group, i) : null));
        }
        for (int i = 0; i < waiting; i++) {
            group.execute(newTask(), Lane.NORMAL);
        }
        for (int i = 0; i < workers.length; i++) {
            Actor actor = actors.get(i);
            int bar = workers[i].indexOf('|');
            actor.act(workers[i].substring(0, Math.max(0, bar)));
            String rest = workers[i].substring(bar + 1);
            if (!rest.isEmpty()) {
                thread("worker-" + i, () -> actor.act(rest));
            }
        }
        thread("owner", () -> {
            listed.addAll(group.shutdownNow());
            returned.getAndAddValue(1);
        });
    }

    private static Runnable newTask() {
        return new Runnable() {
            @Override
            public void run() {
                throw new AssertionError("no worker runs a task");
            }
        };
    }

    private boolean hasReturned() {
        return returned.valueVolatile() != 0;
    }

    /** The program of one worker. */
    private final class Actor {

        private final Worker worker;
        private final List<Runnable> taken = new ArrayList<>();
        private final List<Runnable> pushedLate = new ArrayList<>();
        private int accepted;

        Actor(Worker worker) {
            this.worker = worker;
        }

        void act(String letters) {
            letters.chars().forEach(letter -> act((char) letter));
        }

        private void act(char letter) {
            switch (letter) {
                case 'n' -> takeNext();
                case 'p' -> accepted += group.submissions().push(recordingLatePushes(), newTask(), Lane.NORMAL) ? 1 : 0;
                case 's' -> submit();
                default -> throw new IllegalArgumentException(String.valueOf(letter));
            }
        }

        private void takeNext() {
            boolean late = hasReturned();
            Runnable task = worker.next();
            require(task == null || !late, "no worker takes a task after the return of shutdownNow");
            if (task != null) {
                taken.add(task);
            }
        }

        private void submit() {
            try {
                group.execute(newTask(), Lane.NORMAL);
                accepted++;
            } catch (RejectedExecutionException stopped) {
                // A refused task is not counted.
            }
        }

        /** A worker for the push, whose queues record late pushes. */
        private Worker recordingLatePushes() {
            return new Worker(group, worker.index(), new RecordingQueues(worker.queues(), this));
        }
    }

    /** The queues of a worker, which record the tasks published after the return of {@code shutdownNow}. */
    private final class RecordingQueues extends WorkerQueues {

        private final WorkerQueues queues;
        private final Actor actor;

        RecordingQueues(WorkerQueues queues, Actor actor) {
            this.queues = queues;
            this.actor = actor;
        }

        @Override
        boolean push(Runnable task, Lane lane) {
            if (hasReturned()) {
                actor.pushedLate.add(task);
            }
            return queues.push(task, lane);
        }

        @Override
        boolean takeBack(Lane lane) {
            return queues.takeBack(lane);
        }

        @Override
        Runnable next(Worker worker) {
            throw new AssertionError("only pushes use this");
        }

        @Override
        void discardClaimed(Worker worker) {
            throw new AssertionError("only pushes use this");
        }
    }

    @Override
    public void afterwards() {
        List<Runnable> taken = actors.stream().flatMap(actor -> actor.taken.stream()).toList();
        int accepted = waiting + actors.stream().mapToInt(actor -> actor.accepted).sum();
        require(taken.stream().distinct().count() == taken.size(), "no task is taken twice");
        require(listed.stream().noneMatch(taken::contains), "no task is both taken and returned");
        require(taken.size() + listed.size() == accepted, "each accepted task is taken or returned: " + accepted
                + " were accepted, " + taken.size() + " taken and " + listed.size() + " returned");
        require(actors.stream().flatMap(actor -> actor.pushedLate.stream()).noneMatch(taken::contains),
                "no worker takes a task that was pushed after the return of shutdownNow");
        require(IntStream.range(0, actors.size()).filter(i -> actors.get(i).worker == null).mapToObj(group::worker)
                .noneMatch(made -> made != null && made.beginMove()), "a worker created during the stop is stopped");
    }
}
