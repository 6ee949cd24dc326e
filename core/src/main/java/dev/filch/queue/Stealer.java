package dev.filch.queue;

import dev.filch.internal.Backoff;
import java.util.Objects;

/**
 * What a thief may do with somebody else's {@link WorkDeque}: take its oldest elements, one or a batch. Any number of
 * threads may use the same stealer at the same time.
 *
 * <p>An attempt has three outcomes: it took something, it saw the deque empty, or it lost a race with another thief or
 * the owner. {@link #steal} and the batches try again after a lost race, so for them null and 0 mean empty, and a loop
 * until null is right. {@link #trySteal} and {@link #tryStealBatchAndPop} make one attempt, for callers who would
 * rather go to the next victim. No outcome allocates.
 *
 * <p><b>Progress.</b> Lock-free: an attempt is lost only if another thread took an element, or reserved some or took
 * that back; or if the owner has just moved to another buffer. From a fifo deque an attempt costs one
 * read-modify-write, and so does a single steal from a lifo deque, but a batch from it two: the first reserves the
 * elements, the second takes them. If there are dozens of elements, a single steal does the same for those who come
 * next, whose steals and batches then cost one read-modify-write, and single ones need not look what the owner does.
 * Who comes between a reservation and its claim takes what it wants all the same, but for a batch, which waits some
 * microseconds first, and then takes one element; a thief that stops there for ever holds up nobody.
 *
 * <p><b>Batches</b> take up to half of the elements (one of one, two of three), and no more than 32,767; less if the
 * owner moves to another buffer meanwhile. Their
 * destination is a deque that the calling thread owns; its {@code pop} returns them oldest first, whichever its
 * flavour. They are in no deque for a moment, so a third thread may meanwhile see both deques empty.
 *
 * <p><b>Stealing from oneself.</b> If the destination is the deque stolen from, a batch moves nothing and returns 0,
 * and a batch-and-pop is the owner's {@code pop}. The owner may use {@link #steal} to take its own oldest element.
 *
 * @param <E> the element type
 */
public final class Stealer<E> {

    private static final int DEFAULT_BATCH = 32;
    private static final Object CONTENDED = new Object();

    private final WorkDeque<E> victim;

    Stealer(WorkDeque<E> victim) {
        this.victim = victim;
    }

    /**
     * Takes the oldest element, trying again after each lost race. Lock-free.
     *
     * @return the element, or null if the deque was empty at some instant during the call
     */
    public E steal() {
        int pause = Backoff.START;
        while (true) {
            E stolen = victim.trySteal(contended());
            if (stolen != CONTENDED) {
                return stolen;
            }
            pause = Backoff.pause(pause);
        }
    }

    /**
     * Makes one attempt to take the oldest element. Wait-free.
     *
     * @param ifContended what to return if the race for the element was lost, which says nothing about whether the
     *     deque is empty: an object that is never in the deque. If it is null, a lost race looks like an empty deque
     * @return the element; null if the deque was empty at some instant during the call; or {@code ifContended}
     */
    public E trySteal(E ifContended) {
        return victim.trySteal(ifContended);
    }

    /**
     * Moves up to half of the elements, at most 32, into a deque. Lock-free.
     *
     * @param destination a deque that the calling thread owns
     * @return how many were moved; 0 only if the victim was empty at some instant during the call, or is the
     *     destination
     * @throws OutOfMemoryError if the destination cannot grow; nothing was moved
     */
    public int stealBatch(WorkDeque<E> destination) {
        return stealBatchWithLimit(destination, DEFAULT_BATCH);
    }

    /**
     * Moves up to half of the elements into a deque. Lock-free.
     *
     * @param destination a deque that the calling thread owns
     * @param limit how many to move at the most; more than 32,767 are not moved at once
     * @return how many were moved; 0 only if the victim was empty at some instant during the call, or is the
     *     destination
     * @throws IllegalArgumentException if {@code limit} is less than 1
     * @throws OutOfMemoryError if the destination cannot grow; nothing was moved
     */
    public int stealBatchWithLimit(WorkDeque<E> destination, int limit) {
        check(destination, limit);
        if (destination == victim) {
            return 0;
        }
        long before = destination.ownerBottom();
        stealBatch(destination, limit, false);
        return destination.addedSince(before);
    }

    /**
     * Takes the oldest element and moves others into a deque, altogether up to half of the elements and at most 32.
     * Lock-free.
     *
     * @param destination a deque that the calling thread owns
     * @return the oldest element, or null if the victim was empty at some instant during the call
     * @throws OutOfMemoryError if the destination cannot grow; nothing was taken
     */
    public E stealBatchAndPop(WorkDeque<E> destination) {
        return stealBatchAndPopWithLimit(destination, DEFAULT_BATCH);
    }

    /**
     * Takes the oldest element and moves others into a deque, altogether up to half of the elements. Lock-free.
     *
     * @param destination a deque that the calling thread owns
     * @param limit how many to take at the most, with the one that is returned; more than 32,767 are not taken at once
     * @return the oldest element, or null if the victim was empty at some instant during the call
     * @throws IllegalArgumentException if {@code limit} is less than 1
     * @throws OutOfMemoryError if the destination cannot grow; nothing was taken
     */
    public E stealBatchAndPopWithLimit(WorkDeque<E> destination, int limit) {
        check(destination, limit);
        return destination == victim ? victim.pop() : stealBatch(destination, limit, true);
    }

    /**
     * Makes one attempt to take the oldest element and to move others into a deque, altogether up to half of the
     * elements. Waits for nobody, but some microseconds for another thief that has just reserved elements.
     *
     * @param destination a deque that the calling thread owns
     * @param limit how many to take at the most, with the one that is returned; more than 32,767 are not taken at once
     * @param ifContended what to return if the race for the oldest element was lost, as for {@link #trySteal}
     * @return the oldest element; null if the victim was empty at some instant during the call; or {@code ifContended}
     * @throws IllegalArgumentException if {@code limit} is less than 1
     * @throws OutOfMemoryError if the destination cannot grow; nothing was taken
     */
    public E tryStealBatchAndPop(WorkDeque<E> destination, int limit, E ifContended) {
        check(destination, limit);
        return destination == victim ? victim.pop() : victim.tryStealBatch(destination, limit, true, ifContended);
    }

    /**
     * The number of elements in the deque. Wait-free; an estimate while others are at work.
     *
     * @return the size, or {@link Integer#MAX_VALUE} if it is larger
     */
    public int size() {
        return victim.size();
    }

    /**
     * Whether the deque is empty at some instant during the call. Lock-free, as {@link WorkDeque#isEmpty}.
     *
     * @return true if there is nothing to steal
     */
    public boolean isEmpty() {
        return victim.isEmpty();
    }

    private E stealBatch(WorkDeque<E> destination, int limit, boolean pop) {
        int pause = Backoff.START;
        while (true) {
            E first = victim.tryStealBatch(destination, limit, pop, contended());
            if (first != CONTENDED) {
                return first;
            }
            pause = Backoff.pause(pause);
        }
    }

    private static void check(WorkDeque<?> destination, int limit) {
        WorkDeque.checkLimit(limit);
        Objects.requireNonNull(destination, "destination");
    }

    /** Stands for a lost race where only this class sees it, so that it need not be an E. */
    @SuppressWarnings("unchecked")
    private E contended() {
        return (E) CONTENDED;
    }
}
