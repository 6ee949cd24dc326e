package dev.filch.channel;

import dev.filch.channel.ChannelScenario.Message;
import dev.filch.stress.model.Scenario;
import dev.filch.stress.model.Specification;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Threads that select, send and receive on two or three channels of one kind. Each thread is a word of operations, each
 * written as a letter and the digit of a channel: s send, r receive, c close. Operations in brackets are the cases of a
 * selection: {@code [s0r1]}. Each channel must be linearizable by itself, and no thread may be parked for ever, unless a
 * thread's word begins with a question mark.
 */
public final class SelectScenario extends Scenario {

    private static final int CHANNELS = 3;

    private final int capacity;
    private final List<Channel<Message>> channels = new ArrayList<>();
    private final boolean[] ended;

    /** Whether a thread only receives from channel 0. */
    private final boolean[] receives;

    /** Starts with empty channels. */
    public SelectScenario(int capacity, String... threads) {
        this.capacity = capacity;
        ended = new boolean[threads.length];
        receives = new boolean[threads.length];
        for (int i = 0; i < CHANNELS; i++) {
            channels.add(capacity == 0 ? Channel.rendezvous() : Channel.bounded(capacity));
        }
        for (int thread = 0; thread < threads.length; thread++) {
            String name = threads[thread] + thread;
            String word = threads[thread].replace("?", "");
            int firstNumber = 10 * (thread + 1);
            int index = thread;
            receives[thread] = word.equals("r0");
            thread(name, () -> {
                run(word, firstNumber);
                ended[index] = true;
            });
            if (name.startsWith("?")) {
                mayStayParked(name);
            }
        }
    }

    private void run(String word, int firstNumber) {
        int number = firstNumber;
        for (int i = 0; i < word.length(); i += 2) {
            if (word.charAt(i) == '[') {
                int end = word.indexOf(']', i);
                select(word.substring(i + 1, end), number);
                i = end - 1;
            } else {
                single(word.charAt(i), word.charAt(i + 1) - '0', number);
            }
            number++;
        }
    }

    private void single(char letter, int channel, int number) {
        Channel<Message> used = channels.get(channel);
        Instant start = instant();
        Object result;
        try {
            switch (letter) {
                case 's' -> {
                    used.send(new Message(number));
                    result = true;
                }
                case 'r' -> result = used.receive().number();
                default -> {
                    used.close();
                    result = true;
                }
            }
        } catch (ChannelClosedException e) {
            result = ChannelScenario.CLOSED;
        } catch (InterruptedException e) {
            throw new AssertionError("no thread interrupts", e);
        }
        note(start, letter, channel, number, result);
    }

    private void note(Instant start, char letter, int channel, int number, Object result) {
        String name = letter == 's' ? "send" : letter == 'r' ? "receive" : "close";
        noteOperation(start, channel + name, letter == 's' ? number : null, result);
    }

    private void select(String cases, int number) {
        Instant start = instant();
        List<Case<Runnable>> made = new ArrayList<>();
        for (int i = 0; i < cases.length(); i += 2) {
            char letter = cases.charAt(i);
            int channel = cases.charAt(i + 1) - '0';
            int own = number + 100 * i;
            made.add(letter == 's'
                    ? channels.get(channel).onSend(new Message(own), () -> () -> note(start, 's', channel, own, true))
                    : channels.get(channel).onReceive(
                            message -> () -> note(start, 'r', channel, 0, message.number())));
        }
        try {
            @SuppressWarnings({"unchecked", "rawtypes"})
            Select<Runnable> select = Select.of((Case<Runnable>[]) made.toArray(new Case[0]));
            select.biased().run().run();
        } catch (ChannelClosedException e) {
            // Which channel it was is not known; its other operations show whether it was closed.
            require(cases.length() > 0, "a selection has cases");
        } catch (InterruptedException e) {
            throw new AssertionError("no thread interrupts", e);
        }
    }

    @Override
    public void afterwards() {
        require(ended[0] || ended[1], "one of the first two threads can always go on");
        for (int thread = 0; thread < ended.length; thread++) {
            require(ended[thread] || !receives[thread] || channels.get(0).size() == 0,
                    "no thread stays parked that could receive from channel 0");
        }
        if (capacity == 0) {
            requireLinearizable(() -> new Channels(() -> new ChannelScenario.Exchanges(true)));
            requireLinearizable(() -> new Channels(() -> new ChannelScenario.Exchanges(false)));
        } else {
            requireLinearizable(() -> new Channels(() -> new ChannelScenario.Buffer(capacity)));
        }
    }

    /** Independent channels; the first character of an operation is the channel. */
    private static final class Channels implements Specification {

        private final Map<Character, Specification> byNumber = new HashMap<>();
        private final Supplier<Specification> kind;

        Channels(Supplier<Specification> kind) {
            this.kind = kind;
        }

        @Override
        public boolean allows(String operation, Object argument, Object result) {
            return byNumber.computeIfAbsent(operation.charAt(0), any -> kind.get())
                    .allows(operation.substring(1), argument, result);
        }
    }
}
