package dev.filch.queue;

import dev.filch.queue.InjectorFields.Segment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Threads with operations on one injector, given as letters: o offer, a offerAll of two, p poll, k peek, e isEmpty, s
 * size, c close, i iterate, b a batch of up to two into a deque of the thread, whose elements are then popped, B the
 * same with the first element popped at once, t tryPoll, T tryPollBatch of up to two, x an offer that runs out of stack
 * after it has taken its ticket.
 *
 * <p>All operations must be linearizable: a batch as one step, an iteration with one step for each element. An attempt
 * (t, T) may return null if the producer of the oldest element has not finished, and may be lost if an element was
 * taken since it began.
 */
public final class InjectorScenario extends QueueScenario {

    /** The maximum size of a batch. */
    private static final int LIMIT = 2;

    private static final VarHandle SLOTS = MethodHandles.arrayElementVarHandle(Object[].class);

    private static final Integer LOST = -1000;
    private static final Item CONTENDED = new Item(LOST);

    private final Injector<Item> injector;
    private final int prefilled;

    /** Whether an operation may miss elements whose producers have not finished. */
    private final boolean missing;

    /**
     * Starts with {@code prefilled} elements, and segments of {@code firstLength}, then twice and four times that
     * length.
     */
    public InjectorScenario(long firstPosition, int firstLength, int prefilled, String... threads) {
        this.prefilled = prefilled;
        missing = String.join("", threads).matches(".*[itT].*");
        injector = new Injector<>(firstPosition, firstLength);
        for (int i = 0; i < prefilled; i++) {
            injector.offer(new Item(-i - 1));
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
                case 'o' -> offer(number);
                case 'a' -> offerTwo(number);
                case 'p' -> operation("poll", null, () -> Item.numberOf(injector.poll()));
                case 'k' -> operation("peek", null, () -> Item.numberOf(injector.peek()));
                case 'e' -> operation("isEmpty", null, injector::isEmpty);
                case 's' -> require(injector.size() >= 0, "head is not beyond tail");
                case 'c' -> operation("close", null, this::close);
                case 'b' -> batch(false);
                case 'B' -> batch(true);
                case 't' -> attempt(number);
                case 'T' -> attemptBatch(number);
                case 'x' -> abandon();
                case 'i' -> iterate(injector, number);
                default -> throw new IllegalArgumentException(operations);
            }
            if (missing && "oa".indexOf(operations.charAt(i)) >= 0) {
                inserted(number);
            }
        }
    }

    private void offer(int number) {
        boolean accepted = operation("offer", number, () -> injector.offer(new Item(number)));
        require(accepted || injector.isClosed(), "an offer is refused only by a closed injector");
    }

    /**
     * Takes a ticket and abandons the slot. Only for an injector that is not closed. Unlike the injector's own stores,
     * these are not plain, because the model checker reports plain accesses as data races.
     */
    private void abandon() {
        Segment<Item> hint = injector.tailSegmentOpaque();
        hint.appendSegments(1);
        Segment<Item> second = hint.nextOpaque();
        long ticket = injector.getAndAddTail(Segment.STEP);
        Segment<Item> segment = hint.endsBefore(ticket) ? second : hint;
        injector.weakCasTailSegmentPlain(hint, segment);
        int index = (int) (ticket - segment.start >>> Segment.STEP_SHIFT);
        SLOTS.setOpaque(segment.slots, index, Segment.ABANDONED);
    }

    private void offerTwo(int number) {
        Item[] two = {new Item(number), new Item(number + SECOND)};
        int added = operation("offerAll", number, () -> injector.offerAll(two, 0, 2));
        require(added == 2 || injector.isClosed(), "an offer is refused only by a closed injector");
    }

    private boolean close() {
        injector.close();
        return injector.isClosed();
    }

    private void batch(boolean pop) {
        operation("batch", LIMIT, () -> {
            WorkDeque<Item> own = WorkDeque.fifo();
            Item first = null;
            if (pop) {
                first = injector.stealBatchAndPopWithLimit(own, LIMIT);
            } else {
                injector.stealBatchWithLimit(own, LIMIT);
            }
            return Item.poppedFrom(own, first);
        });
    }

    private void attempt(int number) {
        operation("begins", number, () -> true);
        operation("attempt", number, () -> Item.numberOf(injector.tryPoll(CONTENDED)));
    }

    private void attemptBatch(int number) {
        operation("begins", number, () -> true);
        operation("batch attempt", number, () -> {
            WorkDeque<Item> own = WorkDeque.fifo();
            return Item.poppedFrom(own, injector.tryPollBatch(own, LIMIT, CONTENDED));
        });
    }

    @Override
    public void afterwards() {
        Integer last = 0;
        while (last != null) {
            last = operation("poll", null, () -> Item.numberOf(injector.poll()));
        }
        require(injector.isEmpty() && injector.size() == 0, "the injector is empty at the end");
        requireLinearizable(() -> new CloseableQueue(prefilled));
    }

    private static final class CloseableQueue extends Contents {

        private final Map<Integer, Integer> takenAtBegin = new HashMap<>();
        private boolean closed;

        CloseableQueue(int prefilled) {
            super(prefilled, false);
        }

        @Override
        public boolean allows(String operation, Object argument, Object result) {
            switch (operation) {
                case "offer":
                    return result.equals(!closed && add((Integer) argument));
                case "offerAll":
                    return result.equals(closed ? 0 : offerTwo((Integer) argument));
                case "poll":
                    return Objects.equals(elements().poll(), result);
                case "batch":
                    return Item.areTheOldest((List<?>) result, (int) argument, elements());
                case "peek":
                    return Objects.equals(elements().peek(), result);
                case "isEmpty":
                    return result.equals(elements().isEmpty());
                case "begins":
                    return takenAtBegin.put((Integer) argument, taken()) == null;
                case "attempt":
                    return mayFail((Integer) argument, result) || Objects.equals(elements().poll(), result);
                case "batch attempt":
                    return mayFail((Integer) argument, firstOf((List<?>) result))
                            || Item.areTheOldest((List<?>) result, LIMIT, elements());
                case "close":
                    closed = true;
                    return result.equals(true);
                default:
                    return allowsIteration(operation, argument, result);
            }
        }

        /** Whether an attempt may fail with this result. */
        private boolean mayFail(Integer number, Object result) {
            return LOST.equals(result)
                    ? taken() > takenAtBegin.get(number)
                    : result == null && !isFinished(elements().peek());
        }

        private static Object firstOf(List<?> batch) {
            return batch.isEmpty() ? null : batch.get(0);
        }

        private int offerTwo(Integer number) {
            add(number);
            add(number + SECOND);
            return 2;
        }
    }
}
