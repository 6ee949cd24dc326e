package dev.filch.queue;

import java.util.Objects;

/*
 * Source: David Chase and Yossi Lev, "Dynamic circular work-stealing deque", SPAA 2005. The memory orders are those of
 * Nhat Minh Lê, Antoniu Pop, Albert Cohen and Francesco Zappa Nardelli, "Correct and efficient work-stealing for weak
 * memory models", PPoPP 2013, with volatile accesses in place of their fences. A fifo owner pops by a fetch-and-add of
 * top, as in crossbeam-deque (2018). Reservations are new.
 *
 * The idea. The elements are in a circular buffer, at the positions top .. bottom - STEP. The owner pushes at bottom,
 * and pops at bottom (lifo) or at top (fifo). Thieves take at top, by a CAS. A lifo pop needs no CAS except for the
 * last element: it moves bottom and then reads top, while a steal reads top and then bottom. These four accesses are
 * volatile. In their single order, the owner or the thief sees that the other wants the same element, and the CAS of
 * top decides between them. Volatile accesses are not fences: a weaker read of top would not be ordered behind the
 * write of bottom. If a lifo pop finds a single element and no reservation, it claims the element by a CAS of top, as a
 * thief does, and leaves bottom where it is. If this CAS fails, the pop proceeds as above.
 *
 * Reservations. A batch from a lifo deque takes several elements, and the owner may be popping some of them without a
 * CAS. So the thief first reserves the elements, by a CAS of the word of top, and then reads bottom. Either it sees
 * that the owner has popped some of them, and claims only the others. Or the owner sees the reservation, and shortens
 * it by a CAS before it pops from it; this changes the word, so the thief's claim fails, and it tries again for fewer.
 * A thief that stops between its two steps blocks no thread: others advance top, and its claim fails.
 *
 * Shared reservations. The owner cannot pop reserved elements without a CAS. So a thief leaves what it does not claim
 * reserved for all thieves. They claim it without reading bottom, whose cache line the owner writes with each push. (A
 * batch reads bottom all the same, as it takes half of all elements.) If there are many elements, even a thief of a
 * single one reserves more for this purpose. The owner moves bottom before it sees that it must end the reservation. So
 * what is in a shared reservation counts as present, whatever bottom says.
 *
 * Positions are STEP apart. Position p is in slot p / STEP modulo the length of the buffer. Positions wrap around at
 * 2^64, and are compared by difference. TopWord explains the word of top.
 *
 * Invariants
 *   I1  top only grows: the thread that takes elements advances it. Exception: on an empty deque, the getAndAdd of a
 *       fifo pop advances top to bottom + STEP, and the owner sets it back; meanwhile thieves see the deque as empty. A
 *       pop that runs out of stack may leave bottom before top, or before the end of a reservation; the owner's next
 *       operation repairs this first.
 *   I2  Only the owner writes bottom, buffer and slots. cleared <= cachedTop, and cachedTop <= top except in the cases
 *       of I1.
 *   I3  In the current buffer, the slot of each position in top .. bottom - STEP holds its element. In an older buffer,
 *       which a thief may still use, it holds the element or null: a replaced buffer is only cleared. In a newer and
 *       shorter buffer, the slot of a stolen position may hold another element, but then top has advanced.
 *   I4  The slot of position p is written again only in two cases. Either cachedTop has passed p; then a thief that
 *       read the slot before has lost. Or the owner has popped p; then a thief that had reserved p claims only what is
 *       before p, and a thief that had found p in a shared reservation fails, since that reservation has ended.
 *       An iterator reads top and bottom after the slot. In the first case it finds top beyond p. In the second case it
 *       finds bottom at or before p, or sees that p was pushed again.
 *   I5  There are never more elements than the buffer has slots.
 *   I6  A thief's own reservation ends when top advances, or when this thief withdraws it and claims nothing. Until
 *       then, there is no other reservation. Only the owner of the deque shortens it, and never to nothing; no thread
 *       extends it. So if a thief finds a reservation where it made one, that reservation is its own.
 *   I7  A shared reservation ends at or before bottom. Exception: between a pop's write of bottom and its CAS, the
 *       reservation may end one element beyond bottom. The owner ends a shared reservation before it pops from it.
 *   I8  Only the CAS that advances top to a position writes a word with a shared reservation there. So once ended, the
 *       word never recurs (no ABA): if a claim from it succeeds, the word has not changed since the thief read it.
 *
 * Linearization points
 *   push         the write of bottom.
 *   steals       elements: the CAS that advances top.  null: the read of bottom.
 *   lifo pop     an element, without a CAS of top: the write of bottom.
 *                the last element, with bottom unchanged: the CAS of top.
 *                otherwise: the CAS of top. If a thief's read of bottom finds the deque empty because of this pop's
 *                write of bottom: the instant before the first such read.
 *   fifo pop     an element: the getAndAdd of top.
 *   pop          null: the last read of top.
 *   isEmpty      the read of bottom; if there is a shared reservation, the read of top.
 */

/**
 * A work-stealing deque. One thread owns it, and pushes and pops without contention. Any number of other threads steal
 * its oldest elements through {@linkplain #stealer() stealers}. It grows as needed.
 *
 * <p>Only one thread at a time may call {@link #push}, {@link #pushReportingEmpty}, {@link #pop} and {@link #peek}: the
 * owner. Another thread may become the owner if the last call of the former owner happens-before its first call. Any
 * thread may call {@link #size}, {@link #isEmpty} and {@link #stealer}.
 *
 * <p><b>Order.</b> Thieves always take the oldest element. The owner of a {@link #lifo()} deque pops the newest, the
 * owner of a {@link #fifo()} deque the oldest.
 *
 * <p><b>Progress.</b> {@link #push} is wait-free. So is {@link #pop}, which tries again at most once for each element
 * and each thief. Now and then, they copy the buffer, or clear slots of stolen elements. A pop costs one locked
 * instruction, as it must if all elements are open to thieves (Attiya et al., "Laws of order", POPL 2011). It costs
 * another one if thieves compete for the last element of a lifo deque, or have reserved the element. No thread waits
 * for another: if one stops, only the element that it was pushing, or what it has claimed, is lost.
 *
 * <p><b>Memory.</b> The buffer starts with 32 slots. It doubles when it is full, and halves if most of it has been idle
 * for some thousand pushes. If it cannot grow, {@link OutOfMemoryError} is thrown, and the deque is unchanged. Slots of
 * popped elements are cleared at once. The owner clears slots of stolen elements when it finds the deque empty or full,
 * and every 256 pushes. Until then, as many stolen elements as the buffer has slots may stay reachable.
 *
 * <p><b>Stack.</b> If {@link #push} throws {@link StackOverflowError}, the element may have been added. If {@link #pop}
 * does, an element may be lost. The deque stays usable. If a batch runs out of stack after its claim, its elements are
 * lost.
 *
 * <p><b>Happens-before.</b> The owner's actions before it pushes an element happen-before the actions of another thread
 * after it steals that element.
 *
 * @param <E> the element type; elements are never null
 */
public final class WorkDeque<E> extends DequeFields {

    static final int FIRST_LENGTH = 32;

    /** In pushes. */
    static final int MAINTENANCE_INTERVAL = 256;

    /** In maintenance rounds. */
    static final int RENEWAL_INTERVAL = 32;

    /** A longer buffer is replaced only by one of another length: copying it would take longer than it saves. */
    private static final int MAX_RENEWED_LENGTH = 1 << 10;

    static final long STEP = TopWord.STEP;

    static {
        // Linking a VarHandle allocates memory, which must not run out between a claim and its last step.
        linkVarHandles(lifo(), lifo());
        linkVarHandles(fifo(), fifo());
    }

    final boolean lifo;

    /** The least size at which a thief reserves elements for others; see {@link Stealer}. */
    final int sharingThreshold;

    private final Stealer<E> stealer = new Stealer<>(this);

    private WorkDeque(boolean lifo, long firstPosition, int firstLength, int sharingThreshold) {
        super(firstPosition, firstLength);
        this.lifo = lifo;
        this.sharingThreshold = sharingThreshold;
        pushesToMaintenance = MAINTENANCE_INTERVAL;
        maintenancesToRenewal = RENEWAL_INTERVAL;
    }

    /**
     * Creates an empty deque whose owner pops the newest element, which is still in the cache.
     *
     * @param <E> the element type
     * @return the deque
     */
    public static <E> WorkDeque<E> lifo() {
        return new WorkDeque<>(true, 0, FIRST_LENGTH, Stealer.SHARING_THRESHOLD);
    }

    /**
     * Creates an empty deque whose owner pops the oldest element, as thieves do.
     *
     * @param <E> the element type
     * @return the deque
     */
    public static <E> WorkDeque<E> fifo() {
        return new WorkDeque<>(false, 0, FIRST_LENGTH, Stealer.SHARING_THRESHOLD);
    }

    private static void linkVarHandles(WorkDeque<Object> deque, WorkDeque<Object> other) {
        for (int i = 0; i <= FIRST_LENGTH; i++) {
            deque.push(deque);
        }
        deque.stealer().stealBatchWithLimit(other, 2);
        deque.stealer().steal();
        while (deque.pop() != null || other.pop() != null) {
            // Until both are empty.
        }
    }

    /**
     * Starts at an index other than 0, with a length that is a power of two; for tests. Thieves reserve elements for
     * others if there are three or more, so that tests soon come to shared reservations.
     */
    static <E> WorkDeque<E> startingAt(boolean lifo, long firstIndex, int firstLength) {
        return new WorkDeque<>(lifo, firstIndex * STEP, firstLength, 3);
    }

    /**
     * Adds an element as the newest. Owner only. Wait-free; now and then it moves all elements to another buffer.
     *
     * @param element what to add
     * @throws NullPointerException if {@code element} is null
     * @throws OutOfMemoryError if the deque is full and cannot grow; the element was not added
     */
    public void push(E element) {
        setBottomRelease(write(element));
    }

    /**
     * Adds an element as the newest, and reports whether sleeping thieves may need to be woken. Owner only. Wait-free.
     * Costs one locked instruction more than {@link #push}, as {@link #pop} does; without it, the answer could be
     * wrong.
     *
     * <p>Thieves that sleep while the deque is empty miss no element if these rules hold. Each thief announces that it
     * is about to sleep, by a volatile write or read-modify-write, and then reads the deque again. The owner wakes a
     * thief that has announced this whenever this method returns true. Each thief that has taken something, or lost a
     * race, reads the deque again.
     *
     * @param element what to add
     * @return true if the deque held nothing but this element at some instant after it was added; false if there was an
     *     older one, so that the thread that takes the older one reads the deque again
     * @throws NullPointerException if {@code element} is null
     * @throws OutOfMemoryError if the deque is full and cannot grow; the element was not added
     */
    public boolean pushReportingEmpty(E element) {
        long bottom = write(element);
        setBottomVolatile(bottom);
        return bottom - TopWord.position(topVolatile()) <= STEP;
    }

    /** Writes an element to the slot at bottom, which no thief reads yet, and returns the new bottom. */
    private long write(E element) {
        Objects.requireNonNull(element, "element");
        long bottom = bottomPlain();
        pushesToMaintenance--;
        if (pushesToMaintenance <= 0) {
            maintainBuffer();
            // Bottom may have changed. C2's code is slower if this method reads it again.
            return write(element);
        }
        setSlotOpaque(bufferFor(bottom, 1), bottom, element);
        return bottom + STEP;
    }

    /**
     * Takes the newest element of a lifo deque, the oldest of a fifo deque. Owner only. Wait-free. On a lifo deque, it
     * tries again only if a thief has taken or reserved elements, and never because a thief has stopped.
     *
     * @return the element, or null if the deque was empty at some instant during the call
     * @throws StackOverflowError if there is no room on the stack; the element may be lost
     */
    public E pop() {
        if (hasNothingLeft()) {
            return null;
        }
        long newest = bottomPlain() - STEP;
        try {
            return lifo ? popNewest(newest) : popOldest(newest);
        } catch (StackOverflowError e) {
            // No call is made here, for lack of stack. The last two stores make the next push or pop repair this first.
            popIsBroken = true;
            brokenPop = newest;
            cachedTop = newest + STEP;
            pushesToMaintenance = 0;
            throw e;
        }
    }

    /** Whether thieves have taken everything. If so, clears the slots of what they took. */
    private boolean hasNothingLeft() {
        if (bottomPlain() - cachedTop > 0) {
            return false;
        }
        repairBrokenPop();
        if (bottomPlain() - refreshedTop() > 0) {
            return false;
        }
        clearStolen();
        return true;
    }

    private E popNewest(long newest) {
        // The last element is claimed as a thief claims it. Bottom stays, which saves a locked instruction.
        if (topOpaque() == newest && casTop(newest, newest + STEP)) {
            return take(newest);
        }
        setBottomVolatile(newest);
        long top = topVolatile();
        if (TopWord.reserved(top) == 0 && newest - top > 0) {
            return take(newest);
        }
        return popContended(newest, top);
    }

    /**
     * Takes the newest element where a thief may be about to take it: it is the last one, or there is a reservation.
     */
    private E popContended(long newest, long first) {
        long top = first;
        while (true) {
            long oldest = TopWord.position(top);
            if (newest - oldest < 0) {
                resetBottomRelease(newest + STEP);
                noteAllTaken(newest + STEP);
                return null;
            }
            if (newest == oldest) {
                if (casTop(top, newest + STEP)) {
                    E last = take(newest);
                    resetBottomRelease(newest + STEP);
                    return last;
                }
            } else if (isUnreserved(newest, top) || unreserve(newest, top)) {
                return take(newest);
            }
            top = topVolatile();
        }
    }

    private static boolean isUnreserved(long position, long top) {
        return position - TopWord.position(top) >= TopWord.reserved(top) * STEP;
    }

    /**
     * Removes a position, and those behind it, from a thief's reservation. A shared reservation is ended as a whole:
     * otherwise each further pop would have to shorten it.
     */
    private boolean unreserve(long position, long top) {
        long oldest = TopWord.position(top);
        int older = (int) ((position - oldest) / STEP);
        return casTop(top, TopWord.isShared(top) ? oldest : TopWord.reserving(oldest, older));
    }

    private E popOldest(long newest) {
        long top = getAndAddTop(STEP);
        if (newest - top < 0) {
            setTopOpaque(top);
            noteAllTaken(top);
            return null;
        }
        return take(top);
    }

    private void noteAllTaken(long top) {
        cachedTop = top;
        clearStolen();
    }

    /** Reads the element that the owner has claimed, and clears its slot. */
    private E take(long position) {
        Object[] buffer = bufferPlain();
        E element = element(slotPlain(buffer, position));
        setSlotOpaque(buffer, position, null);
        return element;
    }

    /**
     * Returns the element that {@link #pop} would take, without taking it. Owner only. Wait-free. A thief may take it
     * at any time.
     *
     * @return the element, or null if the deque was empty at some instant during the call
     */
    public E peek() {
        if (hasNothingLeft()) {
            return null;
        }
        long newest = bottomPlain() - STEP;
        long oldest = TopWord.position(topOpaque());
        return newest - oldest < 0 ? null : element(slotPlain(bufferPlain(), lifo ? newest : oldest));
    }

    /**
     * The thieves' view of this deque. Wait-free. Always the same object, which any number of threads may share.
     *
     * @return the stealer
     */
    public Stealer<E> stealer() {
        return stealer;
    }

    /**
     * The number of elements. Wait-free. Exact for the owner while no thread steals, otherwise an estimate.
     *
     * @return the size, or {@link Integer#MAX_VALUE} if it is larger
     */
    public int size() {
        return (int) Math.max(0, Math.min(sizeFrom(topVolatile()), Integer.MAX_VALUE));
    }

    /**
     * Whether the deque was empty at some instant during the call. Lock-free: it tries again only if the last element
     * that it saw was taken meanwhile.
     *
     * @return true if there is no element
     */
    public boolean isEmpty() {
        long top = topVolatile();
        while (!TopWord.isShared(top)) {
            long bottom = bottomVolatile();
            if (bottom - TopWord.position(top) <= 0) {
                return true;
            }
            // The owner may have popped the last element since top was read. Then top has moved, but bottom has not.
            top = topVolatile();
            if (bottom - TopWord.position(top) > 0) {
                return false;
            }
        }
        return false;
    }

    /** The current buffer or a larger one, with room for some more elements. */
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
        return moveTo(lengthFor(cachedSize(bottom) + more, buffer.length), bottom);
    }

    private boolean hasRoom(Object[] buffer, long bottom, int more) {
        return bottom - cachedTop <= (buffer.length - (long) more) * STEP;
    }

    /** The number of elements, including those that were stolen since top was cached. */
    private long cachedSize(long bottom) {
        return (bottom - cachedTop) / STEP;
    }

    private static int lengthFor(long elements, int minLength) {
        int length = minLength;
        while (elements > length) {
            if (length > Integer.MAX_VALUE / 2) {
                throw new OutOfMemoryError("no array is long enough for this deque");
            }
            length *= 2;
        }
        return length;
    }

    /** Reads top again and caches it. */
    private long refreshedTop() {
        cachedTop = TopWord.position(topOpaque());
        return cachedTop;
    }

    /** Clears the slots of stolen elements, up to the cached top, except those that are in use again. */
    private void clearStolen() {
        Object[] buffer = bufferPlain();
        long inUseFrom = bottomPlain() - buffer.length * STEP;
        long from = inUseFrom - cleared > 0 ? inUseFrom : cleared;
        for (long position = from; position - cachedTop < 0; position += STEP) {
            setSlotOpaque(buffer, position, null);
        }
        cleared = cachedTop;
    }

    /**
     * Moves all elements to a new buffer. The slots of stolen elements must be clear. Thieves may go on to read the old
     * buffer. Its slots are cleared once the new one is set: otherwise the old buffer would keep its elements alive
     * until the garbage collector visits its generation.
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
     * Does what is not worth doing with every push. Clears the slots of stolen elements. Now and then, renews the
     * buffer: it becomes shorter if most of it has been idle, and young in any case. Storing a young element into an
     * old buffer costs a fence with the JVM's G1 collector.
     */
    private void maintainBuffer() {
        repairBrokenPop();
        refreshedTop();
        pushesToMaintenance = MAINTENANCE_INTERVAL;
        clearStolen();
        long bottom = bottomPlain();
        maxSize = (int) Math.max(maxSize, cachedSize(bottom));
        if (--maintenancesToRenewal <= 0) {
            maintenancesToRenewal = RENEWAL_INTERVAL;
            renewBuffer(bottom);
            maxSize = 0;
        }
    }

    private void maintainBufferIfDue() {
        if (pushesToMaintenance <= 0) {
            maintainBuffer();
        }
    }

    private void renewBuffer(long bottom) {
        int length = bufferPlain().length;
        boolean mostlyIdle = length > FIRST_LENGTH && maxSize < length / 4;
        if (!mostlyIdle && length > MAX_RENEWED_LENGTH) {
            return;
        }
        try {
            moveTo(mostlyIdle ? length / 2 : length, bottom);
        } catch (OutOfMemoryError e) {
            // The old buffer stays in use.
        }
    }

    /**
     * Repairs bottom after a pop that ran out of stack, however far it had come. If the pop took an element at top,
     * moves bottom up to top. If it had moved bottom and took nothing, moves bottom back, as if the element were pushed
     * again.
     */
    private void repairBrokenPop() {
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

    // How the owner receives a batch: ensureCapacity, then stage or stageAll, then the claim, then publishStaged.

    /** Makes room for a batch, so that nothing can fail after its claim. */
    void ensureCapacity(int count) {
        pushesToMaintenance -= count;
        maintainBufferIfDue();
        bufferFor(bottomPlain(), count);
    }

    /**
     * Writes one element of a batch at bottom or behind it, where no thief reads yet.
     *
     * @param number 0 for the oldest element, which is to be popped first
     * @param count how many elements the batch will have
     */
    void stage(int number, int count, E element) {
        long bottom = bottomPlain();
        setSlotOpaque(bufferPlain(), bottom + (lifo ? count - 1 - number : number) * STEP, element);
    }

    /**
     * Stages a batch of elements from the buffer of another deque.
     *
     * @return how many; fewer than {@code count} if one of them is not there any more, which ends the batch before it
     */
    int stageAll(Object[] from, long oldest, int count) {
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

    /** Publishes the oldest elements of a staged batch. Forgets the others, which were not there or not claimed. */
    void publishStaged(int published, int count) {
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

    /**
     * Where the next element will be pushed. Maintenance that is due comes first, as it may move bottom. Owner only.
     */
    long ownerBottom() {
        maintainBufferIfDue();
        return bottomPlain();
    }

    /** How many elements were added since {@link #ownerBottom} was {@code before}. Owner only. */
    int addedSince(long before) {
        return (int) ((bottomPlain() - before) / STEP);
    }

    static void checkLimit(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1, not " + limit);
        }
    }

    @SuppressWarnings("unchecked")
    private static <E> E element(Object item) {
        return (E) item;
    }
}
