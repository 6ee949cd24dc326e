package dev.filch.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Seeded;
import dev.filch.internal.Together;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * Many threads use a channel in all ways: each element is received once, and the elements of a sender in their order.
 */
@Timeout(value = 100, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ChannelRaceTest {

    private static final int SENDERS = 4;
    private static final int RECEIVERS = 4;
    private static final int EACH = 20_000;

    private final AtomicIntegerArray received = new AtomicIntegerArray(SENDERS * EACH);

    private static void send(Channel<Integer> channel, int element, SplittableRandom random) throws Exception {
        boolean sent = false;
        while (!sent) {
            sent = switch (random.nextInt(4)) {
                case 0 -> channel.trySend(element);
                case 1 -> channel.send(element, Duration.ofNanos(random.nextInt(20_000)));
                case 2 -> channel.sendAll(List.of(element)) == 1;
                default -> {
                    channel.send(element);
                    yield true;
                }
            };
        }
    }

    private static void receive(Channel<Integer> channel, List<Integer> elements, SplittableRandom random)
            throws Exception {
        Integer element = switch (random.nextInt(4)) {
            case 0 -> channel.tryReceive();
            case 1 -> channel.receive(Duration.ofNanos(random.nextInt(20_000)));
            case 2 -> {
                channel.receiveAll(elements, 1 + random.nextInt(5));
                yield null;
            }
            default -> channel.receive();
        };
        if (element != null) {
            elements.add(element);
        }
    }

    /** Receives until the channel is closed and empty; checks that the elements of each sender come in their order. */
    private int receiveAll(Channel<Integer> channel, SplittableRandom random) throws Exception {
        int[] last = new int[SENDERS];
        List<Integer> elements = new ArrayList<>();
        int count = 0;
        try {
            while (true) {
                receive(channel, elements, random);
                for (int element : elements) {
                    assertEquals(1, received.incrementAndGet(element), "received twice: " + element);
                    int sender = element / EACH;
                    assertTrue(element + 1 > last[sender], () -> "out of order: " + element);
                    last[sender] = element + 1;
                    count++;
                }
                elements.clear();
            }
        } catch (ChannelClosedException end) {
            return count;
        }
    }

    private void race(ThreadFactory factory, Channel<Integer> channel, String name) throws Exception {
        SplittableRandom seeds = Seeded.random(name);
        List<Together.Running<Integer>> receivers = new ArrayList<>();
        for (int i = 0; i < RECEIVERS; i++) {
            SplittableRandom random = seeds.split();
            receivers.add(Together.start(factory, () -> receiveAll(channel, random)));
        }
        List<SplittableRandom> randoms = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            randoms.add(seeds.split());
        }
        Together.run(factory, SENDERS, sender -> {
            for (int i = 0; i < EACH; i++) {
                send(channel, sender * EACH + i, randoms.get(sender));
            }
            return null;
        });
        channel.close();
        int count = 0;
        for (Together.Running<Integer> receiver : receivers) {
            count += receiver.join();
        }
        assertEquals(SENDERS * EACH, count);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "DROP_OLDEST")
    void everyElementIsReceivedOnce(ChannelKind kind) throws Exception {
        race(Together::platformThread, kind.create(), "everyElementIsReceivedOnce " + kind);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "DROP_OLDEST")
    void everyElementIsReceivedOnceByVirtualThreads(ChannelKind kind) throws Exception {
        ThreadFactory factory = Together.virtualThreads();
        Assumptions.assumeTrue(factory != null, "there are no virtual threads");
        race(factory, kind.create(), "everyElementIsReceivedOnceByVirtualThreads " + kind);
    }
}
