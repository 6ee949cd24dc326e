package dev.filch.stress.queue;

import dev.filch.queue.MpmcRing;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Supplier;

/*
 * Where each pair of operations meets. PairsTest reads it from the tests, and fails if a pair is missing. Offer and
 * poll stand for their relaxed forms, too; forEach and all else that a queue has is made of these operations.
 *
 * offer             offer                    RingExactlyOnce, RingRelaxed
 * offer             poll                     RingPublication, RingRelaxed, RingOverlap, RingStoreBuffering
 * poll              poll                     RingExactlyOnce, RingRelaxed, RingFillPart
 * offerAll, fill    offer, offerAll, fill    RingBatchProducers, RingFillPart
 * offerAll, fill    poll                     RingBatchAgainstPoll, RingFreedRun, RingFillPart
 * offerAll, fill    drain, pollAll           RingBatchAgainstPoll, RingFreedRun, RingPollAll, RingFillPart
 * drain, pollAll    offer                    RingBatchAgainstPoll, RingFreedRun, RingPollAll
 * drain, pollAll    poll, drain, pollAll     RingDrain, RingPollAll
 * forceOffer        all of these, itself     RingForceOffer, RingForceOfferOneSlot, RingPollAll
 * peek              offer, poll              RingPeek, RingRelaxed, RingOverlap, RingFillPart
 * iterator          offer, poll              RingPeek, RingRelaxed
 * peek, iterator    batches, forceOffer      RingBatchAgainstPoll, RingDrain, RingPollAll, RingForceOffer
 * size, isEmpty     all that change a ring   RingSize, RingStoreBuffering
 * peek              peek, iterator, size     RingFillPart: where peek frees slots that were given up
 *
 * RingCompact has some of each kind for rings without padding, whose ends have accessors of their own; all else is the
 * same code.
 */

/**
 * A ring, and what actors do with it. Several elements are written as the digits of a number, zero if there are none.
 */
abstract class RingActions {

    private final MpmcRing<Item> ring;

    RingActions(MpmcRing<Item> ring, int... contents) {
        this.ring = ring;
        offerAll(contents);
    }

    final int offer(int value) {
        return ring.offer(new Item(value)) ? 1 : 0;
    }

    final int relaxedOffer(int value) {
        return ring.relaxedOffer(new Item(value)) ? 1 : 0;
    }

    /** What had to make room; zero if nothing had to. */
    final int forceOffer(int value) {
        Item displaced = ring.forceOffer(new Item(value));
        return displaced == null ? 0 : Item.valueOf(displaced);
    }

    /** How many were added. */
    final int offerAll(int... values) {
        Item[] items = Item.of(values);
        return ring.offerAll(items, 0, items.length);
    }

    /** How many were added. */
    final int fill(int... values) {
        return ring.fill(supplierOf(values), values.length);
    }

    /** Claims more slots than there are elements, and gives them back; how many were added. */
    final int fillPart(int claimed, int... values) {
        return ring.fill(supplierOf(values), claimed);
    }

    /**
     * Claims more slots than there are elements before the supplier throws; these are given up, since an element has
     * come behind them.
     */
    final void fillUntilThrown(int claimed, int behind, int... values) {
        Supplier<Item> supplier = supplierOf(values);
        try {
            ring.fill(() -> {
                Item next = supplier.get();
                if (next == null) {
                    offer(behind);
                    throw new UnsupportedOperationException();
                }
                return next;
            }, claimed);
        } catch (UnsupportedOperationException expected) {
            // It is as if the supplier had no more.
        }
    }

    private static Supplier<Item> supplierOf(int... values) {
        Queue<Item> items = new ArrayDeque<>();
        for (int value : values) {
            items.add(new Item(value));
        }
        return items::poll;
    }

    final int poll() {
        return Item.valueOf(ring.poll());
    }

    final int relaxedPoll() {
        return Item.valueOf(ring.relaxedPoll());
    }

    final int drain(int limit) {
        int[] digits = {0};
        ring.drain(item -> digits[0] = digits[0] * 10 + Item.valueOf(item), limit);
        return digits[0];
    }

    final int pollAll(int limit) {
        Item[] items = new Item[limit];
        int count = ring.pollAll(items, 0, limit);
        int digits = 0;
        for (int i = 0; i < count; i++) {
            digits = digits * 10 + Item.valueOf(items[i]);
        }
        return digits;
    }

    final int peek() {
        return Item.valueOf(ring.peek());
    }

    final int iterate() {
        int digits = 0;
        for (Item item : ring) {
            digits = digits * 10 + Item.valueOf(item);
        }
        return digits;
    }

    final int size() {
        return ring.size();
    }

    final int isEmpty() {
        return ring.isEmpty() ? 1 : 0;
    }

    /** What is left once the actors are done. */
    final int left() {
        return Item.drain(ring);
    }
}
