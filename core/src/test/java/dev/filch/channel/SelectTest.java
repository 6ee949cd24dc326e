package dev.filch.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Together;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What one or a few threads see of selections. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SelectTest {

    private static final Duration SHORT = Duration.ofMillis(2);

    @Test
    void illegalArgumentsAreRefused() {
        Channel<Integer> channel = Channel.unbounded();
        assertThrows(IllegalArgumentException.class, Select::select);
        assertThrows(NullPointerException.class, () -> Select.select((Case<?>) null));
        assertThrows(NullPointerException.class, () -> channel.onReceive(null));
        assertThrows(NullPointerException.class, () -> channel.onSend(null, () -> 1));
        assertThrows(NullPointerException.class, () -> channel.onSend(1, null));
        Select<Object> select = Select.of(channel.onReceive(element -> element));
        assertThrows(NullPointerException.class, () -> select.timeout(null, () -> 1));
        assertThrows(NullPointerException.class, () -> select.timeout(SHORT, null));
        assertThrows(NullPointerException.class, () -> select.orDefault(null));
    }

    @Test
    void refusedTimeoutChangesNothing() throws Exception {
        Channel<Integer> channel = Channel.bounded(1);
        Select<Integer> select = Select.<Integer>of(channel.onReceive(e -> e)).timeout(SHORT, () -> -1);
        assertThrows(NullPointerException.class, () -> select.timeout(null, () -> -2));
        assertThrows(NullPointerException.class, () -> select.timeout(Duration.ZERO, null));
        assertEquals(-1, select.run());
        Select<Integer> untimed = Select.of(channel.onReceive(e -> e));
        assertThrows(NullPointerException.class, () -> untimed.timeout(SHORT, null));
        Together.Running<Integer> selecting = Together.start(untimed::run).awaitParked();
        channel.send(1);
        assertEquals(1, selecting.join());
    }

    @Test
    void doesTheCaseThatNeedsNoWaiting() throws Exception {
        Channel<Integer> empty = Channel.bounded(1);
        Channel<String> full = Channel.bounded(1);
        full.send("inside");
        assertEquals("inside", Select.select(empty.onReceive(element -> "?"), full.onReceive(element -> element)));
        assertEquals("sent", Select.select(empty.onReceive(element -> "?"), full.onSend("next", () -> "sent")));
        assertEquals("next", full.receive());
    }

    @Test
    void withoutAReadyCaseDoesTheDefault() throws Exception {
        Channel<Integer> rendezvous = Channel.rendezvous();
        Select<String> select = Select.of(rendezvous.onReceive(element -> "received"),
                rendezvous.onSend(1, () -> "sent"));
        assertEquals("default", select.orDefault(() -> "default").run());
        assertEquals("late", select.timeout(SHORT, () -> "late").run());
        assertEquals("default", select.timeout(Duration.ofSeconds(Long.MIN_VALUE), () -> "default").run());
        assertNull(rendezvous.tryReceive());
    }

    @Test
    void biasedSelectionPrefersTheFirstAndOthersDoNot() throws Exception {
        Channel<Integer> first = Channel.unbounded();
        Channel<Integer> second = Channel.unbounded();
        for (int i = 0; i < 200; i++) {
            first.send(1);
            second.send(2);
        }
        Select<Integer> biased = Select.<Integer>of(first.onReceive(e -> e), second.onReceive(e -> e)).biased();
        for (int i = 0; i < 100; i++) {
            assertEquals(1, biased.run());
        }
        Set<Integer> seen = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            seen.add(Select.<Integer>select(first.onReceive(e -> e), second.onReceive(e -> e)));
        }
        assertEquals(Set.of(1, 2), seen);
    }

    @ParameterizedTest
    @EnumSource
    void sendWakesASelection(ChannelKind kind) throws Exception {
        Channel<Integer> first = kind.create();
        Channel<Integer> second = kind.create();
        for (Channel<Integer> channel : List.of(first, second)) {
            Together.Running<Integer> selecting = Together.start(() -> Select.<Integer>select(
                    first.onReceive(e -> e), second.onReceive(e -> e))).awaitParked();
            channel.send(7);
            assertEquals(7, selecting.join());
        }
        assertNull(first.tryReceive());
        assertNull(second.tryReceive());
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = {"UNBOUNDED", "DROP_OLDEST"})
    void receiveWakesASelectionThatSends(ChannelKind kind) throws Exception {
        Channel<Integer> empty = kind.create();
        Channel<Integer> full = kind.create();
        for (int i = 0; i < kind.capacity(); i++) {
            full.send(i);
        }
        Together.Running<String> selecting = Together.start(() -> Select.<String>select(
                empty.onReceive(e -> "?"), full.onSend(9, () -> "sent"))).awaitParked();
        for (int i = 0; i < kind.capacity(); i++) {
            assertEquals(i, full.receive());
        }
        assertEquals(9, full.receive());
        assertEquals("sent", selecting.join());
    }

    @ParameterizedTest
    @EnumSource
    void closeEndsASelection(ChannelKind kind) throws Exception {
        Channel<Integer> open = kind.create();
        Channel<Integer> closed = kind.create();
        Together.Running<Integer> selecting = Together.start(() -> Select.<Integer>select(
                open.onReceive(e -> e), closed.onReceive(e -> e))).awaitParked();
        Exception cause = new Exception("simulated");
        closed.close(cause);
        Throwable failure = selecting.failure();
        assertEquals(cause, ((ChannelClosedException) failure).getCause());
        assertThrows(ChannelClosedException.class, () -> Select.select(closed.onSend(1, () -> 1)));
    }

    @ParameterizedTest
    @EnumSource
    void interruptedSelectionHasDoneNothing(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.create();
        Together.Running<Integer> selecting = Together.start(() -> Select.<Integer>select(channel.onReceive(e -> e)))
                .awaitParked();
        selecting.thread().interrupt();
        assertEquals(InterruptedException.class, selecting.failure().getClass());
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> Select.select(channel.onReceive(e -> e)));
    }

    @Test
    void selectionsMeetOnARendezvous() throws Exception {
        Channel<Integer> first = Channel.rendezvous();
        Channel<Integer> second = Channel.rendezvous();
        for (int i = 0; i < 2_000; i++) {
            int number = i;
            AtomicInteger received = new AtomicInteger(-1);
            Together.run(2, thread -> thread == 0
                    ? Select.<Boolean>select(first.onSend(number, () -> true), second.onSend(number, () -> true))
                    : Select.<Boolean>select(first.onReceive(e -> received.compareAndSet(-1, e)),
                            second.onReceive(e -> received.compareAndSet(-1, e))));
            assertEquals(number, received.get());
        }
    }

    /** Three threads in a cycle: each sends to the next one and receives from the one before. */
    @Test
    void selectionsInACycleDoNotDeadlock() throws Exception {
        List<Channel<Integer>> channels = List.of(Channel.rendezvous(), Channel.rendezvous(), Channel.rendezvous());
        AtomicInteger sends = new AtomicInteger();
        AtomicInteger receives = new AtomicInteger();
        Together.run(3, thread -> {
            Channel<Integer> to = channels.get(thread);
            Channel<Integer> from = channels.get((thread + 2) % 3);
            Select<Integer> select = Select.of(to.onSend(thread, sends::incrementAndGet),
                    from.onReceive(e -> receives.incrementAndGet()));
            try {
                for (int i = 0; i < 3_000; i++) {
                    select.run();
                }
            } catch (ChannelClosedException end) {
                // Another thread has done its part.
            }
            channels.forEach(Channel::close);
            return null;
        });
        assertEquals(sends.get(), receives.get());
        assertTrue(sends.get() >= 1_500);
    }
}
