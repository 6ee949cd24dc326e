package dev.filch.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Compensator;
import dev.filch.internal.Together;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TransferQueue;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * Users' code and a pool's hooks that throw while a thread waits. Afterwards the thread stands in no line, no element
 * is lost, and other threads are still woken.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ChannelFaultTest {

    private static final Duration LONG = Duration.ofDays(1);

    /** What the hooks throw. */
    private static final class Simulated extends Error {

        private static final long serialVersionUID = 1;
    }

    /** Hooks that do what a test says. */
    private static final class Hooks extends Compensator {

        private final BooleanSupplier before;
        private final Runnable after;

        Hooks(BooleanSupplier before, Runnable after) {
            this.before = before;
            this.after = after;
        }

        @Override
        public boolean beforeBlocking() {
            return before.getAsBoolean();
        }

        @Override
        public void afterBlocking() {
            after.run();
        }

        /** Starts a thread that has these hooks. */
        <T> Together.Running<T> start(Callable<T> body) {
            return Together.start(() -> {
                bind();
                return body.call();
            });
        }
    }

    private static boolean fail() {
        throw new Simulated();
    }

    /** Hooks that throw before the wait, after another thread has done something. */
    private static Hooks throwingBefore(Runnable meanwhile) {
        return new Hooks(() -> {
            meanwhile.run();
            return fail();
        }, () -> { });
    }

    /** Hooks that throw after the wait. */
    private static Hooks throwingAfter() {
        return new Hooks(() -> true, ChannelFaultTest::fail);
    }

    private static void assertFailed(Together.Running<?> running) throws InterruptedException {
        assertEquals(Simulated.class, running.failure().getClass());
    }

    private static void assertNobodyWaits(Channel<?> channel) {
        String text = channel.toString();
        assertTrue(text.contains("receivers: 0 waiting") && !text.matches(".*senders: [1-9].*"), text);
        assertNull(channel.line(false).first(), "expected no receiver in the line of " + text);
        if (channel.line(true) != null) {
            assertNull(channel.line(true).first(), "expected no sender in the line of " + text);
        }
    }

    /** Afterwards a receiver is woken, and a sender if senders wait. */
    private static void assertWorks(Channel<Integer> channel) throws Exception {
        assertNobodyWaits(channel);
        Together.Running<Integer> receiver = Together.start(channel::receive).awaitParked();
        channel.send(100);
        assertEquals(100, receiver.join());
        int sent = 0;
        while (sent < 50 && channel.trySend(sent)) {
            sent++;
        }
        if (sent < 50) {
            Together.Running<Boolean> sender = Together.start(() -> channel.send(50, LONG)).awaitParkedTimed();
            for (int i = 0; i < sent; i++) {
                assertEquals(i, channel.receive());
            }
            assertEquals(50, channel.receive());
            assertTrue(sender.join());
        } else {
            channel.drainTo(new ArrayList<>(), 50);
        }
        assertNobodyWaits(channel);
    }

    private static void fill(Channel<Integer> channel) {
        for (int i = 0; i < channel.capacity(); i++) {
            assertTrue(channel.trySend(-i));
        }
    }

    private static void empty(Channel<Integer> channel) {
        for (int i = 0; i < channel.capacity(); i++) {
            assertEquals(-i, channel.tryReceive());
        }
    }

    @ParameterizedTest
    @EnumSource
    void failureBeforeAReceiverWaitsLeavesNoWaiter(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.create();
        assertFailed(throwingBefore(() -> { }).start(channel::receive));
        assertFailed(throwingBefore(() -> { }).start(() -> channel.receive(LONG)));
        assertFailed(throwingBefore(() -> { }).start(() -> Select.<Integer>select(channel.onReceive(e -> e))));
        assertWorks(channel);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = {"UNBOUNDED", "DROP_OLDEST"})
    void failureBeforeASenderWaitsLeavesNoWaiter(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.create();
        fill(channel);
        assertFailed(throwingBefore(() -> { }).start(() -> channel.send(1, LONG)));
        assertFailed(throwingBefore(() -> { }).start(() -> channel.sendAll(List.of(1))));
        assertFailed(throwingBefore(() -> { }).start(() -> Select.<Integer>select(channel.onSend(1, () -> 1))));
        empty(channel);
        assertWorks(channel);
    }

    /**
     * An element is sent after the receiver has enlisted and before its hook throws: its wake-up, or on a rendezvous
     * the element itself, has already gone to this receiver.
     */
    @ParameterizedTest
    @EnumSource
    void elementThatCameBeforeTheFailureIsReceived(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.create();
        Runnable send = () -> assertTrue(channel.trySend(1));
        List<Callable<Integer>> receives = List.of(channel::receive, () -> channel.receive(LONG),
                () -> Select.<Integer>select(channel.onReceive(e -> e)));
        for (Callable<Integer> receive : receives) {
            Together.Running<Integer>[] second = startLater();
            Hooks hooks = throwingBefore(() -> {
                second[0] = Together.start(channel::receive).awaitParked();
                send.run();
            });
            Together.Running<Integer> first = hooks.start(receive);
            if (kind == ChannelKind.RENDEZVOUS) {
                assertEquals(1, first.join(), "expected the error to be dropped rather than the element");
                assertTrue(channel.trySend(2));
                assertEquals(2, second[0].join());
            } else {
                assertFailed(first);
                assertEquals(1, second[0].join(), "expected the wake-up to be passed on");
            }
        }
        assertWorks(channel);
    }

    @SuppressWarnings("unchecked")
    private static <T> Together.Running<T>[] startLater() {
        return (Together.Running<T>[]) new Together.Running<?>[1];
    }

    /** The same for room, or a receiver, that came before the failure. */
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = {"UNBOUNDED", "DROP_OLDEST"})
    void roomThatCameBeforeTheFailureIsUsed(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.create();
        List<Callable<Boolean>> sends = List.of(() -> channel.send(1, LONG), () -> channel.sendAll(List.of(1)) == 1,
                () -> Select.<Boolean>select(channel.onSend(1, () -> true)));
        for (Callable<Boolean> send : sends) {
            fill(channel);
            Together.Running<Boolean>[] second = startLater();
            Integer[] received = new Integer[1];
            Hooks hooks = throwingBefore(() -> {
                second[0] = Together.start(() -> channel.send(2, LONG)).awaitParkedTimed();
                received[0] = channel.tryReceive();
            });
            Together.Running<Boolean> first = hooks.start(send);
            if (kind == ChannelKind.RENDEZVOUS) {
                assertTrue(first.join(), "expected the error to be dropped rather than the element");
                assertEquals(1, received[0]);
                assertEquals(2, channel.receive());
            } else {
                assertFailed(first);
            }
            assertTrue(second[0].join(), "expected the wake-up to be passed on");
            channel.drainTo(new ArrayList<>(), channel.capacity());
        }
        assertWorks(channel);
    }

    @ParameterizedTest
    @EnumSource
    void failureAfterTheWaitLosesNothing(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.create();
        List<Callable<Integer>> receives =
                List.of(channel::receive, () -> Select.<Integer>select(channel.onReceive(e -> e)));
        for (Callable<Integer> receive : receives) {
            Together.Running<Integer> first = throwingAfter().start(receive).awaitParked();
            Together.Running<Integer> second = Together.start(channel::receive).awaitParked();
            channel.send(1);
            if (kind == ChannelKind.RENDEZVOUS) {
                assertEquals(1, first.join(), "expected the error to be dropped rather than the element");
                channel.send(2);
                assertEquals(2, second.join());
            } else {
                assertFailed(first);
                assertEquals(1, second.join(), "expected the wake-up to be passed on");
            }
        }
        assertWorks(channel);
    }

    @ParameterizedTest
    @EnumSource(names = {"RENDEZVOUS", "UNBOUNDED"})
    void failureOfATransferTellsWhetherTheElementWasReceived(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.create();
        TransferQueue<Integer> queue = channel.asTransferQueue();
        Integer[] received = new Integer[1];
        List<Callable<Boolean>> transfers = List.of(() -> queue.tryTransfer(1, 1, TimeUnit.DAYS), () -> {
            queue.transfer(1);
            return true;
        });
        for (Callable<Boolean> transfer : transfers) {
            assertFailed(throwingBefore(() -> { }).start(transfer));
            assertNull(channel.tryReceive(), "expected the element to be withdrawn");
            Hooks receiving = throwingBefore(() -> received[0] = channel.tryReceive());
            assertTrue(receiving.start(transfer).join(), "expected the error to be dropped");
            assertEquals(1, received[0]);
            Together.Running<Boolean> late = throwingAfter().start(transfer);
            assertEquals(1, channel.receive());
            assertTrue(late.join(), "expected the error to be dropped");
        }
        assertWorks(channel);
    }

    /** An element is handed to a receiver after the receiver has enlisted and before its hook throws, or afterwards. */
    @ParameterizedTest
    @EnumSource(names = {"RENDEZVOUS", "UNBOUNDED"})
    void failureOfAReceiverLosesNoTransferredElement(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.create();
        TransferQueue<Integer> queue = channel.asTransferQueue();
        boolean[] transferred = new boolean[1];
        Hooks early = throwingBefore(() -> transferred[0] = queue.tryTransfer(1));
        assertEquals(1, early.start(channel::receive).join(), "expected the error to be dropped");
        assertTrue(transferred[0]);
        Together.Running<Integer> late = throwingAfter().start(channel::receive).awaitParked();
        assertTrue(queue.tryTransfer(2));
        assertEquals(2, late.join(), "expected the error to be dropped");
        assertWorks(channel);
    }

    /** A receiver is interrupted after it was woken, and before it goes on. It receives, and keeps the interrupt. */
    @ParameterizedTest
    @EnumSource
    void interruptAfterTheWakeUpLosesNothing(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.create();
        List<Callable<Integer>> receives = List.of(channel::receive, () -> channel.receive(LONG),
                () -> Select.<Integer>select(channel.onReceive(e -> e)));
        for (Callable<Integer> receive : receives) {
            Hooks hooks = new Hooks(() -> true, () -> Thread.currentThread().interrupt());
            Together.Running<Integer> first = hooks.start(() -> {
                int received = receive.call();
                assertTrue(Thread.interrupted(), "expected the interrupted status to be kept");
                return received;
            });
            while (channel.line(false).first() == null) {
                Thread.onSpinWait();
            }
            Together.Running<Integer> second = Together.start(channel::receive).awaitParked();
            channel.send(1);
            assertEquals(1, first.join());
            channel.send(2);
            assertEquals(2, second.join());
        }
        assertWorks(channel);
    }

    @Test
    void failureOfAHookLeavesATimerUsable() throws Exception {
        Receiver<Instant> timer = Channel.after(LONG);
        assertFailed(throwingBefore(() -> { }).start(timer::receive));
        assertTrue(timer.toString().contains("receivers: 0 waiting"), timer::toString);
    }

    /** The hooks are called once for each wait, in pairs, and not if there is nothing to wait for. */
    @ParameterizedTest
    @EnumSource
    void hooksAreCalledInPairs(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.create();
        int[] calls = new int[2];
        CountDownLatch waits = new CountDownLatch(1);
        Hooks hooks = new Hooks(() -> {
            calls[0]++;
            waits.countDown();
            return true;
        }, () -> calls[1]++);
        Together.Running<Integer> receiver = hooks.start(() -> {
            assertNull(channel.tryReceive());
            return channel.receive();
        });
        waits.await();
        receiver.awaitParked();
        channel.send(1);
        assertEquals(1, receiver.join());
        assertEquals(1, calls[0]);
        assertEquals(1, calls[1]);
        if (kind != ChannelKind.RENDEZVOUS) {
            channel.send(1);
            assertEquals(1, hooks.start(channel::receive).join());
            assertEquals(1, calls[0], "expected a receive that need not wait not to announce that it blocks");
        }
    }

    @Test
    void sourceThatThrowsFailsTheRoundBeforeItBegins() throws Exception {
        Channel<Integer> channel = Channel.bounded(3);
        channel.send(0);
        Simulated failure = new Simulated();
        Case<String> throwing = channel.onSendNext(() -> {
            throw failure;
        }, () -> "sent");
        Case<String> returningNull = channel.onSendNext(() -> null, () -> "sent");
        Case<String> receiving = channel.onReceive(e -> "received");
        assertSame(failure, assertThrows(Simulated.class, () -> Select.select(receiving, throwing)));
        assertSame(failure, assertThrows(Simulated.class, () -> Select.select(throwing, receiving)));
        assertThrows(NullPointerException.class, () -> Select.select(receiving, returningNull));
        assertEquals(1, channel.size());
        assertEquals("received", Select.select(receiving), "expected the case to be usable again");
        assertWorks(channel);
    }

    /** What follows a case runs after the operation, so the element has been received, or sent. */
    @ParameterizedTest
    @EnumSource
    void functionThatThrowsHasDoneItsOperation(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.create();
        Simulated failure = new Simulated();
        Together.Running<Object> receiver = Together.start(() -> Select.select(channel.onReceive(e -> {
            throw failure;
        }))).awaitParked();
        assertTrue(channel.send(1, LONG));
        assertFailed(receiver);
        assertNull(channel.tryReceive());
        Together.Running<Integer> other = Together.start(channel::receive).awaitParked();
        assertSame(failure, assertThrows(Simulated.class, () -> Select.select(channel.onSend(2, () -> {
            throw failure;
        }))));
        assertEquals(2, other.join());
        assertSame(failure, assertThrows(Simulated.class, () -> Select.of(channel.onReceive(e -> e)).orDefault(() -> {
            throw failure;
        }).run()));
        assertWorks(channel);
    }

    /** The handler runs while the selection sends, and the element is in the channel already. */
    @Test
    void handlerThatThrowsInASelectionLeavesNoWaiter() throws Exception {
        Channel<Integer> waiting = Channel.rendezvous();
        Channel<Integer> dropping = Channel.dropOldest(1, element -> {
            throw new Simulated();
        });
        dropping.send(1);
        Select<Integer> select = Select.of(waiting.onReceive(e -> e), dropping.onSend(2, () -> 2));
        assertThrows(Simulated.class, select::run);
        assertEquals(2, dropping.receive());
        assertEquals(2, select.run(), "expected the selection to be usable again");
        assertEquals(2, dropping.receive());
        assertWorks(waiting);
    }

    /**
     * A selection gets the wake-up of one channel while it does the case of another one. Then the wake-up is for the
     * next waiter. Selections ask whether their thread is interrupted when they are about to park: the test's moment.
     */
    @Test
    void wakeUpThatASelectionDoesNotUseIsPassedOn() throws Exception {
        for (int round = 0; round < 20; round++) {
            Channel<Integer> first = Channel.unbounded();
            Channel<Integer> second = Channel.unbounded();
            Together.Running<Integer>[] other = startLater();
            int[] selected = new int[1];
            MomentThread thread = new MomentThread(() -> {
                other[0] = Together.start(second::receive).awaitParked();
                assertTrue(second.trySend(2));
                assertTrue(first.trySend(1));
            }, () -> selected[0] = Select.<Integer>select(first.onReceive(e -> e), second.onReceive(e -> e)));
            thread.start();
            thread.join();
            if (selected[0] == 2) {
                second.send(2);
            }
            assertEquals(2, other[0].join(), "expected the other receiver to be woken");
        }
    }

    /** A thread that runs some code when its interrupted status is read for the first time. */
    private static final class MomentThread extends Thread {

        private final Runnable moment;
        private final Callable<?> body;
        private boolean hasCome;

        MomentThread(Runnable moment, Callable<?> body) {
            this.moment = moment;
            this.body = body;
            setDaemon(true);
        }

        @Override
        public void run() {
            try {
                body.call();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public boolean isInterrupted() {
            if (Thread.currentThread() == this && !hasCome) {
                hasCome = true;
                moment.run();
            }
            return super.isInterrupted();
        }
    }
}
