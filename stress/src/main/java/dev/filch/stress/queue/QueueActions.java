package dev.filch.stress.queue;

import java.util.Queue;

/**
 * A queue with its operations as methods of the same names. Results are numbers: the content of an element, or
 * {@link Element#NONE}; several elements as the digits of a number, zero if there are none; {@link Element#LOST} for an
 * attempt that lost a race.
 */
abstract class QueueActions<Q extends Queue<Element>> {

    final Q queue;

    QueueActions(Q queue) {
        this.queue = queue;
    }

    final int offer(int value) {
        return queue.offer(new Element(value)) ? 1 : 0;
    }

    final int poll() {
        return Element.valueOf(queue.poll());
    }

    final int peek() {
        return Element.valueOf(queue.peek());
    }

    final int iterator() {
        return Element.digitsOf(queue);
    }

    final int size() {
        return queue.size();
    }

    final int isEmpty() {
        return queue.isEmpty() ? 1 : 0;
    }

    /** Takes all remaining elements, then offers one more and takes it. */
    final int rest() {
        return Element.digits(queue::poll) * (offer(Element.LAST) == 0 ? 1 : 10) + Element.digits(queue::poll);
    }
}
