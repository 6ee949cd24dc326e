package dev.filch.stress.queue;

import dev.filch.queue.Injector;
import dev.filch.queue.WorkDeque;
import java.util.List;

/*
 * Which test has which pair of operations; each name begins with Injector. Operations with the same code share a test:
 * push and add are offer, pushAll is offerAll, spliterator and forEach are the iterator. "Looks" are isEmpty, size and
 * the iterator; they write nothing, so that they need no test against each other.
 *
 * offer             offer              Boundary.TwoProducers
 *                   offerAll           OfferAll.OfferAllAgainstOffer
 *                   close, isClosed    Close
 *                   poll               Publication, TwoPollers, Boundary
 *                   stealBatch         Publication.PushAgainstSteal
 *                   stealBatchAndPop   Batch.BatchAndPopAgainstPushes
 *                   peek               Publication.PeekThenPoll, Readers.PeekAgainstOffersAtBoundary
 *                   looks              Looks.AgainstOffer, Readers.EmptyAgainstOffer
 * offerAll          offerAll           OfferAll.OfferAllAgainstOfferAll
 *                   close              CloseBatch.OfferAllAgainstClose, PushAllAgainstClose
 *                   poll               OfferAll.OfferAllAgainstPoll, PushAllAgainstPoll
 *                   stealBatch         OfferAll.OfferAllAgainstBatch
 *                   stealBatchAndPop   OfferAll.OfferAllAgainstBatchAndPop
 *                   peek               OfferAll.OfferAllAgainstPeek
 *                   looks              Looks.AgainstOfferAll, Readers.IterationAgainstOfferAll
 * close             close              CloseBatch.CloseAgainstClose
 *                   isClosed           Close.RefusedIfClosed, ClosedAndEmptyIsForGood
 *                   poll               CloseBatch.PollsAgainstClose
 *                   stealBatch         CloseBatch.BatchAgainstClose
 *                   stealBatchAndPop   BatchAndPop.AgainstClose
 *                   peek, looks        Looks.AgainstClose, AtNothingAgainstClose
 * poll              poll               TwoPollers, Boundary.TwoPollers
 *                   stealBatch         Batch.BatchAgainstPoll, Boundary.BatchAgainstPoll
 *                   stealBatchAndPop   BatchAndPop.AgainstPoll
 *                   peek               Readers.PeekAgainstPoll
 *                   isEmpty, size      Readers.NeverEmptyAgainstPoll, Looks.SizeAgainstOffersAndPolls
 *                   iterator           Readers.IterationAgainstPoll, IterationAgainstPollsAtBoundary
 * stealBatch        stealBatch         Batch.BatchAgainstBatch
 *                   stealBatchAndPop   BatchAndPop.AgainstBatch
 *                   peek               Readers.PeekAgainstBatch
 *                   looks              Looks.AgainstBatch
 * stealBatchAndPop  stealBatchAndPop   BatchAndPop.AgainstItself
 *                   peek               BatchAndPop.AgainstPeek
 *                   looks              Looks.AgainstBatchAndPop
 * tryPoll, tryPollBatch, one after the other:
 *                   each of the above, and each other: Attempts
 * peek, which moves on to the next segment:
 *                   peek, iterator     Readers.PeekAgainstReadersAtBoundary
 *
 * Triples and more: two producers and two consumers (TwoPollers, Boundary); a producer and two consumers (TwoPollers,
 * OfferAll); two producers and a batch (Batch); a producer, a worker with a batch and its thief (Publication); a
 * producer, a closer and a consumer (Close, CloseBatch) or a reader (Looks).
 */

/**
 * An injector, and what actors do with it. Several elements are written as the digits of a number, zero if there are
 * none.
 */
abstract class InjectorActions {

    /** The first segment has this many slots. */
    private static final int SEGMENT = 16;

    private static final Item LOST_RACE = new Item(-2);

    private final Injector<Item> injector;

    InjectorActions(int... contents) {
        this(new Injector<>(), contents);
    }

    InjectorActions(Injector<Item> injector, int... contents) {
        this.injector = injector;
        offerAll(contents);
    }

    /** An empty injector whose first segment has this many free slots left. */
    static Injector<Item> injectorWithFreeSlots(int free) {
        Injector<Item> injector = new Injector<>();
        Item passing = new Item(1);
        for (int i = free; i < SEGMENT; i++) {
            injector.push(passing);
            injector.poll();
        }
        return injector;
    }

    final int offer(int value) {
        return injector.offer(new Item(value)) ? 1 : 0;
    }

    /** How many were added. */
    final int offerAll(int... values) {
        Item[] items = Item.of(values);
        return injector.offerAll(items, 0, items.length);
    }

    /** How many were added. */
    final int offerAll(Item[] items) {
        return injector.offerAll(items, 0, items.length);
    }

    /** Whether they were added. */
    final int pushAll(int... values) {
        try {
            injector.pushAll(List.of(Item.of(values)));
            return 1;
        } catch (IllegalStateException closed) {
            return 0;
        }
    }

    final void close() {
        injector.close();
    }

    final int isClosed() {
        return injector.isClosed() ? 1 : 0;
    }

    final int poll() {
        return Item.valueOf(injector.poll());
    }

    final int peek() {
        return Item.valueOf(injector.peek());
    }

    /** The contents of a batch. */
    final int batch() {
        WorkDeque<Item> deque = WorkDeque.fifo();
        injector.stealBatch(deque);
        return Item.drain(deque);
    }

    /** The contents of a batch, with the element that was returned in front. */
    final int batchAndPop() {
        WorkDeque<Item> deque = WorkDeque.fifo();
        return Item.drain(injector.stealBatchAndPop(deque), deque);
    }

    /** What one attempt gives; -2 if it lost a race. */
    final int tryPoll() {
        return Item.valueOf(injector.tryPoll(LOST_RACE));
    }

    /** The contents of one attempt at a batch of up to two, the returned one in front; -2 if it lost a race. */
    final int tryPollBatch() {
        WorkDeque<Item> deque = WorkDeque.lifo();
        return Item.popAll(injector.tryPollBatch(deque, 2, LOST_RACE), deque);
    }

    final int iterate() {
        int digits = 0;
        for (Item item : injector) {
            digits = digits * 10 + Item.valueOf(item);
        }
        return digits;
    }

    final int size() {
        return injector.size();
    }

    final int isEmpty() {
        return injector.isEmpty() ? 1 : 0;
    }

    /** What is left once the actors are done. */
    final int left() {
        return Item.drain(injector);
    }

    /** How much is left once the actors are done. */
    final int countLeft() {
        int count = 0;
        while (injector.poll() != null) {
            count++;
        }
        return count;
    }
}
