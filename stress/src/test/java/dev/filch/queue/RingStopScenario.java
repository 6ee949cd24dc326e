package dev.filch.queue;

import java.util.ArrayList;
import java.util.List;

/**
 * A thread stops in an operation on a ring, as described in {@link StopScenario}. The letters: o offer, O relaxedOffer,
 * f forceOffer, p poll, P relaxedPoll, k peek, e isEmpty, s size, i iterate; in batches of two: a offerAll, l fill, x
 * fill whose supplier has one element, d drain, A pollAll.
 */
public final class RingStopScenario extends StopScenario {

    private static final String PRODUCERS = "oOfalx";

    private final MpmcRing<Item> ring;
    private final char stopped;

    /** Starts with slots abandoned by a fill, and {@code prefilled} elements after them. */
    public RingStopScenario(int capacity, int abandoned, int prefilled, char stopped, char other) {
        ring = PaddedRing.create(capacity, 0);
        this.stopped = stopped;
        if (abandoned > 0) {
            ring.casTail(0, ring.successor(abandoned - 1));
            ring.publishAll(0, 0, abandoned);
        }
        prefill(prefilled, ring::offer);
        threads(stopped, other);
    }

    @Override
    int mayHold(char operation) {
        return switch (operation) {
            case 'p', 'P', 'f' -> 1;
            case 'd', 'A' -> 2;
            default -> 0;
        };
    }

    @Override
    void run(char operation, int number, Account account) {
        switch (operation) {
            case 'o' -> added(ring.offer(new Item(number)) ? 1 : 0, number, account);
            case 'O' -> added(ring.relaxedOffer(new Item(number)) ? 1 : 0, number, account);
            case 'f' -> {
                account.taken(ring.forceOffer(new Item(number)));
                account.added(number);
            }
            case 'a' -> added(ring.offerAll(two(number), 0, 2), number, account);
            case 'l' -> fill(2, number, account);
            case 'x' -> fill(1, number, account);
            case 'p' -> account.taken(ring.poll());
            case 'P' -> account.taken(ring.relaxedPoll());
            case 'd' -> ring.drain(account::taken, 2);
            case 'A' -> pollTwo(account);
            case 'k' -> ring.peek();
            case 'e' -> ring.isEmpty();
            case 's' -> ring.size();
            case 'i' -> ring.forEach(Item::numberOf);
            default -> throw new IllegalArgumentException("" + operation);
        }
    }

    private static Item[] two(int number) {
        return new Item[] {new Item(number), new Item(number + 1)};
    }

    private static void added(int count, int number, Account account) {
        for (int i = 0; i < count; i++) {
            account.added(number + i);
        }
    }

    private void fill(int count, int number, Account account) {
        int[] supplied = new int[1];
        int added = ring.fill(() -> supplied[0] < count ? new Item(number + supplied[0]++) : null, 2);
        added(added, number, account);
    }

    private void pollTwo(Account account) {
        Item[] items = new Item[2];
        ring.pollAll(items, 0, 2);
        account.taken(items[0]);
        account.taken(items[1]);
    }

    /** The elements that an iterator shows. Relaxed polls must return a prefix of them. */
    @Override
    List<Integer> rest() {
        List<Integer> seen = new ArrayList<>();
        ring.forEach(item -> seen.add(Item.numberOf(item)));
        require(ring.size() >= seen.size() && ring.size() <= ring.capacity(), "the size is within bounds");
        require(seen.isEmpty() || !ring.isEmpty(), "isEmpty agrees with the iterator");
        List<Integer> polled = new ArrayList<>();
        for (Item item = ring.relaxedPoll(); item != null; item = ring.relaxedPoll()) {
            polled.add(Item.numberOf(item));
        }
        require(polled.equals(seen.subList(0, polled.size())), "polls return the oldest elements");
        require(polled.size() == seen.size() || PRODUCERS.indexOf(stopped) >= 0,
                "only a stopped producer blocks consumers");
        ring.relaxedOffer(new Item(0));
        ring.drain(item -> { }, ring.capacity());
        return seen;
    }
}
