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
 * An Injector holds the tasks, and a WaiterList the waiting receivers; their files explain why each is correct.
 *
 * Linearization points
 *   submit, close, and a receive that returns a task: those of the injector's offer, close and poll. A receive that
 *   returns null because the queue is closed: the poll after isClosed has returned true. The injector promises that
 *   this null is final.
 *
 * No wake-up is lost
 *   In the terms of WaiterList: N1 is the getAndAdd in offer, or the CAS in close; W2 is worthALook, which reads the
 *   word that both change. After every wait that was not cut short, a receiver polls before anything that may throw. So
 *   every notification leads to a read of the queue.
 */

/**
 * A queue of tasks for threads of your own: any number of threads submit, any number receive. Unbounded, FIFO,
 * closeable. A receiver's loop:
 *
 * <pre>{@code
 * Task task;
 * while ((task = queue.receive()) != null) {
 *     task.run();
 * }
 * }</pre>
 *
 * <p>The loop ends once the queue is closed and every submitted task has been received. Every task whose submission
 * returned an id is received exactly once.
 *
 * <p><b>Order.</b> Tasks come out in the order in which their submissions took effect; the tasks of one thread come out
 * in the order in which it submitted them. The priority does not change the order: it travels with the task, for the
 * receiver to use.
 *
 * <p><b>Progress.</b> Like {@link Injector#offer}, {@link #submit} is lock-free and waits for no other thread. If a
 * receiver is parked, it also wakes one, which costs some microseconds. Like {@link Injector#poll}, all forms of
 * receiving may wait for a submission that has claimed its slot but not yet stored its task, even beyond a timeout or
 * an interrupt. That takes a few instructions, unless the submitting thread is descheduled between them. All forms
 * except {@link #tryReceive} park while the queue is empty, after spinning for about a microsecond.
 *
 * <p><b>Happens-before.</b> A thread's actions before it submits a task happen-before another thread's actions after it
 * receives that task. A thread's actions before it closes the queue happen-before another thread's actions after it
 * learns, by null or by {@link #isClosed}, that the queue is closed.
 *
 * <p><b>Interruption</b> loses nothing: a receiver that throws {@link InterruptedException} has taken no task, and has
 * not consumed another receiver's wake-up.
 */
public final class WorkQueue implements AutoCloseable {

    /**
     * How often a receiver rereads the queue before it parks: for about a microsecond. If a task comes in that time,
     * its producer pays for no wake-up, which would cost both threads ten times as much. With one processor, no task
     * could come meanwhile.
     */
    private static final int LOOKS_BEFORE_PARKING = Runtime.getRuntime().availableProcessors() > 1 ? 64 : 0;

    private final Injector<Task> tasks = new Injector<>();
    private final PaddedWaiterList receivers = new PaddedWaiterList();
    private final SubmissionCounter submissions = new SubmissionCounter();
    private final BooleanSupplier worthALook = () -> !tasks.isEmpty() || tasks.isClosed();

    /** Creates an empty queue. */
    public WorkQueue() {
    }

    /**
     * Adds a task of priority 100.
     *
     * @param runnable what to run
     * @return the task's id, unique in this queue; the ids of one thread's tasks ascend
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
     * @return the task's id, unique in this queue; the ids of one thread's tasks ascend
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
        // The offer claimed its slot by a volatile read-modify-write, as the list of receivers requires.
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
     * @param timeout how long to wait; zero or negative means not at all
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
                // A last submission may have come between the two reads; no other can follow it.
                return tasks.poll();
            }
            lookAround();
            if (!receivers.awaitUntil(worthALook, deadlineNanos)) {
                return tasks.poll();
            }
            // A notified receiver must read the queue, so nothing may throw before the poll.
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
     * Whether the queue was empty at some instant during the call. Wait-free.
     *
     * @return true if the queue is empty
     */
    public boolean isEmpty() {
        return tasks.isEmpty();
    }

    /**
     * How many tasks wait to be received. Wait-free. Exact while no thread submits or receives, otherwise an estimate.
     *
     * @return the number of tasks, or {@link Integer#MAX_VALUE} if there are more
     */
    public int size() {
        return tasks.size();
    }

    /**
     * How many tasks have been accepted since the queue was created. Wait-free. Exact while no thread is submitting;
     * otherwise it may count submissions under way, even if they are refused in the end.
     *
     * @return the number of tasks
     */
    public long submitted() {
        return submissions.submitted();
    }

    /**
     * Whether the queue is closed and accepts no more tasks. It may still hold some. Wait-free.
     *
     * @return true once closed
     */
    public boolean isClosed() {
        return tasks.isClosed();
    }

    /**
     * Refuses submissions from now on, and wakes all receivers. Tasks in the queue can still be received. Lock-free and
     * idempotent.
     */
    @Override
    public void close() {
        tasks.close();
        receivers.wakeAll();
    }

    /**
     * How full the queue is and how many receivers wait.
     *
     * @return a human-readable description
     */
    @Override
    public String toString() {
        return "WorkQueue[" + (isClosed() ? "closed" : "open") + ", " + size() + " of " + submitted()
                + " submitted tasks inside, receivers: " + receivers + "]";
    }
}
