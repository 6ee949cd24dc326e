package dev.filch.queue;

import dev.filch.internal.Backoff;

/**
 * What thieves do with a {@link WorkDeque}, one attempt each; {@link Stealer} is what they see of it. The algorithm and
 * the memory orders are explained in {@code WorkDeque}.
 *
 * @param <E> the element type
 */
abstract class DequeSteals<E> extends DequeBuffer<E> {

    /**
     * From so many elements on, a thief of a lifo deque reserves some for those who come after it. So the owner comes
     * to a reservation that it has to end only after dozens of pops.
     */
    static final int PLENTY = 64;

    /** A thief with plenty of elements reserves no more than this, unless it takes more itself. */
    private static final int MOST_FROM_PLENTY = 64;

    private static final int LOST = -1;

    private final int plenty;

    DequeSteals(boolean lifo, long firstPosition, int firstLength, int plenty) {
        super(lifo, firstPosition, firstLength);
        this.plenty = plenty;
    }

    /**
     * One attempt to take the oldest element: it, or null if there is none, or what the caller gave for a lost race.
     */
    final E trySteal(E ifContended) {
        long top = topVolatile();
        if (!TopWord.isOpen(top)) {
            long size = sizeFrom(top);
            if (size <= 0) {
                return null;
            }
            if (lifo && size >= plenty && TopWord.reserved(top) == 0) {
                return stealFromPlenty(top, reservedOf(size), ifContended);
            }
        }
        E element = element(slotAcquire(bufferAcquire(), TopWord.position(top)));
        return isThere(element) && casTop(top, TopWord.claiming(top, 1)) ? element : ifContended;
    }

    /** How many elements a thief with plenty of them reserves. */
    private static int reservedOf(long size) {
        return (int) Math.min(MOST_FROM_PLENTY, (size + 1) / 2);
    }

    private E stealFromPlenty(long oldest, int reserved, E ifContended) {
        int left = reserve(oldest, reserved);
        if (left <= 0) {
            return left == 0 ? null : ifContended;
        }
        E element = element(slotAcquire(bufferAcquire(), oldest));
        int found = isThere(element) ? 1 : 0;
        return claimReserved(oldest, reserved, left, found) == 0 ? ifContended : element;
    }

    /**
     * One attempt to take up to half of the elements and to push them onto a deque of the calling thread, but for the
     * first if the caller pops that one.
     *
     * @return the first element taken; or null or {@code ifContended}, as {@link #trySteal}
     */
    final E tryStealBatch(WorkDeque<E> destination, int limit, boolean pop, E ifContended) {
        long top = settledTop();
        long size = sizeFrom(top);
        if (size <= 0) {
            return null;
        }
        int count = (int) Math.min(Math.min(limit, TopWord.MOST_RESERVED), (size + 1) / 2);
        destination.reserve(count);
        if (count == 1 || isReservedByOne(top)) {
            return stealOne(destination, pop, ifContended);
        }
        if (!lifo || count <= TopWord.reserved(top)) {
            return stealAtOnce(destination, top, count, pop, ifContended);
        }
        int reserved = size >= plenty ? Math.max(count, reservedOf(size)) : count;
        return stealReserved(destination, top, reserved, count, pop, ifContended);
    }

    /** The top, after another thief that has just reserved elements has had a moment to claim them. Bounded. */
    private long settledTop() {
        long top = topVolatile();
        for (int looks = Backoff.patience(); isReservedByOne(top) && looks > 0; looks--) {
            Thread.onSpinWait();
            top = topVolatile();
        }
        return top;
    }

    /** Whether a thief has reserved elements, and not claimed any yet. */
    private static boolean isReservedByOne(long top) {
        return TopWord.reserved(top) > 0 && !TopWord.isOpen(top);
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
     * From a fifo deque, whose owner claims at the top as thieves do; or from an open reservation, which the owner has
     * to end before it pops from it.
     */
    private E stealAtOnce(WorkDeque<E> destination, long top, int count, boolean pop, E ifContended) {
        long oldest = TopWord.position(top);
        Object[] buffer = bufferAcquire();
        E first = element(slotAcquire(buffer, oldest));
        int found = stageFrom(buffer, oldest, first, count, pop, destination);
        int taken = found > 0 && casTop(top, TopWord.claiming(top, found)) ? found : 0;
        return published(destination, taken, count, pop) ? first : ifContended;
    }

    /**
     * A lifo owner pops elements that are not reserved without a look at who claims them. So the thief reserves them
     * first, and then looks what an owner who has not seen that has left; and an owner who has seen it cuts the
     * reservation short, with a CAS, before it pops from it. What is left in the end is claimed, and the rest of it, if
     * more was reserved, is open to all thieves.
     */
    private E stealReserved(
            WorkDeque<E> destination, long top, int reserved, int count, boolean pop, E ifContended) {
        int left = reserve(top, reserved);
        if (left <= 0) {
            return left == 0 ? null : ifContended;
        }
        long oldest = TopWord.position(top);
        int wanted = Math.min(count, left);
        Object[] buffer = bufferAcquire();
        E first = element(slotAcquire(buffer, oldest));
        int found = stageFrom(buffer, oldest, first, wanted, pop, destination);
        int taken = claimReserved(oldest, reserved, left, found);
        return published(destination, taken, wanted, pop) ? first : ifContended;
    }

    /**
     * Reserves elements, in place of an open reservation if there is one, and looks how many of them the owner had not
     * popped before it could see that.
     *
     * @return how many; if 0, the reservation has ended, or {@link #LOST} if there is none
     */
    private int reserve(long top, int count) {
        long oldest = TopWord.position(top);
        if (!casTop(top, TopWord.reserving(oldest, count))) {
            return LOST;
        }
        int left = (int) Math.max(0, Math.min(count, (bottomVolatile() - oldest) / STEP));
        if (left == 0) {
            endReservation(oldest);
        }
        return left;
    }

    /** Takes this thread's reservation back, however short the owner has cut it, unless top has moved on. */
    private void endReservation(long oldest) {
        long top = topVolatile();
        while (TopWord.position(top) == oldest && !casTop(top, oldest)) {
            top = topVolatile();
        }
    }

    /**
     * Claims some of the elements that this thread has reserved, and opens what remains.
     *
     * @param left how many of those that were reserved the owner had left
     * @param wanted how many to claim at the most; if 0, the reservation ends
     * @return how many were claimed; fewer if the owner has cut the reservation short, 0 if another thief has ended it
     */
    private int claimReserved(long oldest, int reserved, int left, int wanted) {
        if (wanted == 0) {
            endReservation(oldest);
            return 0;
        }
        int kept = left;
        int claimed = Math.min(wanted, kept);
        long top = TopWord.reserving(oldest, reserved);
        while (!casTop(top, TopWord.opening(oldest + claimed * STEP, kept - claimed))) {
            top = topVolatile();
            if (TopWord.position(top) != oldest) {
                return 0;
            }
            kept = Math.min(kept, TopWord.reserved(top));
            claimed = Math.min(wanted, kept);
        }
        return claimed;
    }

    /**
     * Stages elements that are yet to be claimed, but for the oldest if the caller pops that.
     *
     * @param first the oldest
     * @return how many there are, with the popped one; fewer than {@code count} if this buffer is in use no more
     */
    private static <E> int stageFrom(
            Object[] buffer, long oldest, E first, int count, boolean pop, WorkDeque<E> destination) {
        if (!pop) {
            return destination.stageAll(buffer, oldest, count);
        }
        return isThere(first) ? 1 + destination.stageAll(buffer, oldest + STEP, count - 1) : 0;
    }

    /** Publishes those staged elements that were claimed in the end; false if there is none. */
    private static boolean published(WorkDeque<?> destination, int claimed, int count, boolean popped) {
        int notStaged = popped ? 1 : 0;
        destination.publishStaged(Math.max(0, claimed - notStaged), count - notStaged);
        return claimed > 0;
    }

    /**
     * How many elements there were when top was read, or a little later: those in an open reservation are there for
     * thieves even while the owner has moved bottom past them and not yet seen that they are reserved.
     */
    final long sizeFrom(long top) {
        long size = (bottomVolatile() - TopWord.position(top)) / STEP;
        return TopWord.isOpen(top) ? Math.max(size, TopWord.reserved(top)) : size;
    }

    static void checkLimit(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1, not " + limit);
        }
    }
}
