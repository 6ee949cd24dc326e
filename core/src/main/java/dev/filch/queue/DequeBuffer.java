package dev.filch.queue;

import java.util.Objects;

/**
 * What the owner of a {@link WorkDeque} does with its buffer: it writes elements behind the newest, clears the slots of
 * those that are gone, and takes a buffer of another length, or a young one, when that is due. The algorithm and the
 * memory orders are explained in {@code WorkDeque}.
 *
 * @param <E> the element type
 */
abstract class DequeBuffer<E> extends PaddedDequeEnds {

    static final long STEP = TopWord.STEP;

    static final int FIRST_LENGTH = 32;

    /** How many pushes there are between two looks after the buffer. */
    static final int UPKEEP_EVERY = 256;

    /** How many of these looks there are between two new buffers. */
    static final int RENEWAL_EVERY = 32;

    /** A buffer longer than this is not copied but to change its length: that would take longer than it saves. */
    private static final int MOST_RENEWED = 1 << 10;

    final boolean lifo;

    DequeBuffer(boolean lifo, long firstPosition, int firstLength) {
        super(firstPosition, firstLength);
        this.lifo = lifo;
        pushesToUpkeep = UPKEEP_EVERY;
        upkeepsToRenewal = RENEWAL_EVERY;
    }

    /** Writes an element behind the newest, where nobody looks yet; the new bottom. */
    final long written(E element) {
        Objects.requireNonNull(element, "element");
        long bottom = bottomPlain();
        pushesToUpkeep--;
        if (pushesToUpkeep <= 0) {
            lookAfterBuffer();
            // Bottom may be another one now; to read it again in the usual way would make C2's code slower.
            return written(element);
        }
        setSlotOpaque(bufferFor(bottom, 1), bottom, element);
        return bottom + STEP;
    }

    final E takenByOwner(long position) {
        Object[] buffer = bufferPlain();
        E element = element(slotPlain(buffer, position));
        setSlotOpaque(buffer, position, null);
        return element;
    }

    /** A top no older than the last, cached. */
    final long refreshedTop() {
        cachedTop = TopWord.position(topOpaque());
        return cachedTop;
    }

    /**
     * Clears the slots of what thieves have taken, up to the cached top, but for those that are in use again.
     */
    final void clearStolen() {
        Object[] buffer = bufferPlain();
        long inUseFrom = bottomPlain() - buffer.length * STEP;
        long from = inUseFrom - cleared > 0 ? inUseFrom : cleared;
        for (long position = from; position - cachedTop < 0; position += STEP) {
            setSlotOpaque(buffer, position, null);
        }
        cleared = cachedTop;
    }

    /** The buffer, after it was made sure that it has room for some more elements. */
    private Object[] bufferFor(long bottom, int more) {
        Object[] buffer = bufferPlain();
        if (hasRoom(buffer, bottom, more)) {
            return buffer;
        }
        refreshedTop();
        clearStolen();
        if (hasRoom(buffer, bottom, more)) {
            return buffer;
        }
        return moveTo(lengthFor(size(bottom) + more, buffer.length), bottom);
    }

    private boolean hasRoom(Object[] buffer, long bottom, int more) {
        return bottom - cachedTop <= (buffer.length - (long) more) * STEP;
    }

    /** The number of elements, and of those that were stolen since the top was cached. */
    private long size(long bottom) {
        return (bottom - cachedTop) / STEP;
    }

    private static int lengthFor(long elements, int least) {
        int length = least;
        while (elements > length) {
            if (length > Integer.MAX_VALUE / 2) {
                throw new OutOfMemoryError("no array is long enough for this deque");
            }
            length *= 2;
        }
        return length;
    }

    /**
     * Moves all elements into a new buffer, after the slots of the stolen were cleared. Thieves may go on reading the
     * old one, whose slots are cleared once the new one is there: garbage collectors find the old one dead only when
     * they come to its generation, and would keep alive until then what it holds.
     */
    private Object[] moveTo(int length, long bottom) {
        Object[] from = bufferPlain();
        Object[] to = new Object[length];
        for (long position = cachedTop; position - bottom < 0; position += STEP) {
            setSlotOpaque(to, position, slotPlain(from, position));
        }
        setBufferRelease(to);
        for (long position = cachedTop; position - bottom < 0; position += STEP) {
            clearSlotRelease(from, position);
        }
        return to;
    }

    /**
     * What is not worth doing with every push: clears the slots of stolen elements; and now and then takes a new
     * buffer, a shorter one if most of this one has been idle since the last. The new one is young: to store a young
     * element into an old buffer costs a fence with the JVM's G1 collector.
     */
    private void lookAfterBuffer() {
        mendBrokenPop();
        refreshedTop();
        pushesToUpkeep = UPKEEP_EVERY;
        clearStolen();
        long bottom = bottomPlain();
        mostSeen = (int) Math.max(mostSeen, size(bottom));
        if (--upkeepsToRenewal <= 0) {
            upkeepsToRenewal = RENEWAL_EVERY;
            renewBuffer(bottom);
            mostSeen = 0;
        }
    }

    private void lookAfterBufferIfDue() {
        if (pushesToUpkeep <= 0) {
            lookAfterBuffer();
        }
    }

    /**
     * Puts the ends in order after a pop that ran out of stack, with whatever it had done by then: moves bottom behind
     * what was taken at top; or back behind an element that the pop had not taken, which is as if it were pushed anew.
     */
    final void mendBrokenPop() {
        if (!popIsBroken) {
            return;
        }
        long top = TopWord.position(topVolatile());
        long bottom = bottomPlain();
        if (bottom - top < 0) {
            resetBottomRelease(top);
        } else if (bottom == brokenPop && slotPlain(bufferPlain(), bottom) != null) {
            resetBottomRelease(bottom + STEP);
        }
        popIsBroken = false;
    }

    private void renewBuffer(long bottom) {
        int length = bufferPlain().length;
        boolean mostlyIdle = length > FIRST_LENGTH && mostSeen < length / 4;
        if (!mostlyIdle && length > MOST_RENEWED) {
            return;
        }
        try {
            moveTo(mostlyIdle ? length / 2 : length, bottom);
        } catch (OutOfMemoryError e) {
            // The old buffer does as well.
        }
    }

    /** Makes room for a batch, so that nothing can go wrong once it is claimed. Owner only. */
    final void reserve(int count) {
        pushesToUpkeep -= count;
        lookAfterBufferIfDue();
        bufferFor(bottomPlain(), count);
    }

    /**
     * Writes an element of a batch behind the newest, where nobody looks yet; room is reserved. Owner only.
     *
     * @param number which element of the batch: 0 is the oldest, which is to be popped first
     * @param count how many it will be
     */
    final void stage(int number, int count, E element) {
        long bottom = bottomPlain();
        setSlotOpaque(bufferPlain(), bottom + (lifo ? count - 1 - number : number) * STEP, element);
    }

    /**
     * Writes a batch of elements from somebody else's buffer, as {@link #stage} does with each of them. Owner only.
     *
     * @return how many: fewer if one of them is not there any more, which ends the batch before it
     */
    final int stageAll(Object[] from, long oldest, int count) {
        Object[] buffer = bufferPlain();
        long bottom = bottomPlain();
        long to = lifo ? bottom + (count - 1) * STEP : bottom;
        long step = lifo ? -STEP : STEP;
        for (int i = 0; i < count; i++) {
            Object item = slotAcquire(from, oldest + i * STEP);
            if (!isThere(item)) {
                return i;
            }
            setSlotOpaque(buffer, to + i * step, item);
        }
        return count;
    }

    /**
     * Makes the oldest of a staged batch visible, and forgets the others, which did not come or were not claimed. Owner
     * only.
     */
    final void publishStaged(int published, int count) {
        long bottom = bottomPlain();
        if (published < count) {
            forgetNewest(bottom, published, count);
        }
        setBottomRelease(bottom + published * STEP);
    }

    private void forgetNewest(long bottom, int kept, int count) {
        Object[] buffer = bufferPlain();
        if (lifo) {
            long by = (count - kept) * STEP;
            for (long position = bottom; position - bottom < kept * STEP; position += STEP) {
                setSlotOpaque(buffer, position, slotPlain(buffer, position + by));
            }
        }
        for (int i = kept; i < count; i++) {
            setSlotOpaque(buffer, bottom + i * STEP, null);
        }
    }

    /** Where the next element will be pushed; an upkeep that is due comes first, since it may move that. Owner only. */
    final long ownerBottom() {
        lookAfterBufferIfDue();
        return bottomPlain();
    }

    /** How many elements were added since {@link #ownerBottom} was {@code before}. Owner only. */
    final int addedSince(long before) {
        return (int) ((bottomPlain() - before) / STEP);
    }

    @SuppressWarnings("unchecked")
    static <E> E element(Object item) {
        return (E) item;
    }
}
