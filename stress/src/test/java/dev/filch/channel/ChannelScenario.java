package dev.filch.channel;

import dev.filch.stress.model.Scenario;
import dev.filch.stress.model.Specification;
import java.time.Duration;
import java.util.ArrayDeque;

/**
 * Threads that do some operations on one channel, each written as a letter: s send, t trySend, S send with a timeout, r
 * receive, g tryReceive, R receive with a timeout, c close. All must be linearizable, and no thread may be parked for
 * ever. The capacity is 0 for a rendezvous, and -1 for an unbounded channel.
 */
public final class ChannelScenario extends Scenario {

    private static final Duration TIMEOUT = Duration.ofNanos(10);

    static final String CLOSED = "closed";

    private final int capacity;
    private final Channel<Message> channel;

    /** What is sent; its number is written without synchronization. */
    static final class Message {

        private final int[] number = new int[1];

        Message(int number) {
            this.number[0] = number;
        }

        int number() {
            return number[0];
        }
    }

    /** Starts with an empty channel. */
    public ChannelScenario(int capacity, String... threads) {
        this.capacity = capacity;
        channel = capacity == 0 ? Channel.rendezvous() : capacity < 0 ? Channel.unbounded() : Channel.bounded(capacity);
        for (int thread = 0; thread < threads.length; thread++) {
            String operations = threads[thread];
            int firstNumber = 10 * (thread + 1);
            thread(operations + thread, () -> run(operations, firstNumber));
        }
    }

    private void run(String operations, int firstNumber) {
        for (int i = 0; i < operations.length(); i++) {
            int number = firstNumber + i;
            switch (operations.charAt(i)) {
                case 's' -> send(number, () -> {
                    channel.send(new Message(number));
                    return true;
                });
                case 't' -> send(number, () -> channel.trySend(new Message(number)));
                case 'S' -> send(number, () -> channel.send(new Message(number), TIMEOUT));
                case 'r' -> receive(channel::receive);
                case 'g' -> receive(channel::tryReceive);
                case 'R' -> receive(() -> channel.receive(TIMEOUT));
                case 'c' -> operation("close", null, () -> {
                    channel.close();
                    return true;
                });
                default -> throw new IllegalArgumentException(operations);
            }
        }
    }

    /** An operation of the channel, which no thread interrupts. */
    private interface Call<R> {
        R call() throws InterruptedException;
    }

    private void send(int number, Call<Boolean> call) {
        operation("send", number, () -> resultOf(call));
    }

    private void receive(Call<Message> call) {
        operation("receive", null, () -> {
            Object result = resultOf(call);
            return result instanceof Message message ? (Object) message.number() : result;
        });
    }

    private static Object resultOf(Call<?> call) {
        try {
            return call.call();
        } catch (ChannelClosedException e) {
            return CLOSED;
        } catch (InterruptedException e) {
            throw new AssertionError("no thread interrupts", e);
        }
    }

    @Override
    public void afterwards() {
        if (capacity == 0) {
            // The two steps of an exchange may be put in either order only if both calls overlap.
            requireLinearizable(() -> new Exchanges(true));
            requireLinearizable(() -> new Exchanges(false));
        } else {
            requireLinearizable(() -> new Buffer(capacity));
        }
    }

    /** A channel with room. */
    static final class Buffer implements Specification {

        private final ArrayDeque<Object> elements = new ArrayDeque<>();
        private final int capacity;
        private boolean closed;

        Buffer(int capacity) {
            this.capacity = capacity < 0 ? Integer.MAX_VALUE : capacity;
        }

        @Override
        public boolean allows(String operation, Object argument, Object result) {
            return switch (operation) {
                case "send" -> allowsSend(argument, result);
                case "receive" -> allowsReceive(result);
                case "close" -> {
                    closed = true;
                    yield true;
                }
                default -> throw new IllegalArgumentException(operation);
            };
        }

        private boolean allowsSend(Object argument, Object result) {
            if (closed) {
                return CLOSED.equals(result);
            }
            boolean full = elements.size() == capacity;
            return result.equals(!full) && (full || elements.add(argument));
        }

        private boolean allowsReceive(Object result) {
            if (elements.isEmpty()) {
                return closed ? CLOSED.equals(result) : result == null;
            }
            return elements.remove().equals(result);
        }
    }

    /** A rendezvous, in which either the send or the receive of an exchange comes first, and nothing between. */
    static final class Exchanges implements Specification {

        private final boolean sendFirst;
        private Object begun;
        private boolean closed;

        Exchanges(boolean sendFirst) {
            this.sendFirst = sendFirst;
        }

        @Override
        public boolean allows(String operation, Object argument, Object result) {
            boolean send = operation.equals("send");
            boolean exchange = send ? Boolean.TRUE.equals(result) : result instanceof Integer;
            if (operation.equals("close")) {
                closed = true;
                return begun == null;
            }
            if (!exchange) {
                return begun == null && closed == CLOSED.equals(result);
            }
            Object element = send ? argument : result;
            if (send == sendFirst) {
                boolean first = begun == null && !closed;
                begun = element;
                return first;
            }
            boolean second = element.equals(begun);
            begun = null;
            return second;
        }
    }
}
