package dev.filch.queue;

import dev.filch.internal.Backoff;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The batches of an {@link MpmcRing}. Each claims a run of slots with one CAS. Peers may have to wait from that claim
 * to the last step of the batch. So a run has a bounded length, and no user code runs in between, except in {@link
 * #fill}.
 *
 * @param <E> the element type
 */
abstract class RingBatches<E> extends RingFields<E> {

    /** The maximum length of a run. Longer runs make peers wait longer, and save little. */
    private static final int MAX_CLAIMED = 64;

    /** Says that other consumers have taken the elements of a run. */
    private static final int LOST = -1;

    /** Says the same where an exception is returned. */
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
     * Adds elements at the tail, in the order of the array, while there is room. Lock-free; never waits for a peer.
     *
     * @param elements what to add; the array must not change during the call
     * @param from the index of the first element
     * @param to the index behind the last element
     * @return how many were added: fewer than requested if the ring was full or closed, or if the last consumer of the
     *     next slot had not finished with it
     * @throws IndexOutOfBoundsException if {@code from} and {@code to} are not a range of the array
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
                setElementRelease(index + i, elements[next + i]);
            }
            publishAll(index, start, count);
            next += count;
        }
        return next - from;
    }

    /**
     * Adds elements made by a supplier while there is room. Lock-free, except for what the supplier does.
     *
     * <p>Slots are claimed, up to 64 at once, before the supplier is called, so every element it makes has a slot. They
     * are published together at the end. Until then they count as elements. Consumers that reach a claimed slot wait
     * for the supplier, and so does {@link MpmcRing#forceOffer} if the slot is the oldest;
     * {@link MpmcRing#relaxedPoll}, {@link #drain} and {@link #pollAll} do not. So the supplier must not call poll,
     * peek or forceOffer of this ring, nor methods based on them, such as {@code remove}, {@code element} and
     * {@code clear}.
     *
     * <p>If the supplier throws or has no more elements, the remaining slots are given back, unless another producer
     * has claimed the slot behind them or the ring has been closed. In that case they are abandoned: they count as
     * elements until a consumer, or a {@link MpmcRing#peek}, has passed over them.
     *
     * @param supplier makes the elements; null means that there are no more
     * @param limit the maximum number of elements to add
     * @return how many were added: fewer than {@code limit} if the supplier had no more, if the ring was full or
     *     closed, or if the last consumer of the next slot had not finished with it
     * @throws NullPointerException if {@code supplier} is null
     * @throws IllegalArgumentException if {@code limit} is negative
     * @throws RuntimeException what the supplier throws; the elements that it made before were added
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
     * Fills claimed slots. Slots that remain without an element are given back by moving tail back. If another producer
     * has claimed the slot behind them, or the ring was closed, they are published as they are, and so abandoned.
     */
    private int supply(Supplier<? extends E> supplier, long start, int count) {
        int index = index(start);
        int supplied = 0;
        try {
            E element = supplier.get();
            while (element != null) {
                setElementRelease(index + supplied, element);
                supplied++;
                element = supplied < count ? supplier.get() : null;
            }
        } finally {
            boolean givenBack = supplied < count && casTail(successor(start + count - 1), start + supplied);
            publishAll(index, start, givenBack ? supplied : count);
        }
        return supplied;
    }

    /** Publishes a run of slots that this thread has claimed. */
    final void publishAll(int index, long start, int count) {
        setSequences(index, start + PUBLISHED, count);
    }

    /**
     * Takes elements from the head, in order, and hands them to a consumer. Lock-free, except for what the consumer
     * does. No thread waits for the consumer: the slots of a batch, of up to 64 elements, are free before it is called
     * for the first of them. So it may use this ring. Nothing is allocated: the elements are kept on the calling
     * thread's stack, one per frame, and those that do not fit stay in the ring.
     *
     * <p>If the consumer throws, it is still called for the rest of the batch, so that no element is lost. Then its
     * first exception is thrown, with the others as suppressed exceptions if it accepts any (exceptions of the JVM may
     * not).
     *
     * @param consumer gets the elements
     * @param limit the maximum number of elements to take
     * @return how many were taken: fewer than {@code limit} if the ring was empty, or if the producer of the next
     *     element had not finished
     * @throws NullPointerException if {@code consumer} is null
     * @throws IllegalArgumentException if {@code limit} is negative
     * @throws StackOverflowError if there is no room on the stack. Everything taken was handed over, unless the last
     *     few calls after a claim found no room: then the thread has in effect stopped there
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
     * Reads the elements of a run from the last slot back to the first, each in a frame of its own. When all are read,
     * claims and frees the run. Then hands the elements over as the frames return, so the first element comes first.
     * The stack has grown by all these frames before the claim, so nothing is lost if it cannot grow.
     *
     * @return {@link #LOST_RACE} if other consumers were faster; otherwise what the consumer threw, or null
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
                // Better to drop a suppressed exception than to lose elements.
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

    /** Clears and frees a run of slots that this thread has claimed. */
    private void releaseAll(int index, long start, int count) {
        for (int i = 0; i < count; i++) {
            clearElementPlain(index + i);
        }
        setSequences(index, start + lap, count);
    }

    /**
     * Stores the last sequence first. A peer that waits for the first slot then finds all of them, and does not fetch
     * their cache lines again and again while they are written.
     */
    private void setSequences(int index, long first, int count) {
        for (int i = count - 1; i >= 0; i--) {
            setSequenceRelease(index + i, first + i);
        }
    }

    /**
     * Takes elements from the head, in order, and puts them into an array. Lock-free; never waits for a peer.
     *
     * @param elements where to put them; no other thread may use the array during the call
     * @param from the index for the first element
     * @param to the index behind the last element
     * @return how many were taken: fewer than requested if the ring was empty, if the producer of the next element had
     *     not finished, or if the array's type does not allow the next element. The array's contents between these
     *     elements and {@code to} may have become null, even if an exception was thrown
     * @throws NullPointerException if {@code elements} is null
     * @throws IndexOutOfBoundsException if {@code from} and {@code to} are not a range of the array
     * @throws ArrayStoreException if the array's type does not allow the oldest element; none was taken
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
     * Moves the elements of a run of published slots into an array. They are stored there before they are claimed, so
     * none is lost if the array refuses one; the run then ends before that element. Abandoned slots are passed over.
     *
     * @param count how many slots; none if negative
     * @return how many elements, or {@link #LOST} if other consumers were faster
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
            // If head has advanced, the refused element may belong to the next lap.
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

    /**
     * Consumers declare no checked exceptions. If one throws a checked exception nevertheless, it must not be hidden.
     */
    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void rethrow(Throwable failure) throws T {
        if (failure != null) {
            throw (T) failure;
        }
    }

    /**
     * How many slots from tail on are free: 0 if the first one is not free yet, or the ring is closed; -1 if it is not
     * free any more.
     */
    private int freeFrom(long tail, int max) {
        return tail < 0 ? 0 : slotsIn(FREE, tail, max);
    }

    /** How many slots from head on are published: 0 if the first one is not yet, -1 if it is not any more. */
    private int publishedFrom(long head, int max) {
        return slotsIn(PUBLISHED, head, max);
    }

    /** The length of the run in a state. A run ends with the lap, so its positions and its slots are consecutive. */
    private int slotsIn(int state, long start, int max) {
        int index = index(start);
        int first = stateAcquire(index, start);
        if (first != state) {
            return first < state ? 0 : -1;
        }
        int bound = Math.min(Math.min(max, MAX_CLAIMED), capacity - index);
        int count = 1;
        while (count < bound && isIn(state, index + count, start + count)) {
            count++;
        }
        return count;
    }

    private boolean isIn(int state, int index, long position) {
        return stateAcquire(index, position) == state;
    }

    private static void checkLimit(int limit) {
        if (limit < 0) {
            throw new IllegalArgumentException("limit must not be negative, but is " + limit);
        }
    }
}
