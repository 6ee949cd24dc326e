package dev.filch.queue;

import dev.filch.stress.model.Scenario;
import dev.filch.stress.model.Specification;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Threads that do some operations on one ring, each written as a letter: o offer, p poll, k peek, e isEmpty, s size, i
 * iterate, O relaxedOffer, P relaxedPoll. What the strict ones return must be linearizable; every element is published,
 * and comes out at most once; in the end everything accepted is there or was taken.
 */
public final class RingScenario extends Scenario {

    private final MpmcRing<Item> ring;
    private final int capacity;
    private final int prefilled;

    /** Starts with some elements inside, in a ring whose positions start at a lap. */
    public RingScenario(int capacity, long firstLap, int prefilled, String... threads) {
        this.capacity = capacity;
        this.prefilled = prefilled;
        ring = MpmcRing.startingAt(capacity, firstLap);
        for (int i = 0; i < prefilled; i++) {
            ring.offer(new Item(-i - 1));
        }
        for (int thread = 0; thread < threads.length; thread++) {
            String operations = threads[thread];
            int firstNumber = 10 * (thread + 1);
            thread(operations, () -> run(operations, firstNumber));
        }
    }

    private void run(String operations, int firstNumber) {
        for (int i = 0; i < operations.length(); i++) {
            int number = firstNumber + i;
            switch (operations.charAt(i)) {
                case 'o' -> operation("offer", number, () -> ring.offer(new Item(number)));
                case 'O' -> operation("relaxedOffer", number, () -> ring.relaxedOffer(new Item(number)));
                case 'p' -> operation("poll", null, () -> Item.numberOf(ring.poll()));
                case 'P' -> operation("relaxedPoll", null, () -> Item.numberOf(ring.relaxedPoll()));
                case 'k' -> operation("peek", null, () -> Item.numberOf(ring.peek()));
                case 'e' -> operation("isEmpty", null, ring::isEmpty);
                case 's' -> require(ring.size() >= 0 && ring.size() <= capacity, "the size is within bounds");
                case 'i' -> iterate();
                default -> throw new IllegalArgumentException(operations);
            }
        }
    }

    private void iterate() {
        List<Integer> seen = new ArrayList<>();
        for (Item item : ring) {
            Integer number = Item.numberOf(item);
            require(number != null && !seen.contains(number), "the iterator shows an element once");
            seen.add(number);
        }
    }

    @Override
    public void afterwards() {
        for (int i = 0; i <= capacity; i++) {
            operation("poll", null, () -> Item.numberOf(ring.poll()));
        }
        require(ring.isEmpty() && ring.size() == 0, "the ring is empty in the end");
        require(ring.offer(new Item(0)) && ring.poll() != null, "the ring still works in the end");
        requireLinearizable(() -> new BoundedQueue(capacity, prefilled));
    }

    /** A bounded queue; the relaxed operations may fail at any time. */
    private static final class BoundedQueue implements Specification {

        private final ArrayDeque<Integer> elements = new ArrayDeque<>();
        private final int capacity;

        BoundedQueue(int capacity, int prefilled) {
            this.capacity = capacity;
            for (int i = 0; i < prefilled; i++) {
                elements.add(-i - 1);
            }
        }

        @Override
        public boolean allows(String operation, Object argument, Object result) {
            return switch (operation) {
                case "offer" -> offer(argument).equals(result);
                case "relaxedOffer" -> result.equals(false) || offer(argument).equals(result);
                case "poll" -> Objects.equals(elements.poll(), result);
                case "relaxedPoll" -> result == null || Objects.equals(elements.poll(), result);
                case "peek" -> Objects.equals(elements.peek(), result);
                case "isEmpty" -> result.equals(elements.isEmpty());
                default -> throw new IllegalArgumentException(operation);
            };
        }

        private Boolean offer(Object number) {
            return elements.size() < capacity && elements.add((Integer) number);
        }
    }
}
