package dev.filch.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Threads with operations on one ring, given as letters: o offer, p poll, k peek, e isEmpty, s size, i iterate, O
 * relaxedOffer, P relaxedPoll, f forceOffer, F isFull, c close, C isClosed; in batches of two: a offerAll, l fill, x
 * fill whose supplier has one element, X the same with an element added behind the claimed slots before it ends, d
 * drain, A pollAll.
 *
 * <p>Strict operations must be linearizable, and so must each element that an iterator shows. Every element is
 * published and taken at most once. At the end each accepted element is in the ring or was taken.
 */
public class RingScenario extends QueueScenario {

    /** The result of a forceOffer to the closed ring. */
    private static final int CLOSED = Integer.MIN_VALUE;

    private static final String INSERTING = "oOfalxX";

    private final MpmcRing<Item> ring;
    private final int capacity;
    private final int prefilled;

    /** Abandoned slots take up room, which the specification does not model. */
    private final boolean abandoning;

    /** While a forceOffer replaces an element, isFull may return false. */
    private final boolean displacing;

    private final boolean iterating;

    /** Starts with {@code prefilled} elements in a padded ring whose positions start at a lap. */
    public RingScenario(int capacity, long firstLap, int prefilled, String... threads) {
        this(MpmcRing.startingAt(capacity, firstLap), prefilled, threads);
    }

    /** Starts with {@code prefilled} elements. */
    RingScenario(MpmcRing<Item> ring, int prefilled, String... threads) {
        this.ring = ring;
        this.prefilled = prefilled;
        capacity = ring.capacity();
        abandoning = String.join("", threads).matches(".*[xX].*");
        displacing = String.join("", threads).contains("f");
        iterating = String.join("", threads).contains("i");
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
                case 'o' -> operation(
                        abandoning ? "relaxedOffer" : "offer", number, () -> ring.offer(new Item(number)));
                case 'O' -> operation("relaxedOffer", number, () -> ring.relaxedOffer(new Item(number)));
                case 'p' -> operation("poll", null, () -> Item.numberOf(ring.poll()));
                case 'P' -> operation("relaxedPoll", null, () -> Item.numberOf(ring.relaxedPoll()));
                case 'f' -> operation("forceOffer", number, () -> forceOffer(number));
                case 'a' -> insertTwo(number, () -> ring.offerAll(two(number), 0, 2));
                case 'l' -> insertTwo(number, () -> ring.fill(new Numbered(number, SECOND), 2));
                case 'x' -> operation("relaxedOffer", number, () -> fillOneOfTwo(number));
                case 'X' -> insertTwo(number, () -> fillBeforeOffer(number));
                case 'd' -> takeTwo(this::drainTwo);
                case 'A' -> takeTwo(this::pollTwo);
                case 'k' -> operation("peek", null, () -> Item.numberOf(ring.peek()));
                case 'e' -> operation("isEmpty", null, ring::isEmpty);
                case 'F' -> operation(displacing ? "relaxedIsFull" : "isFull", null, ring::isFull);
                case 'c' -> operation("close", null, ring::close);
                case 'C' -> operation("isClosed", null, ring::isClosed);
                case 's' -> require(ring.size() >= 0 && ring.size() <= capacity, "the size is within bounds");
                case 'i' -> iterate(ring, number);
                default -> throw new IllegalArgumentException(operations);
            }
            if (iterating && INSERTING.indexOf(operations.charAt(i)) >= 0) {
                inserted(number);
            }
        }
    }

    private Integer forceOffer(int number) {
        try {
            return Item.numberOf(ring.forceOffer(new Item(number)));
        } catch (IllegalStateException closed) {
            return CLOSED;
        }
    }

    private static Item[] two(int number) {
        return new Item[] {new Item(number), new Item(number + SECOND)};
    }

    /** Records a batch as two operations within its call, since it is not one step. */
    private void insertTwo(int number, Supplier<Integer> batch) {
        int[] added = new int[1];
        operation("relaxedOffer", number, () -> {
            operation("relaxedOffer", number + SECOND, () -> {
                added[0] = batch.get();
                return added[0] > 1;
            });
            return added[0] > 0;
        });
    }

    private boolean fillOneOfTwo(int number) {
        return ring.fill(new Numbered(number, -number), 2) > 0;
    }

    private int fillBeforeOffer(int number) {
        Supplier<Item> numbers = new Numbered(number, -number);
        int[] offered = new int[1];
        int filled = ring.fill(() -> {
            Item item = numbers.get();
            if (item == null && ring.relaxedOffer(new Item(number + SECOND))) {
                offered[0]++;
            }
            return item;
        }, 2);
        return filled + offered[0];
    }

    /** Supplies items whose numbers differ by a step, and null instead of number zero. */
    private static final class Numbered implements Supplier<Item> {

        private final int step;
        private int next;

        Numbered(int first, int step) {
            next = first;
            this.step = step;
        }

        @Override
        public Item get() {
            Item item = next == 0 ? null : new Item(next);
            next += step;
            return item;
        }
    }

    private void takeTwo(Supplier<List<Integer>> batch) {
        List<Integer> taken = new ArrayList<>();
        operation("relaxedPoll", null, () -> {
            operation("relaxedPoll", null, () -> {
                taken.addAll(batch.get());
                return taken.size() > 1 ? taken.get(1) : null;
            });
            return taken.isEmpty() ? null : taken.get(0);
        });
        require(taken.size() < 2 || !taken.get(0).equals(taken.get(1) + SECOND), "a batch keeps its order");
    }

    private List<Integer> drainTwo() {
        List<Integer> drained = new ArrayList<>();
        int count = ring.drain(item -> drained.add(Item.numberOf(item)), 2);
        require(count == drained.size(), "drain returns the number of elements it handed over");
        return drained;
    }

    private List<Integer> pollTwo() {
        Item[] items = new Item[2];
        int count = ring.pollAll(items, 0, 2);
        List<Integer> polled = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            require(items[i] != null == i < count, "the array contains exactly the polled elements");
            if (i < count) {
                polled.add(Item.numberOf(items[i]));
            }
        }
        return polled;
    }

    @Override
    public void afterwards() {
        for (int i = 0; i <= capacity; i++) {
            operation("poll", null, () -> Item.numberOf(ring.poll()));
        }
        require(ring.isEmpty() && ring.size() == 0, "the ring is empty at the end");
        boolean accepts = ring.offer(new Item(0)) && ring.poll() != null;
        require(accepts != ring.isClosed(), "the ring still works at the end, unless it is closed");
        requireLinearizable(() -> new BoundedQueue(capacity, prefilled, abandoning));
    }

    /** A bounded queue; the relaxed operations may fail at any time. */
    private static final class BoundedQueue extends Contents {

        private final int capacity;
        private final boolean abandoning;
        private boolean closed;

        BoundedQueue(int capacity, int prefilled, boolean abandoning) {
            super(prefilled, false);
            this.capacity = capacity;
            this.abandoning = abandoning;
        }

        @Override
        public boolean allows(String operation, Object argument, Object result) {
            return switch (operation) {
                case "offer" -> offer(argument).equals(result);
                case "relaxedOffer" -> result.equals(false) || offer(argument).equals(result);
                case "forceOffer" -> forceOffer((Integer) argument, (Integer) result);
                case "poll" -> Objects.equals(elements().poll(), result);
                case "relaxedPoll" -> result == null || Objects.equals(elements().poll(), result);
                case "peek" -> Objects.equals(elements().peek(), result);
                case "isEmpty" -> result.equals(elements().isEmpty());
                case "isFull" -> result.equals(isFull()) || abandoning;
                case "relaxedIsFull" -> result.equals(false) || isFull() || abandoning;
                case "close" -> result.equals(close());
                case "isClosed" -> result.equals(closed);
                default -> allowsIteration(operation, argument, result);
            };
        }

        private boolean isFull() {
            return closed || elements().size() == capacity;
        }

        private boolean close() {
            boolean first = !closed;
            closed = true;
            return first;
        }

        private boolean forceOffer(Integer number, Integer displaced) {
            if (closed) {
                return displaced != null && displaced == CLOSED;
            }
            boolean full = abandoning || elements().size() == capacity;
            return (displaced == null || full && displaced.equals(elements().poll())) && offer(number);
        }

        private Boolean offer(Object number) {
            return !closed && elements().size() < capacity && add((Integer) number);
        }
    }
}
