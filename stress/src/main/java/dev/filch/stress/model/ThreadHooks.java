package dev.filch.stress.model;

/** Replacements for the methods of threads and thread-locals that {@link Hooks} does not replace. */
public final class ThreadHooks {

    private ThreadHooks() {
    }

    /**
     * Replaces {@link Thread#interrupt}. Does nothing outside an execution.
     *
     * @param thread the thread to interrupt
     * @throws NoSuchMethodException never
     */
    public static void interrupt(Thread thread) throws NoSuchMethodException {
        Execution execution = Execution.current();
        if (execution == null) {
            return;
        }
        if (thread.getClass().getMethod("interrupt").getDeclaringClass() != Thread.class) {
            throw new Failure("not simulated: an interrupt method of " + thread.getClass().getName());
        }
        execution.interrupts().interrupt(thread);
    }

    /**
     * Replaces {@link Thread#getId}.
     *
     * @param thread the thread
     * @return a number that is the same in all executions
     */
    public static long getId(Thread thread) {
        Execution execution = Execution.current();
        return execution == null ? thread.getId() : execution.lives().numberOf(thread);
    }

    /**
     * Replaces {@code Thread.threadId}.
     *
     * @param thread the thread
     * @return as {@link #getId}
     */
    public static long threadId(Thread thread) {
        return getId(thread);
    }

    /**
     * Replaces {@link ThreadLocal#get}.
     *
     * @param local the thread-local
     * @return its value in the simulated thread
     */
    public static Object get(ThreadLocal<?> local) {
        Execution execution = Execution.current();
        return execution == null ? local.get() : execution.locals().get(execution.currentThread(), local);
    }

    /**
     * Replaces {@link ThreadLocal#set}.
     *
     * @param local the thread-local
     * @param value its new value in the simulated thread
     */
    @SuppressWarnings("unchecked")
    public static void set(ThreadLocal<?> local, Object value) {
        Execution execution = Execution.current();
        if (execution == null) {
            ((ThreadLocal<Object>) local).set(value);
        } else {
            execution.locals().set(execution.currentThread(), local, value);
        }
    }

    /**
     * Replaces {@link ThreadLocal#remove}.
     *
     * @param local the thread-local
     */
    public static void remove(ThreadLocal<?> local) {
        Execution execution = Execution.current();
        if (execution == null) {
            local.remove();
        } else {
            execution.locals().remove(execution.currentThread(), local);
        }
    }
}
