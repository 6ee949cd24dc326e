package dev.filch.stress.queue;

import dev.filch.queue.MpmcRing;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/** The operations of a ring. */
class RingActions extends QueueActions<MpmcRing<Element>> {

    RingActions(MpmcRing<Element> ring, int... contents) {
        super(ring);
        offerAll(contents);
    }

    /** A ring with slots abandoned by a fill before an element. */
    static MpmcRing<Element> withAbandoned(MpmcRing<Element> ring, int abandoned, int behind) {
        new RingActions(ring).fillUntilThrown(abandoned, behind);
        return ring;
    }

    final int relaxedOffer(int value) {
        return queue.relaxedOffer(new Element(value)) ? 1 : 0;
    }

    /** The displaced element; zero if there was none. */
    final int forceOffer(int value) {
        try {
            Element displaced = queue.forceOffer(new Element(value));
            return displaced == null ? 0 : Element.valueOf(displaced);
        } catch (IllegalStateException closed) {
            return Element.CLOSED;
        }
    }

    /** Whether the ring was open. */
    final int close() {
        return queue.close() ? 1 : 0;
    }

    final int isClosed() {
        return queue.isClosed() ? 1 : 0;
    }

    final int isFull() {
        return queue.isFull() ? 1 : 0;
    }

    /** The number of added elements. */
    final int offerAll(int... values) {
        Element[] elements = Element.of(values);
        return queue.offerAll(elements, 0, elements.length);
    }

    /** The number of added elements. */
    final int fill(int... values) {
        return queue.fill(supplierOf(values), values.length);
    }

    /** Claims more slots than there are elements, and gives the rest back. */
    final void fillPart(int claimed, int... values) {
        queue.fill(supplierOf(values), claimed);
    }

    /**
     * Claims more slots than there are elements, then adds an element behind them before the supplier throws. So the
     * fill cannot give the rest back, and abandons it.
     */
    final void fillUntilThrown(int claimed, int behind, int... values) {
        Supplier<Element> supplier = supplierOf(values);
        try {
            queue.fill(() -> {
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
        ArrayDeque<Element> elements = new ArrayDeque<>(List.of(Element.of(values)));
        return elements::poll;
    }

    final int relaxedPoll() {
        return Element.valueOf(queue.relaxedPoll());
    }

    final int drain(int limit) {
        List<Element> drained = new ArrayList<>();
        queue.drain(drained::add, limit);
        return Element.digitsOf(drained);
    }

    final int pollAll(int limit) {
        Element[] elements = new Element[limit];
        int count = queue.pollAll(elements, 0, limit);
        return Element.digitsOf(Arrays.asList(elements).subList(0, count));
    }
}
