package dev.filch.queue;

import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * An element with contents that are not final: reading them is a data race unless the structure has published the
 * element.
 */
final class Item {

    private int number;

    Item(int number) {
        this.number = number;
    }

    /** The contents; null for no element. */
    static Integer numberOf(Item item) {
        return item == null ? null : item.number;
    }

    /**
     * The contents of a batch in the order in which the owner of the deque pops them; {@code first} may have been
     * popped before.
     */
    static List<Integer> poppedFrom(WorkDeque<Item> own, Item first) {
        List<Integer> numbers = new ArrayList<>();
        for (Item item = first == null ? own.pop() : first; item != null; item = own.pop()) {
            numbers.add(item.number);
        }
        return numbers;
    }

    /** Removes the oldest elements in one step; returns whether they are a valid batch. */
    static boolean areTheOldest(List<?> batch, int limit, Deque<Integer> elements) {
        if (batch.size() > limit || batch.isEmpty() && !elements.isEmpty()) {
            return false;
        }
        return batch.stream().allMatch(number -> number.equals(elements.pollFirst()));
    }
}
