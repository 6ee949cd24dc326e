package dev.filch.internal;

/**
 * Lets another thread do the work of a thread that blocks. A pool has one compensator for each of its threads; other
 * threads have none. Code that parks a thread of unknown purpose calls
 *
 * <pre>{@code
 * Compensator replaced = Compensator.beginBlocking();
 * try {
 *     // park
 * } finally {
 *     Compensator.endBlocking(replaced);
 * }
 * }</pre>
 */
public abstract class Compensator {

    private static final ThreadLocal<Compensator> CURRENT = new ThreadLocal<>();

    /** For subclasses. */
    protected Compensator() {
    }

    /** A thread that holds its compensator. Other threads are {@linkplain #bind bound} to theirs. */
    public interface Compensated {

        /**
         * Returns the compensator of this thread.
         *
         * @return the same object each time
         */
        Compensator compensator();
    }

    /**
     * Returns the compensator of the current thread. Wait-free.
     *
     * @return the compensator, or null if the thread belongs to no pool
     */
    public static Compensator current() {
        return Thread.currentThread() instanceof Compensated thread ? thread.compensator() : CURRENT.get();
    }

    /**
     * Announces that the current thread is about to block, if it belongs to a pool. Lock-free; may start a thread.
     *
     * @return the argument for {@link #endBlocking}
     */
    public static Compensator beginBlocking() {
        Compensator compensator = current();
        return compensator != null && compensator.beforeBlocking() ? compensator : null;
    }

    /**
     * Announces that the current thread continues. Lock-free.
     *
     * @param replaced the result of {@link #beginBlocking}
     */
    public static void endBlocking(Compensator replaced) {
        if (replaced != null) {
            replaced.afterBlocking();
        }
    }

    /** Binds the current thread, which is not {@link Compensated}, to this compensator. */
    protected final void bind() {
        CURRENT.set(this);
    }

    /** Undoes {@link #bind}. */
    protected static void unbind() {
        CURRENT.remove();
    }

    /**
     * Announces that the current thread is about to block. Lock-free; may start a thread.
     *
     * @return true if another thread may take over its work meanwhile; then the thread must call {@link #afterBlocking}
     */
    public abstract boolean beforeBlocking();

    /** Announces that the current thread continues. Lock-free. */
    public abstract void afterBlocking();
}
