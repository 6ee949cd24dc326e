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
 * All submissions to one pool: each is booked before the pool gets it, and with its outcome afterwards. A
 * {@link SoakAudit} checks the books once the pool has terminated.
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

    /** The tasks of futures that have been created and not been submitted. */
    private final Map<Object, SoakTask> unsubmitted = new ConcurrentHashMap<>();

    /** How often the handler has yet to be told of an exception. The JVM throws some errors several times. */
    private final Map<Throwable, Integer> unreported = new ConcurrentHashMap<>();

    private final Queue<Runnable> listed = new ConcurrentLinkedQueue<>();
    private final AtomicReferenceArray<SoakTask> recent = new AtomicReferenceArray<>(RECENT);

    // Tasks of groups are in neither count, because others cancel them; and those with deadlines, because they expire.
    private final LongAdder accepted = new LongAdder();
    private final LongAdder startedOrCancelled = new LongAdder();

    /** A ledger that says when this many submissions have been booked. */
    SoakLedger(SoakRun run, int momentCount) {
        this.run = run;
        this.momentCount = momentCount;
        moment = new CountDownLatch(1);
    }

    SoakRun run() {
        return run;
    }

    // Submitting.

    SoakTask newTask(IntSupplier body) {
        return new SoakTask(this, body);
    }

    /** Whether more tasks are to be submitted. */
    boolean hasRoom() {
        return booked.get() < MAX_TASKS;
    }

    /** Is released at the moment that was chosen at random for the end of the pool, or by a task that has ended it. */
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

    /** Of a submission that has thrown. A submitter that runs the task itself throws what the task throws. */
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

    // What becomes of tasks.

    void noteStart(SoakTask task, int starts) {
        run.step();
        run.expect(starts == 1, () -> "a task has run twice: " + task);
        if (task.isCounted() && !task.ranInSubmission()) {
            startedOrCancelled.increment();
        }
    }

    /** To be called before a task throws. The pool tells its handler, unless a future keeps the exception. */
    void noteThrown(SoakTask task, Throwable thrown) {
        if (task.form() == SoakTask.Form.PLAIN && !task.ranInSubmission()) {
            unreported.merge(thrown, 1, Integer::sum);
        }
    }

    /** To be called by the handler; false if no task has thrown this, or it was reported before. */
    boolean noteReported(Throwable thrown) {
        boolean[] wasThrown = new boolean[1];
        unreported.computeIfPresent(thrown, (key, times) -> {
            wasThrown[0] = true;
            return times == 1 ? null : times - 1;
        });
        return wasThrown[0];
    }

    /** Cancels a task that was submitted lately. */
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

    /** Notes what shutdownNow has returned. */
    void list(Collection<Runnable> returned) {
        listed.addAll(returned);
    }

    // What the books say.

    /**
     * At least so many tasks were queued at one instant, or had been taken from their queue without having started: at
     * most one for each thread. Holds if no task is discarded.
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

    /** What tasks have thrown, and the handler was not told. */
    Collection<Throwable> unreported() {
        return unreported.keySet();
    }
}
