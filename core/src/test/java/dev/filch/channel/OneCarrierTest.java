package dev.filch.channel;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Together;
import dev.filch.queue.ChildJvm;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/**
 * Many virtual threads that share one carrier, in a JVM that has no other. If a waiting thread pinned its carrier, or
 * spun until another one has acted, nothing would go on.
 */
@Timeout(value = 100, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@EnabledForJreRange(min = JRE.JAVA_21)
class OneCarrierTest {

    private static final int THREADS = 500;
    private static final int LAPS = 20;

    /** Runs all uses of channels in a JVM whose flags limit the carriers. */
    public static void main(String[] arguments) throws Exception {
        ThreadFactory factory = Together.virtualThreads();
        for (ChannelKind kind : ChannelKind.values()) {
            passAround(factory, kind, false);
            passAround(factory, kind, true);
            exchange(factory, kind, Channel::send, Channel::receive);
            exchange(factory, kind,
                    (channel, element) -> channel.asBlockingQueue().put(element),
                    channel -> channel.asBlockingQueue().take());
        }
        for (ChannelKind kind : List.of(ChannelKind.RENDEZVOUS, ChannelKind.UNBOUNDED)) {
            exchange(factory, kind,
                    (channel, element) -> channel.asTransferQueue().transfer(element),
                    channel -> channel.asTransferQueue().take());
        }
        meet(factory);
        System.out.println("all have ended");
    }

    private static List<Together.Running<Integer>> startAll(
            ThreadFactory factory, List<? extends Callable<Integer>> bodies) {
        List<Together.Running<Integer>> running = new ArrayList<>();
        bodies.forEach(body -> running.add(Together.start(factory, body::call)));
        return running;
    }

    private static int sum(List<Together.Running<Integer>> running) throws Exception {
        int sum = 0;
        for (Together.Running<Integer> each : running) {
            sum += each.join();
        }
        return sum;
    }

    private static void require(int expected, int actual, Object what) {
        if (expected != actual) {
            throw new AssertionError("expected " + expected + " but was " + actual + ": " + what);
        }
    }

    /** A ring of threads, each of which passes on what it gets. The last lap takes the element out. */
    private static void passAround(ThreadFactory factory, ChannelKind kind, boolean selects) throws Exception {
        List<Channel<Integer>> channels = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            channels.add(kind.create());
        }
        List<Callable<Integer>> bodies = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Channel<Integer> from = channels.get(i);
            Channel<Integer> to = channels.get((i + 1) % THREADS);
            Select<Integer> receiving = Select.of(from.onReceive(e -> e), Channel.<Integer>never().onReceive(e -> e));
            boolean isLast = i == THREADS - 1;
            bodies.add(() -> {
                int received = 0;
                for (int lap = 0; lap < LAPS; lap++) {
                    received = selects ? receiving.run() : from.receive();
                    if (!isLast || lap < LAPS - 1) {
                        to.send(received + 1);
                    }
                }
                return received;
            });
        }
        List<Together.Running<Integer>> running = startAll(factory, bodies);
        channels.get(0).send(0);
        sum(running);
        require(THREADS * LAPS - 1, running.get(THREADS - 1).join(), kind);
    }

    /** How a sender sends. */
    private interface Sending {
        void send(Channel<Integer> channel, int element) throws InterruptedException;
    }

    /** How a receiver receives. */
    private interface Receiving {
        int receive(Channel<Integer> channel) throws InterruptedException;
    }

    /** As many senders as receivers share one channel. */
    private static void exchange(ThreadFactory factory, ChannelKind kind, Sending sending, Receiving receiving)
            throws Exception {
        Channel<Integer> channel = kind.create();
        // A channel that drops elements gets no more of them than it has room for.
        int each = kind == ChannelKind.DROP_OLDEST ? 1 : LAPS;
        int threads = kind == ChannelKind.DROP_OLDEST ? kind.capacity() : THREADS;
        List<Callable<Integer>> bodies = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            bodies.add(() -> {
                int sum = 0;
                for (int j = 0; j < each; j++) {
                    sum += receiving.receive(channel);
                }
                return sum;
            });
            bodies.add(() -> {
                for (int j = 0; j < each; j++) {
                    sending.send(channel, 1);
                }
                return 0;
            });
        }
        require(threads * each, sum(startAll(factory, bodies)), kind);
    }

    /** Selections that send and receive on the same rendezvous, so they search for each other all the time. */
    private static void meet(ThreadFactory factory) throws Exception {
        Channel<Integer> one = Channel.rendezvous();
        Channel<Integer> other = Channel.rendezvous();
        List<Callable<Integer>> bodies = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            boolean sends = i % 2 == 0;
            bodies.add(() -> {
                Select<Integer> select = sends
                        ? Select.of(one.onSend(1, () -> -1), other.onSend(1, () -> -1))
                        : Select.of(one.onReceive(e -> e), other.onReceive(e -> e));
                int sum = 0;
                for (int j = 0; j < LAPS; j++) {
                    sum += select.run();
                }
                return sum;
            });
        }
        require(0, sum(startAll(factory, bodies)), "selections on two channels");
    }

    @Test
    void virtualThreadsDoNotPinTheirOnlyCarrier() throws Exception {
        String output = ChildJvm.run(OneCarrierTest.class, List.of("-Djdk.virtualThreadScheduler.parallelism=1",
                "-Djdk.virtualThreadScheduler.maxPoolSize=1"));
        assertTrue(output.contains("all have ended"), output);
    }
}
