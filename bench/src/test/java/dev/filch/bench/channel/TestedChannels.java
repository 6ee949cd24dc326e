package dev.filch.bench.channel;

import dev.filch.channel.Channel;
import dev.filch.channel.ChannelClosedException;
import dev.filch.pool.WorkStealingPool;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.reactivestreams.tck.TestEnvironment;

/** The channels of one class of tests, and the pool that runs their signals. */
final class TestedChannels {

    /** In milliseconds: how long the kit waits for a signal, and how long it makes sure that there is none. */
    private static final long TIMEOUT = 2_000;
    private static final long SILENCE = 50;

    /** So that the unbounded channel does not fill the memory. */
    private static final int MAX_SIZE = 1_000;
    private static final long PAUSE_NANOS = 20_000;

    private final Supplier<Channel<Integer>> factory;
    private final Queue<Channel<Integer>> channels = new ConcurrentLinkedQueue<>();
    private final WorkStealingPool pool = WorkStealingPool.builder().workers(2).build();

    TestedChannels(Supplier<Channel<Integer>> factory) {
        this.factory = factory;
    }

    static TestEnvironment environment() {
        return new TestEnvironment(TIMEOUT, SILENCE);
    }

    WorkStealingPool pool() {
        return pool;
    }

    Channel<Integer> create() {
        Channel<Integer> channel = factory.get();
        channels.add(channel);
        return channel;
    }

    /** A channel to which a thread sends a number of elements before it closes it. */
    Channel<Integer> filling(long elements) {
        Channel<Integer> channel = create();
        Thread sender = new Thread(() -> send(channel, elements));
        sender.setDaemon(true);
        sender.start();
        return channel;
    }

    private static void send(Channel<Integer> channel, long elements) {
        try {
            for (long i = 0; i < elements; i++) {
                channel.send((int) i);
                while (channel.size() > MAX_SIZE) {
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            }
            channel.close();
        } catch (ChannelClosedException endOfTest) {
            return;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Closes all channels, so that their senders end. */
    void cancelAll() {
        for (Channel<Integer> channel = channels.poll(); channel != null; channel = channels.poll()) {
            channel.cancel();
        }
    }
}
