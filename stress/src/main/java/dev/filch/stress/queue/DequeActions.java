package dev.filch.stress.queue;

import dev.filch.queue.DequeStates;
import dev.filch.queue.WorkDeque;

/** The operations of a deque, with results like those of {@link QueueActions}. */
class DequeActions {

    final WorkDeque<Element> deque;

    private volatile int asleep;

    DequeActions(WorkDeque<Element> deque, int... contents) {
        this.deque = deque;
        for (int value : contents) {
            push(value);
        }
    }

    /** A deque with elements that allocates a new buffer at the next push. */
    static WorkDeque<Element> beforeRenewal(WorkDeque<Element> deque, int... contents) {
        new DequeActions(deque, contents);
        DequeStates.renewWithNextPush(deque);
        return deque;
    }

    final void push(int value) {
        deque.push(new Element(value));
    }

    final int pushReportingEmpty(int value) {
        return deque.pushReportingEmpty(new Element(value)) ? 1 : 0;
    }

    /** Whether the push reports a possibly empty deque while a thief sleeps. */
    final int pushAndWake(int value) {
        return pushReportingEmpty(value) & asleep;
    }

    final void goToSleep() {
        asleep = 1;
    }

    final int pop() {
        return Element.valueOf(deque.pop());
    }

    final int peek() {
        return Element.valueOf(deque.peek());
    }

    final int steal() {
        return Element.valueOf(deque.stealer().steal());
    }

    /** The result of one attempt. */
    final int trySteal() {
        return Element.valueOf(deque.stealer().trySteal(Element.LOST_RACE));
    }

    /** The contents of a batch. */
    final int stealBatch() {
        WorkDeque<Element> destination = WorkDeque.fifo();
        deque.stealer().stealBatch(destination);
        return Element.digits(destination::pop);
    }

    /** Moves a batch to another deque. */
    final void moveBatch(DequeActions destination) {
        deque.stealer().stealBatch(destination.deque);
    }

    /** The contents of a batch, starting with the returned element. */
    final int stealBatchAndPop() {
        WorkDeque<Element> destination = WorkDeque.fifo();
        return Element.digits(deque.stealer().stealBatchAndPop(destination), destination::pop);
    }

    /** The contents of one attempt at a batch, starting with the returned element. */
    final int tryStealBatchAndPop(int limit) {
        WorkDeque<Element> destination = WorkDeque.lifo();
        return Element.digits(
                deque.stealer().tryStealBatchAndPop(destination, limit, Element.LOST_RACE), destination::pop);
    }

    /** Steals until the deque is empty. */
    final int stealAll() {
        return Element.digits(deque.stealer()::steal);
    }

    final int iterator() {
        return Element.digitsOf(deque.stealer());
    }

    final int size() {
        return deque.size();
    }

    final int isEmpty() {
        return deque.isEmpty() ? 1 : 0;
    }

    /** Takes all remaining elements, then pushes one more and takes it. */
    final int rest() {
        push(Element.LAST);
        return stealAll();
    }
}
