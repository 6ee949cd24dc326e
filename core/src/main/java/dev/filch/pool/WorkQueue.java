package dev.filch.pool;

import dev.filch.internal.PaddedWaiterList;
import dev.filch.internal.WaiterList;
import dev.filch.internal.scheduler.Lane;
import dev.filch.internal.scheduler.SubmissionCounter;
import dev.filch.queue.Injector;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/*
 * An Injector holds the tasks and a WaiterList the receivers that wait; their files say why each of them is right.
 *
 * Linearization points
 *   submit, close, and a receive that returns a task: those of the injector's offer, close and poll. null because the
 *   queue is closed: the poll that follows an isClosed that was true; the injector promises that it is final.
 *
 * No wake-up is lost
 *   In the words of WaiterList: N1 is the getAndAdd in offer, or the CAS in close; W2 is worthALook, which reads the
 *   word that both change. A receiver polls after every wait that was not cut short, before anything that may throw, so
 *   that a notification always leads to a look at the queue.
 */

/**
 * A queue of tasks for threads that the user brings: any number of them submit, any number receive. Unbounded, FIFO,
 * closeable. A receiver's loop is
 *
 * <pre>{@code
 * Task task;
 * while ((task = queue.receive()) != null) {
 *     task.run();
 * }
 * }</pre>
 *
 * <p>which ends once the queue is closed and everything that was submitted has been received. Every task whose
 * submission returned an id is received exactly once.
 *
 * <p><b>Order.</b> Tasks come out in the order in which their submissions took effect; those of one thread in the order
 * in which it submitted them. The priority does not change that: it travels with the task, for the receiver to look at.
 *
 * <p><b>Progress.</b> {@link #submit} is lock-free and waits for nobody, as {@link Injector#offer}. All forms of
 * receiving may wait for a submission that has taken its place and not put its task there yet, as {@link Injector#poll}
 * does, even beyond a timeout or an interrupt; that takes a few instructions, unless its thread is descheduled between
 * them. A submission also wakes one receiver if any is parked, which costs it some microseconds. The other
 * forms of receiving park while the queue is empty, after a look around of about a microsecond.
 *
 * <p><b>Happens-before.</b> What a thread did before it submitted a task happens-before what another does after it
 * received that task. What the thread that closed the queue did before happens-before what another does after it was
 * told, by null or by {@link #isClosed}, that the queue is closed.
 *
 * <p><b>Interruption</b> loses nothing: a receiver that throws {@link InterruptedException} has taken no task, and has
 * not used up another's wake-up.
 */
public final class WorkQueue implements AutoCloseable {

    /**
     * How often a receiver looks again before it parks, about a microsecond: a producer that is as fast as this pays
     * for no wake-up, which would cost it, and the receiver, ten times as much. With one processor nobody could come
     * meanwhile.
     */
    private static final int LOOKS_BEFORE_PARKING = Runtime.getRuntime().availableProcessors() > 1 ? 64 : 0;

    private final Injector<Task> tasks = new Injector<>();
    private final WaiterList receivers = new PaddedWaiterList();
    private final SubmissionCounter submissions = new SubmissionCounter();
    private final BooleanSupplier worthALook = () -> !tasks.isEmpty() || tasks.isClosed();

    /** Creates an empty queue. */
    public WorkQueue() {
    }

    /**
     * Adds a task of priority 100.
     *
     * @param runnable what to run
     * @return the task's id, which no other task of this queue has; those of one thread ascend
     * @throws NullPointerException if {@code runnable} is null
     * @throws RejectedExecutionException if the queue is closed; the task was not added
     * @throws OutOfMemoryError if there is no memory for the task; it was not added
     */
    public long submit(Runnable runnable) {
        return submit(runnable, Lane.DEFAULT_PRIORITY);
    }

    /**
     * Adds a task.
     *
     * @param runnable what to run
     * @param priority from 0 to 255, the most urgent
     * @return the task's id, which no other task of this queue has; those of one thread ascend
     * @throws NullPointerException if {@code runnable} is null
     * @throws IllegalArgumentException if the priority is outside 0 to 255
     * @throws RejectedExecutionException if the queue is closed; the task was not added
     * @throws OutOfMemoryError if there is no memory for the task; it was not added
     */
    public long submit(Runnable runnable, int priority) {
        Objects.requireNonNull(runnable, "runnable");
        Lane.checkPriority(priority);
        long id = submissions.nextId();
        boolean accepted = false;
        try {
            accepted = tasks.offer(new Task(id, priority, runnable));
        } finally {
            if (!accepted) {
                submissions.withdraw();
            }
        }
        if (!accepted) {
            throw new RejectedExecutionException("the queue is closed");
        }
        // The offer took its place with a volatile read-modify-write, as the list of receivers demands.
        receivers.wakeOne();
        return id;
    }

    /**
     * Takes the oldest task if there is one.
     *
     * @return the task, or null if the queue was empty at some instant during the call
     */
    public Task tryReceive() {
        return tasks.poll();
    }

    /**
     * Takes the oldest task, waiting for one if there is none.
     *
     * @return the task, or null if the queue is closed and everything that was submitted has been taken
     * @throws InterruptedException if this thread was interrupted before the call, or while it waited; no task was
     *     taken
     */
    public Task receive() throws InterruptedException {
        return receiveUntil(WaiterList.NO_DEADLINE);
    }

    /**
     * Takes the oldest task, waiting a while for one if there is none.
     *
     * @param timeout how long to wait; if zero or negative, not at all
     * @param unit the timeout's unit
     * @return the task, or null if the time ran out, or the queue is closed and everything that was submitted has been
     *     taken
     * @throws NullPointerException if {@code unit} is null
     * @throws InterruptedException if this thread was interrupted before the call, or while it waited; no task was
     *     taken
     */
    public Task receive(long timeout, TimeUnit unit) throws InterruptedException {
        long nanos = unit.toNanos(timeout);
        if (nanos <= 0) {
            throwIfInterrupted();
            return tasks.poll();
        }
        return receiveUntil(WaiterList.deadlineAfter(nanos));
    }

    private Task receiveUntil(long deadlineNanos) throws InterruptedException {
        throwIfInterrupted();
        while (true) {
            Task task = tasks.poll();
            if (task != null) {
                return task;
            }
            if (tasks.isClosed()) {
                // A last submission may have come between the two; after it nothing can.
                return tasks.poll();
            }
            lookAround();
            if (!receivers.awaitUntil(worthALook, deadlineNanos)) {
                return tasks.poll();
            }
            // A receiver that was notified must look at the queue, so no exception may come before the poll.
        }
    }

    private static void throwIfInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    private void lookAround() {
        for (int i = 0; i < LOOKS_BEFORE_PARKING && tasks.isEmpty(); i++) {
            Thread.onSpinWait();
        }
    }

    /**
     * Whether there is no task at some instant during the call. Wait-free.
     *
     * @return true if the queue is empty
     */
    public boolean isEmpty() {
        return tasks.isEmpty();
    }

    /**
     * How many tasks wait to be received. Wait-free; exact while nobody submits or receives, otherwise an estimate.
     *
     * @return the number of tasks, or {@link Integer#MAX_VALUE} if there are more
     */
    public int size() {
        return tasks.size();
    }

    /**
     * How many tasks have been accepted since the queue was made. Wait-free; exact while nobody is submitting,
     * otherwise it may count submissions that are under way, even if they are refused in the end.
     *
     * @return the number of tasks
     */
    public long submitted() {
        return submissions.submitted();
    }

    /**
     * Whether the queue is closed, so that nothing more comes in. Tasks may still be inside. Wait-free.
     *
     * @return true once closed
     */
    public boolean isClosed() {
        return tasks.isClosed();
    }

    /**
     * Refuses submissions from now on, and wakes all receivers. What is inside can still be received. Lock-free; may be
     * called more than once.
     */
    @Override
    public void close() {
        tasks.close();
        receivers.wakeAll();
    }

    /**
     * How full the queue is and how many receivers wait.
     *
     * @return a text for people
     */
    @Override
    public String toString() {
        return "WorkQueue[" + (isClosed() ? "closed" : "open") + ", " + size() + " of " + submitted()
                + " submitted tasks inside, receivers: " + receivers + "]";
    }
}
