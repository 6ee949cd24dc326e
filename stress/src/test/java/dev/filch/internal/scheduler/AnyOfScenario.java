package dev.filch.internal.scheduler;

import dev.filch.internal.Compensator;
import dev.filch.internal.WaiterList;
import dev.filch.stress.model.Scenario;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/**
 * A thread waits for the first of several tasks to succeed. The group runs with its threads, as shipped. Each task is a
 * letter: s succeeds, f fails. The first success cancels the other tasks before, during or after their submission. At
 * the end the group has counted all tasks.
 */
public final class AnyOfScenario extends Scenario {

    private static final int MAX_THREADS = 4;

    static {
        // Its initialization copies an array, which is not simulated.
        Lane.all();
    }

    private final WorkerGroup group;
    private final String letters;
    private final AnyOf<Integer> tasks;
    private final int[] starts;
    private final boolean inside;
    private final boolean threadless;
    private int threads;
    private boolean ended;

    /**
     * Creates a group and one wait.
     *
     * @param workers the number of workers
     * @param how how it waits: outside the group; inside a task; inside with a spare thread (replaced); in a blocking
     *     section of a task with two spare threads (section); inside while the third thread cannot be created
     *     (threadless); outside with a timeout (timed)
     * @param letters the tasks
     */
    public AnyOfScenario(int workers, String how, String letters) {
        this.letters = letters;
        starts = new int[letters.length()];
        boolean section = how.equals("section");
        threadless = how.equals("threadless");
        int spares = section ? 2 : threadless || how.equals("replaced") ? 1 : 0;
        inside = how.equals("inside") || spares > 0;
        group = new WorkerGroup(new SchedulerSettings(workers, "pool",
                new SchedulerSettings.Threads(threadless ? this::createTwoThreads : null, false, 0, null, null, false),
                !threadless, 0, spares, this::handle, null, 0, 0, null),
                new StealingSource(workers, true, workers));
        for (int i = 1; i <= MAX_THREADS; i++) {
            mayStayParked("pool-" + i);
        }
        tasks = new AnyOf<>(group, IntStream.range(0, letters.length()).mapToObj(this::task).toList(),
                future -> group.execute(future, Lane.NORMAL));
        Runnable wait = section ? this::awaitInSection : () -> await(how.equals("timed"));
        if (inside) {
            group.execute(wait, Lane.NORMAL);
        } else {
            thread("waiter", wait);
        }
    }

    private Thread createTwoThreads(Runnable body) {
        threads++;
        if (threads > 2) {
            throw new IllegalStateException("the third thread");
        }
        return new Thread(body, "pool-" + threads);
    }

    private void handle(Thread thread, Throwable thrown) {
        require(threadless && thrown.getCause() != null, "no task fails: " + thrown);
    }

    private Callable<Integer> task(int number) {
        return () -> {
            starts[number]++;
            if (letters.charAt(number) == 'f') {
                throw new IllegalStateException("as expected");
            }
            return number;
        };
    }

    private void awaitInSection() {
        Compensator replaced = Compensator.beginBlocking();
        await(false);
        Compensator.endBlocking(replaced);
    }

    private void await(boolean timed) {
        try {
            int first = timed ? tasks.await(WaiterList.deadlineAfter(10)) : tasks.await();
            require(letters.charAt(first) == 's' && starts[first] == 1, "the first task ran and succeeded");
        } catch (TimeoutException late) {
            require(timed && System.nanoTime() >= 10, "the deadline has passed");
        } catch (ExecutionException failed) {
            require(letters.indexOf('s') < 0, "all tasks have failed: " + failed);
        } catch (InterruptedException e) {
            throw new AssertionError("no thread interrupts this one", e);
        }
        ended = true;
    }

    @Override
    public void afterwards() {
        require(ended, "the wait has ended");
        require(IntStream.range(0, starts.length).allMatch(number -> starts[number] <= 1), "no task runs twice");
        long word = group.state().wordVolatile();
        require(group.state().allIdle(word) && GroupState.searching(word) == 0, "all workers are idle");
        require(group.measurements().executed() == letters.length() + (inside ? 1 : 0), "all tasks are counted");
    }
}
