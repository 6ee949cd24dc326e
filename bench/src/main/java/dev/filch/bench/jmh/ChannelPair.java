package dev.filch.bench.jmh;

import dev.filch.channel.Channel;
import dev.filch.queue.Injector;
import dev.filch.queue.MpmcRing;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * One thread sends a message and receives it again, without waiting: the cost of a channel without contention, and that
 * of the queue inside it.
 */
@State(Scope.Thread)
public class ChannelPair extends TimedBenchmark {

    /** The channel, or the queue inside it. */
    @Param({"bounded", "unbounded", "ring", "injector"})
    public String impl;

    private Consumer<Message> send;
    private Supplier<Message> receive;

    /** Creates a new channel for each iteration, because a young one ages. */
    @Setup(Level.Iteration)
    public void create() {
        switch (impl) {
            case "bounded" -> use(Conduit.channel(Queues.CAPACITY));
            case "unbounded" -> use(Conduit.channel(Conduit.UNBOUNDED));
            case "ring" -> use(MpmcRing.padded(Queues.CAPACITY));
            case "injector" -> use(new Injector<>());
            default -> throw new IllegalArgumentException("no channel or queue is called " + impl);
        }
    }

    private void use(Channel<Message> channel) {
        send = channel::trySend;
        receive = channel::tryReceive;
    }

    private void use(Queue<Message> queue) {
        send = queue::offer;
        receive = queue::poll;
    }

    /** Sends and receives one message. */
    @Benchmark
    public Object sendReceive() {
        send.accept(new Message(0));
        return receive.get();
    }
}
