package dev.filch.channel;

import static dev.filch.channel.ChannelScenario.CLOSED;

import dev.filch.stress.model.Specification;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * A kind of channel and its sequential specification. Its name is a capacity, 0 for a rendezvous, U for an unbounded
 * channel, a capacity after D for a channel that drops the oldest element, T for a timer that fires once, or K for a
 * periodic one. A plus sign and a digit tell how many elements the channel has at the start.
 */
record ChannelKind(String name) {

    /** The result of an operation that does nothing because its thread was interrupted. */
    static final String INTERRUPTED = "interrupted";

    /** A selection that does none of its cases. Other operations have the digit of their channel before their name. */
    static final String SELECT = "select";

    private static final Duration DELAY = Duration.ofNanos(10);

    /** A channel without the elements of the start. */
    @SuppressWarnings("unchecked")
    Channel<Object> create() {
        return switch (name.charAt(0)) {
            case '0' -> Channel.rendezvous();
            case 'U' -> Channel.unbounded();
            case 'D' -> Channel.dropOldest(capacity());
            case 'T' -> (Channel<Object>) (Object) Channel.after(DELAY);
            case 'K' -> (Channel<Object>) (Object) Channel.tick(DELAY);
            default -> Channel.bounded(capacity());
        };
    }

    boolean isRendezvous() {
        return name.equals("0");
    }

    private boolean isTimer() {
        return name.equals("T") || name.equals("K");
    }

    boolean keepsElements() {
        return !isRendezvous() && !isTimer();
    }

    private int capacity() {
        return switch (name.charAt(0)) {
            case 'U' -> Integer.MAX_VALUE;
            case 'D' -> name.charAt(1) - '0';
            default -> name.charAt(0) - '0';
        };
    }

    /** The number of elements at the start. Their numbers are negative. */
    int elements() {
        int plus = name.indexOf('+');
        return plus < 0 ? 0 : name.charAt(plus + 1) - '0';
    }

    /** Independent channels. In a rendezvous, either the send or the receive of an exchange comes first. */
    static Specification specification(List<ChannelKind> kinds, boolean sendFirst) {
        List<Specification> channels = new ArrayList<>();
        for (ChannelKind kind : kinds) {
            channels.add(kind.specification(sendFirst));
        }
        return (operation, argument, result) -> {
            if (operation.equals(SELECT)) {
                return result.equals(INTERRUPTED) || anyIsClosed(channels, (String) argument);
            }
            return result == INTERRUPTED
                    || channels.get(operation.charAt(0) - '0').allows(operation.substring(1), argument, result);
        };
    }

    private static boolean anyIsClosed(List<Specification> channels, String cases) {
        for (int i = 0; i < cases.length(); i += 2) {
            Specification channel = channels.get(cases.charAt(i + 1) - '0');
            if (channel.allows(cases.charAt(i) == 's' ? "send" : "receive", null, CLOSED)) {
                return true;
            }
        }
        return false;
    }

    private Specification specification(boolean sendFirst) {
        if (isRendezvous()) {
            return new Exchanges(sendFirst);
        }
        return isTimer() ? new Timer(name.equals("K")) : new Buffer(capacity(), elements(), name.startsWith("D"));
    }

    /** A channel with room. */
    private static final class Buffer implements Specification {

        private final ArrayDeque<Object> elements = new ArrayDeque<>();
        private final int capacity;
        private final boolean drops;
        private long dropped;
        private boolean closed;

        Buffer(int capacity, int prefilled, boolean drops) {
            this.capacity = capacity;
            this.drops = drops;
            for (int i = 1; i <= prefilled; i++) {
                elements.add(-i);
            }
        }

        @Override
        public boolean allows(String operation, Object argument, Object result) {
            return switch (operation) {
                case "send" -> allowsSend(argument, result);
                case "receive" -> allowsReceive(result);
                case "dropped" -> result.equals(dropped);
                case "close" -> {
                    closed = true;
                    yield true;
                }
                default -> throw new IllegalArgumentException(operation);
            };
        }

        private boolean allowsSend(Object argument, Object result) {
            if (closed || CLOSED.equals(result)) {
                return closed && CLOSED.equals(result);
            }
            boolean full = elements.size() == capacity;
            if (full && drops) {
                elements.remove();
                dropped++;
                full = false;
            }
            return result.equals(!full) && (full || elements.add(argument));
        }

        private boolean allowsReceive(Object result) {
            if (elements.isEmpty()) {
                return closed ? CLOSED.equals(result) : result == null;
            }
            return !CLOSED.equals(result) && elements.remove().equals(result);
        }
    }

    /** A rendezvous: nothing comes between the two steps of an exchange. */
    private static final class Exchanges implements Specification {

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

    /** A timer, which may be due at any moment. */
    private static final class Timer implements Specification {

        private final boolean periodic;
        private boolean fired;
        private boolean closed;

        Timer(boolean periodic) {
            this.periodic = periodic;
        }

        @Override
        public boolean allows(String operation, Object argument, Object result) {
            if (operation.equals("close")) {
                closed = true;
                return true;
            }
            if (closed || result == null || CLOSED.equals(result)) {
                return closed == CLOSED.equals(result);
            }
            boolean again = fired;
            fired = true;
            return periodic || !again;
        }
    }
}
