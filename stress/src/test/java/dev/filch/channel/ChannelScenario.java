package dev.filch.channel;

import dev.filch.stress.model.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Threads that use channels, each a word of operations. An operation is a letter, and the digit of a channel unless it
 * is 0: s send, t trySend, S send with a timeout, a sendAll of two elements; r receive, g tryReceive, R receive with a
 * timeout, b receiveAll of at most two, d drainTo of at most two; z size; c close, C close with a cause, x cancel; v a
 * view as a queue, for which the channel moves to cells. Operations in brackets are the cases of a biased selection, as
 * in {@code [s0r1]}; {@code -} at their end adds a default, {@code ~} a timeout, and {@code *} runs the selection
 * twice. The letter i interrupts the thread whose word begins with an exclamation mark.
 *
 * <p>Each channel must be linearizable by itself: nothing is lost, repeated or reordered. A thread may stay parked only
 * if none of its operations can be done at the end.
 */
public final class ChannelScenario extends Scenario {

    /** The result of an operation that finds the channel closed. */
    static final String CLOSED = "closed";

    private static final Duration SOON = Duration.ofNanos(10);
    private static final int BATCH = 2;
    private static final String SENDS = "stSa";

    /** The kinds of the channels, see {@link ChannelKind}; the last one is that of all further channels. */
    private final List<ChannelKind> kinds = new ArrayList<>();
    private final List<Channel<Object>> channels = new ArrayList<>();

    /** What each thread does, by its index; null once it has ended. */
    private final String[] current;

    /** The batch that each thread is sending. */
    private final Batch[] batches;

    /** What each thread has received. */
    private final List<List<Object>> received = new ArrayList<>();

    private Thread interruptible;

    /** Whether threads close channels only with a cause. */
    private final boolean alwaysWithCause;

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

    /** Why a channel is closed; its contents are written without synchronization, too. */
    static final class Failure extends RuntimeException {

        private static final long serialVersionUID = 1;

        private final transient Message contents;

        Failure(int number) {
            contents = new Message(number);
        }

        int number() {
            return contents.number();
        }
    }

    /** A {@link Channel#sendAll} that has begun. */
    private record Batch(Instant start, int channel, int firstNumber) {
    }

    /** Starts with channels of kinds that are separated by slashes. */
    public ChannelScenario(String kindsOfChannels, String... threads) {
        String[] names = kindsOfChannels.split("/");
        int count = Math.max(names.length, 1 + channels(threads));
        for (int i = 0; i < count; i++) {
            ChannelKind kind = new ChannelKind(names[Math.min(i, names.length - 1)]);
            kinds.add(kind);
            channels.add(kind.create());
            for (int element = 1; element <= kind.elements(); element++) {
                channels.get(i).trySend(new Message(-element));
            }
        }
        String words = String.join("", threads);
        alwaysWithCause = words.contains("C") && !words.matches(".*[cx].*");
        current = new String[threads.length];
        batches = new Batch[threads.length];
        for (int i = 0; i < threads.length; i++) {
            add(threads[i], i);
        }
    }

    /** The greatest digit. */
    private static int channels(String... threads) {
        return String.join("", threads).chars().filter(Character::isDigit).map(digit -> digit - '0').max().orElse(0);
    }

    private void add(String word, int index) {
        received.add(new ArrayList<>());
        String name = word + "'" + index;
        Runnable body = () -> run(word, index);
        if (word.startsWith("!")) {
            interruptible = new Thread(body, name);
            interruptible.start();
        } else {
            thread(name, body);
        }
        mayStayParked(name);
    }

    private void run(String word, int thread) {
        int number = 10 * (thread + 1);
        int next = word.startsWith("!") ? 1 : 0;
        while (next < word.length()) {
            int start = next;
            next = endOfStep(word, start);
            current[thread] = word.substring(start, next);
            perform(current[thread], thread, number);
            number++;
        }
        current[thread] = null;
    }

    private static int endOfStep(String word, int start) {
        if (word.charAt(start) == '[') {
            return word.indexOf(']', start) + 1;
        }
        int next = start + 1;
        return next < word.length() && Character.isDigit(word.charAt(next)) ? next + 1 : next;
    }

    private void perform(String step, int thread, int number) {
        if (step.charAt(0) == '[') {
            select(step.substring(1, step.length() - 1), thread, number);
        } else {
            int channel = step.length() > 1 ? step.charAt(1) - '0' : 0;
            single(step.charAt(0), channel, thread, number);
        }
    }

    private void single(char letter, int channel, int thread, int number) {
        Channel<Object> used = channels.get(channel);
        switch (letter) {
            case 's' -> send(channel, number, () -> {
                used.send(new Message(number));
                return true;
            });
            case 't' -> send(channel, number, () -> used.trySend(new Message(number)));
            case 'S' -> send(channel, number, () -> used.send(new Message(number), SOON));
            case 'a' -> sendAll(channel, thread, number);
            case 'r' -> receive(channel, thread, used::receive);
            case 'g' -> receive(channel, thread, used::tryReceive);
            case 'R' -> receive(channel, thread, () -> used.receive(SOON));
            case 'b' -> receiveBatch(channel, thread, destination -> used.receiveAll(destination, BATCH));
            case 'd' -> receiveBatch(channel, thread, destination -> used.drainTo(destination, BATCH));
            case 'z' -> require(used.size() >= 0 && used.size() <= used.capacity(), "the size is within bounds");
            case 'c' -> close(channel, null);
            case 'C' -> close(channel, new Failure(channel));
            case 'x' -> cancel(channel, thread);
            case 'v' -> require(used.asBlockingQueue() != null, "there is a view");
            case 'i' -> interruptible.interrupt();
            default -> throw new IllegalArgumentException("no operation " + letter);
        }
    }

    private void close(int channel, Failure cause) {
        operation(channel + "close", null, () -> {
            channels.get(channel).close(cause);
            return true;
        });
    }

    /** An operation that other threads may interrupt. */
    private interface Call<R> {
        R call() throws InterruptedException;
    }

    /** Adds what it receives to a list. */
    private interface BatchCall {
        int receive(List<Object> destination) throws InterruptedException;
    }

    private void send(int channel, int number, Call<?> call) {
        operation(channel + "send", number, () -> resultOf(call));
    }

    private void receive(int channel, int thread, Call<?> call) {
        received.get(thread).add(operation(channel + "receive", null, () -> resultOf(call)));
    }

    private Object resultOf(Call<?> call) {
        try {
            return shown(call.call());
        } catch (ChannelClosedException e) {
            checkCause((Failure) e.getCause());
            return CLOSED;
        } catch (InterruptedException e) {
            return ChannelKind.INTERRUPTED;
        }
    }

    /** The first cause counts. Its number is that of the channel. */
    private void checkCause(Failure cause) {
        if (cause == null) {
            require(!alwaysWithCause, "a channel that is closed with a cause tells it");
        } else {
            require(channels.get(cause.number()).closeCause() == cause, "all threads get the same cause");
        }
    }

    /** The number of a message, which this thread can read only if it was published. */
    private static Object shown(Object result) {
        return result instanceof Message message ? (Object) message.number() : result;
    }

    /** Records a batch as several sends within its call, since it is not one step. */
    private void sendAll(int channel, int thread, int number) {
        Channel<Object> used = channels.get(channel);
        Instant start = instant();
        batches[thread] = new Batch(start, channel, number);
        List<Object> elements = List.of(new Message(number), new Message(number + 1));
        Object result = resultOf(() -> used.sendAll(elements));
        batches[thread] = null;
        int sent = result instanceof Integer count ? count : 0;
        for (int i = 0; i < sent; i++) {
            noteOperation(start, channel + "send", number + i, true);
        }
        if (sent < BATCH && used.isClosed()) {
            noteOperation(start, channel + "send", number + sent, CLOSED);
        }
        require(sent == BATCH || used.isClosed() || result == ChannelKind.INTERRUPTED || Thread.interrupted(),
                "all elements were sent");
    }

    private void receiveBatch(int channel, int thread, BatchCall batch) {
        Instant start = instant();
        List<Object> elements = new ArrayList<>();
        Object result = resultOf(() -> batch.receive(elements));
        if (result instanceof Integer count) {
            require(count == elements.size(), "the number of received elements is returned");
        } else {
            noteOperation(start, channel + "receive", null, result);
        }
        elements.forEach(each -> noteReceived(start, channel, thread, each));
    }

    private void noteReceived(Instant start, int channel, int thread, Object element) {
        Object shown = shown(element);
        received.get(thread).add(shown);
        noteOperation(start, channel + "receive", null, shown);
    }

    private void cancel(int channel, int thread) {
        Instant start = instant();
        List<Object> dropped = channels.get(channel).cancel();
        noteOperation(start, channel + "close", null, true);
        dropped.forEach(each -> noteReceived(start, channel, thread, each));
    }

    private void select(String word, int thread, int number) {
        String cases = word.replaceAll("[-~*]", "");
        Instant[] start = new Instant[1];
        List<Case<Runnable>> made = new ArrayList<>();
        for (int i = 0; i < cases.length(); i += 2) {
            made.add(caseOf(cases.charAt(i), cases.charAt(i + 1) - '0', thread, number + 100 * (i + 1), start));
        }
        @SuppressWarnings({"unchecked", "rawtypes"})
        Select<Runnable> select = Select.of((Case<Runnable>[]) made.toArray(new Case[0])).biased();
        if (word.contains("-")) {
            select.orDefault(() -> () -> noteFailure(start[0], cases));
        } else if (word.contains("~")) {
            select.timeout(SOON, () -> () -> noteFailure(start[0], cases));
        }
        for (int rounds = word.contains("*") ? 2 : 1; rounds > 0; rounds--) {
            start[0] = instant();
            Object result = resultOf(() -> {
                select.run().run();
                return null;
            });
            if (result != null) {
                noteOperation(start[0], ChannelKind.SELECT, cases, result);
            }
        }
    }

    private Case<Runnable> caseOf(char letter, int channel, int thread, int number, Instant[] start) {
        if (letter == 'r') {
            return channels.get(channel).onReceive(
                    element -> () -> noteReceived(start[0], channel, thread, element));
        }
        int[] last = {number - 1};
        return channels.get(channel).onSendNext(
                () -> new Message(++last[0]),
                () -> () -> noteOperation(start[0], channel + "send", last[0], true));
    }

    /** Each case could not be done at a moment, but perhaps not all at the same. */
    private void noteFailure(Instant start, String cases) {
        for (int i = 0; i < cases.length(); i += 2) {
            boolean sends = cases.charAt(i) == 's';
            noteOperation(start, cases.charAt(i + 1) + (sends ? "send" : "receive"), sends ? -1 : null,
                    sends ? false : null);
        }
    }

    @Override
    public void afterwards() {
        for (int thread = 0; thread < current.length; thread++) {
            if (current[thread] != null) {
                requireHopeless(thread);
            }
        }
        for (int channel = 0; channel < kinds.size(); channel++) {
            if (kinds.get(channel).keepsElements()) {
                takeRest(channel, channels.get(channel));
            }
        }
        noteBegunBatches();
        requireLinearizable(() -> ChannelKind.specification(kinds, true));
        if (kinds.stream().anyMatch(ChannelKind::isRendezvous)) {
            // The two steps of an exchange may be put in either order only if both calls overlap.
            requireLinearizable(() -> ChannelKind.specification(kinds, false));
        }
    }

    /** Fails if a parked thread could do one of its operations. */
    private void requireHopeless(int thread) {
        String step = current[thread].replaceAll("[\\[\\]*]", "");
        for (int i = 0; i < step.length(); i += 2) {
            boolean sends = SENDS.indexOf(step.charAt(i)) >= 0;
            int channel = i + 1 < step.length() ? step.charAt(i + 1) - '0' : 0;
            Channel<Object> used = channels.get(channel);
            require(!used.isClosed(), step + " waits although channel " + channel + " is closed");
            if (kinds.get(channel).isRendezvous()) {
                require(!hasPartner(thread, !sends, channel), step + " waits although there is a partner");
            } else {
                require(used.size() == (sends ? used.capacity() : 0), step + " waits although it could go on");
            }
        }
    }

    /** Whether another parked thread sends to a channel, or receives from it. */
    private boolean hasPartner(int thread, boolean sends, int channel) {
        for (int other = 0; other < current.length; other++) {
            String step = other == thread || current[other] == null ? "" : current[other];
            for (char letter : (sends ? "sSa" : "rRb").toCharArray()) {
                if (step.contains("" + letter + channel) || channel == 0 && step.equals("" + letter)) {
                    return true;
                }
            }
        }
        return false;
    }

    private void takeRest(int channel, Channel<Object> used) {
        List<Object> rest = new ArrayList<>();
        used.drainTo(rest, Integer.MAX_VALUE);
        for (Object each : rest) {
            noteReceived(instant(), channel, 0, each);
        }
        noteOperation(instant(), channel + "dropped", null, used.dropped());
    }

    /** Records the sends of a batch whose elements were received although the call has not returned. */
    private void noteBegunBatches() {
        for (Batch batch : batches) {
            for (int i = 0; batch != null && i < BATCH; i++) {
                Object number = batch.firstNumber + i;
                if (received.stream().anyMatch(each -> each.contains(number))) {
                    noteOperation(batch.start, batch.channel + "send", number, true);
                }
            }
        }
    }
}
