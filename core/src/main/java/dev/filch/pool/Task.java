package dev.filch.pool;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A task of a {@link WorkQueue}: an action with an id and a priority. It runs once.
 *
 * <p><b>Progress.</b> All methods are wait-free, except for the action that {@link #run} calls.
 *
 * <p><b>Happens-before.</b> Actions in a thread before it submits the task happen-before the task runs, if the thread
 * that runs it received it from the queue.
 */
public final class Task implements Runnable {

    private static final VarHandle RUNNABLE;

    static {
        try {
            RUNNABLE = MethodHandles.lookup()
                    .findVarHandle(Task.class, "runnable", Runnable.class).withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final long id;
    private final int priority;

    /** Null once the task has run, so that the task keeps nothing reachable. */
    private Runnable runnable;

    /** Creates a task that is about to enter a queue. */
    Task(long id, int priority, Runnable runnable) {
        this.id = id;
        this.priority = priority;
        this.runnable = runnable;
    }

    /**
     * Returns the number that the submission returned. It is unique in its queue.
     *
     * @return the id, not negative
     */
    public long id() {
        return id;
    }

    /**
     * Returns the priority. The queue ignores it; it is for the receiver of the task.
     *
     * @return the priority, from 0 to 255; 255 is the most urgent
     */
    public int priority() {
        return priority;
    }

    /**
     * Runs the action. If the action throws an exception, this method throws it too, and the task counts as run.
     *
     * @throws IllegalStateException if the task has already been run, or another thread is running it
     */
    @Override
    public void run() {
        Runnable claimed = getAndSetRunnable(null);
        if (claimed == null) {
            throw new IllegalStateException("task " + id + " has been run before");
        }
        claimed.run();
    }

    /**
     * Volatile: atomic, so that only one of two threads that run the task gets the action. It orders nothing, but the
     * weaker forms are loops on some JVMs. Checked by TaskTest.
     */
    private Runnable getAndSetRunnable(Runnable next) {
        return (Runnable) RUNNABLE.getAndSet(this, next);
    }

    /**
     * Opaque: another thread may be running the task. The action's contents were published together with the task.
     * Checked by TaskTest.
     */
    private Runnable runnableOpaque() {
        return (Runnable) RUNNABLE.getOpaque(this);
    }

    /**
     * Returns the id, the priority, and the action or that it has been run.
     *
     * @return a human-readable description
     */
    @Override
    public String toString() {
        Runnable pending = runnableOpaque();
        return "Task[id=" + id + ", priority=" + priority + ", " + (pending == null ? "has been run" : pending) + "]";
    }
}
