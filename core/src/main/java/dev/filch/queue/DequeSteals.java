package dev.filch.queue;

import dev.filch.internal.Backoff;

/**
 * What thieves do with a {@link WorkDeque}, one attempt each; {@link Stealer} is what they see of it. The algorithm and
 * the memory orders are explained in {@code WorkDeque}.
 *
 * @param <E> the element type
 */
abstract class DequeSteals<E> extends DequeBuffer<E> {

    DequeSteals(boolean lifo, long firstPosition, int firstLength) {
        super(lifo, firstPosition, firstLength);
    }

    /**
     * One attempt to take the oldest element: it, or null if there is none, or what the caller gave for a lost race.
     */
    final E trySteal(E ifContended) {
        long top = topVolatile();
        long oldest = TopWord.position(top);
        if (bottomVolatile() - oldest <= 0) {
            return null;
        }
        E element = element(slotOpaque(bufferAcquire(), oldest));
        return casTop(top, oldest + STEP) ? element : ifContended;
    }

    /**
     * One attempt to take up to half of the elements and to push them onto a deque of the calling thread, but for the
     * first if the caller pops that one.
     *
     * @return the first element taken; or null or {@code ifContended}, as {@link #trySteal}
     */
    final E tryStealBatch(WorkDeque<E> destination, int limit, boolean pop, E ifContended) {
        long top = settledTop();
        long oldest = TopWord.position(top);
        long size = (bottomVolatile() - oldest) / STEP;
        if (size <= 0) {
            return null;
        }
        int count = (int) Math.min(Math.min(limit, TopWord.MOST_RESERVED), (size + 1) / 2);
        destination.reserve(count);
        if (count == 1 || TopWord.reserved(top) > 0) {
            return stealOne(destination, pop, ifContended);
        }
        return lifo
                ? stealReserved(destination, oldest, count, pop, ifContended)
                : stealAtOnce(destination, oldest, count, pop, ifContended);
    }

    /** The top, after a batch of another thief that is under way has had a moment to end. Bounded. */
    private long settledTop() {
        long top = topVolatile();
        for (int looks = Backoff.patience(); TopWord.reserved(top) > 0 && looks > 0; looks--) {
            Thread.onSpinWait();
            top = topVolatile();
        }
        return top;
    }

    private E stealOne(WorkDeque<E> destination, boolean pop, E ifContended) {
        E stolen = trySteal(ifContended);
        if (!pop && stolen != null && stolen != ifContended) {
            destination.stage(0, 1, stolen);
            destination.publishStaged(1, 1);
        }
        return stolen;
    }

    /** A fifo owner claims at the top as thieves do: what one of them claims with a CAS is its own. */
    private E stealAtOnce(WorkDeque<E> destination, long oldest, int count, boolean pop, E ifContended) {
        E first = stageFrom(oldest, count, pop, destination);
        int taken = casTop(oldest, oldest + count * STEP) ? count : 0;
        return published(destination, taken, count, pop) ? first : ifContended;
    }

    /**
     * A lifo owner pops elements that are not reserved without a look at who claims them. So the thief reserves them
     * first, and then looks what an owner who has not seen that has left; and an owner who has seen it cuts the
     * reservation short, with a CAS, before it pops from it. What is left in the end is claimed.
     */
    private E stealReserved(WorkDeque<E> destination, long oldest, int count, boolean pop, E ifContended) {
        if (!casTop(oldest, TopWord.reserving(oldest, count))) {
            return ifContended;
        }
        int left = (int) Math.min(count, (bottomVolatile() - oldest) / STEP);
        if (left <= 0) {
            endReservation(oldest);
            return null;
        }
        E first = stageFrom(oldest, left, pop, destination);
        int taken = claimReserved(oldest, count, left);
        return published(destination, taken, left, pop) ? first : ifContended;
    }

    /** Takes this thread's reservation back, however short the owner has cut it, unless top has moved on. */
    private void endReservation(long oldest) {
        long top = topVolatile();
        while (TopWord.position(top) == oldest && !casTop(top, oldest)) {
            top = topVolatile();
        }
    }

    /**
     * Claims up to {@code most} of the elements that this thread has reserved.
     *
     * @return how many; fewer if the owner has cut the reservation short, 0 if another thief has ended it
     */
    private int claimReserved(long oldest, int reserved, int most) {
        int claimed = most;
        long top = TopWord.reserving(oldest, reserved);
        while (!casTop(top, oldest + claimed * STEP)) {
            top = topVolatile();
            if (TopWord.position(top) != oldest) {
                return 0;
            }
            claimed = Math.min(claimed, TopWord.reserved(top));
        }
        return claimed;
    }

    /** Stages elements that are yet to be claimed, but for the oldest if the caller pops that; returns the oldest. */
    private E stageFrom(long oldest, int count, boolean pop, WorkDeque<E> destination) {
        Object[] buffer = bufferAcquire();
        int popped = pop ? 1 : 0;
        destination.stageAll(buffer, oldest + popped * STEP, count - popped);
        return element(slotOpaque(buffer, oldest));
    }

    /** Publishes those staged elements that were claimed in the end; false if there is none. */
    private static boolean published(WorkDeque<?> destination, int claimed, int count, boolean popped) {
        int notStaged = popped ? 1 : 0;
        destination.publishStaged(Math.max(0, claimed - notStaged), count - notStaged);
        return claimed > 0;
    }

    static void checkLimit(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1, not " + limit);
        }
    }
}
