package dev.filch.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Seeded;
import dev.filch.internal.Spin;
import dev.filch.internal.Together;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TransferQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Threads add, take and remove at the same time, by a channel and its views: each element is taken or removed once. */
@Timeout(value = 100, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ChannelQueueRaceTest {

    private static final int ADDERS = 3;
    private static final int TAKERS = 2;
    private static final int REMOVERS = 2;
    private static final int EACH = 20_000;

    private final AtomicIntegerArray taken = new AtomicIntegerArray(ADDERS * EACH);

    private void count(int element) {
        assertEquals(1, taken.incrementAndGet(element), () -> element + " was taken twice, " + Seeded.description());
    }

    private static void add(
            Channel<Integer> channel, BlockingQueue<Integer> queue, int element, SplittableRandom random)
            throws Exception {
        boolean added = false;
        while (!added) {
            added = switch (random.nextInt(5)) {
                case 0 -> queue.offer(element);
                case 1 -> queue.offer(element, random.nextInt(20_000), TimeUnit.NANOSECONDS);
                case 2 -> {
                    queue.put(element);
                    yield true;
                }
                case 3 -> queue instanceof TransferQueue<Integer> transfers && random.nextInt(4) == 0
                        && transfers.tryTransfer(element, random.nextInt(20_000), TimeUnit.NANOSECONDS);
                default -> queue instanceof TransferQueue<Integer> transfers
                        ? transfers.tryTransfer(element)
                        : channel.trySend(element);
            };
        }
    }

    /** Takes until the channel is closed and empty; the elements of each adder come in their order. */
    private void takeAll(Channel<Integer> channel, BlockingQueue<Integer> queue, SplittableRandom random)
            throws Exception {
        int[] last = new int[ADDERS];
        while (true) {
            List<Integer> elements = new ArrayList<>();
            try {
                Integer element = switch (random.nextInt(4)) {
                    case 0 -> queue.poll();
                    case 1 -> queue.poll(random.nextInt(20_000), TimeUnit.NANOSECONDS);
                    case 2 -> {
                        queue.drainTo(elements, random.nextInt(4));
                        yield null;
                    }
                    default -> channel.receive();
                };
                if (element != null) {
                    elements.add(element);
                }
            } catch (ChannelClosedException end) {
                return;
            }
            for (int element : elements) {
                count(element);
                assertTrue(element + 1 > last[element / EACH], () -> "out of order: " + element + ", "
                        + Seeded.description());
                last[element / EACH] = element + 1;
            }
        }
    }

    /** Removes elements from the middle in all ways until told to stop. */
    private Void removeSome(BlockingQueue<Integer> queue, AtomicBoolean stop, SplittableRandom random) {
        while (!stop.get()) {
            int choice = random.nextInt(3);
            if (choice == 0) {
                for (Object seen : queue.toArray()) {
                    if ((int) seen % 3 == 0 && queue.remove(seen)) {
                        count((int) seen);
                    }
                }
            } else if (choice == 1) {
                queue.removeIf(ChannelQueueRaceTest::isCondemned);
            } else {
                Iterator<Integer> iterator = queue.iterator();
                while (iterator.hasNext()) {
                    if (isCondemned(iterator.next())) {
                        iterator.remove();
                    }
                }
            }
            Spin.pause();
        }
        return null;
    }

    /** Whether the element may be removed by a method that does not tell whether another thread was faster. */
    private static boolean isCondemned(int element) {
        return element % 7 == 0;
    }

    @ParameterizedTest
    @EnumSource(names = {"ONE", "THREE", "UNBOUNDED"})
    void everyElementIsTakenOnce(ChannelKind kind) throws Exception {
        SplittableRandom seeds = Seeded.random("ChannelQueueRaceTest " + kind);
        Channel<Integer> channel = kind.create();
        // The threads make their views at first, while others use the channel already.
        List<Together.Running<Void>> takers = new ArrayList<>();
        for (int i = 0; i < TAKERS; i++) {
            SplittableRandom random = seeds.split();
            takers.add(Together.start(() -> {
                takeAll(channel, viewOf(channel, kind), random);
                return null;
            }));
        }
        AtomicBoolean stop = new AtomicBoolean();
        List<Together.Running<Void>> removers = new ArrayList<>();
        for (int i = 0; i < REMOVERS; i++) {
            SplittableRandom random = seeds.split();
            removers.add(Together.start(() -> removeSome(viewOf(channel, kind), stop, random)));
        }
        List<SplittableRandom> randoms = new ArrayList<>();
        for (int i = 0; i < ADDERS; i++) {
            randoms.add(seeds.split());
        }
        Together.run(ADDERS, adder -> {
            for (int i = 0; i < EACH / 10; i++) {
                channel.send(adder * EACH + i);
            }
            BlockingQueue<Integer> queue = viewOf(channel, kind);
            for (int i = EACH / 10; i < EACH; i++) {
                add(channel, queue, adder * EACH + i, randoms.get(adder));
            }
            return null;
        });
        channel.close();
        for (Together.Running<Void> taker : takers) {
            taker.join();
        }
        stop.set(true);
        for (Together.Running<Void> remover : removers) {
            remover.join();
        }
        for (int element = 0; element < ADDERS * EACH; element++) {
            int number = element;
            assertTrue(taken.get(element) == 1 || isCondemned(element),
                    () -> number + " was lost, " + Seeded.description());
        }
        assertEquals(0, channel.size());
        assertEquals(kind.capacity(), viewOf(channel, kind).remainingCapacity());
    }

    @Test
    void everyElementIsTakenOrDroppedOnce() throws Exception {
        Channel<Integer> channel = Channel.dropOldest(3, this::count);
        channel.asBlockingQueue();
        Together.Running<Void> taker = Together.start(() -> {
            takeAll(channel, channel.asBlockingQueue(), Seeded.random("everyElementIsTakenOrDroppedOnce"));
            return null;
        });
        Together.run(ADDERS, adder -> {
            for (int i = 0; i < EACH; i++) {
                channel.send(adder * EACH + i);
                assertTrue(channel.size() <= 3, "too many elements");
            }
            return null;
        });
        channel.close();
        taker.join();
        for (int element = 0; element < ADDERS * EACH; element++) {
            assertEquals(1, taken.get(element), "lost: " + element);
        }
        assertTrue(channel.dropped() > 0, "some elements should have been dropped");
    }

    private static BlockingQueue<Integer> viewOf(Channel<Integer> channel, ChannelKind kind) {
        return kind == ChannelKind.UNBOUNDED ? channel.asTransferQueue() : channel.asBlockingQueue();
    }
}
