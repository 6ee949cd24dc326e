package dev.filch.stress.queue;

import dev.filch.queue.Injector;
import dev.filch.queue.WorkDeque;
import java.util.List;

/**
 * An injector, and what actors do with it. Several elements are written as the digits of a number, zero if there are
 * none.
 */
abstract class InjectorActions {

    /** The first segment has this many slots. */
    private static final int SEGMENT = 16;

    private final Injector<Item> injector = new Injector<>();

    InjectorActions(int... contents) {
        offerAll(contents);
    }

    /** Moves an injector that is still empty on until only some slots of its segment are free. */
    final void moveOnToLast(int free) {
        Item passing = new Item(1);
        for (int i = free; i < SEGMENT; i++) {
            injector.push(passing);
            injector.poll();
        }
    }

    final int offer(int value) {
        return injector.offer(new Item(value)) ? 1 : 0;
    }

    /** How many were added. */
    final int offerAll(int... values) {
        Item[] items = Item.of(values);
        return injector.offerAll(items, 0, items.length);
    }

    /** How many were added. */
    final int offerAll(Item[] items) {
        return injector.offerAll(items, 0, items.length);
    }

    /** Whether they were added. */
    final int pushAll(int... values) {
        try {
            injector.pushAll(List.of(Item.of(values)));
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
        return Item.valueOf(injector.poll());
    }

    final int peek() {
        return Item.valueOf(injector.peek());
    }

    /** The contents of a batch. */
    final int batch() {
        WorkDeque<Item> deque = WorkDeque.fifo();
        injector.stealBatch(deque);
        return Item.drain(deque);
    }

    /** The contents of a batch, with the element that was returned in front. */
    final int batchAndPop() {
        WorkDeque<Item> deque = WorkDeque.fifo();
        return Item.drain(injector.stealBatchAndPop(deque), deque);
    }

    final int iterate() {
        int digits = 0;
        for (Item item : injector) {
            digits = digits * 10 + Item.valueOf(item);
        }
        return digits;
    }

    final int size() {
        return injector.size();
    }

    final int isEmpty() {
        return injector.isEmpty() ? 1 : 0;
    }

    /** What is left once the actors are done. */
    final int left() {
        return Item.drain(injector);
    }

    /** How much is left once the actors are done. */
    final int countLeft() {
        int count = 0;
        while (injector.poll() != null) {
            count++;
        }
        return count;
    }
}
