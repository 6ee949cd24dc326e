package dev.filch.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Seeded;
import dev.filch.internal.Together;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Channels whose sends never wait: which elements they drop, and that no other is lost. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DropOldestTest {

    private static final int SENDERS = 3;
    private static final int EACH = 2_000;

    private static final class Simulated extends RuntimeException {

        private static final long serialVersionUID = 1;
    }

    @Test
    void illegalArgumentsAreRefused() {
        assertThrows(NullPointerException.class, () -> Channel.dropOldest(1, null));
        for (int capacity : new int[] {0, -1, Integer.MIN_VALUE, 1 << 30}) {
            assertThrows(IllegalArgumentException.class, () -> Channel.dropOldest(capacity));
        }
    }

    /** All ways to send behave alike. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5})
    void fullChannelDropsItsOldestElements(int capacity) throws Exception {
        List<Integer> dropped = new ArrayList<>();
        Channel<Integer> channel = Channel.dropOldest(capacity, dropped::add);
        List<Integer> expected = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            expected.add(i);
            switch (i % 5) {
                case 0 -> channel.send(i);
                case 1 -> assertTrue(channel.trySend(i));
                case 2 -> assertTrue(channel.send(i, Duration.ZERO));
                case 3 -> assertEquals(1, channel.sendAll(List.of(i)));
                default -> assertEquals(7, Select.<Integer>select(channel.onSend(i, () -> 7)));
            }
            assertEquals(Math.min(i + 1, capacity), channel.size());
            assertEquals(Math.max(0, i + 1 - capacity), channel.dropped());
        }
        List<Integer> left = channel.cancel();
        assertEquals(expected.subList(40 - capacity, 40), left);
        assertEquals(expected.subList(0, 40 - capacity), dropped);
        assertEquals(capacity, channel.capacity());
    }

    @Test
    void batchDropsItsOwnOldestElements() throws Exception {
        Channel<Integer> channel = Channel.dropOldest(2);
        assertEquals(5, channel.sendAll(List.of(1, 2, 3, 4, 5)));
        assertEquals(3, channel.dropped());
        assertEquals(List.of(4, 5), channel.cancel());
    }

    @Test
    void otherChannelsDropNothing() throws Exception {
        for (ChannelKind kind : ChannelKind.values()) {
            Channel<Integer> channel = kind.create();
            channel.trySend(1);
            channel.cancel();
            assertEquals(0, channel.dropped(), kind::toString);
        }
    }

    @Test
    void handlerRunsAfterTheElementWasSent() throws Exception {
        List<Integer> inside = new ArrayList<>();
        List<Channel<Integer>> own = new ArrayList<>();
        Channel<Integer> channel = Channel.dropOldest(1, element -> {
            assertEquals(1, element);
            assertEquals(1, own.get(0).dropped());
            inside.add(own.get(0).tryReceive());
        });
        own.add(channel);
        channel.send(1);
        channel.send(2);
        assertEquals(List.of(2), inside);
    }

    @Test
    void handlerThatThrowsLosesNothing() throws Exception {
        Simulated failure = new Simulated();
        Channel<Integer> channel = Channel.dropOldest(1, element -> {
            throw failure;
        });
        channel.send(1);
        assertSame(failure, assertThrows(Simulated.class, () -> channel.send(2)));
        assertSame(failure, assertThrows(Simulated.class, () -> channel.trySend(3)));
        assertSame(failure, assertThrows(Simulated.class, () -> channel.send(4, Duration.ofDays(1))));
        assertSame(failure, assertThrows(Simulated.class, () -> channel.sendAll(List.of(5, 6))));
        boolean[] followed = new boolean[1];
        assertSame(failure, assertThrows(Simulated.class, () -> Select.select(channel.onSend(7, () -> {
            followed[0] = true;
            return 1;
        }))));
        assertFalse(followed[0], "expected a send that throws to have no result");
        assertEquals(5, channel.dropped());
        assertEquals(7, channel.receive());
        assertNull(channel.tryReceive());
        channel.send(8);
        assertEquals(8, channel.receive());
    }

    /** What the handler sends removes further elements. With a view, the elements are in cells. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void handlerMaySendToItsChannel(boolean hasView) throws Exception {
        List<Integer> dropped = new ArrayList<>();
        List<Channel<Integer>> own = new ArrayList<>();
        Channel<Integer> channel = Channel.dropOldest(2, element -> {
            dropped.add(element);
            if (element < 3) {
                assertTrue(own.get(0).trySend(element + 10));
            }
        });
        own.add(channel);
        if (hasView) {
            channel.asBlockingQueue();
        }
        channel.sendAll(List.of(1, 2, 3));
        assertEquals(List.of(1, 2, 3), dropped);
        assertEquals(3, channel.dropped());
        assertEquals(List.of(11, 12), channel.cancel());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void handlerMayCloseItsChannel(boolean hasView) throws Exception {
        Exception cause = new Exception("simulated");
        List<Channel<Integer>> own = new ArrayList<>();
        Channel<Integer> channel = Channel.dropOldest(1, element -> own.get(0).close(cause));
        own.add(channel);
        if (hasView) {
            channel.asBlockingQueue();
        }
        channel.send(1);
        channel.send(2);
        assertSame(cause, assertThrows(ChannelClosedException.class, () -> channel.send(3)).getCause());
        assertEquals(1, channel.dropped());
        assertEquals(2, channel.receive());
        assertSame(cause, assertThrows(ChannelClosedException.class, channel::receive).getCause());
    }

    /** Senders that meet remove several elements at once. The handler gets each of them, although it throws. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void handlerThatThrowsGetsEveryElement(boolean hasView) throws Exception {
        AtomicIntegerArray handled = new AtomicIntegerArray(SENDERS * EACH);
        Channel<Integer> channel = Channel.dropOldest(1, element -> {
            handled.getAndIncrement(element);
            throw new Simulated();
        });
        if (hasView) {
            channel.asBlockingQueue();
        }
        Together.run(SENDERS, sender -> {
            for (int i = sender * EACH; i < (sender + 1) * EACH; i++) {
                try {
                    channel.send(i);
                } catch (Simulated thrown) {
                    // The element has been sent.
                }
            }
            return null;
        });
        channel.cancel().forEach(handled::getAndIncrement);
        for (int i = 0; i < SENDERS * EACH; i++) {
            assertEquals(1, handled.get(i), "handled, or left: " + i);
        }
        assertEquals(SENDERS * EACH - 1, channel.dropped());
    }

    /** The element can be received while the handler of the one that it replaced still runs. */
    @Test
    void handlerThatWaitsForTheReceiverIsServed() throws Exception {
        Channel<Integer> answers = Channel.rendezvous();
        Channel<Integer> channel = Channel.dropOldest(1, element -> {
            try {
                answers.receive();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        channel.send(1);
        Together.Running<Void> sender = Together.<Void>start(() -> {
            channel.send(2);
            return null;
        }).awaitParked();
        assertEquals(2, channel.receive());
        answers.send(0);
        sender.join();
    }

    @Test
    void closedChannelDropsNothingMore() throws Exception {
        Channel<Integer> channel = Channel.dropOldest(1, element -> {
            throw new AssertionError("dropped " + element);
        });
        channel.send(1);
        channel.close();
        assertThrows(ChannelClosedException.class, () -> channel.send(2));
        assertThrows(ChannelClosedException.class, () -> channel.trySend(2));
        assertThrows(ChannelClosedException.class, () -> channel.sendAll(List.of(2)));
        assertEquals(0, channel.dropped());
        assertEquals(1, channel.receive());
        assertThrows(ChannelClosedException.class, channel::receive);
    }

    /**
     * Senders, receivers, and a thread that closes the channel at a random moment. Afterwards each element whose send
     * returned was received, dropped, or is left, and no other element was.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void whatWasSentWasReceivedOrDroppedOrIsLeft(int capacity) throws Exception {
        SplittableRandom random = Seeded.random("whatWasSentWasReceivedOrDroppedOrIsLeft " + capacity);
        for (int round = 0; round < 20; round++) {
            closeAtARandomMoment(capacity, random);
        }
    }

    private static void closeAtARandomMoment(int capacity, SplittableRandom random) throws Exception {
        AtomicIntegerArray sent = new AtomicIntegerArray(SENDERS * EACH);
        AtomicIntegerArray ended = new AtomicIntegerArray(SENDERS * EACH);
        Channel<Integer> channel = Channel.dropOldest(capacity, ended::getAndIncrement);
        int moment = random.nextInt(SENDERS * EACH);
        List<Together.Running<Void>> receivers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            receivers.add(Together.start(() -> {
                channel.iterator().forEachRemaining(ended::getAndIncrement);
                return null;
            }));
        }
        Together.run(SENDERS, sender -> {
            try {
                for (int i = sender * EACH; i < (sender + 1) * EACH; i++) {
                    if (i == moment) {
                        channel.close();
                    }
                    channel.send(i);
                    sent.getAndIncrement(i);
                }
            } catch (ChannelClosedException end) {
                // The others find it closed as well.
            }
            return null;
        });
        channel.close();
        for (Together.Running<Void> receiver : receivers) {
            receiver.join();
        }
        assertEquals(List.of(), channel.cancel());
        for (int i = 0; i < SENDERS * EACH; i++) {
            int element = i;
            assertEquals(sent.get(i), ended.get(i),
                    () -> "expected " + element + " to be received or dropped if sent: " + Seeded.description());
        }
    }
}
