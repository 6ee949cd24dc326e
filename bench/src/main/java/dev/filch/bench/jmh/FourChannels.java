package dev.filch.bench.jmh;

import dev.filch.channel.Case;
import dev.filch.channel.Select;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Four channels and one receiver. All of them get messages, or only the third. The selection of jox prefers its first
 * clauses, so it then visits two empty channels before the one with messages.
 */
final class FourChannels {

    private static final int CHANNELS = 4;
    private static final int ONLY_BUSY = 2;

    private final List<Conduit> busy;
    private final MessageSource receiver;

    /**
     * Creates the channels.
     *
     * @param impl {@code channel} or {@code jox}, whose receiver selects among all channels; or {@code receive},
     *     Filch's channels with a receiver that takes the next message from the next busy channel and never selects
     * @param busyCount how many channels get messages: 1 or 4
     */
    FourChannels(String impl, int busyCount) {
        List<Conduit> all = Stream.generate(() -> Conduit.create(kind(impl), Queues.CAPACITY))
                .limit(CHANNELS)
                .toList();
        busy = switch (busyCount) {
            case 1 -> List.of(all.get(ONLY_BUSY));
            case CHANNELS -> all;
            default -> throw new IllegalArgumentException("not 1 or 4 busy channels: " + busyCount);
        };
        receiver = switch (impl) {
            case "channel" -> selection(all)::run;
            case "jox" -> joxSelection(all);
            default -> new RoundRobin(busy);
        };
    }

    private static String kind(String impl) {
        return switch (impl) {
            case "channel", "receive" -> "channel";
            case "jox" -> "jox";
            default -> throw new IllegalArgumentException("no receiver is called " + impl);
        };
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
    private static Select<Message> selection(List<Conduit> channels) {
        Case<Message>[] cases = channels.stream()
                .map(conduit -> ((Conduit.OfChannel) conduit).channel().onReceive(Function.identity()))
                .toArray(Case[]::new);
        return Select.of(cases);
    }

    private static MessageSource joxSelection(List<Conduit> channels) {
        Object clauses = Jox.clauses(
                channels.stream().map(conduit -> ((JoxConduit) conduit).channel()).toList());
        return () -> (Message) Jox.select(clauses);
    }

    /** Receives from the channels in rotation. */
    private static final class RoundRobin implements MessageSource {

        private final List<Conduit> channels;
        private int next;

        RoundRobin(List<Conduit> channels) {
            this.channels = channels;
        }

        @Override
        public Message receive() throws InterruptedException {
            Message message = channels.get(next).receive();
            next++;
            if (next == channels.size()) {
                next = 0;
            }
            return message;
        }
    }

    /** Returns the channels that get messages. */
    List<Conduit> busy() {
        return busy;
    }

    /** Returns what receives from the channels. */
    MessageSource receiver() {
        return receiver;
    }
}
