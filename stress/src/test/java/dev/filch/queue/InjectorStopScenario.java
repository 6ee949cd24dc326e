package dev.filch.queue;

import java.util.ArrayList;
import java.util.List;

/**
 * A thread stops in an operation on an injector, as described in {@link StopScenario}. The letters: o offer, a offerAll
 * of two, p poll, k peek, e isEmpty, s size, c close, i iterate, b a batch of up to two into a deque of the thread, B
 * the same with the first element popped at once, t tryPoll, T tryPollBatch of up to two.
 */
public final class InjectorStopScenario extends StopScenario {

    private static final String PRODUCERS = "oa";

    private static final int LIMIT = 2;

    private final Injector<Item> injector;
    private final char stopped;

    /**
     * Starts with {@code prefilled} elements, and segments of {@code firstLength}, then twice and four times that
     * length.
     *
     * @param closing whether a thread has closed it and stopped before updating the hint
     */
    public InjectorStopScenario(int firstLength, int prefilled, boolean closing, char stopped, char other) {
        injector = new Injector<>(0, firstLength);
        this.stopped = stopped;
        prefill(prefilled, injector::offer);
        if (closing) {
            long tail = injector.tailOpaque();
            require(injector.casTail(tail, tail | Injector.CLOSED), "closed");
        }
        threads(stopped, other);
    }

    @Override
    int mayHold(char operation) {
        return switch (operation) {
            case 'p', 't' -> 1;
            case 'b', 'B', 'T' -> LIMIT;
            default -> 0;
        };
    }

    @Override
    void run(char operation, int number, Account account) {
        switch (operation) {
            case 'o' -> {
                if (injector.offer(new Item(number))) {
                    account.added(number);
                }
            }
            case 'a' -> {
                int added = injector.offerAll(new Item[] {new Item(number), new Item(number + 1)}, 0, 2);
                for (int i = 0; i < added; i++) {
                    account.added(number + i);
                }
            }
            case 'p' -> account.taken(injector.poll());
            case 'b' -> {
                WorkDeque<Item> own = WorkDeque.lifo();
                injector.stealBatchWithLimit(own, LIMIT);
                account.takenAll(own);
            }
            case 'B' -> {
                WorkDeque<Item> own = WorkDeque.fifo();
                account.taken(injector.stealBatchAndPopWithLimit(own, LIMIT));
                account.takenAll(own);
            }
            case 't' -> account.taken(injector.tryPoll(null));
            case 'T' -> {
                WorkDeque<Item> own = WorkDeque.lifo();
                account.taken(injector.tryPollBatch(own, LIMIT, null));
                account.takenAll(own);
            }
            case 'k' -> injector.peek();
            case 'e' -> injector.isEmpty();
            case 's' -> injector.size();
            case 'c' -> injector.close();
            case 'i' -> injector.forEach(Item::numberOf);
            default -> throw new IllegalArgumentException("" + operation);
        }
    }

    /** The elements that an iterator shows. If no producer has stopped, polls must return the same ones. */
    @Override
    List<Integer> rest() {
        List<Integer> seen = new ArrayList<>();
        injector.forEach(item -> seen.add(Item.numberOf(item)));
        require(injector.size() >= seen.size(), "the size is within bounds");
        require(seen.isEmpty() || !injector.isEmpty(), "isEmpty agrees with the iterator");
        require(injector.offer(new Item(0)) != injector.isClosed(), "producers are not blocked");
        if (PRODUCERS.indexOf(stopped) < 0) {
            for (Integer number : seen) {
                require(number.equals(Item.numberOf(injector.poll())), "a poll returns the oldest element");
            }
            require(injector.isClosed() || injector.poll() != null, "the last element is polled, too");
            require(injector.poll() == null, "no other element is left");
        }
        return seen;
    }
}
