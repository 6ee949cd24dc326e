package dev.filch.pool;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/**
 * All submissions to one pool. Each is recorded before the pool gets the task, and its outcome afterwards. A {@link
 * SoakAudit} checks the ledger once the pool has terminated.
 */
final class SoakLedger {

    private static final int MAX_TASKS = 60_000;

    /** A power of two. */
    private static final int RECENT = 256;

    private final SoakRun run;
    private final Queue<SoakTask> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger booked = new AtomicInteger();
    private final CountDownLatch moment;
    private final int momentCount;

    /** The tasks of futures that were created and are not submitted yet. */
    private final Map<Object, SoakTask> unsubmitted = new ConcurrentHashMap<>();

    /** How many more times the handler must receive an exception. The JVM throws some errors several times. */
    private final Map<Throwable, Integer> unreported = new ConcurrentHashMap<>();

    private final Queue<Runnable> listed = new ConcurrentLinkedQueue<>();
    private final AtomicReferenceArray<SoakTask> recent = new AtomicReferenceArray<>(RECENT);

    // Neither count includes members of invokeAll or invokeAny, which other tasks cancel, or tasks with deadlines,
    // which expire.
    private final LongAdder accepted = new LongAdder();
    private final LongAdder startedOrCancelled = new LongAdder();

    /** A ledger that releases {@link #moment} after this many submissions. */
    SoakLedger(SoakRun run, int momentCount) {
        this.run = run;
        this.momentCount = momentCount;
        moment = new CountDownLatch(1);
    }

    SoakRun run() {
        return run;
    }

    // Submission.

    SoakTask newTask(IntSupplier body) {
        return new SoakTask(this, body);
    }

    /** Whether more tasks should be submitted. */
    boolean hasRoom() {
        return booked.get() < MAX_TASKS;
    }

    /** Released at the randomly chosen moment at which the pool must be shut down. */
    CountDownLatch moment() {
        return moment;
    }

    void noteFuture(SoakTask task, Future<?> created, boolean returnsResult) {
        task.setFuture(created, returnsResult);
        unsubmitted.put(created, task);
    }

    /** The task whose future this is, if the future has not been submitted before; otherwise null. */
    SoakTask takeUnsubmitted(Object future) {
        return unsubmitted.remove(future);
    }

    /**
     * Submits a task.
     *
     * @param submission gives it to the pool; returns false if the pool refuses it
     * @return what the submission returns
     * @throws RejectedExecutionException if the submission throws it
     */
    boolean book(SoakTask task, BooleanSupplier submission) {
        tasks.add(task);
        if (booked.incrementAndGet() == momentCount) {
            moment.countDown();
        }
        task.beginSubmission();
        SoakTask.Outcome outcome = SoakTask.Outcome.OPEN;
        try {
            outcome = submission.getAsBoolean() ? SoakTask.Outcome.ACCEPTED : SoakTask.Outcome.REFUSED;
        } catch (Throwable thrown) {
            outcome = outcomeOf(task, thrown);
            if (outcome != SoakTask.Outcome.ACCEPTED) {
                throw thrown;
            }
        } finally {
            task.endSubmission(outcome);
            run.step();
        }
        if (outcome == SoakTask.Outcome.ACCEPTED) {
            noteAccepted(task);
        }
        return outcome == SoakTask.Outcome.ACCEPTED;
    }

    /**
     * The outcome of a submission that has thrown. A submitter that runs the task itself throws the task's exception.
     */
    private SoakTask.Outcome outcomeOf(SoakTask task, Throwable thrown) {
        if (task.ranInSubmission() && task.hasThrown(thrown)) {
            return SoakTask.Outcome.ACCEPTED;
        }
        if (thrown instanceof SoakDecorator.Refusal) {
            return SoakTask.Outcome.NOT_DECORATED;
        }
        if (thrown instanceof RejectedExecutionException) {
            return SoakTask.Outcome.REFUSED;
        }
        run.fail(thrown);
        return SoakTask.Outcome.OPEN;
    }

    private void noteAccepted(SoakTask task) {
        if (task.isCounted() && !task.ranInSubmission()) {
            accepted.increment();
        }
        if (!task.isMember() && task.form() == SoakTask.Form.FUTURE) {
            recent.set(booked.get() & RECENT - 1, task);
        }
    }

    // Runs and cancellations.

    void noteStart(SoakTask task, int starts) {
        run.step();
        run.expect(starts == 1, () -> "expected the task to run once: " + task);
        if (task.isCounted() && !task.ranInSubmission()) {
            startedOrCancelled.increment();
        }
    }

    /** Called before a task throws. The pool passes the exception to its handler, unless a future keeps it. */
    void noteThrown(SoakTask task, Throwable thrown) {
        if (task.form() == SoakTask.Form.PLAIN && !task.ranInSubmission()) {
            unreported.merge(thrown, 1, Integer::sum);
        }
    }

    /** Called by the handler. Returns false if no task has thrown this exception, or if it was already reported. */
    boolean noteReported(Throwable thrown) {
        boolean[] wasThrown = new boolean[1];
        unreported.computeIfPresent(thrown, (key, times) -> {
            wasThrown[0] = true;
            return times == 1 ? null : times - 1;
        });
        return wasThrown[0];
    }

    /** Cancels a recently submitted task. */
    void cancelRecent(SplittableRandom random) {
        SoakTask task = recent.get(random.nextInt(RECENT));
        if (task != null) {
            cancel(task, random.nextBoolean());
        }
    }

    void cancel(SoakTask task, boolean interrupts) {
        if (task.cancel(interrupts) && task.isCounted()) {
            startedOrCancelled.increment();
        }
    }

    /** Records the tasks that shutdownNow has returned. */
    void list(Collection<Runnable> returned) {
        listed.addAll(returned);
    }

    // Queries.

    /**
     * A lower bound of the number of tasks that, at one instant, were queued or had left their queue without having
     * started. Of the latter there is at most one per thread. Holds only if no task is discarded.
     */
    long leastQueued() {
        long before = accepted.sum();
        return before - startedOrCancelled.sum();
    }

    List<SoakTask> tasks() {
        return new ArrayList<>(tasks);
    }

    List<Runnable> listed() {
        return new ArrayList<>(listed);
    }

    /** The exceptions of tasks that the handler has not received. */
    Collection<Throwable> unreported() {
        return unreported.keySet();
    }
}
