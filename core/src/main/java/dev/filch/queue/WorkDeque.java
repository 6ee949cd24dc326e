package dev.filch.queue;

/*
 * Source: David Chase and Yossi Lev, "Dynamic circular work-stealing deque", SPAA 2005, with the memory orders of Nhat
 * Minh Le, Antoniu Pop, Albert Cohen and Francesco Zappa Nardelli, "Correct and efficient work-stealing for weak memory
 * models", PPoPP 2013, except that their fences are volatile accesses here (see below). The owner's pop from the top,
 * for the fifo flavour, is a fetch-and-add as in crossbeam-deque (2018). Reservations are our own.
 *
 * The elements stand at the positions top .. bottom - STEP, STEP apart, position p in slot p / STEP mod length.
 * Positions wrap around at 2^64 and are compared by difference. Thieves take at top. The owner pushes at bottom and
 * pops at bottom (lifo) or at top (fifo). Top and the number of elements that are reserved for thieves from there on
 * are in one word; see TopWord.
 *
 * Invariants
 *   I1  top only grows, by whoever takes the elements there; but a fifo owner's getAndAdd on an empty deque takes it to
 *       bottom + STEP for a moment and then back, in which thieves see the deque as empty. A pop that runs out of stack
 *       may leave bottom in front of top, or of what is reserved; what the owner does next begins with mending that.
 *   I2  Only the owner writes bottom, buffer and slots. cachedTop never exceeds top (I1's moments apart); cleared never
 *       exceeds cachedTop.
 *   I3  Every slot of a position in top .. bottom - STEP of the current buffer holds its element; that of an older
 *       buffer, which a thief may still hold, does so, too, or null: once another has replaced it, a buffer is only
 *       cleared. In a newer and shorter one the slot of a position that was stolen may hold another element, but then
 *       top has moved.
 *   I4  The slot of position p is written again only when cachedTop has passed p, so a thief that read it before has
 *       lost; or when the owner has popped p, so a thief that had reserved it claims only what is before p, and the CAS
 *       of one that had found p in an open reservation fails, since that has ended.
 *   I5  There are never more elements than the buffer has slots.
 *   I6  A thief's reservation ends when top moves on, or by the hand of its thief, who then claims nothing. Until then
 *       there is no other; only the owner of the deque makes it shorter, never to nothing, and nobody makes it longer.
 *       So a thief that finds a reservation where it made its own finds its own.
 *   I7  An open reservation ends at or before bottom, but for the moment between a pop's write of bottom and its CAS,
 *       in which it may end one beyond. The owner pops nothing in it before it has ended it.
 *   I8  A word with an open reservation is written only by the CAS that moves top to its position; so it is not there
 *       again once it was ended, and a claim from it that succeeds has seen it last all the time.
 *
 * Linearization points
 *   push: the write of bottom.   steal, batch: the CAS that moves top on; null: the read of bottom.
 *   isEmpty: the read of bottom; false because of an open reservation: the read of top.
 *   lifo pop of the last element that leaves bottom unchanged: the CAS of top. Lifo pop that takes an element without
 *   a CAS of top: the write of bottom. Any other lifo pop: the CAS of top, or just before the first read of bottom that
 *   finds nothing because of the write of bottom.   fifo pop: the getAndAdd of top.   pop null: the last read of top.
 *
 * If the owner of a lifo deque reads that top stands at the last element and that nothing is reserved, it claims the
 * element as a thief does, by a CAS of top, and leaves bottom where it is. Otherwise, or if the CAS fails, it moves
 * bottom first.
 *
 * Owner and thief then each write one end and read the other's: the pop of the last element and a steal must not both
 * miss the other's write. Le et al. put a full fence between write and read. Here all four accesses are volatile, so
 * that one order holds them all, and there is no fence. Volatile accesses are no fences either: a weaker read of top
 * after the volatile write of bottom would be unordered with it.
 *
 * A batch from a lifo deque does the same once more. A thief that moved top on past several elements at once could take
 * some that the owner has just popped without a look at top, since to the owner they were not the last. So the thief
 * writes first that it reserves them, and then reads bottom: either it sees that the owner has popped from them, and
 * claims only what is left; or the owner sees the reservation, and cuts it short before it pops from it, so that the
 * thief's claim, which expects the word as it was, fails and is made anew for less. A thief that stops for ever between
 * its two steps is in nobody's way: others move top on, and its claim fails.
 *
 * What a thief has reserved, and then seen that it is there, and not claimed, is as safe from an owner's pop as what it
 * claims: so it may stay reserved, open to all thieves. A single claim from it needs no look at bottom, whose line the
 * owner writes with each push (a batch looks how many half of the elements are); the elements became visible with the
 * word of top. A thief of a single element reserves more than that if there is plenty. Bottom may be anywhere
 * meanwhile: the owner moves it first, and then sees that it has to end the reservation, if no thief is faster; so what
 * is in an open reservation counts as there, whatever bottom says.
 *
 * Access             mode      why not weaker                                        test that fails otherwise
 * bottomPlain        plain     the owner reads what it alone writes                  (plain)
 * setBottomRelease   release   push: the slot, the element's contents and the        DequeScenario:true,0,1,1,uuo,ss
 *                              buffer come before
 * resetBottomRelease release   lifo pop of the last element after bottom was moved:  (see MutationTest)
 *                              the claim comes before, for a thread that asks
 *                              whether the deque is empty
 * setBottomVolatile  volatile  lifo pop, pushAndTell: before the read of top, see    DequeScenario:true,0,2,2,uoo,ss
 *                              above
 * bottomVolatile     volatile  steal: after the read of top, see above; acquires     DequeScenario:true,0,2,2,uoo,ss
 *                              the slot
 * topVolatile        volatile  pop, steal: see above                                 DequeScenario:true,0,2,2,uoo,ss
 * topOpaque          opaque    room for push and emptiness for pop. A thief's read   DequeScenario:true,0,1,1,uuo,ss
 *                              of a slot, before its CAS, cannot see what the owner
 *                              writes there only after it has seen that CAS. Lifo
 *                              pop of the last element: the expected value of the
 *                              CAS, which a stale value makes fail
 * casTop             volatile  a claim, against thieves and the owner's last pop; a  DequeScenario:true,0,2,2,uoo,ss
 *                              reservation, before the read of bottom, see above;
 *                              an open one hands on what that read has seen
 * getAndAddTop       volatile  fifo pop: a claim                                     (loop on x86)
 * setTopOpaque       opaque    fifo pop of an empty deque undone: nothing was taken  DequeScenario:false,0,2,1,oo,se
 *                              or written
 * bufferPlain        plain     the owner reads what it alone writes                  (plain)
 * setBufferRelease   release   growth: who sees the new buffer finds in it what was  DequeMoveScenario:true,2,1
 *                              copied, and need not try again
 * bufferAcquire      acquire   the other side of it; and after the read of bottom    DequeMoveScenario:true,2,1
 *                              or of an open reservation, so that it is no older
 * slotPlain          plain     the owner reads what it alone writes                  (plain)
 * slotAcquire        acquire   a thief that finds null, since the slot was cleared   DequeMoveScenario:true,2,1
 *                              after the new buffer was there, finds that next
 * clearSlotRelease   release   the other side of it                                  DequeMoveScenario:true,2,1
 * setSlotOpaque      opaque    ordered by bottom, and by the buffer; thieves may     DequeScenario:true,0,2,2,oo,s
 *                              read a slot that is reused at the same time: they
 *                              then lose the CAS, or claim only what is before
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
 * <p><b>Progress.</b> {@link #push} is wait-free, and so is {@link #pop}, which tries again at most once for each
 * element or thief there is. Now and then they copy the buffer, or clear slots of stolen elements in it. A pop costs
 * one locked instruction, as any pop must that leaves all elements open to thieves (Attiya et al., "Laws of order",
 * POPL 2011), and another one if thieves compete for the last element of a lifo deque, or have reserved the element. No
 * thread waits for another: an owner or a thief may stop for ever at any point, and only what it was just pushing or
 * has claimed is gone with it.
 *
 * <p><b>Memory.</b> The buffer starts with 32 slots, doubles when it is full, and is halved again when it was mostly
 * idle for some thousand pushes. If growing fails, {@link OutOfMemoryError} is thrown, the element is not added, and
 * the deque is as it was. The slots of popped elements are cleared at once. The slots of stolen elements are cleared by
 * the owner: when it finds the deque empty or full, and every 256 pushes; up to a buffer's length of stolen elements
 * may stay reachable until then.
 *
 * <p><b>Stack.</b> If the owner runs out of it in {@link #push}, which throws {@link StackOverflowError}, the element
 * may have been added; in {@link #pop}, an element may be lost. The deque goes on to work. Of a batch that runs out of
 * stack after it was claimed, the elements are lost.
 *
 * <p><b>Happens-before.</b> What the owner did before it pushed an element happens-before what another thread does
 * after it stole that element.
 *
 * @param <E> the element type; elements are never null
 */
public final class WorkDeque<E> extends DequeSteals<E> {

    static {
        // Links the accesses now: that needs memory, which must not run out between a claim and what belongs to it.
        tryOut(lifo(), lifo());
        tryOut(fifo(), fifo());
    }

    private final Stealer<E> stealer = new Stealer<>(this);

    private WorkDeque(boolean lifo, long firstPosition, int firstLength, int plenty) {
        super(lifo, firstPosition, firstLength, plenty);
    }

    /**
     * Creates an empty deque whose owner pops the newest element: what was pushed last is still in the cache.
     *
     * @param <E> the element type
     * @return the deque
     */
    public static <E> WorkDeque<E> lifo() {
        return new WorkDeque<>(true, 0, FIRST_LENGTH, PLENTY);
    }

    /**
     * Creates an empty deque whose owner pops the oldest element, as thieves do.
     *
     * @param <E> the element type
     * @return the deque
     */
    public static <E> WorkDeque<E> fifo() {
        return new WorkDeque<>(false, 0, FIRST_LENGTH, PLENTY);
    }

    private static void tryOut(WorkDeque<Object> trial, WorkDeque<Object> other) {
        for (int i = 0; i <= FIRST_LENGTH; i++) {
            trial.push(trial);
        }
        trial.stealer().stealBatchWithLimit(other, 2);
        trial.stealer().steal();
        while (trial.pop() != null || other.pop() != null) {
            // Until both are empty.
        }
    }

    /**
     * With indices that start elsewhere, and a length that is a power of two, for tests. Three elements are plenty
     * there, so that tests come to open reservations soon.
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
        setBottomRelease(written(element));
    }

    /**
     * Adds an element as the newest, and tells whether others may need waking. Owner only. Wait-free. It costs what a
     * {@link #pop} costs more than {@link #push}: the locked instruction without which the answer could be wrong.
     *
     * <p>Thieves that sleep while they find nothing miss no element if each of them, once it has said that it is about
     * to sleep (by a volatile write or read-modify-write), looks at the deque again; if the owner wakes one who has
     * said so whenever this returns true; and if each thief that has taken something, or lost a race, looks again, too.
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
        return bottom - TopWord.position(topVolatile()) <= STEP;
    }

    /**
     * Takes the newest element of a lifo deque, the oldest of a fifo deque. Owner only. Wait-free; of a lifo deque it
     * tries again only if a thief has taken an element, or reserved some, and never for one that has stopped.
     *
     * @return the element, or null if the deque was empty at some instant during the call
     * @throws StackOverflowError if there is no room on the stack; the element may be lost with it
     */
    public E pop() {
        if (seesNothing()) {
            return null;
        }
        long newest = bottomPlain() - STEP;
        try {
            return lifo ? popNewest(newest) : popOldest(newest);
        } catch (StackOverflowError e) {
            // Without a call, for which there may be no room: neither pop nor push goes on before this is mended.
            popIsBroken = true;
            brokenPop = newest;
            cachedTop = newest + STEP;
            pushesToUpkeep = 0;
            throw e;
        }
    }

    /**
     * Reads the element that {@link #pop} would take, without taking it. Owner only. Wait-free. A thief may take it at
     * any time.
     *
     * @return the element, or null if the deque was empty at some instant during the call
     */
    public E peek() {
        if (seesNothing()) {
            return null;
        }
        long newest = bottomPlain() - STEP;
        long oldest = TopWord.position(topOpaque());
        return newest - oldest < 0 ? null : element(slotPlain(bufferPlain(), lifo ? newest : oldest));
    }

    private E popNewest(long newest) {
        // The last element is claimed as a thief claims it: bottom need not move, which saves a locked instruction.
        if (topOpaque() == newest && casTop(newest, newest + STEP)) {
            return takenByOwner(newest);
        }
        setBottomVolatile(newest);
        long top = topVolatile();
        if (TopWord.reserved(top) == 0 && newest - top > 0) {
            return takenByOwner(newest);
        }
        return popContended(newest, top);
    }

    /** Takes an element that a thief may be about to take: the last one, or one that is reserved. */
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
                    E last = takenByOwner(newest);
                    resetBottomRelease(newest + STEP);
                    return last;
                }
            } else if (isUnreserved(newest, top) || unreserve(newest, top)) {
                return takenByOwner(newest);
            }
            top = topVolatile();
        }
    }

    private static boolean isUnreserved(long position, long top) {
        return position - TopWord.position(top) >= TopWord.reserved(top) * STEP;
    }

    /**
     * Takes a position, and those behind it, out of a thief's reservation; ends one that is open, since otherwise each
     * further pop would have to make it shorter.
     */
    private boolean unreserve(long position, long top) {
        long oldest = TopWord.position(top);
        int older = (int) ((position - oldest) / STEP);
        return casTop(top, TopWord.isOpen(top) ? oldest : TopWord.reserving(oldest, older));
    }

    private E popOldest(long newest) {
        long top = getAndAddTop(STEP);
        if (newest - top < 0) {
            setTopOpaque(top);
            noteAllTaken(top);
            return null;
        }
        return takenByOwner(top);
    }

    /** Whether thieves have taken everything; in that case also clears their slots. */
    private boolean seesNothing() {
        if (bottomPlain() - cachedTop > 0) {
            return false;
        }
        mendBrokenPop();
        if (bottomPlain() - refreshedTop() > 0) {
            return false;
        }
        clearStolen();
        return true;
    }

    private void noteAllTaken(long top) {
        cachedTop = top;
        clearStolen();
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
        return (int) Math.max(0, Math.min(sizeFrom(topVolatile()), Integer.MAX_VALUE));
    }

    /**
     * Whether the deque is empty at some instant during the call. Lock-free: it looks again only if the last
     * element that it saw was taken meanwhile.
     *
     * @return true if there is no element
     */
    public boolean isEmpty() {
        long top = topVolatile();
        while (!TopWord.isOpen(top)) {
            long bottom = bottomVolatile();
            if (bottom - TopWord.position(top) <= 0) {
                return true;
            }
            // Since top was read, the owner may have popped the last element: top moved, bottom stayed or was put back.
            top = topVolatile();
            if (bottom - TopWord.position(top) > 0) {
                return false;
            }
        }
        return false;
    }
}
