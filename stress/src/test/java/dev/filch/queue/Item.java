package dev.filch.queue;

import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** An element with contents that are not final: to read them is a data race unless the structure has published them. */
final class Item {

    private int number;

    Item(int number) {
        this.number = number;
    }

    /** The contents; null for no element. */
    static Integer numberOf(Item item) {
        return item == null ? null : item.number;
    }

    /** The contents of a batch, in the order in which its deque's owner pops it; the first may have been popped. */
    static List<Integer> poppedFrom(WorkDeque<Item> own, Item first) {
        List<Integer> numbers = new ArrayList<>();
        for (Item item = first == null ? own.pop() : first; item != null; item = own.pop()) {
            numbers.add(item.number);
        }
        return numbers;
    }

    /** Takes the oldest elements, in one step, and tells whether these are a batch that a queue may give. */
    static boolean areTheOldest(List<?> batch, int limit, Deque<Integer> elements) {
        if (batch.size() > limit || batch.isEmpty() && !elements.isEmpty()) {
            return false;
        }
        return batch.stream().allMatch(number -> number.equals(elements.pollFirst()));
    }
}
