package dev.filch.queue;

import dev.filch.internal.Backoff;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The operations of an {@link MpmcRing} on several elements: each claims a run of slots with one read-modify-write.
 * Between that and the last step of the batch peers may have to wait, so that a batch is bounded and, but for
 * {@link #fill}, runs no user code before it is over.
 *
 * @param <E> the element type
 */
abstract class RingBatches<E> extends RingSlots<E> {

    /** No more slots than this are claimed at once: more make others wait longer, and spare nothing worth it. */
    private static final int MOST_CLAIMED = 64;

    /** Says that other consumers have taken the elements of a run. */
    private static final int LOST = -1;

    /** Says the same in the place of what a consumer threw. */
    private static final Throwable LOST_RACE = new LostRace();

    private static final class LostRace extends Throwable {

        private static final long serialVersionUID = 1;

        LostRace() {
            super(null, null, false, false);
        }
    }

    RingBatches(int capacity, long firstLap) {
        super(capacity, firstLap);
    }

    /**
     * Adds elements at the tail, in the order of the array, while there is room. Lock-free: it waits for nobody.
     *
     * @param elements what to add; the array must not be changed during the call
     * @param from the index of the first one
     * @param to the index behind the last one
     * @return how many were added; fewer than asked for if the ring was full, or if the last consumer of the next slot
     *     had not finished with it
     * @throws IndexOutOfBoundsException if {@code from} and {@code to} are no range of the array
     * @throws NullPointerException if the array or one of the elements is null; none was added
     */
    public final int offerAll(E[] elements, int from, int to) {
        Objects.checkFromToIndex(from, to, elements.length);
        for (int i = from; i < to; i++) {
            Objects.requireNonNull(elements[i], "element");
        }
        int next = from;
        int pause = Backoff.START;
        while (next < to) {
            long start = tailAcquire();
            int count = freeFrom(start, to - next);
            if (count == 0) {
                break;
            }
            if (count < 0 || !casTail(start, successor(start + count - 1))) {
                pause = Backoff.pause(pause);
                continue;
            }
            int index = index(start);
            for (int i = 0; i < count; i++) {
                put(index + i, elements[next + i]);
            }
            publishAll(index, start, count);
            next += count;
        }
        return next - from;
    }

    /**
     * Adds elements that a supplier makes, while there is room. Lock-free but for what the supplier does.
     *
     * <p>The slots are claimed, up to 64 at once, before the supplier is asked for their elements: so no element that
     * was made is without a place. They are published together, when all are made. Until then they count as elements,
     * for a full ring, too; and consumers that come to a claimed slot, and {@link MpmcRing#forceOffer} if it is the
     * oldest one, wait for the supplier, but for {@link MpmcRing#relaxedPoll}, {@link #drain} and {@link #pollAll}. For
     * the same reason the supplier itself must not call what may wait for it: poll, peek and forceOffer of this ring,
     * nor what is made of them, such as {@code remove}, {@code element} and {@code clear}.
     *
     * <p>Slots for which there is no element, since the supplier threw or had no more, are given back. That cannot be
     * done if another producer has claimed the slot behind them meanwhile: then they are given up, and go on to count
     * as elements and take up room until a consumer, or a {@link MpmcRing#peek}, has passed over them.
     *
     * @param supplier makes the elements; null means that there are no more
     * @param limit how many to add at the most
     * @return how many were added; fewer than {@code limit} if the supplier had no more, if the ring was full, or if
     *     the last consumer of the next slot had not finished with it
     * @throws NullPointerException if {@code supplier} is null
     * @throws IllegalArgumentException if {@code limit} is negative
     * @throws RuntimeException what the supplier throws; what it made before was added
     */
    public final int fill(Supplier<? extends E> supplier, int limit) {
        Objects.requireNonNull(supplier, "supplier");
        checkLimit(limit);
        int added = 0;
        int pause = Backoff.START;
        while (added < limit) {
            long start = tailAcquire();
            int count = freeFrom(start, limit - added);
            if (count == 0) {
                break;
            }
            if (count < 0 || !casTail(start, successor(start + count - 1))) {
                pause = Backoff.pause(pause);
                continue;
            }
            int supplied = supply(supplier, start, count);
            added += supplied;
            if (supplied < count) {
                break;
            }
        }
        return added;
    }

    /**
     * Fills claimed slots. Those that remain without an element are given back by moving the tail back; if another
     * producer has come behind them, they are given up, published as they are.
     */
    private int supply(Supplier<? extends E> supplier, long start, int count) {
        int index = index(start);
        int supplied = 0;
        try {
            E element = supplier.get();
            while (element != null) {
                put(index + supplied, element);
                supplied++;
                element = supplied < count ? supplier.get() : null;
            }
        } finally {
            boolean givenBack = supplied < count && casTail(successor(start + count - 1), start + supplied);
            publishAll(index, start, givenBack ? supplied : count);
        }
        return supplied;
    }

    /**
     * Takes elements from the head, in order, and hands them to a consumer. Lock-free but for what the consumer does,
     * and nobody waits for the consumer: the slots of a batch of up to 64 elements are free again before the consumer
     * is called for the first of them. So it may use this ring itself. Nothing is allocated: meanwhile the elements
     * are on the calling thread's stack, one to a frame, and what does not fit there is left in the ring.
     *
     * <p>If the consumer throws, it is still called for the rest of the batch, so that no element is lost; then its
     * first exception is thrown, with the others as suppressed ones if it takes any (those of the JVM's own may not).
     *
     * @param consumer gets the elements
     * @param limit how many to take at the most
     * @return how many were taken; fewer than {@code limit} if the ring was empty, or if the producer of the next
     *     element had not finished
     * @throws NullPointerException if {@code consumer} is null
     * @throws IllegalArgumentException if {@code limit} is negative
     * @throws StackOverflowError if there is no room on the stack; all that was taken before was handed over, but for a
     *     batch that lacked room for the very last calls, behind its claim: that is as if its thread had stopped there
     * @throws RuntimeException what the consumer throws
     */
    public final int drain(Consumer<? super E> consumer, int limit) {
        Objects.requireNonNull(consumer, "consumer");
        checkLimit(limit);
        int drained = 0;
        int pause = Backoff.START;
        while (drained < limit) {
            long start = headAcquire();
            int count = publishedFrom(start, limit - drained);
            if (count == 0) {
                break;
            }
            int elements = elementsIn(start, count);
            Throwable failure = count < 0 ? LOST_RACE : handOver(start, count, count - 1, consumer);
            if (failure == LOST_RACE) {
                pause = Backoff.pause(pause);
                continue;
            }
            drained += elements;
            RingBatches.<RuntimeException>rethrow(failure);
        }
        return drained;
    }

    /** How many slots of a run were not abandoned. */
    private int elementsIn(long start, int count) {
        int index = index(start);
        int elements = 0;
        for (int i = 0; i < count; i++) {
            elements += elementOpaque(index + i) == null ? 0 : 1;
        }
        return elements;
    }

    /**
     * Reads the elements of a run from one of its slots back to the first, each in a frame of its own; claims and frees
     * the run when all are read, and hands them over on the way back: so the first one comes first. There is no claim
     * yet when the stack gets longer by all these frames, so that nothing is lost if it cannot.
     *
     * @return {@link #LOST_RACE} if others were faster; otherwise what the consumer threw, or null
     */
    private Throwable handOver(long start, int count, int last, Consumer<? super E> consumer) {
        E element = elementOpaque(index(start) + last);
        Throwable failure = last == 0 ? claim(start, count) : handOver(start, count, last - 1, consumer);
        if (element == null || failure == LOST_RACE) {
            return failure;
        }
        try {
            consumer.accept(element);
            return failure;
        } catch (Throwable thrown) {
            if (failure == null || failure == thrown) {
                return thrown;
            }
            try {
                failure.addSuppressed(thrown);
            } catch (OutOfMemoryError | StackOverflowError e) {
                // Rather an exception that is not told of than elements that are lost.
            }
            return failure;
        }
    }

    private Throwable claim(long start, int count) {
        if (!casHead(start, successor(start + count - 1))) {
            return LOST_RACE;
        }
        releaseAll(index(start), start, count);
        return null;
    }

    /**
     * Takes elements from the head, in order, and puts them into an array. Lock-free: it waits for nobody.
     *
     * @param elements where to put them; nobody else may use the array during the call
     * @param from the index for the first one
     * @param to the index behind the last one
     * @return how many were taken; fewer than asked for if the ring was empty, if the producer of the next element had
     *     not finished, or if the next element is not of the array's type. What was in the array behind them, before
     *     {@code to}, may be null now, also after an exception
     * @throws NullPointerException if {@code elements} is null
     * @throws IndexOutOfBoundsException if {@code from} and {@code to} are no range of the array
     * @throws ArrayStoreException if the oldest element is not of the array's type; none was taken
     */
    public final int pollAll(E[] elements, int from, int to) {
        Objects.checkFromToIndex(from, to, elements.length);
        int next = from;
        int pause = Backoff.START;
        while (next < to) {
            long start = headAcquire();
            int count = publishedFrom(start, to - next);
            if (count == 0) {
                break;
            }
            int taken;
            try {
                taken = takeRun(start, count, elements, next);
            } catch (ArrayStoreException e) {
                if (next == from) {
                    throw e;
                }
                break;
            }
            if (taken == LOST) {
                pause = Backoff.pause(pause);
                continue;
            }
            next += taken;
        }
        return next - from;
    }

    /**
     * Takes a run of published slots into an array, but for those that were abandoned. The elements are stored there
     * before they are claimed, so that none is lost if the array refuses one: then the run ends before that.
     *
     * @param count how many slots; none if negative
     * @return how many elements, or {@link #LOST} if others were faster
     * @throws ArrayStoreException if the array refuses the oldest element
     */
    private int takeRun(long start, int count, E[] into, int at) {
        int index = index(start);
        int stored = at;
        int slots = 0;
        try {
            while (slots < count) {
                E element = elementOpaque(index + slots);
                if (element != null) {
                    into[stored] = element;
                    stored++;
                }
                slots++;
            }
        } catch (ArrayStoreException refusal) {
            // If others have moved head on, it may be for an element of the next lap.
            if (slots == 0 && casHead(start, start)) {
                throw refusal;
            }
        }
        if (slots == 0 || !casHead(start, successor(start + slots - 1))) {
            forget(into, at, stored);
            return LOST;
        }
        releaseAll(index, start, slots);
        return stored - at;
    }

    private static void forget(Object[] array, int from, int to) {
        for (int i = from; i < to; i++) {
            array[i] = null;
        }
    }

    /** Consumers declare no checked exceptions; one that throws such all the same is not to be hidden. */
    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void rethrow(Throwable failure) throws T {
        if (failure != null) {
            throw (T) failure;
        }
    }

    /** How many slots from the tail on are free; 0 if the first one is not yet, -1 if it is not any more. */
    private int freeFrom(long tail, int most) {
        return slotsIn(FREE, tail, most);
    }

    /** How many slots from the head on are published; 0 if the first one is not yet, -1 if it is not any more. */
    private int publishedFrom(long head, int most) {
        return slotsIn(PUBLISHED, head, most);
    }

    /** A run does not go beyond the end of a lap: so its positions, and its slots, follow one another. */
    private int slotsIn(int state, long end, int most) {
        int index = index(end);
        int first = stateAcquire(index, end);
        if (first != state) {
            return first < state ? 0 : -1;
        }
        int bound = Math.min(Math.min(most, MOST_CLAIMED), capacity - index);
        int count = 1;
        while (count < bound && isIn(state, index + count, end + count)) {
            count++;
        }
        return count;
    }

    private boolean isIn(int state, int index, long position) {
        return stateAcquire(index, position) == state;
    }

    private static void checkLimit(int limit) {
        if (limit < 0) {
            throw new IllegalArgumentException("the limit must not be negative, as " + limit);
        }
    }
}
