package dev.filch.stress.queue;

import dev.filch.queue.WorkDeque;
import java.util.Queue;

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
        int digits = 0;
        for (Item item = queue.poll(); item != null; item = queue.poll()) {
            digits = digits * 10 + item.value;
        }
        return digits;
    }

    /** The contents of what is left in a deque, oldest first, as the digits of a number; zero if nothing is left. */
    static int drain(WorkDeque<Item> deque) {
        return drain(0, deque);
    }

    /** The same, with more digits in front. */
    static int drain(int front, WorkDeque<Item> deque) {
        int digits = front;
        for (Item item = deque.stealer().steal(); item != null; item = deque.stealer().steal()) {
            digits = digits * 10 + item.value;
        }
        return digits;
    }
}
