package dev.filch.queue;

import java.util.ArrayList;
import java.util.List;

/**
 * A thread stops in an operation on an injector, as {@link StopScenario} says, beside another. The letters: o offer, a
 * offerAll of two, p poll, k peek, e isEmpty, s size, c close, i iterate, b a batch of up to two into a deque of the
 * thread, B the same with the first one popped at once, t tryPoll, T a tryPollBatch of up to two.
 */
public final class InjectorStopScenario extends StopScenario {

    private static final String PRODUCERS = "oa";

    private static final int LIMIT = 2;

    private final Injector<Item> injector;
    private final char stopped;

    /**
     * Starts with some elements inside; segments of {@code firstLength} and twice, four times as much.
     *
     * @param closing whether it was closed by somebody who has stopped before the hint says so
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

    /** All that an iterator shows, and if no producer has stopped, all that comes out. */
    @Override
    List<Integer> rest() {
        List<Integer> seen = new ArrayList<>();
        injector.forEach(item -> seen.add(Item.numberOf(item)));
        require(injector.size() >= seen.size(), "the size is within bounds");
        require(seen.isEmpty() || !injector.isEmpty(), "it is not empty");
        require(injector.offer(new Item(0)) != injector.isClosed(), "producers go on");
        if (PRODUCERS.indexOf(stopped) < 0) {
            for (Integer number : seen) {
                require(number.equals(Item.numberOf(injector.poll())), "what comes out is the oldest");
            }
            require(injector.isClosed() || injector.poll() != null, "what was put in last comes out, too");
            require(injector.poll() == null, "nothing else is left");
        }
        return seen;
    }
}
