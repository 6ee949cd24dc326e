package dev.filch.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Seeded;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random programs of one thread, on several channels, do what a plain sequential model allows. {@code -Dfilch.seed=}
 * repeats the programs; a failure prints the steps so far.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SelectModelTest {

    private static final int PROGRAMS = 2_000;
    private static final int STEPS = 60;

    /** What an operation returns if the channel is closed, or if it cannot be done. */
    private static final String CLOSED = "closed";
    private static final String NOTHING = "nothing";

    /** A channel and its model. */
    private static final class Modelled {

        private final ChannelKind kind;
        private final Channel<Integer> channel;
        private final Deque<Integer> inside = new ArrayDeque<>();
        private boolean closed;
        private long dropped;

        Modelled(ChannelKind kind) {
            this.kind = kind;
            channel = kind.create();
        }

        boolean isFull() {
            return inside.size() >= kind.capacity() && kind != ChannelKind.DROP_OLDEST;
        }

        boolean canDo(boolean sends) {
            return closed || (sends ? !isFull() : !inside.isEmpty());
        }

        /** Does the operation in the model, and returns its result. */
        String pass(boolean sends, int element) {
            if (sends ? closed : closed && inside.isEmpty()) {
                return CLOSED;
            }
            if (!canDo(sends)) {
                return NOTHING;
            }
            if (!sends) {
                return "got " + inside.remove();
            }
            if (inside.size() == kind.capacity()) {
                inside.remove();
                dropped++;
            }
            inside.add(element);
            return "sent " + element;
        }

        @Override
        public String toString() {
            return kind + " " + inside + (closed ? " closed" : "");
        }
    }

    /** One case of a selection of the program. */
    private record Choosable(Modelled on, boolean sends, int element) {

        Case<String> toCase() {
            return sends ? on.channel.onSend(element, () -> "sent " + element) : on.channel.onReceive(e -> "got " + e);
        }
    }

    private final SplittableRandom random = Seeded.random("SelectModelTest");
    private final List<Modelled> channels = new ArrayList<>();
    private final List<String> steps = new ArrayList<>();
    private int next;

    private Modelled anyChannel() {
        return channels.get(random.nextInt(channels.size()));
    }

    private String describe() {
        return Seeded.description() + ", after " + String.join("; ", steps) + " with " + channels;
    }

    private void begin() {
        channels.clear();
        steps.clear();
        next = 0;
        ChannelKind[] kinds = ChannelKind.values();
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            channels.add(new Modelled(kinds[random.nextInt(kinds.length)]));
        }
    }

    private void step() throws Exception {
        Modelled on = anyChannel();
        switch (random.nextInt(12)) {
            case 0, 1 -> send(on);
            case 2, 3 -> receive(on);
            case 4 -> drain(on);
            case 5 -> sendAll(on);
            case 6 -> {
                // Rarely, or most of a program would find closed channels.
                if (random.nextInt(4) == 0) {
                    close(on);
                }
            }
            default -> select();
        }
        for (Modelled each : channels) {
            assertEquals(each.inside.size(), each.channel.size(), this::describe);
            assertEquals(each.closed, each.channel.isClosed(), this::describe);
            assertEquals(each.dropped, each.channel.dropped(), this::describe);
        }
    }

    /** The result of an operation, as the model tells it. */
    private static String resultOf(Callable<String> operation) throws Exception {
        try {
            return operation.call();
        } catch (ChannelClosedException e) {
            return CLOSED;
        }
    }

    private void send(Modelled on) throws Exception {
        int element = next++;
        boolean timed = random.nextBoolean();
        steps.add("send " + element + " to " + on);
        String result = resultOf(() -> (timed ? on.channel.send(element, Duration.ZERO) : on.channel.trySend(element))
                ? "sent " + element : NOTHING);
        assertEquals(on.pass(true, element), result, this::describe);
    }

    private void receive(Modelled on) throws Exception {
        boolean timed = random.nextBoolean();
        steps.add("receive from " + on);
        String result = resultOf(() -> {
            Integer element = timed ? on.channel.receive(Duration.ZERO) : on.channel.tryReceive();
            return element == null ? NOTHING : "got " + element;
        });
        assertEquals(on.pass(false, 0), result, this::describe);
    }

    private void drain(Modelled on) {
        int limit = random.nextInt(4);
        steps.add("drain " + limit + " from " + on);
        List<Integer> expected = new ArrayList<>();
        while (expected.size() < limit && !on.inside.isEmpty()) {
            expected.add(on.inside.remove());
        }
        List<Integer> drained = new ArrayList<>();
        assertEquals(expected.size(), on.channel.drainTo(drained, limit), this::describe);
        assertEquals(expected, drained, this::describe);
    }

    /** As many as fit, because the thread is alone. */
    private void sendAll(Modelled on) throws Exception {
        int room = on.closed ? 0 : Math.min(3, on.kind == ChannelKind.DROP_OLDEST ? 3
                : on.kind.capacity() - on.inside.size());
        List<Integer> batch = new ArrayList<>();
        for (int i = 0; i < room; i++) {
            batch.add(next++);
        }
        steps.add("send all " + batch + " to " + on);
        assertEquals(room, on.channel.sendAll(batch), this::describe);
        batch.forEach(element -> on.pass(true, element));
    }

    private void close(Modelled on) {
        steps.add("close " + on);
        if (random.nextBoolean()) {
            on.channel.close();
        } else {
            assertEquals(new ArrayList<>(on.inside), on.channel.cancel(), this::describe);
            on.inside.clear();
        }
        on.closed = true;
    }

    /** A selection of one to five cases: it waits only if one can be done, or with a short timeout. */
    private void select() throws Exception {
        List<Choosable> choosable = new ArrayList<>();
        for (int i = random.nextInt(1, 6); i > 0; i--) {
            choosable.add(new Choosable(anyChannel(), random.nextBoolean(), next++));
        }
        Choosable firstReady = choosable.stream().filter(each -> each.on.canDo(each.sends)).findFirst().orElse(null);
        @SuppressWarnings("unchecked")
        Case<String>[] cases = choosable.stream().map(Choosable::toCase).toArray(Case[]::new);
        Select<String> select = Select.of(cases);
        boolean biased = random.nextBoolean();
        if (biased) {
            select.biased();
        }
        Supplier<String> otherwise = () -> NOTHING;
        switch (random.nextInt(firstReady == null ? 2 : 3)) {
            case 0 -> select.orDefault(otherwise);
            case 1 -> select.timeout(Duration.ofNanos(random.nextInt(2_000)), otherwise);
            default -> { }
        }
        steps.add((biased ? "biased " : "") + "select " + choosable);
        String result = resultOf(select::run);
        if (firstReady == null) {
            assertEquals(NOTHING, result, this::describe);
        } else if (biased) {
            assertEquals(firstReady.on.pass(firstReady.sends, firstReady.element), result, this::describe);
        } else {
            follow(choosable, result);
        }
    }

    /** Finds the case that a fair selection has chosen, by its result and by what changed. */
    private void follow(List<Choosable> choosable, String result) {
        for (Choosable each : choosable) {
            if (each.on.canDo(each.sends) && isResultOf(each, result)) {
                assertEquals(each.on.pass(each.sends, each.element), result, this::describe);
                return;
            }
        }
        throw new AssertionError("no case gives " + result + ": " + describe());
    }

    private static boolean isResultOf(Choosable each, String result) {
        if (each.on.closed && (each.sends || each.on.inside.isEmpty())) {
            return result.equals(CLOSED);
        }
        return result.equals(each.sends ? "sent " + each.element : "got " + each.on.inside.peek());
    }

    @Test
    void programsDoWhatTheModelAllows() throws Exception {
        for (int program = 0; program < PROGRAMS; program++) {
            begin();
            for (int i = 0; i < STEPS; i++) {
                step();
            }
            for (Modelled each : channels) {
                assertEquals(new ArrayList<>(each.inside), each.channel.cancel(), this::describe);
                assertTrue(each.channel.toString().contains("receivers: 0 waiting"), this::describe);
                assertNull(each.channel.line(false).first(), this::describe);
            }
        }
    }
}
