package dev.filch.queue;

import dev.filch.internal.Backoff;
import java.util.Iterator;
import java.util.Objects;

/**
 * The thieves' view of a {@link WorkDeque}: it takes the oldest elements, one or a batch. Any number of threads may use
 * the same stealer at the same time.
 *
 * <p>An attempt has three outcomes: it takes something, it finds the deque empty, or it loses a race with another thief
 * or the owner. {@link #steal} and the batches try again after a lost race, so their null and 0 mean empty, and a loop
 * until null is right. {@link #trySteal} and {@link #tryStealBatchAndPop} make one attempt, for callers that would
 * rather try the next victim. No outcome allocates.
 *
 * <p><b>Progress.</b> Lock-free: an attempt is lost only if another thread has taken an element, has made or ended a
 * reservation, or has just moved the elements to another buffer. An attempt costs one read-modify-write; a batch from a
 * lifo deque costs two, one to reserve the elements and one to take them. If there are dozens of elements, a single
 * steal also reserves elements for the thieves after it. Their attempts then cost one read-modify-write, and single
 * steals need not read what the owner writes. A single steal that comes between the reservation and the claim of
 * another thief takes its element all the same. A batch that arrives in between waits a few microseconds, and then
 * takes one element. A thief that stops there blocks no thread.
 *
 * <p><b>Batches</b> take up to half of the elements (one of one, two of three), at most 32,767, and fewer if the owner
 * moves to another buffer meanwhile. Their destination is a deque that the calling thread owns. Its {@code pop} returns
 * them oldest first, on lifo and fifo deques alike. On the way they are in neither deque, so a third thread may see
 * both deques empty.
 *
 * <p><b>Stealing from oneself.</b> If the destination is the victim, a batch moves nothing and returns 0, and a
 * batch-and-pop is the owner's {@code pop}. The owner may use {@link #steal} to take its own oldest element.
 *
 * @param <E> the element type
 */
public final class Stealer<E> implements Iterable<E> {

    /**
     * From this size on, a thief of a lifo deque reserves elements for the thieves after it. The owner then meets a
     * reservation that it has to end only after dozens of pops.
     */
    static final int SHARING_THRESHOLD = 64;

    /** The maximum number of elements that a single steal reserves; a batch may reserve more. */
    private static final int MAX_SHARED = 64;

    private static final int DEFAULT_BATCH = 32;
    private static final long STEP = TopWord.STEP;

    /** Says that a reservation was not made. */
    private static final int LOST = -1;

    private static final Object CONTENDED = new Object();

    private final WorkDeque<E> victim;

    Stealer(WorkDeque<E> victim) {
        this.victim = victim;
    }

    /**
     * Takes the oldest element. Tries again after each lost race. Lock-free.
     *
     * @return the element, or null if the deque was empty at some instant during the call
     */
    public E steal() {
        int pause = Backoff.START;
        while (true) {
            E stolen = trySteal(contended());
            if (stolen != CONTENDED) {
                return stolen;
            }
            pause = Backoff.pause(pause);
        }
    }

    /**
     * Makes one attempt to take the oldest element. Wait-free.
     *
     * @param ifContended what to return after a lost race: an object that is never in the deque. A lost race does not
     *     tell whether the deque is empty. If this is null, a lost race cannot be told from an empty deque
     * @return the element; null if the deque was empty at some instant during the call; or {@code ifContended}
     */
    public E trySteal(E ifContended) {
        // Read once: the JVM would read the field again after each acquiring read.
        WorkDeque<E> deque = victim;
        long top = deque.topVolatile();
        if (!TopWord.isShared(top)) {
            long size = deque.sizeFrom(top);
            if (size <= 0) {
                return null;
            }
            if (deque.lifo && size >= deque.sharingThreshold && TopWord.reserved(top) == 0) {
                return stealAndShare(top, sharedOf(size), ifContended);
            }
        }
        E element = element(DequeFields.slotAcquire(deque.bufferAcquire(), TopWord.position(top)));
        return DequeFields.isThere(element) && deque.casTop(top, TopWord.claiming(top, 1)) ? element : ifContended;
    }

    /** How many elements a single steal reserves, including the one it takes. */
    private static int sharedOf(long size) {
        return (int) Math.min(MAX_SHARED, (size + 1) / 2);
    }

    /** Reserves elements, takes the oldest one, and leaves the others in a shared reservation. */
    private E stealAndShare(long oldest, int reserved, E ifContended) {
        int left = reserve(oldest, reserved);
        if (left <= 0) {
            return left == 0 ? null : ifContended;
        }
        E element = element(DequeFields.slotAcquire(victim.bufferAcquire(), oldest));
        int found = DequeFields.isThere(element) ? 1 : 0;
        return claimReserved(oldest, reserved, left, found) == 0 ? ifContended : element;
    }

    /**
     * Moves up to half of the elements, at most 32, to a deque. Lock-free.
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
     * Moves up to half of the elements to a deque. Lock-free.
     *
     * @param destination a deque that the calling thread owns
     * @param limit the maximum number of elements to move; at most 32,767 are moved at once
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
     * Takes the oldest element and moves others to a deque, together up to half of the elements, at most 32. Lock-free.
     *
     * @param destination a deque that the calling thread owns
     * @return the oldest element, or null if the victim was empty at some instant during the call
     * @throws OutOfMemoryError if the destination cannot grow; nothing was taken
     */
    public E stealBatchAndPop(WorkDeque<E> destination) {
        return stealBatchAndPopWithLimit(destination, DEFAULT_BATCH);
    }

    /**
     * Takes the oldest element and moves others to a deque, together up to half of the elements. Lock-free.
     *
     * @param destination a deque that the calling thread owns
     * @param limit the maximum number of elements to take, including the one that is returned; at most 32,767 are taken
     *     at once
     * @return the oldest element, or null if the victim was empty at some instant during the call
     * @throws IllegalArgumentException if {@code limit} is less than 1
     * @throws OutOfMemoryError if the destination cannot grow; nothing was taken
     */
    public E stealBatchAndPopWithLimit(WorkDeque<E> destination, int limit) {
        check(destination, limit);
        return destination == victim ? victim.pop() : stealBatch(destination, limit, true);
    }

    /**
     * Makes one attempt to take the oldest element and to move others to a deque, together up to half of the elements.
     * Never waits for a particular thread. Pauses for a few microseconds if another thief has just reserved elements.
     *
     * @param destination a deque that the calling thread owns
     * @param limit the maximum number of elements to take, including the one that is returned; at most 32,767 are taken
     *     at once
     * @param ifContended what to return if the race for the oldest element was lost, as for {@link #trySteal}
     * @return the oldest element; null if the victim was empty at some instant during the call; or {@code ifContended}
     * @throws IllegalArgumentException if {@code limit} is less than 1
     * @throws OutOfMemoryError if the destination cannot grow; nothing was taken
     */
    public E tryStealBatchAndPop(WorkDeque<E> destination, int limit, E ifContended) {
        check(destination, limit);
        return destination == victim ? victim.pop() : tryStealBatch(destination, limit, true, ifContended);
    }

    private static void check(WorkDeque<?> destination, int limit) {
        WorkDeque.checkLimit(limit);
        Objects.requireNonNull(destination, "destination");
    }

    private E stealBatch(WorkDeque<E> destination, int limit, boolean pop) {
        int pause = Backoff.START;
        while (true) {
            E first = tryStealBatch(destination, limit, pop, contended());
            if (first != CONTENDED) {
                return first;
            }
            pause = Backoff.pause(pause);
        }
    }

    /**
     * Makes one attempt to take up to half of the elements and to push them onto the destination; if the caller pops
     * the first one, it is not pushed.
     *
     * @return the first element taken; or null or {@code ifContended}, as {@link #trySteal}
     */
    private E tryStealBatch(WorkDeque<E> destination, int limit, boolean pop, E ifContended) {
        long top = settledTop();
        long size = victim.sizeFrom(top);
        if (size <= 0) {
            return null;
        }
        int count = (int) Math.min(Math.min(limit, TopWord.MAX_RESERVED), (size + 1) / 2);
        destination.ensureCapacity(count);
        if (count == 1 || isReservedByOne(top)) {
            return stealOne(destination, pop, ifContended);
        }
        if (!victim.lifo || count <= TopWord.reserved(top)) {
            return stealAtOnce(destination, top, count, pop, ifContended);
        }
        int reserved = size >= victim.sharingThreshold ? Math.max(count, sharedOf(size)) : count;
        return stealReserved(destination, top, reserved, count, pop, ifContended);
    }

    /** Reads top. If another thief has just reserved elements, gives it a moment to claim them. */
    private long settledTop() {
        long top = victim.topVolatile();
        for (int spins = Backoff.patience(); isReservedByOne(top) && spins > 0; spins--) {
            Thread.onSpinWait();
            top = victim.topVolatile();
        }
        return top;
    }

    /** Whether a thief has reserved elements, and not claimed any yet. */
    private static boolean isReservedByOne(long top) {
        return TopWord.reserved(top) > 0 && !TopWord.isShared(top);
    }

    private E stealOne(WorkDeque<E> destination, boolean pop, E ifContended) {
        E stolen = trySteal(ifContended);
        if (!pop && stolen != null && stolen != ifContended) {
            destination.stage(0, 1, stolen);
            destination.publishStaged(1, 1);
        }
        return stolen;
    }

    /**
     * Takes a batch with one CAS. The victim is a fifo deque, whose owner claims at top as thieves do; or the batch
     * comes from a shared reservation, which the owner has to end before it pops from it.
     */
    private E stealAtOnce(WorkDeque<E> destination, long top, int count, boolean pop, E ifContended) {
        long oldest = TopWord.position(top);
        Object[] buffer = victim.bufferAcquire();
        E first = element(DequeFields.slotAcquire(buffer, oldest));
        int found = stageFrom(buffer, oldest, first, count, pop, destination);
        int taken = found > 0 && victim.casTop(top, TopWord.claiming(top, found)) ? found : 0;
        return published(destination, taken, count, pop) ? first : ifContended;
    }

    /** Takes a batch in two steps: reserves elements, and then claims what the owner has left of them. */
    private E stealReserved(
            WorkDeque<E> destination, long top, int reserved, int count, boolean pop, E ifContended) {
        int left = reserve(top, reserved);
        if (left <= 0) {
            return left == 0 ? null : ifContended;
        }
        long oldest = TopWord.position(top);
        int wanted = Math.min(count, left);
        Object[] buffer = victim.bufferAcquire();
        E first = element(DequeFields.slotAcquire(buffer, oldest));
        int found = stageFrom(buffer, oldest, first, wanted, pop, destination);
        int taken = claimReserved(oldest, reserved, left, found);
        return published(destination, taken, wanted, pop) ? first : ifContended;
    }

    /**
     * Reserves elements, and replaces a shared reservation if there is one. Then reads bottom to see how many of them
     * the owner had not popped before it could see the reservation.
     *
     * @return how many; 0 if none, and then the reservation has ended; {@link #LOST} if it was not made
     */
    private int reserve(long top, int count) {
        long oldest = TopWord.position(top);
        if (!victim.casTop(top, TopWord.reserving(oldest, count))) {
            return LOST;
        }
        int left = (int) Math.max(0, Math.min(count, (victim.bottomVolatile() - oldest) / STEP));
        if (left == 0) {
            endReservation(oldest);
        }
        return left;
    }

    /** Takes this thread's reservation back, even if the owner has shortened it, unless top has advanced. */
    private void endReservation(long oldest) {
        long top = victim.topVolatile();
        while (TopWord.position(top) == oldest && !victim.casTop(top, oldest)) {
            top = victim.topVolatile();
        }
    }

    /**
     * Claims some of the elements that this thread has reserved, and shares the rest.
     *
     * @param left how many of the reserved elements the owner had left
     * @param wanted the maximum number of elements to claim; if 0, the reservation ends
     * @return how many were claimed: fewer if the owner has shortened the reservation, 0 if another thief has ended it
     */
    private int claimReserved(long oldest, int reserved, int left, int wanted) {
        if (wanted == 0) {
            endReservation(oldest);
            return 0;
        }
        int kept = left;
        int claimed = Math.min(wanted, kept);
        long top = TopWord.reserving(oldest, reserved);
        while (!victim.casTop(top, TopWord.sharing(oldest + claimed * STEP, kept - claimed))) {
            top = victim.topVolatile();
            if (TopWord.position(top) != oldest) {
                return 0;
            }
            kept = Math.min(kept, TopWord.reserved(top));
            claimed = Math.min(wanted, kept);
        }
        return claimed;
    }

    /**
     * Stages elements that are yet to be claimed, except the oldest if the caller pops that one.
     *
     * @param first the oldest
     * @return how many there are, including a popped one; fewer than {@code count} if the buffer has been replaced
     */
    private static <E> int stageFrom(
            Object[] buffer, long oldest, E first, int count, boolean pop, WorkDeque<E> destination) {
        if (!pop) {
            return destination.stageAll(buffer, oldest, count);
        }
        return DequeFields.isThere(first) ? 1 + destination.stageAll(buffer, oldest + STEP, count - 1) : 0;
    }

    /** Publishes the staged elements that were claimed in the end; false if none was claimed. */
    private static boolean published(WorkDeque<?> destination, int claimed, int count, boolean popped) {
        int notStaged = popped ? 1 : 0;
        destination.publishStaged(Math.max(0, claimed - notStaged), count - notStaged);
        return claimed > 0;
    }

    /**
     * The number of elements in the deque. Wait-free; an estimate while other threads use the deque.
     *
     * @return the size, or {@link Integer#MAX_VALUE} if it is larger
     */
    public int size() {
        return victim.size();
    }

    /**
     * Whether the deque was empty at some instant during the call. Lock-free, as {@link WorkDeque#isEmpty}.
     *
     * @return true if there is nothing to steal
     */
    public boolean isEmpty() {
        return victim.isEmpty();
    }

    /**
     * Iterates from the oldest element to the newest, and takes none. Weakly consistent. Lock-free: a step tries again
     * only if the owner has just moved the elements to another buffer. The iterator never throws
     * {@link java.util.ConcurrentModificationException}. It shows each element at most once and in order. It shows all
     * elements that are in the deque at its creation, except those that are taken before it reaches them. It shows no
     * element that is pushed after its creation, with one exception: if the owner of a lifo deque pops elements and
     * pushes others in their place, the iterator may show those. It cannot remove. It keeps the element that it will
     * show next reachable, and shows it even if it is taken meanwhile.
     *
     * <p>The owner's actions before it pushes an element happen-before the actions of another thread after an iterator
     * shows it that element.
     *
     * @return a new iterator
     */
    @Override
    public Iterator<E> iterator() {
        return new DequeIterator<>(victim);
    }

    /**
     * Reads a slot as a thief does, and then top and bottom. Where a thief's CAS would fail, these reads show that the
     * slot may hold another element by now. If the element was pushed after the iterator was created, the read of
     * bottom acquires its contents.
     */
    private static final class DequeIterator<E> extends LookingAhead<E> {

        private final WorkDeque<E> deque;
        private long position;
        private long end;

        DequeIterator(WorkDeque<E> deque) {
            this.deque = deque;
            long top = deque.topVolatile();
            position = TopWord.position(top);
            end = deque.endFrom(top);
            begin();
        }

        @Override
        E advance() {
            while (end - position > 0) {
                long visited = position;
                E element = elementAt(visited);
                omitTaken();
                if (isLeft(visited)) {
                    position += STEP;
                    if (element != null) {
                        return element;
                    }
                }
            }
            return null;
        }

        private boolean isLeft(long visited) {
            return position == visited && end - visited > 0;
        }

        /**
         * Null if the owner has popped the element. Tries again if the owner has moved the element to another buffer.
         */
        @SuppressWarnings("unchecked")
        private E elementAt(long position) {
            while (true) {
                Object[] buffer = deque.bufferAcquire();
                Object item = DequeFields.slotAcquire(buffer, position);
                if (DequeFields.isThere(item) || buffer == deque.bufferAcquire()) {
                    return (E) item;
                }
            }
        }

        /** Moves position past the elements that were taken at top, and end before those popped at bottom. */
        private void omitTaken() {
            long top = deque.topVolatile();
            position += Math.max(0, TopWord.position(top) - position);
            end += Math.min(0, deque.endFrom(top) - end);
        }
    }

    @SuppressWarnings("unchecked")
    private E element(Object item) {
        return (E) item;
    }

    /** Stands for a lost race where only this class sees it, so it need not be an E. */
    @SuppressWarnings("unchecked")
    private E contended() {
        return (E) CONTENDED;
    }
}
