package dev.filch.stress.queue;

import dev.filch.queue.DequeStates;
import dev.filch.queue.WorkDeque;

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
        return deque.pushAndTell(new Item(value)) ? 1 : 0;
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
