package dev.filch.channel;

import dev.filch.channel.ChannelScenario.Message;
import dev.filch.stress.model.Scenario;
import dev.filch.stress.model.Specification;
import java.time.Duration;
import java.util.ArrayDeque;

/**
 * Threads that use one channel, which one of them may switch to cells. Each operation is a letter: v switch, s send, r
 * receive, g tryReceive, c close, x transfer, X transfer with a timeout, h hand over to a waiting receiver, i isEmpty,
 * and a digit to remove the element of this number. The numbers 0, 1, … are inside at first; a thread's own ones begin
 * at 10, 20, …. The capacity is -1 for an unbounded channel. If it is -2 or less, the unbounded channel has cells from
 * the start; above 100, a bounded one has, whose capacity is less by 100. All must be linearizable, and no thread may
 * be parked for ever.
 */
public final class ViewScenario extends Scenario {

    private static final int SLACK = -9;
    private static final int WITH_CELLS = 100;

    /** A capacity. */
    static final int UNBOUNDED_CELLS = -2;

    private static final long TIMEOUT = Duration.ofNanos(10).toNanos();

    private final int inside;
    private final int capacity;
    private final Channel<Message> channel;

    /** Starts with some elements. */
    public ViewScenario(int inside, int capacity, String... threads) {
        this.inside = inside;
        this.capacity = capacity < 0 ? Integer.MAX_VALUE : capacity % WITH_CELLS;
        channel = capacity < 0 ? Channel.unbounded() : Channel.bounded(this.capacity);
        if (capacity < -1 || capacity > WITH_CELLS) {
            switchToCells();
        }
        for (int i = 0; i < inside; i++) {
            channel.trySend(new Message(i));
        }
        for (int thread = 0; thread < threads.length; thread++) {
            String operations = threads[thread];
            int firstNumber = 10 * (thread + 1);
            thread(operations + thread, () -> run(operations, firstNumber));
        }
    }

    private boolean switchToCells() {
        ((BufferedChannel<Message>) channel).switchToCells(SLACK);
        return true;
    }

    private void run(String operations, int firstNumber) {
        for (int i = 0; i < operations.length(); i++) {
            char letter = operations.charAt(i);
            Message message = new Message(firstNumber + i);
            switch (letter) {
                case 'v' -> switchToCells();
                case 's' -> send(message, () -> {
                    channel.send(message);
                    return true;
                });
                case 'x' -> send(message, () -> channel.handOverUntil(message, Channel.deadlineAfter(Channel.FOREVER)));
                case 'X' -> send(message, () -> channel.handOverUntil(message, Channel.deadlineAfter(TIMEOUT)));
                case 'h' -> send(message, () -> channel.handOver(message));
                case 'r' -> record("receive", null, channel::receive);
                case 'g' -> record("receive", null, channel::tryReceive);
                case 'i' -> record("isEmpty", null, channel::isEmpty);
                case 'c' -> record("close", null, () -> {
                    channel.close();
                    return true;
                });
                default -> record("remove", letter - '0', () -> channel.removeIf(
                        each -> each.number() == letter - '0', 1) > 0);
            }
        }
    }

    /** An operation of the channel, which no thread interrupts. */
    private interface Call<R> {
        R call() throws InterruptedException;
    }

    /** A send that fails for want of a receiver has no effect. */
    private void send(Message message, Call<Boolean> call) {
        Instant start = instant();
        Object result = resultOf(call);
        if (!Boolean.FALSE.equals(result)) {
            noteOperation(start, "send", message.number(), result);
        }
    }

    private void record(String name, Object argument, Call<?> call) {
        operation(name, argument, () -> resultOf(call));
    }

    private static Object resultOf(Call<?> call) {
        try {
            Object result = call.call();
            return result instanceof Message message ? (Object) message.number() : result;
        } catch (ChannelClosedException e) {
            return ChannelScenario.CLOSED;
        } catch (InterruptedException e) {
            throw new AssertionError("no thread interrupts", e);
        }
    }

    @Override
    public void afterwards() {
        requireLinearizable(() -> new Contents(inside, capacity));
    }

    /** A channel with room, from whose middle elements can be removed. */
    private static final class Contents implements Specification {

        private final ArrayDeque<Object> elements = new ArrayDeque<>();
        private final int capacity;
        private boolean closed;

        Contents(int inside, int capacity) {
            this.capacity = capacity;
            for (int i = 0; i < inside; i++) {
                elements.add(i);
            }
        }

        @Override
        public boolean allows(String operation, Object argument, Object result) {
            return switch (operation) {
                case "send" -> closed
                        ? ChannelScenario.CLOSED.equals(result)
                        : Boolean.TRUE.equals(result) && elements.size() < capacity && elements.add(argument);
                case "receive" -> elements.isEmpty()
                        ? closed ? ChannelScenario.CLOSED.equals(result) : result == null
                        : elements.remove().equals(result);
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
