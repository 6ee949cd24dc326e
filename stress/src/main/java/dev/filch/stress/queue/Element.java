package dev.filch.stress.queue;

import java.util.function.Supplier;

/** An element whose content only the queue under test publishes to other threads. */
final class Element {

    /** The result of {@link #valueOf} for no element. No element has this content or zero. */
    static final int NONE = -1;

    /** The content of the element returned for a lost race. */
    static final int LOST = -2;

    /** The result of an operation that refuses its element because the queue is closed. */
    static final int CLOSED = -3;

    static final Element LOST_RACE = new Element(LOST);

    /** The content of the element that passes through a queue after the actors have finished. */
    static final int LAST = 9;

    private int value;

    Element(int value) {
        this.value = value;
    }

    static Element[] of(int... values) {
        Element[] elements = new Element[values.length];
        for (int i = 0; i < values.length; i++) {
            elements[i] = new Element(values[i]);
        }
        return elements;
    }

    static int valueOf(Element element) {
        return element == null ? NONE : element.value;
    }

    /** The contents of elements as the digits of a number; zero if there are none. */
    static int digitsOf(Iterable<Element> elements) {
        int digits = 0;
        for (Element element : elements) {
            digits = digits * 10 + element.value;
        }
        return digits;
    }

    /** The contents of a source's elements up to the first null, as the digits of a number; zero if there are none. */
    static int digits(Supplier<Element> source) {
        return digits(null, source);
    }

    /** Like {@link #digits(Supplier)}, but starts with an element taken before, unless it is null. */
    static int digits(Element first, Supplier<Element> others) {
        int digits = first == null ? 0 : first.value;
        for (Element element = others.get(); element != null; element = others.get()) {
            digits = digits * 10 + element.value;
        }
        return digits;
    }
}
