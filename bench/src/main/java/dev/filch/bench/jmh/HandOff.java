package dev.filch.bench.jmh;

import dev.filch.queue.Injector;
import dev.filch.queue.MpmcRing;
import java.util.Queue;
import org.jctools.queues.MessagePassingQueue;
import org.openjdk.jmh.annotations.Param;

/**
 * Producers hand new messages to as many consumers through one queue. With more threads than cores, this also measures
 * the operating system's scheduler.
 */
public class HandOff extends ShotBenchmark {

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

    /** The number of producers, and of consumers. */
    @Param({"1", "2", "4", "8", "16"})
    public int threads;

    /** The number of messages in a batch; more than one only with Filch's queues and JCTools'. */
    @Param("1")
    public int batch;

    @Override
    int producers() {
        return threads;
    }

    @Override
    Line createLine() {
        Queue<Message> queue = Queues.create(impl);
        return batch == 1 ? new SingleLine(queue) : batches(queue);
    }

    @SuppressWarnings("unchecked")
    private Line batches(Queue<Message> queue) {
        if (queue instanceof MpmcRing<Message> ring) {
            return BatchLine.of(ring, batch);
        }
        if (queue instanceof Injector<Message> injector) {
            return new InjectorBatchLine(injector, batch);
        }
        if (queue instanceof MessagePassingQueue<?> peer) {
            return BatchLine.of((MessagePassingQueue<Message>) peer, batch);
        }
        throw new IllegalArgumentException(impl + " has no batches");
    }
}
