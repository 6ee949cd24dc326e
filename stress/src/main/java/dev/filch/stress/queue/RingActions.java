package dev.filch.stress.queue;

import dev.filch.queue.MpmcRing;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Supplier;

/**
 * A ring with its operations as methods of the same names. Results are numbers: the content of an element, or
 * {@link Element#NONE}; several elements as the digits of a number, zero if there are none.
 */
class RingActions {

    private final MpmcRing<Element> ring;

    RingActions(MpmcRing<Element> ring, int... contents) {
        this.ring = ring;
        offerAll(contents);
    }

    /** A ring with slots abandoned by a fill before an element. */
    static MpmcRing<Element> withAbandoned(MpmcRing<Element> ring, int abandoned, int behind) {
        new RingActions(ring).fillUntilThrown(abandoned, behind);
        return ring;
    }

    final int offer(int value) {
        return ring.offer(new Element(value)) ? 1 : 0;
    }

    final int relaxedOffer(int value) {
        return ring.relaxedOffer(new Element(value)) ? 1 : 0;
    }

    /** The displaced element; zero if there was none. */
    final int forceOffer(int value) {
        Element displaced = ring.forceOffer(new Element(value));
        return displaced == null ? 0 : Element.valueOf(displaced);
    }

    /** The number of added elements. */
    final int offerAll(int... values) {
        Element[] elements = Element.of(values);
        return ring.offerAll(elements, 0, elements.length);
    }

    /** The number of added elements. */
    final int fill(int... values) {
        return ring.fill(supplierOf(values), values.length);
    }

    /** Claims more slots than there are elements, and gives the rest back. */
    final void fillPart(int claimed, int... values) {
        ring.fill(supplierOf(values), claimed);
    }

    /**
     * Claims more slots than there are elements, then adds an element behind them before the supplier throws. So the
     * fill cannot give the rest back, and abandons it.
     */
    final void fillUntilThrown(int claimed, int behind, int... values) {
        Supplier<Element> supplier = supplierOf(values);
        try {
            ring.fill(() -> {
                Element next = supplier.get();
                if (next == null) {
                    offer(behind);
                    throw new UnsupportedOperationException();
                }
                return next;
            }, claimed);
        } catch (UnsupportedOperationException expected) {
            // The ring treats the exception like the end of the elements.
        }
    }

    private static Supplier<Element> supplierOf(int... values) {
        Queue<Element> elements = new ArrayDeque<>();
        for (int value : values) {
            elements.add(new Element(value));
        }
        return elements::poll;
    }

    final int poll() {
        return Element.valueOf(ring.poll());
    }

    final int relaxedPoll() {
        return Element.valueOf(ring.relaxedPoll());
    }

    final int drain(int limit) {
        int[] digits = {0};
        ring.drain(element -> digits[0] = digits[0] * 10 + Element.valueOf(element), limit);
        return digits[0];
    }

    final int pollAll(int limit) {
        Element[] elements = new Element[limit];
        int count = ring.pollAll(elements, 0, limit);
        int digits = 0;
        for (int i = 0; i < count; i++) {
            digits = digits * 10 + Element.valueOf(elements[i]);
        }
        return digits;
    }

    final int peek() {
        return Element.valueOf(ring.peek());
    }

    final int iterator() {
        int digits = 0;
        for (Element element : ring) {
            digits = digits * 10 + Element.valueOf(element);
        }
        return digits;
    }

    final int size() {
        return ring.size();
    }

    final int isEmpty() {
        return ring.isEmpty() ? 1 : 0;
    }

    /** Takes all remaining elements, then offers one more and takes it. */
    final int rest() {
        return Element.digits(ring::poll) * (offer(Element.LAST) == 0 ? 1 : 10) + Element.digits(ring::poll);
    }
}
