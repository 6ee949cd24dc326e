package dev.filch.stress.queue;

import dev.filch.queue.DequeStates;
import dev.filch.queue.WorkDeque;

/*
 * Which test has which pair of operations; each name begins with Deque. There are lifo (L) and fifo (F) deques; where
 * both have the same code they share a test. So do steal, which repeats trySteal, and stealBatchAndPop, which repeats
 * tryStealBatchAndPop ("attempt"). The stealer's isEmpty and size are the deque's.
 *
 * push         steal             L Publication.PushAgainstSteal, F Thieves.FifoPushAgainstSteal; Growth, Renewal
 *              trySteal          Publication.PushAgainstOneAttempt
 *              stealBatch        L Thieves.LifoPushAgainstBatch, F Growth.FifoPushAgainstBatch, Renewal
 *              stealBatchAndPop  L as attempt, F Publication.PushAgainstBatch
 *              attempt           L BatchAndPop.LifoAttemptAgainstPush, F as stealBatchAndPop
 *              isEmpty, size     Size.LifoEmptyAgainstPush, FifoEmptyAgainstPush
 * pushAndTell  steal, trySteal   Tell.LifoTellAgainstSteals, FifoTellAgainstSteals
 *              batches           Tell.LifoTellAgainstBatches, FifoTellAgainstBatches
 *              isEmpty, size     as push
 * a batch      steal, batches    Publication.BatchPassedOn, PassedOn; Exchange: it is published as a push is
 * that comes
 * pop          steal             L LastElement, F FifoPop; Open
 *              trySteal          L LastElement.PopAgainstOneAttempt, F Thieves.FifoPopAgainstOneAttempt
 *              stealBatch        Batch.LifoPopsAgainstBatch, FifoPopsAgainstBatch, LifoLastElement
 *              stealBatchAndPop  L BatchAndPop.LifoAgainstPops, F Batch.FifoLastElement and as attempt
 *              attempt           BatchAndPop.LifoAttemptAgainstPops, FifoAttemptAgainstPops; of one: Thieves
 *              isEmpty, size     Size; Open.PopsAgainstALook
 * steal        steal, trySteal   LastElement.TwoThieves; Open.TwoThieves
 *              stealBatch        L Batch.LifoBatchAgainstSteal, F Thieves.FifoBatchAgainstSteal
 *              stealBatchAndPop  as trySteal against attempt
 *              isEmpty, size     Size.LifoNotEmptyAgainstSteal, FifoNotEmptyAgainstSteal
 * trySteal     trySteal          Thieves.TwoAttempts
 *              attempt           BatchAndPop.LifoAttemptAgainstSingle, FifoAttemptAgainstSingle
 * stealBatch   stealBatch        Batch.LifoBatchAgainstBatch, FifoBatchAgainstBatch
 *              stealBatchAndPop  L BatchAndPop.LifoAgainstBatch, F BatchAndPop.FifoAgainstItself
 *              isEmpty, size     as attempt
 * attempt      attempt           L BatchAndPop.LifoAttemptAgainstAttempt, F BatchAndPop.FifoAgainstItself
 *              isEmpty, size     Size.LifoNotEmptyAgainstBatch; a fifo deque's is claimed as a single one is
 *
 * Triples: the owner and two thieves (LastElement, FifoPop, Growth, Renewal); the owner, a thief and a batch (Batch,
 * FifoPop, Open); a push that tells, a thief and one that goes to sleep (Tell); the owner, a thief with a batch and its
 * thief (Publication).
 */

/**
 * A deque, and what its owner and thieves do with it. Several elements are written as the digits of a number, zero if
 * there are none.
 */
abstract class DequeActions {

    private static final Item LOST_RACE = new Item(-2);

    private final WorkDeque<Item> deque;

    DequeActions(WorkDeque<Item> deque, int... contents) {
        this.deque = deque;
        push(contents);
    }

    final void push(int... values) {
        for (int value : values) {
            deque.push(new Item(value));
        }
    }

    final int pushAndTell(int value) {
        return deque.pushReportingEmpty(new Item(value)) ? 1 : 0;
    }

    final void renewWithNextPush() {
        DequeStates.renewWithNextPush(deque);
    }

    final int pop() {
        return Item.valueOf(deque.pop());
    }

    final int steal() {
        return Item.valueOf(deque.stealer().steal());
    }

    /** What one attempt gives; -2 if it lost a race. */
    final int trySteal() {
        return Item.valueOf(deque.stealer().trySteal(LOST_RACE));
    }

    /** What one attempt at a batch gives at once; -2 if it lost a race. */
    final int tryBatchOfOne() {
        return Item.valueOf(deque.stealer().tryStealBatchAndPop(WorkDeque.lifo(), 1, LOST_RACE));
    }

    /** The contents of a batch. */
    final int batch() {
        WorkDeque<Item> booty = WorkDeque.fifo();
        batch(booty);
        return Item.drain(booty);
    }

    /** A batch that goes to a certain deque of the thief. */
    final void batch(WorkDeque<Item> booty) {
        deque.stealer().stealBatch(booty);
    }

    /** The contents of a batch, with the element that was returned in front. */
    final int batchAndPop() {
        WorkDeque<Item> booty = WorkDeque.fifo();
        return Item.drain(deque.stealer().stealBatchAndPop(booty), booty);
    }

    /** The same, by one attempt, with a deque of the other kind; -2 if it lost a race. */
    final int tryBatchAndPop() {
        WorkDeque<Item> booty = WorkDeque.lifo();
        return Item.popAll(deque.stealer().tryStealBatchAndPop(booty, Integer.MAX_VALUE, LOST_RACE), booty);
    }

    /** What is stolen until nothing is there any more. */
    final int stealAll() {
        return Item.drain(deque);
    }

    final int size() {
        return deque.size();
    }

    final int isEmpty() {
        return deque.isEmpty() ? 1 : 0;
    }

    /** What is left once the actors are done, with another element behind it: the ends must be in order. */
    final int leftAnd(int value) {
        push(value);
        return stealAll();
    }
}
