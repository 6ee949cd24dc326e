package dev.filch.stress.queue;

import dev.filch.queue.Injector;
import dev.filch.queue.WorkDeque;
import java.util.List;

/** The operations of an injector. */
class InjectorActions extends QueueActions<Injector<Element>> {

    /** The number of slots in the first segment. */
    private static final int SEGMENT = 16;

    InjectorActions(Injector<Element> injector, int... contents) {
        super(injector);
        offerAll(contents);
    }

    /** An empty injector with {@code free} unused slots in its first segment. */
    static Injector<Element> withFreeSlots(int free) {
        Injector<Element> injector = new Injector<>();
        Element passing = new Element(1);
        for (int i = free; i < SEGMENT; i++) {
            injector.push(passing);
            injector.poll();
        }
        return injector;
    }

    /** The number of added elements. */
    final int offerAll(int... values) {
        Element[] elements = Element.of(values);
        return queue.offerAll(elements, 0, elements.length);
    }

    /** Whether the elements were added. */
    final int pushAll(int... values) {
        try {
            queue.pushAll(List.of(Element.of(values)));
            return 1;
        } catch (IllegalStateException closed) {
            return 0;
        }
    }

    final void close() {
        queue.close();
    }

    final int isClosed() {
        return queue.isClosed() ? 1 : 0;
    }

    /** The contents of a batch. */
    final int stealBatch() {
        WorkDeque<Element> deque = WorkDeque.lifo();
        queue.stealBatch(deque);
        return Element.digits(deque::pop);
    }

    /** The contents of a batch, starting with the returned element. */
    final int stealBatchAndPop() {
        WorkDeque<Element> deque = WorkDeque.fifo();
        return Element.digits(queue.stealBatchAndPop(deque), deque::pop);
    }

    /** Moves a batch to a deque. */
    final void moveBatch(DequeActions destination) {
        queue.stealBatch(destination.deque);
    }

    /** The result of one attempt. */
    final int tryPoll() {
        return Element.valueOf(queue.tryPoll(Element.LOST_RACE));
    }

    /** The contents of one attempt at a batch, starting with the returned element. */
    final int tryPollBatch(int limit) {
        WorkDeque<Element> deque = WorkDeque.lifo();
        return Element.digits(queue.tryPollBatch(deque, limit, Element.LOST_RACE), deque::pop);
    }

    final int added() {
        return (int) queue.added();
    }
}
