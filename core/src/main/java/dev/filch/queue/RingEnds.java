package dev.filch.queue;

/**
 * The two ends of an {@link MpmcRing}. The two kinds of rings differ in where these variables lie, and in nothing else.
 * A field of the ring itself is reached with one load less than one in another object, and that load would be seen in
 * every operation: so each kind declares its own fields. The memory orders are explained in the table of
 * {@code MpmcRing}.
 *
 * @param <E> the element type
 */
abstract class RingEnds<E> extends WeaklyConsistentQueue<E> {

    abstract long tailAcquire();

    abstract long tailVolatile();

    abstract boolean casTail(long expected, long next);

    /** The tail where somebody last fell back behind a consumer. */
    abstract long tailLullOpaque();

    abstract void setTailLullOpaque(long position);

    abstract long headAcquire();

    abstract long headVolatile();

    abstract boolean casHead(long expected, long next);

    /** The head where somebody last fell back behind a producer. */
    abstract long headLullOpaque();

    abstract void setHeadLullOpaque(long position);
}
