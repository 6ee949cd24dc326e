package dev.filch.stress.queue;

import dev.filch.queue.Injector;
import dev.filch.queue.WorkDeque;
import java.util.List;

/**
 * An injector with its operations as methods of the same names. Results are numbers: the content of an element, or
 * {@link Element#NONE}; several elements as the digits of a number, zero if there are none; {@link Element#LOST} for an
 * attempt that lost a race.
 */
class InjectorActions {

    /** The number of slots in the first segment. */
    private static final int SEGMENT = 16;

    private final Injector<Element> injector;

    InjectorActions(Injector<Element> injector, int... contents) {
        this.injector = injector;
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

    final int offer(int value) {
        return injector.offer(new Element(value)) ? 1 : 0;
    }

    /** The number of added elements. */
    final int offerAll(int... values) {
        Element[] elements = Element.of(values);
        return injector.offerAll(elements, 0, elements.length);
    }

    /** Whether the elements were added. */
    final int pushAll(int... values) {
        try {
            injector.pushAll(List.of(Element.of(values)));
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
        return Element.valueOf(injector.poll());
    }

    final int peek() {
        return Element.valueOf(injector.peek());
    }

    /** The contents of a batch. */
    final int stealBatch() {
        WorkDeque<Element> deque = WorkDeque.lifo();
        injector.stealBatch(deque);
        return Element.digits(deque::pop);
    }

    /** The contents of a batch, starting with the returned element. */
    final int stealBatchAndPop() {
        WorkDeque<Element> deque = WorkDeque.fifo();
        return Element.digits(injector.stealBatchAndPop(deque), deque::pop);
    }

    /** Moves a batch to a deque. */
    final void moveBatch(DequeActions destination) {
        injector.stealBatch(destination.deque);
    }

    /** The result of one attempt. */
    final int tryPoll() {
        return Element.valueOf(injector.tryPoll(Element.LOST_RACE));
    }

    /** The contents of one attempt at a batch, starting with the returned element. */
    final int tryPollBatch(int limit) {
        WorkDeque<Element> deque = WorkDeque.lifo();
        return Element.digits(injector.tryPollBatch(deque, limit, Element.LOST_RACE), deque::pop);
    }

    final int iterator() {
        int digits = 0;
        for (Element element : injector) {
            digits = digits * 10 + Element.valueOf(element);
        }
        return digits;
    }

    final int added() {
        return (int) injector.added();
    }

    final int size() {
        return injector.size();
    }

    final int isEmpty() {
        return injector.isEmpty() ? 1 : 0;
    }

    /** Takes all remaining elements, then offers one more and takes it. */
    final int rest() {
        return Element.digits(injector::poll) * (offer(Element.LAST) == 0 ? 1 : 10) + Element.digits(injector::poll);
    }
}
