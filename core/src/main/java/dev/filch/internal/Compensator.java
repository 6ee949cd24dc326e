package dev.filch.internal;

/**
 * A thread notifies its compensator before it blocks, so that another thread does its work meanwhile. A pool has one
 * compensator for each of its threads; other threads have none. Code that parks a thread without knowing what the
 * thread is for calls
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

    /** A thread that knows its compensator. Other threads are {@linkplain #bind bound} to theirs. */
    public interface Compensated {

        /**
         * The thread's own compensator.
         *
         * @return the same object each time
         */
        Compensator compensator();
    }

    /**
     * The compensator of the current thread. Wait-free.
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
     * Announces that the current thread goes on. Lock-free.
     *
     * @param replaced what {@link #beginBlocking} returned
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
     * @return true if another thread may take over the work meanwhile; then {@link #afterBlocking} must follow
     */
    public abstract boolean beforeBlocking();

    /** Announces that the current thread goes on. Lock-free. */
    public abstract void afterBlocking();
}
