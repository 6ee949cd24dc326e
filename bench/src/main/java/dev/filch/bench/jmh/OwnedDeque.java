package dev.filch.bench.jmh;

import dev.filch.bench.contender.TwoRmwDeque;
import dev.filch.queue.WorkDeque;
import java.util.ArrayDeque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The owner's operations of a deque.
 *
 * @param push adds a message
 * @param pop takes a message
 */
record OwnedDeque(Consumer<Message> push, Supplier<Message> pop) {

    /** Creates a deque by its name in an {@code impl} parameter. */
    static OwnedDeque create(String name) {
        return switch (name) {
            case "lifo" -> of(WorkDeque.lifo());
            case "fifo" -> of(WorkDeque.fifo());
            case "two-rmw" -> {
                TwoRmwDeque<Message> deque = new TwoRmwDeque<>();
                yield new OwnedDeque(deque::push, deque::pop);
            }
            case "cld" -> {
                ConcurrentLinkedDeque<Message> deque = new ConcurrentLinkedDeque<>();
                yield new OwnedDeque(deque::push, deque::poll);
            }
            case "array-deque" -> {
                ArrayDeque<Message> deque = new ArrayDeque<>();
                yield new OwnedDeque(deque::push, deque::poll);
            }
            default -> throw new IllegalArgumentException("no deque is called " + name);
        };
    }

    private static OwnedDeque of(WorkDeque<Message> deque) {
        return new OwnedDeque(deque::push, deque::pop);
    }
}
