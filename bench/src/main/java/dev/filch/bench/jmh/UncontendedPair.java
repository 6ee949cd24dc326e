package dev.filch.bench.jmh;

import java.util.Queue;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One thread adds a message and takes it out again: the cost of a queue without contention. */
@State(Scope.Thread)
public class UncontendedPair extends TimedBenchmark {

    /** The queue. */
    @Param({
        "ring",
        "injector",
        "jctools",
        "jctools-varhandle",
        "jctools-xadd",
        "agrona",
        "conversant",
        "clq",
        "ltq",
        "abq",
        "lbq",
        "synchronized",
        "reentrant-lock"
    })
    public String impl;

    /** The queue's age. */
    @Param
    public Age age;

    private Queue<Message> queue;

    /** Creates a new queue for each iteration, because a young queue ages. */
    @Setup(Level.Iteration)
    public void create() {
        queue = Queues.create(impl);
        age.impose();
    }

    /** Adds and takes one message. */
    @Benchmark
    public Object offerPoll() {
        queue.offer(new Message(0));
        return queue.poll();
    }
}
