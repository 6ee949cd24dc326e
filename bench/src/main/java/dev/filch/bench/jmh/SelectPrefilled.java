package dev.filch.bench.jmh;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * One thread receives from four channels, without contention and without waiting: the busy ones always hold a message.
 * They are refilled outside the measured time. The time is that of one message.
 */
@State(Scope.Thread)
public class SelectPrefilled extends TimedBenchmark {

    /** Enough that the two clock reads do not matter, and so few that no busy channel becomes empty. */
    private static final int TAKEN = Queues.CAPACITY / 2;

    /**
     * How the thread receives: by the selection of Filch or of jox, which needs Java 21, or from Filch's channels by a
     * plain receive of the next busy channel.
     */
    @Param({"channel", "jox", "receive"})
    public String impl;

    /** How many of the four channels hold messages. */
    @Param({"1", "4"})
    public int busy;

    private FourChannels channels;
    private MessageSource receiver;
    private int[] held;

    /** Creates new channels for each iteration, because young ones age. */
    @Setup(Level.Iteration)
    public void create() {
        channels = new FourChannels(impl, busy);
        receiver = channels.receiver();
        held = new int[busy];
    }

    /** Fills the busy channels. The number of a message is that of its channel. */
    @Setup(Level.Invocation)
    public void refill() throws InterruptedException {
        for (int i = 0; i < busy; i++) {
            while (held[i] < Queues.CAPACITY) {
                channels.busy().get(i).send(new Message(i));
                held[i]++;
            }
        }
    }

    /** Receives messages. */
    @Benchmark
    @OperationsPerInvocation(TAKEN)
    public void receive() throws InterruptedException {
        for (int taken = 0; taken < TAKEN; taken++) {
            held[receiver.receive().number]--;
        }
    }
}
