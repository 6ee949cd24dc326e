package dev.filch.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Seeded;
import dev.filch.internal.Together;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * Threads that are interrupted, that time out, and whose channels are closed at random moments. An element was received
 * once if its send returned normally, and never if it did not.
 */
@Timeout(value = 100, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ChannelStormTest {

    private static final int INTERRUPTS = 100_000;
    private static final int SENDERS = 2;
    private static final int RECEIVERS = 2;
    private static final int ELEMENTS = 1 << 22;

    /** What happened to the elements of one or several channels. */
    private static final class Books {

        private final AtomicIntegerArray sent = new AtomicIntegerArray(ELEMENTS);
        private final AtomicIntegerArray received = new AtomicIntegerArray(ELEMENTS);
        private final AtomicInteger next = new AtomicInteger();

        int newElement() {
            return next.getAndIncrement() & ELEMENTS - 1;
        }

        void noteSent(int element) {
            sent.getAndIncrement(element);
        }

        void noteReceived(int element) {
            received.getAndIncrement(element);
        }

        /** Checks the balance, and returns the number of elements that were received. */
        int check(Object description) {
            int count = 0;
            for (int i = 0; i < Math.min(next.get(), ELEMENTS); i++) {
                int element = i;
                assertEquals(sent.get(i), received.get(i),
                        () -> "expected as many receives as sends of " + element + ": " + description + ", "
                                + Seeded.description());
                count += received.get(i);
            }
            return count;
        }
    }

    /** Sends one element in one of several ways; an exception means that it was not sent. */
    private static void send(Channel<Integer> channel, Books books, SplittableRandom random) throws Exception {
        int element = books.newElement();
        boolean sent = switch (random.nextInt(5)) {
            case 0 -> channel.send(element, Duration.ofNanos(random.nextInt(50_000)));
            case 1 -> channel.sendAll(List.of(element)) == 1;
            case 2 -> Select.<Boolean>select(channel.onSend(element, () -> true));
            case 3 -> Select.<Boolean>of(channel.onSend(element, () -> true), channel.onSend(element, () -> true))
                    .timeout(Duration.ofNanos(random.nextInt(50_000)), () -> false).run();
            default -> {
                channel.send(element);
                yield true;
            }
        };
        if (sent) {
            books.noteSent(element);
        }
    }

    private static void receive(Channel<Integer> channel, Books books, SplittableRandom random) throws Exception {
        Integer element = switch (random.nextInt(5)) {
            case 0 -> channel.receive(Duration.ofNanos(random.nextInt(50_000)));
            case 1 -> {
                List<Integer> one = new ArrayList<>();
                channel.receiveAll(one, 1);
                yield one.get(0);
            }
            case 2 -> Select.<Integer>select(channel.onReceive(e -> e));
            case 3 -> Select.<Integer>of(channel.onReceive(e -> e), channel.onReceive(e -> e))
                    .timeout(Duration.ofNanos(random.nextInt(50_000)), () -> null).run();
            default -> channel.receive();
        };
        if (element != null) {
            books.noteReceived(element);
        }
    }

    /** One step of a thread of a storm. */
    @FunctionalInterface
    private interface Step {
        void run(Channel<Integer> channel, Books books, SplittableRandom random) throws Exception;
    }

    /** Repeats a step until the channel is closed, whatever interrupts it; returns the number of interrupts. */
    private static int repeat(Step step, Channel<Integer> channel, Books books, SplittableRandom random)
            throws Exception {
        int interrupts = 0;
        try {
            while (true) {
                try {
                    step.run(channel, books, random);
                } catch (InterruptedException e) {
                    interrupts++;
                }
            }
        } catch (ChannelClosedException end) {
            return interrupts;
        }
    }

    private static void interrupt(ThreadFactory factory, ChannelKind kind, int interrupts, String name)
            throws Exception {
        SplittableRandom random = Seeded.random(name + kind);
        Channel<Integer> channel = kind.create();
        Books books = new Books();
        List<Together.Running<Integer>> running = new ArrayList<>();
        for (int i = 0; i < SENDERS + RECEIVERS; i++) {
            SplittableRandom own = random.split();
            Step step = i < SENDERS ? ChannelStormTest::send : ChannelStormTest::receive;
            running.add(Together.start(factory, () -> repeat(step, channel, books, own)));
        }
        for (int i = 0; i < interrupts; i++) {
            running.get(random.nextInt(running.size())).thread().interrupt();
            for (int pause = random.nextInt(200); pause > 0; pause--) {
                Thread.onSpinWait();
            }
        }
        channel.close();
        int noticed = 0;
        for (Together.Running<Integer> each : running) {
            noticed += each.join();
        }
        int received = books.check(kind);
        assertTrue(noticed > 0 && received > 0, noticed + " interrupts were noticed, and " + received + " received");
        assertNoThreadWaits(channel);
    }

    private static void assertNoThreadWaits(Channel<?> channel) {
        assertTrue(channel.toString().matches(".* elements(, senders: 0 waiting)?, receivers: 0 waiting]"),
                channel::toString);
    }

    /** Without the unbounded channel, whose senders do not wait and outrun the receivers. */
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = {"UNBOUNDED", "DROP_OLDEST"})
    void interruptedOperationsHaveDoneNothing(ChannelKind kind) throws Exception {
        interrupt(Together::platformThread, kind, INTERRUPTS, "interruptedOperationsHaveDoneNothing ");
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = {"UNBOUNDED", "DROP_OLDEST"})
    void interruptedOperationsOfVirtualThreadsHaveDoneNothing(ChannelKind kind) throws Exception {
        ThreadFactory factory = Together.virtualThreads();
        Assumptions.assumeTrue(factory != null, "there are no virtual threads");
        interrupt(factory, kind, INTERRUPTS / 10, "interruptedOperationsOfVirtualThreadsHaveDoneNothing ");
    }

    /** Waiting receivers of an unbounded channel are interrupted; the elements are few. */
    @ParameterizedTest
    @EnumSource(names = {"UNBOUNDED", "DROP_OLDEST"})
    void interruptedReceiversHaveTakenNothing(ChannelKind kind) throws Exception {
        SplittableRandom random = Seeded.random("interruptedReceiversHaveTakenNothing " + kind);
        Channel<Integer> channel = kind.create();
        Books books = new Books();
        List<Together.Running<Integer>> receivers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            SplittableRandom own = random.split();
            receivers.add(Together.start(() -> repeat(ChannelStormTest::receive, channel, books, own)));
        }
        for (int i = 0; i < INTERRUPTS; i++) {
            // No element is dropped: there are never more than 8 inside.
            if (channel.size() < 8) {
                int element = books.newElement();
                channel.send(element);
                books.noteSent(element);
            }
            receivers.get(random.nextInt(receivers.size())).thread().interrupt();
        }
        channel.close();
        for (Together.Running<Integer> receiver : receivers) {
            receiver.join();
        }
        books.check(kind);
        assertNoThreadWaits(channel);
    }

    /** Many channels one after another, each closed or cancelled at a random moment by one of its threads. */
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "DROP_OLDEST")
    void closeAndCancelLoseNothing(ChannelKind kind) throws Exception {
        SplittableRandom random = Seeded.random("closeAndCancelLoseNothing " + kind);
        Books books = new Books();
        for (int round = 0; round < 500; round++) {
            Channel<Integer> channel = kind.create();
            int closer = random.nextInt(SENDERS + RECEIVERS);
            int moment = random.nextInt(200);
            boolean cancels = random.nextBoolean();
            List<SplittableRandom> randoms = new ArrayList<>();
            for (int i = 0; i < SENDERS + RECEIVERS; i++) {
                randoms.add(random.split());
            }
            Together.run(SENDERS + RECEIVERS, index -> {
                Step step = index < SENDERS ? ChannelStormTest::send : ChannelStormTest::receive;
                int[] steps = new int[1];
                Step withEnd = index != closer ? step : (on, in, with) -> {
                    if (steps[0]++ == moment) {
                        end(on, in, cancels);
                    }
                    step.run(on, in, with);
                };
                return repeat(withEnd, channel, books, randoms.get(index));
            });
            assertEquals(List.of(), channel.cancel(), "expected the receivers to have taken all elements");
            assertNoThreadWaits(channel);
        }
        assertTrue(books.check(kind) > 0);
    }

    /** One thread sends one element to each of many channels and closes it; another one must receive all of them. */
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "RENDEZVOUS")
    void elementThatWasSentBeforeTheCloseIsReceived(ChannelKind kind) throws Exception {
        int rounds = 20_000;
        for (int variant = 0; variant < 5; variant++) {
            int how = variant;
            List<Channel<Integer>> channels = new ArrayList<>();
            for (int i = 0; i < rounds; i++) {
                channels.add(kind.create());
            }
            Together.run(2, thread -> {
                for (int i = 0; i < rounds; i++) {
                    Channel<Integer> channel = channels.get(i);
                    if (thread == 0) {
                        channel.send(i);
                        channel.close();
                    } else {
                        assertEquals(i, receiveSoon(channel, how));
                    }
                }
                return null;
            });
        }
    }

    /** Tries to receive until there is an element. */
    private static int receiveSoon(Channel<Integer> channel, int how) throws InterruptedException {
        Select<Integer> select = Select.<Integer>of(channel.onReceive(e -> e)).orDefault(() -> null);
        Integer element = null;
        while (element == null) {
            element = switch (how) {
                case 0 -> channel.tryReceive();
                case 1 -> channel.receive(Duration.ofNanos(1));
                case 2 -> channel.receive();
                case 3 -> Objects.requireNonNull(channel.asBlockingQueue().poll(1, TimeUnit.DAYS),
                        "expected the element to come before the end");
                default -> select.run();
            };
        }
        return element;
    }

    /** Closes or cancels a channel; what cancel returns counts as received. */
    private static void end(Channel<Integer> channel, Books books, boolean cancels) {
        if (cancels) {
            channel.cancel().forEach(books::noteReceived);
        } else {
            channel.close();
        }
    }
}
