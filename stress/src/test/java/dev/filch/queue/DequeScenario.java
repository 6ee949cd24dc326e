package dev.filch.queue;

import java.util.List;
import java.util.Objects;

/**
 * The owner and thieves of one deque, their operations given as letters. The owner: u push, U pushReportingEmpty, r
 * push that first allocates a new buffer, a shorter one if possible, o pop, e isEmpty. Thieves: s steal, t trySteal, e
 * isEmpty, b a batch of up to two into a fifo deque of the thief, whose elements are then popped, B the same with the
 * first element popped at once, T one attempt at B, m a batch of up to three into a lifo deque, i iterate.
 *
 * <p>All operations must be linearizable: a batch as one step, an iteration with one step for each element. An attempt
 * may be lost if another thread takes or moves elements. From three elements on, thieves of a lifo deque leave shared
 * reservations.
 */
public final class DequeScenario extends QueueScenario {

    private static final Integer LOST = -1000;
    private static final Item CONTENDED = new Item(LOST);

    private final WorkDeque<Item> deque;
    private final boolean lifo;
    private final int prefilled;

    /** Whether another thread takes elements or moves them to another buffer. */
    private final boolean mayLose;

    /** Starts with {@code prefilled} elements and a buffer of {@code length}. */
    public DequeScenario(boolean lifo, long firstIndex, int length, int prefilled, String owner, String... thieves) {
        this.lifo = lifo;
        this.prefilled = prefilled;
        mayLose = thieves.length > 1 || !owner.matches("[uUe]*") || prefilled + owner.length() > length;
        deque = WorkDeque.startingAt(lifo, firstIndex, length);
        for (int i = 0; i < prefilled; i++) {
            deque.push(new Item(-i - 1));
        }
        thread("owner " + owner, () -> own(owner));
        for (int thief = 0; thief < thieves.length; thief++) {
            String operations = thieves[thief];
            int firstNumber = 10 * (thief + 2);
            thread("thief " + operations, () -> steal(operations, firstNumber));
        }
    }

    private void own(String operations) {
        for (int i = 0; i < operations.length(); i++) {
            int number = 10 + i;
            switch (operations.charAt(i)) {
                case 'u' -> operation("push", number, () -> push(number));
                case 'U' -> operation("push", number, () -> pushReportingEmpty(number));
                case 'r' -> operation("push", number, () -> renewAndPush(number));
                case 'o' -> operation("pop", null, () -> Item.numberOf(deque.pop()));
                case 'e' -> operation("isEmpty", null, deque::isEmpty);
                default -> throw new IllegalArgumentException(operations);
            }
        }
    }

    private boolean push(int number) {
        deque.push(new Item(number));
        return true;
    }

    private boolean pushReportingEmpty(int number) {
        boolean alone = deque.pushReportingEmpty(new Item(number));
        require(!alone || deque.size() <= 1, "a new element reported as the only one stays so until the next push");
        return true;
    }

    private boolean renewAndPush(int number) {
        deque.pushesToMaintenance = 0;
        deque.maintenancesToRenewal = 0;
        return push(number);
    }

    private void steal(String operations, int firstNumber) {
        for (int i = 0; i < operations.length(); i++) {
            switch (operations.charAt(i)) {
                case 's' -> operation("steal", null, () -> Item.numberOf(deque.stealer().steal()));
                case 't' -> operation("attempt", null, () -> Item.numberOf(deque.stealer().trySteal(CONTENDED)));
                case 'e' -> operation("isEmpty", null, deque.stealer()::isEmpty);
                case 'b' -> batch(WorkDeque.fifo(), 2, false);
                case 'B' -> batch(WorkDeque.fifo(), 2, true);
                case 'T' -> attemptBatch(WorkDeque.fifo(), 2);
                case 'm' -> batch(WorkDeque.lifo(), 3, false);
                case 'i' -> iterate(deque.stealer(), firstNumber + i);
                default -> throw new IllegalArgumentException(operations);
            }
        }
    }

    private void attemptBatch(WorkDeque<Item> own, int limit) {
        operation("batch", limit, () -> {
            Item first = deque.stealer().tryStealBatchAndPop(own, limit, CONTENDED);
            return Item.poppedFrom(own, first);
        });
    }

    private void batch(WorkDeque<Item> own, int limit, boolean pop) {
        operation("batch", limit, () -> {
            Item first = null;
            if (pop) {
                first = deque.stealer().stealBatchAndPopWithLimit(own, limit);
            } else {
                deque.stealer().stealBatchWithLimit(own, limit);
            }
            return Item.poppedFrom(own, first);
        });
    }

    @Override
    public void afterwards() {
        long top = deque.topVolatile();
        require(TopWord.reserved(top) == 0 || TopWord.isShared(top), "any remaining reservation is shared");
        Integer last = 0;
        while (last != null) {
            last = operation("steal", null, () -> Item.numberOf(deque.stealer().steal()));
        }
        require(deque.isEmpty() && deque.size() == 0, "the deque is empty at the end");
        requireLinearizable(() -> new Deque(lifo, mayLose, prefilled));
    }

    private static final class Deque extends Contents {

        private final boolean lifo;
        private final boolean mayLose;

        Deque(boolean lifo, boolean mayLose, int prefilled) {
            super(prefilled, lifo);
            this.lifo = lifo;
            this.mayLose = mayLose;
        }

        @Override
        public boolean allows(String operation, Object argument, Object result) {
            return switch (operation) {
                case "push" -> addFinished((Integer) argument);
                case "pop" -> Objects.equals(lifo ? elements().pollLast() : elements().pollFirst(), result);
                case "steal" -> Objects.equals(elements().pollFirst(), result);
                case "attempt" -> mayLose && LOST.equals(result) || Objects.equals(elements().pollFirst(), result);
                case "batch" -> mayLose && result.equals(List.of(LOST))
                        || Item.areTheOldest((List<?>) result, (int) argument, elements());
                case "isEmpty" -> result.equals(elements().isEmpty());
                default -> allowsIteration(operation, argument, result);
            };
        }
    }
}
