package dev.filch.channel;

import dev.filch.channel.ChannelScenario.Message;
import dev.filch.stress.model.Scenario;
import dev.filch.stress.model.Specification;
import java.util.ArrayDeque;

/**
 * Threads that use one cell queue. Each operation is a letter: o offer, p poll, c close, e isEmpty, and a digit to
 * remove the element of this number. The numbers 0, 1, … are inside at first; a thread's own ones begin at 10, 20, ….
 * All must be linearizable. The slack is negative, so that removals sweep.
 */
public final class CellQueueScenario extends Scenario {

    private static final int SLACK = -9;

    /** A limit that no scenario reaches. */
    static final int ROOM = 9;

    private final int inside;
    private final int limit;
    private final CellQueue<Message> queue = new CellQueue<>(SLACK);

    /** Starts with some elements. */
    public CellQueueScenario(int inside, int limit, String... threads) {
        this.inside = inside;
        this.limit = limit;
        for (int i = 0; i < inside; i++) {
            queue.offer(new Cell<>(new Message(i)), limit);
        }
        for (int thread = 0; thread < threads.length; thread++) {
            String operations = threads[thread];
            int firstNumber = 10 * (thread + 1);
            thread(operations + thread, () -> run(operations, firstNumber));
        }
    }

    private void run(String operations, int firstNumber) {
        for (int i = 0; i < operations.length(); i++) {
            char letter = operations.charAt(i);
            int number = firstNumber + i;
            switch (letter) {
                case 'o' -> offer(number);
                case 'p' -> operation("poll", null, () -> numberOf(queue.poll()));
                case 'e' -> operation("isEmpty", null, queue::isEmpty);
                case 'c' -> operation("close", null, () -> {
                    queue.close();
                    return true;
                });
                default -> operation("remove", letter - '0', () -> remove(letter - '0'));
            }
        }
    }

    /**
     * An offer that finds no room may have counted an element that another thread has just taken: it is not recorded.
     */
    private void offer(int number) {
        Instant start = instant();
        if (queue.offer(new Cell<>(new Message(number)), limit)) {
            noteOperation(start, "offer", number, true);
        } else if (limit == ROOM) {
            noteOperation(start, "offer", number, false);
        }
    }

    private static Object numberOf(Message message) {
        return message == null ? null : message.number();
    }

    private boolean remove(int number) {
        for (Cell<Message> cell = queue.first(); cell != null; cell = queue.after(cell)) {
            Message message = cell.elementVolatile();
            if (message != null && message.number() == number && queue.remove(cell)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void afterwards() {
        requireLinearizable(() -> new Numbers(inside, limit));
    }

    /** A queue of numbers, which can be removed from the middle. */
    static final class Numbers implements Specification {

        private final ArrayDeque<Object> elements = new ArrayDeque<>();
        private final int limit;
        private boolean closed;

        Numbers(int inside, int limit) {
            this.limit = limit;
            for (int i = 0; i < inside; i++) {
                elements.add(i);
            }
        }

        @Override
        public boolean allows(String operation, Object argument, Object result) {
            return switch (operation) {
                case "offer" -> Boolean.TRUE.equals(result)
                        ? !closed && elements.size() < limit && elements.add(argument)
                        : closed;
                case "poll" -> result == null ? elements.isEmpty() : result.equals(elements.poll());
                case "isEmpty" -> result.equals(elements.isEmpty());
                case "remove" -> result.equals(elements.remove(argument));
                case "close" -> {
                    closed = true;
                    yield true;
                }
                default -> throw new IllegalArgumentException(operation);
            };
        }
    }
}
