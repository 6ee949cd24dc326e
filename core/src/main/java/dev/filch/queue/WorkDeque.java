package dev.filch.queue;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;

/*
 * Source: David Chase and Yossi Lev, "Dynamic circular work-stealing deque", SPAA 2005, with the memory orders of Nhat
 * Minh Le, Antoniu Pop, Albert Cohen and Francesco Zappa Nardelli, "Correct and efficient work-stealing for weak memory
 * models", PPoPP 2013, except that their fences are volatile accesses here (see below). The owner's pop from the top,
 * for the fifo flavour, is a fetch-and-add as in crossbeam-deque (2018).
 *
 * The elements stand at the indices top .. bottom - 1, index i in slot i mod length. Indices wrap around at 2^64 and
 * are compared by difference. Thieves take at top. The owner pushes at bottom and pops at bottom (lifo) or at top
 * (fifo).
 *
 * Invariants
 *   I1  top only grows, by whoever takes the element there; but a fifo owner's getAndAdd on an empty deque takes it to
 *       bottom + 1 for a moment and then back, in which thieves see the deque as empty.
 *   I2  Only the owner writes bottom, buffer and slots. cachedTop never exceeds top (I1's moment apart); cleared never
 *       exceeds cachedTop.
 *   I3  Every slot of an index in top .. bottom - 1 of the current buffer holds its element, and so does that of any
 *       older buffer a thief may still hold: a buffer is never written again once another has replaced it. In a newer
 *       and shorter one the slot of an index that was stolen may hold another element, but then top has moved on.
 *   I4  The slot of index i is written again only when cachedTop has passed i, so a thief that read it before has lost.
 *   I5  bottom - top is at most the buffer's length.
 *
 * Linearization points
 *   push: the write of bottom.   steal: the CAS of top; null: the read of bottom.
 *   lifo pop: the write of bottom if more than one element is there, else the CAS of top; fifo pop: the getAndAdd of
 *   top; null: the last read of top.
 *
 * Owner and thief each write one index and then read the other's: the pop of the last element and a steal must not both
 * miss the other's write. Le et al. put a full fence between write and read. Here all four accesses are volatile, so
 * that one order holds them all, and there is no fence. Volatile accesses are no fences either: a weaker read of top
 * after the volatile write of bottom would be unordered with it.
 *
 * Access             mode      why not weaker                                        test that fails otherwise
 * bottomPlain        plain     the owner reads what it alone writes                  (plain)
 * setBottomRelease   release   push: the slot, the element's contents and the        DequeScenario:true,0,1,1,uuo,ss
 *                              buffer come before
 * setBottomVolatile  volatile  lifo pop, pushAndTell: before the read of top, see    DequeScenario:true,0,2,2,uoo,ss
 *                              above
 * setBottomOpaque    opaque    lifo pop puts bottom back on an empty deque: no slot  DequeScenario:true,0,2,2,oo,s
 *                              becomes visible with it
 * bottomVolatile     volatile  steal: after the read of top, see above; acquires     DequeScenario:true,0,2,2,uoo,ss
 *                              the slot
 * topVolatile        volatile  pop, steal: see above                                 DequeScenario:true,0,2,2,uoo,ss
 * topOpaque          opaque    room for push and emptiness for pop. A thief's read   DequeScenario:true,0,1,1,uuo,ss
 *                              of a slot, before its CAS, cannot see what the owner
 *                              writes there only after it has seen that CAS
 * casTop             volatile  a claim, against thieves and the owner's last pop     DequeScenario:true,0,2,2,uoo,ss
 * getAndAddTop       volatile  fifo pop: a claim                                     (loop on x86)
 * setTopOpaque       opaque    fifo pop of an empty deque undone: nothing was taken  DequeScenario:false,0,2,1,oo,se
 *                              or written
 * bufferPlain        plain     the owner reads what it alone writes                  (plain)
 * setBufferRelease   release   growth: the copied slots come before                  DequeScenario:true,0,1,1,uuo,ss
 * bufferAcquire      acquire   after the read of bottom, so that it is no older      DequeScenario:true,0,1,1,uuo,ss
 *                              than the push seen
 * slotOpaque         opaque    a thief reads a slot that may be reused; it then      DequeScenario:true,0,2,2,oo,s
 *                              loses the CAS
 * setSlotOpaque      opaque    ordered by bottom; thieves may read it at the same    DequeScenario:true,0,2,2,oo,s
 *                              time
 */

/**
 * A work-stealing deque: one thread owns it, pushes and pops without contention, and any number of others steal its
 * oldest elements through {@linkplain #stealer() stealers}. It grows as needed.
 *
 * <p>{@link #push} and {@link #pop} may be called by one thread at a time only, the owner; ownership can be handed on
 * if the handing over happens-before the new owner's first call. {@link #size}, {@link #isEmpty} and {@link #stealer}
 * are for everybody.
 *
 * <p><b>Order.</b> Thieves always take the oldest element. The owner of a {@link #lifo()} deque pops the newest, the
 * owner of a {@link #fifo()} deque the oldest.
 *
 * <p><b>Progress.</b> {@link #push} and {@link #pop} are wait-free but for the copy when the deque grows. A pop costs
 * one locked instruction, as any pop must that leaves all elements open to thieves (Attiya et al., "Laws of order",
 * POPL 2011).
 *
 * <p><b>Memory.</b> The buffer starts with 32 slots, doubles when it is full, and is halved again when it is mostly
 * idle after some thousand pushes. If growing fails, {@link OutOfMemoryError} is thrown, the element is not added, and the
 * deque is as it was. The slots of popped elements are cleared at once. The slots of stolen elements are cleared by the
 * owner: when it finds the deque empty or full, and every 256 pushes; up to a buffer's length of stolen elements may
 * stay reachable until then.
 *
 * <p><b>Happens-before.</b> What the owner did before it pushed an element happens-before what another thread does
 * after it stole that element.
 *
 * @param <E> the element type; elements are never null
 */
public final class WorkDeque<E> extends PaddedDequeEnds {

    private static final int FIRST_LENGTH = 32;

    /** How many pushes there are between two looks after the buffer. */
    static final int UPKEEP_EVERY = 256;

    /** How many of these looks there are between two new buffers. */
    static final int RENEWAL_EVERY = 32;

    /** A buffer longer than this is not copied but to change its length: that would take longer than it saves. */
    private static final int MOST_RENEWED = 1 << 10;

    static {
        // Links the accesses now: that needs memory, which must not run out between a claim and what belongs to it.
        tryOut(lifo(), lifo());
        tryOut(fifo(), fifo());
    }

    private final boolean lifo;
    private final Stealer<E> stealer = new Stealer<>(this);

    private WorkDeque(boolean lifo, long firstIndex, int firstLength) {
        super(firstIndex, firstLength);
        this.lifo = lifo;
        pushesToUpkeep = UPKEEP_EVERY;
        upkeepsToRenewal = RENEWAL_EVERY;
    }

    /**
     * Creates an empty deque whose owner pops the newest element: what was pushed last is still in the cache.
     *
     * @param <E> the element type
     * @return the deque
     */
    public static <E> WorkDeque<E> lifo() {
        return new WorkDeque<>(true, 0, FIRST_LENGTH);
    }

    /**
     * Creates an empty deque whose owner pops the oldest element, as thieves do.
     *
     * @param <E> the element type
     * @return the deque
     */
    public static <E> WorkDeque<E> fifo() {
        return new WorkDeque<>(false, 0, FIRST_LENGTH);
    }

    private static void tryOut(WorkDeque<Object> trial, WorkDeque<Object> other) {
        for (int i = 0; i < FIRST_LENGTH; i++) {
            trial.push(trial);
        }
        trial.stealer().stealBatchWithLimit(other, 2);
        trial.stealer().steal();
        while (trial.pop() != null || other.pop() != null) {
            // Until both are empty.
        }
    }

    /** With indices that start elsewhere, and a length that is a power of two, for tests. */
    static <E> WorkDeque<E> startingAt(boolean lifo, long firstIndex, int firstLength) {
        return new WorkDeque<>(lifo, firstIndex, firstLength);
    }

    /**
     * Adds an element as the newest. Owner only.
     *
     * @param element what to add
     * @throws NullPointerException if {@code element} is null
     * @throws OutOfMemoryError if the deque is full and cannot grow; the element was not added
     */
    public void push(E element) {
        setBottomRelease(written(element));
    }

    /**
     * Adds an element as the newest, and tells whether others may need waking. Owner only. It costs what a
     * {@link #pop} costs more than {@link #push}: the locked instruction without which the answer could be wrong.
     *
     * <p>Thieves that sleep while they find nothing miss no element if each of them, once it has said that it is about
     * to sleep (by a volatile write or read-modify-write), looks at the deque again; if the owner wakes one who has
     * said so whenever this returns true; and if each thief that has taken something looks again, too.
     *
     * @param element what to add
     * @return true if the deque was empty but for this element at some instant after it was added; false if there was
     *     an older one, so that whoever takes that comes here and looks again
     * @throws NullPointerException if {@code element} is null
     * @throws OutOfMemoryError if the deque is full and cannot grow; the element was not added
     */
    public boolean pushAndTell(E element) {
        long bottom = written(element);
        setBottomVolatile(bottom);
        return bottom - topVolatile() <= 1;
    }

    /** Writes an element behind the newest, where nobody looks yet; the new bottom. */
    private long written(E element) {
        Objects.requireNonNull(element, "element");
        long bottom = bottomPlain();
        if (--pushesToUpkeep <= 0) {
            lookAfterBuffer(bottom);
        }
        setSlotOpaque(bufferFor(bottom, 1), bottom, element);
        return bottom + 1;
    }

    /**
     * Takes the newest element of a lifo deque, the oldest of a fifo deque. Owner only.
     *
     * @return the element, or null if the deque was empty at some instant during the call
     */
    public E pop() {
        return lifo ? popNewest() : popOldest();
    }

    private E popNewest() {
        long bottom = bottomPlain() - 1;
        if (seesNothingUpTo(bottom)) {
            return null;
        }
        setBottomVolatile(bottom);
        long top = topVolatile();
        cachedTop = top;
        if (bottom - top > 0) {
            return takenByOwner(bottom);
        }
        E last = null;
        if (bottom == top && casTop(top, top + 1)) {
            last = takenByOwner(bottom);
        }
        // Everything up to the old bottom is taken now, whoever won the last element.
        setBottomOpaque(bottom + 1);
        if (last == null) {
            clearStolenBelow(bottom + 1);
        }
        return last;
    }

    private E popOldest() {
        long newest = bottomPlain() - 1;
        if (seesNothingUpTo(newest)) {
            return null;
        }
        long top = getAndAddTop(1);
        if (newest - top < 0) {
            setTopOpaque(top);
            clearStolenBelow(top);
            return null;
        }
        return takenByOwner(top);
    }

    /** Whether thieves have taken everything up to an index; in that case also clears their slots. */
    private boolean seesNothingUpTo(long newest) {
        if (newest - cachedTop >= 0) {
            return false;
        }
        cachedTop = topOpaque();
        if (newest - cachedTop >= 0) {
            return false;
        }
        clearStolenBelow(cachedTop);
        return true;
    }

    private E takenByOwner(long index) {
        Object[] buffer = bufferPlain();
        E element = element(slotOpaque(buffer, index));
        setSlotOpaque(buffer, index, null);
        return element;
    }

    /**
     * Clears the slots of what thieves have taken up to a top that has been read, but for those that are in use again.
     */
    private void clearStolenBelow(long top) {
        cachedTop = top;
        Object[] buffer = bufferPlain();
        long inUseFrom = bottomPlain() - buffer.length;
        for (long index = inUseFrom - cleared > 0 ? inUseFrom : cleared; index - top < 0; index++) {
            setSlotOpaque(buffer, index, null);
        }
        cleared = top;
    }

    /** The buffer, after it was made sure that it has room for some more elements. */
    private Object[] bufferFor(long bottom, int more) {
        Object[] buffer = bufferPlain();
        if (bottom + more - cachedTop <= buffer.length) {
            return buffer;
        }
        clearStolenBelow(topOpaque());
        if (bottom + more - cachedTop <= buffer.length) {
            return buffer;
        }
        return moveTo(lengthFor(bottom + more - cachedTop, buffer.length), bottom);
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
     * Moves all elements into a new buffer, after the slots of the stolen were cleared; thieves may go on reading the
     * old one, which stays as it is.
     */
    private Object[] moveTo(int length, long bottom) {
        Object[] from = bufferPlain();
        Object[] to = new Object[length];
        for (long index = cachedTop; index - bottom < 0; index++) {
            setSlotOpaque(to, index, slotOpaque(from, index));
        }
        setBufferRelease(to);
        return to;
    }

    /**
     * What is not worth doing with every push: clears the slots of stolen elements; and now and then takes a new
     * buffer, a shorter one if most of this one is idle. The new one is young: to store a young element into an old
     * buffer costs a fence with the JVM's G1 collector.
     */
    private void lookAfterBuffer(long bottom) {
        pushesToUpkeep = UPKEEP_EVERY;
        clearStolenBelow(topOpaque());
        if (--upkeepsToRenewal <= 0) {
            upkeepsToRenewal = RENEWAL_EVERY;
            renewBuffer(bottom);
        }
    }

    private void renewBuffer(long bottom) {
        int length = bufferPlain().length;
        boolean mostlyIdle = length > FIRST_LENGTH && bottom - cachedTop < length / 4;
        if (!mostlyIdle && length > MOST_RENEWED) {
            return;
        }
        try {
            moveTo(mostlyIdle ? length / 2 : length, bottom);
        } catch (OutOfMemoryError e) {
            // The old buffer does as well.
        }
    }

    /**
     * The thieves' end. Wait-free; always the same object, which any number of threads may share.
     *
     * @return the stealer
     */
    public Stealer<E> stealer() {
        return stealer;
    }

    /**
     * The number of elements. Wait-free; exact for the owner while nobody steals, otherwise an estimate.
     *
     * @return the size, or {@link Integer#MAX_VALUE} if it is larger
     */
    public int size() {
        long top = topVolatile();
        long size = bottomVolatile() - top;
        return (int) Math.max(0, Math.min(size, Integer.MAX_VALUE));
    }

    /**
     * Whether the deque is empty at some instant during the call. Wait-free.
     *
     * @return true if there is no element
     */
    public boolean isEmpty() {
        long top = topVolatile();
        return bottomVolatile() - top <= 0;
    }

    /**
     * One attempt to take the oldest element: it, or null if there is none, or what the caller gave for a lost race.
     */
    E trySteal(E ifContended) {
        long top = topVolatile();
        if (bottomVolatile() - top <= 0) {
            return null;
        }
        E oldest = element(slotOpaque(bufferAcquire(), top));
        return casTop(top, top + 1) ? oldest : ifContended;
    }

    /**
     * One attempt to take up to half of the elements and to push them onto a deque of the calling thread, but for the
     * first if the caller pops that one. A lifo owner pops without looking at what is claimed at the top, so from its
     * deque elements are taken one by one; a fifo owner claims at the top as thieves do, so that one CAS can take many.
     *
     * @return the first element taken; or null or {@code ifContended}, as {@link #trySteal}
     */
    E tryStealBatch(WorkDeque<E> destination, int limit, boolean pop, E ifContended) {
        long top = topVolatile();
        long size = bottomVolatile() - top;
        if (size <= 0) {
            return null;
        }
        int count = (int) Math.min(limit, (size + 1) / 2);
        destination.reserve(count);
        return lifo
                ? stealOneByOne(destination, count, pop, ifContended)
                : stealAtOnce(destination, top, count, pop, ifContended);
    }

    private E stealOneByOne(WorkDeque<E> destination, int count, boolean pop, E ifContended) {
        E first = trySteal(ifContended);
        if (first == null || first == ifContended) {
            return first;
        }
        int moving = pop ? count - 1 : count;
        int staged = 0;
        if (!pop) {
            destination.stage(staged++, moving, first);
        }
        while (staged < moving) {
            E next = trySteal(null);
            if (next == null) {
                break;
            }
            destination.stage(staged++, moving, next);
        }
        destination.publishStaged(staged, moving);
        return first;
    }

    private E stealAtOnce(WorkDeque<E> destination, long top, int count, boolean pop, E ifContended) {
        Object[] buffer = bufferAcquire();
        int popped = pop ? 1 : 0;
        int moving = count - popped;
        for (int i = 0; i < moving; i++) {
            destination.stage(i, moving, element(slotOpaque(buffer, top + popped + i)));
        }
        E first = element(slotOpaque(buffer, top));
        if (!casTop(top, top + count)) {
            destination.unstage(moving);
            return ifContended;
        }
        destination.publishStaged(moving, moving);
        return first;
    }

    /** Makes room for a batch, so that nothing can go wrong once it is claimed. Owner only. */
    void reserve(int count) {
        bufferFor(bottomPlain(), count);
    }

    /**
     * Writes an element of a batch behind the newest, where nobody looks yet; room is reserved. Owner only.
     *
     * @param number which element of the batch: 0 is the oldest, which is to be popped first
     * @param count how many it will be
     */
    void stage(int number, int count, E element) {
        long bottom = bottomPlain();
        setSlotOpaque(bufferPlain(), lifo ? bottom + count - 1 - number : bottom + number, element);
    }

    /** Forgets a batch whose claim failed. Owner only. */
    private void unstage(int count) {
        clearFrom(bottomPlain(), count);
    }

    /** Makes a staged batch visible, of which fewer elements may have come than were expected. Owner only. */
    void publishStaged(int staged, int count) {
        long bottom = bottomPlain();
        int missing = count - staged;
        if (lifo && missing > 0) {
            moveDown(bottom, staged, missing);
        }
        setBottomRelease(bottom + staged);
    }

    /** Closes the gap that the newest of a batch leave at a lifo deque's end, since they did not come. */
    private void moveDown(long to, int count, int by) {
        Object[] buffer = bufferPlain();
        for (int i = 0; i < count; i++) {
            setSlotOpaque(buffer, to + i, slotOpaque(buffer, to + by + i));
        }
        clearFrom(to + count, by);
    }

    private void clearFrom(long index, int count) {
        for (int i = 0; i < count; i++) {
            setSlotOpaque(bufferPlain(), index + i, null);
        }
    }

    /** Where the next element will be pushed: the difference of two calls tells what was added between. Owner only. */
    long ownerBottom() {
        return bottomPlain();
    }

    static void checkLimit(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1, not " + limit);
        }
    }

    @SuppressWarnings("unchecked")
    private E element(Object item) {
        return (E) item;
    }
}
