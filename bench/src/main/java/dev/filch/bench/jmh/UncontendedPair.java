package dev.filch.bench.jmh;

import java.util.Queue;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One thread puts a message in and takes it out again: what a queue costs when nobody is in the way. */
@State(Scope.Thread)
public class UncontendedPair extends TimedBenchmark {

    /** Which queue. */
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

    /** How old it is. */
    @Param
    public Age age;

    private Queue<Message> queue;

    /** A new queue for each iteration, because a young one ages. */
    @Setup(Level.Iteration)
    public void create() {
        queue = Queues.create(impl);
        age.impose();
    }

    /** In and out. */
    @Benchmark
    public Object offerPoll() {
        queue.offer(new Message(0));
        return queue.poll();
    }
}
