package dev.filch.pool;

import dev.filch.internal.Backoff;
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
 * An Injector holds the tasks, and a WaiterList the waiting receivers; their files explain why each is correct.
 *
 * Linearization points
 *   submit, close, and a receive that returns a task: those of the injector's offer, close and poll.
 *   A receive that returns null because the queue is closed: the poll after isClosed has returned true. The injector
 *   guarantees that this null is final.
 *
 * No wake-up is lost
 *   In the terms of WaiterList, N1 is the getAndAdd in offer or the CAS in close, and W2 is hasTaskOrIsClosed, which
 *   reads the word that both change. After every wait that has not ended early, a receiver polls before it does
 *   anything that may throw. So every notification leads to a read of the queue.
 */

/**
 * An unbounded FIFO queue of tasks for threads that you start yourself. Any number of threads may submit and receive
 * tasks. It can be closed. The loop of a receiver:
 *
 * <pre>{@code
 * Task task;
 * while ((task = queue.receive()) != null) {
 *     task.run();
 * }
 * }</pre>
 *
 * <p>The loop ends when the queue is closed and all submitted tasks have been received. If a submission returns an id,
 * its task is received exactly once.
 *
 * <p><b>Order.</b> Tasks are received in the order in which their submissions took effect. In particular, the tasks of
 * one thread are received in the order in which it submitted them. Priorities do not change the order; they are for the
 * receivers.
 *
 * <p><b>Progress.</b> Like {@link Injector#offer}, {@link #submit} is lock-free and waits for no other thread. If
 * receivers are parked, it also wakes one, which costs some microseconds. Like {@link Injector#poll}, all receiving
 * methods may wait for a submission that has claimed its slot but not yet stored its task, even beyond a timeout or an
 * interrupt. The submission stores its task within a few instructions, unless its thread is descheduled between them.
 * If the queue is empty, all receiving methods except {@link #tryReceive} spin for about a microsecond and then park.
 *
 * <p><b>Happens-before.</b> Actions in a thread before it submits a task happen-before actions in another thread after
 * it receives that task. Actions in a thread before it closes the queue happen-before actions in another thread after
 * it has learnt, from a null or from {@link #isClosed}, that the queue is closed.
 *
 * <p><b>Interruption</b> loses nothing. A receiver that throws {@link InterruptedException} has taken no task, and has
 * consumed no wake-up that another receiver needs.
 */
public final class WorkQueue implements AutoCloseable {

    private final Injector<Task> tasks = new Injector<>();
    private final PaddedWaiterList receivers = new PaddedWaiterList();
    private final SubmissionCounter submissions = new SubmissionCounter();
    private final BooleanSupplier hasTaskOrIsClosed = () -> !tasks.isEmpty() || tasks.isClosed();

    /** Creates an empty queue. */
    public WorkQueue() {
    }

    /**
     * Adds a task of priority 100. Lock-free.
     *
     * @param runnable the action of the task
     * @return the id of the task, unique in this queue; the ids of one thread's tasks ascend
     * @throws NullPointerException if {@code runnable} is null
     * @throws RejectedExecutionException if the queue is closed; the task was not added
     * @throws OutOfMemoryError if there is no memory for the task; it was not added
     */
    public long submit(Runnable runnable) {
        return submit(runnable, Lane.DEFAULT_PRIORITY);
    }

    /**
     * Adds a task. Lock-free.
     *
     * @param runnable the action of the task
     * @param priority the priority, from 0 to 255; 255 is the most urgent
     * @return the id of the task, unique in this queue; the ids of one thread's tasks ascend
     * @throws NullPointerException if {@code runnable} is null
     * @throws IllegalArgumentException if {@code priority} is out of range
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
        // The offer has taken its ticket by a volatile read-modify-write, as wakeOne requires.
        receivers.wakeOne();
        return id;
    }

    /**
     * Takes the oldest task if there is one. Does not park.
     *
     * @return the task, or null if the queue was empty at some instant during the call
     */
    public Task tryReceive() {
        return tasks.poll();
    }

    /**
     * Takes the oldest task; if there is none, waits for one. Parks.
     *
     * @return the task, or null if the queue is closed and all submitted tasks have been taken
     * @throws InterruptedException if this thread was interrupted before the call or while it waited; no task was taken
     */
    public Task receive() throws InterruptedException {
        return receiveUntil(WaiterList.NO_DEADLINE);
    }

    /**
     * Takes the oldest task; if there is none, waits for one for a limited time. Parks.
     *
     * @param timeout the maximum time to wait; zero or negative means not to wait
     * @param unit the unit of {@code timeout}
     * @return the task, or null if the timeout expired, or if the queue is closed and all submitted tasks have been
     *     taken
     * @throws NullPointerException if {@code unit} is null
     * @throws InterruptedException if this thread was interrupted before the call or while it waited; no task was taken
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
                // A last submission may have taken effect between the two reads. None can follow it.
                return tasks.poll();
            }
            spinWhileEmpty();
            if (!receivers.awaitUntil(hasTaskOrIsClosed, deadlineNanos)) {
                return tasks.poll();
            }
            // A notified receiver must read the queue, so nothing here may throw before the poll.
        }
    }

    private static void throwIfInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    private void spinWhileEmpty() {
        for (int spins = Backoff.spinsBeforeParking(); spins > 0 && tasks.isEmpty(); spins--) {
            Thread.onSpinWait();
        }
    }

    /**
     * Tells whether the queue was empty at some instant during the call. Wait-free.
     *
     * @return true if the queue was empty
     */
    public boolean isEmpty() {
        return tasks.isEmpty();
    }

    /**
     * Returns the number of tasks in the queue. Exact while no thread submits or receives, otherwise an estimate.
     * Wait-free.
     *
     * @return the number of tasks, or {@link Integer#MAX_VALUE} if there are more
     */
    public int size() {
        return tasks.size();
    }

    /**
     * Returns the number of tasks that the queue has accepted since it was created. Exact while no thread is
     * submitting. Otherwise it may include submissions under way, even those that will be refused. Wait-free.
     *
     * @return the number of accepted tasks
     */
    public long submitted() {
        return submissions.submitted();
    }

    /**
     * Tells whether the queue is closed. A closed queue accepts no more tasks, but may still hold some. Wait-free.
     *
     * @return true if the queue is closed
     */
    public boolean isClosed() {
        return tasks.isClosed();
    }

    /**
     * Closes the queue: later submissions are refused, and all receivers are woken. Tasks in the queue can still be
     * received. Lock-free and idempotent.
     */
    @Override
    public void close() {
        tasks.close();
        receivers.wakeAll();
    }

    /**
     * Returns the state and the size of the queue, and the number of waiting receivers.
     *
     * @return a human-readable description
     */
    @Override
    public String toString() {
        return "WorkQueue[" + (isClosed() ? "closed" : "open") + ", " + size() + " of " + submitted()
                + " submitted tasks inside, receivers: " + receivers + "]";
    }
}
