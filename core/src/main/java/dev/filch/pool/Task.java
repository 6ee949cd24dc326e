package dev.filch.pool;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A submitted unit of work: something to run, with an id and a priority. It runs once.
 *
 * <p><b>Progress.</b> Everything is wait-free, except what the task itself does.
 *
 * <p><b>Happens-before.</b> A thread's actions before it submits the task happen-before the task's run, if the running
 * thread received the task through the queue it was submitted to.
 */
public final class Task implements Runnable {

    /*
     * Access             mode      why not weaker                                                        test
     * getAndSetRunnable  volatile  a read-modify-write: of two threads that run the task at once, each   TaskTest
     *                              could read that neither had, before either wrote; no order is needed,
     *                              but the weaker forms are loops on some JVMs
     * runnableOpaque     opaque    another thread may be running the task; what it leads to came with    TaskTest
     *                              the task
     */
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

    /** Null once the task has run, so that nothing it refers to stays reachable. */
    private Runnable runnable;

    /** A task that is about to enter a queue. */
    Task(long id, int priority, Runnable runnable) {
        this.id = id;
        this.priority = priority;
        this.runnable = runnable;
    }

    /**
     * The number that the submission returned, unique in its queue or pool.
     *
     * @return the id, not negative
     */
    public long id() {
        return id;
    }

    /**
     * How urgent the task is; 255 is the most urgent. A queue ignores it; it is for the receiver of the task.
     *
     * @return the priority, from 0 to 255
     */
    public int priority() {
        return priority;
    }

    /**
     * Does the work. This method throws whatever the work throws; the task then counts as run.
     *
     * @throws IllegalStateException if the task has been run before, or another thread is running it
     */
    @Override
    public void run() {
        Runnable claimed = getAndSetRunnable(null);
        if (claimed == null) {
            throw new IllegalStateException("task " + id + " has been run before");
        }
        claimed.run();
    }

    private Runnable getAndSetRunnable(Runnable next) {
        return (Runnable) RUNNABLE.getAndSet(this, next);
    }

    private Runnable runnableOpaque() {
        return (Runnable) RUNNABLE.getOpaque(this);
    }

    /**
     * The id, the priority, and what is to be run, or that it has been run.
     *
     * @return a human-readable description
     */
    @Override
    public String toString() {
        Runnable pending = runnableOpaque();
        return "Task[id=" + id + ", priority=" + priority + ", " + (pending == null ? "has been run" : pending) + "]";
    }
}
