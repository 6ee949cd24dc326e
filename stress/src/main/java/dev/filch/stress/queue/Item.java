package dev.filch.stress.queue;

import dev.filch.queue.WorkDeque;
import java.util.Queue;
import java.util.function.Supplier;

/** An element with a content that nothing but the queue under test makes visible to another thread. */
final class Item {

    /** What {@link #valueOf} says when there is no element. No test gives an element this content, nor zero. */
    static final int NONE = -1;

    private int value;

    Item(int value) {
        this.value = value;
    }

    static Item[] of(int... values) {
        Item[] items = new Item[values.length];
        for (int i = 0; i < values.length; i++) {
            items[i] = new Item(values[i]);
        }
        return items;
    }

    static int valueOf(Item item) {
        return item == null ? NONE : item.value;
    }

    /** The contents of what is left in a queue, as the digits of a number; zero if nothing is left. */
    static int drain(Queue<Item> queue) {
        return digits(null, queue::poll);
    }

    /** The contents of what is left in a deque, oldest first, as the digits of a number; zero if nothing is left. */
    static int drain(WorkDeque<Item> deque) {
        return drain(null, deque);
    }

    /** The same, with an element that was taken before in front, unless that is null. */
    static int drain(Item first, WorkDeque<Item> deque) {
        return digits(first, () -> deque.stealer().steal());
    }

    /** What the owner of a deque pops, as the digits of a number; zero if nothing is there. */
    static int popAll(WorkDeque<Item> deque) {
        return popAll(null, deque);
    }

    /** The same, with an element that was taken before in front, unless that is null. */
    static int popAll(Item first, WorkDeque<Item> deque) {
        return digits(first, deque::pop);
    }

    private static int digits(Item first, Supplier<Item> others) {
        int digits = first == null ? 0 : first.value;
        for (Item item = others.get(); item != null; item = others.get()) {
            digits = digits * 10 + item.value;
        }
        return digits;
    }
}
