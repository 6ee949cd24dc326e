package dev.filch.stress.queue;

import java.util.function.Supplier;

/** An element with a content that nothing but the queue under test makes visible to another thread. */
final class Element {

    /** What {@link #valueOf} says when there is no element. No test gives an element this content, nor zero. */
    static final int NONE = -1;

    /** The content of what stands for a lost race. */
    static final int LOST = -2;

    static final Element LOST_RACE = new Element(LOST);

    /** The content of the element that goes through a queue when the actors are done. */
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

    /** The contents of what a source gives until it gives null, as the digits of a number; zero if it gives nothing. */
    static int digits(Supplier<Element> source) {
        return digits(null, source);
    }

    /** The same, with an element that was taken before in front, unless that is null. */
    static int digits(Element first, Supplier<Element> others) {
        int digits = first == null ? 0 : first.value;
        for (Element element = others.get(); element != null; element = others.get()) {
            digits = digits * 10 + element.value;
        }
        return digits;
    }
}
