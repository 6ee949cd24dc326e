package dev.filch.queue;

import java.util.List;

/**
 * The owner or a thief of a deque stops in an operation, as described in {@link StopScenario}. The owner's letters: u
 * push, U pushReportingEmpty, r push that first allocates a new buffer, a shorter one if possible, o pop. Thieves'
 * letters: s steal, t trySteal, b a batch of up to two into a fifo deque of the thief, B the same with the first
 * element popped at once, m a batch of up to three into a lifo deque. For both: e isEmpty, z size.
 */
public final class DequeStopScenario extends StopScenario {

    private static final Item CONTENDED = new Item(-1000);
    private static final String OWNERS = "uUro";

    private final WorkDeque<Item> deque;
    private final char stopped;

    /**
     * Starts with a buffer of {@code length}, and {@code prefilled} elements.
     *
     * @param stolen the number of single steals before, which may have left a shared reservation
     */
    public DequeStopScenario(boolean lifo, int length, int prefilled, int stolen, char stopped, char other) {
        deque = WorkDeque.startingAt(lifo, 0, length);
        this.stopped = stopped;
        for (int i = 0; i < stolen; i++) {
            deque.push(CONTENDED);
        }
        prefill(prefilled, item -> {
            deque.push(item);
            return true;
        });
        for (int i = 0; i < stolen; i++) {
            require(deque.stealer().steal() == CONTENDED, "the oldest element is stolen");
        }
        threads(stopped, other);
    }

    @Override
    int mayHold(char operation) {
        return switch (operation) {
            case 'o', 's', 't' -> 1;
            case 'b', 'B' -> 2;
            case 'm' -> 3;
            default -> 0;
        };
    }

    @Override
    void run(char operation, int number, Account account) {
        switch (operation) {
            case 'u' -> {
                deque.push(new Item(number));
                account.added(number);
            }
            case 'U' -> {
                deque.pushReportingEmpty(new Item(number));
                account.added(number);
            }
            case 'r' -> {
                deque.pushesToMaintenance = 0;
                deque.maintenancesToRenewal = 0;
                run('u', number, account);
            }
            case 'o' -> account.taken(deque.pop());
            case 's' -> account.taken(deque.stealer().steal());
            case 't' -> {
                Item item = deque.stealer().trySteal(CONTENDED);
                account.taken(item == CONTENDED ? null : item);
            }
            case 'b' -> batch(WorkDeque.fifo(), 2, account);
            case 'm' -> batch(WorkDeque.lifo(), 3, account);
            case 'B' -> {
                WorkDeque<Item> own = WorkDeque.fifo();
                account.taken(deque.stealer().stealBatchAndPopWithLimit(own, 2));
                account.takenAll(own);
            }
            case 'e' -> deque.isEmpty();
            case 'z' -> deque.size();
            default -> throw new IllegalArgumentException("" + operation);
        }
    }

    private void batch(WorkDeque<Item> own, int limit, Account account) {
        deque.stealer().stealBatchWithLimit(own, limit);
        account.takenAll(own);
    }

    /**
     * Takes the remaining elements: by the owner if a thief has stopped, otherwise by thieves, in a batch and singly.
     */
    @Override
    List<Integer> rest() {
        Account account = new Account();
        if (OWNERS.indexOf(stopped) < 0) {
            account.takenAll(deque);
            deque.push(new Item(0));
            require(deque.pop() != null && deque.pop() == null, "the owner can push and pop");
        } else {
            batch(WorkDeque.fifo(), 2, account);
            for (Item item = deque.stealer().steal(); item != null; item = deque.stealer().steal()) {
                account.taken(item);
            }
        }
        return account.taken();
    }
}
