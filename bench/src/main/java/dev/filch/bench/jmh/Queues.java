package dev.filch.bench.jmh;

import com.conversantmedia.util.concurrent.DisruptorBlockingQueue;
import com.conversantmedia.util.concurrent.SpinPolicy;
import dev.filch.bench.contender.ReentrantLockDeque;
import dev.filch.bench.contender.SynchronizedDeque;
import dev.filch.queue.Injector;
import dev.filch.queue.MpmcRing;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import org.agrona.concurrent.ManyToManyConcurrentArrayQueue;
import org.jctools.queues.MpmcArrayQueue;
import org.jctools.queues.MpmcUnboundedXaddArrayQueue;
import org.jctools.queues.varhandle.MpmcVarHandleArrayQueue;

/** Creates the queues that the benchmarks compare, by their names in the {@code impl} parameter. */
final class Queues {

    /** The capacity of the bounded queues. */
    static final int CAPACITY = 1024;

    private static final int XADD_CHUNK = 1024;

    private Queues() {}

    static Queue<Message> create(String name) {
        return switch (name) {
            case "ring" -> MpmcRing.padded(CAPACITY);
            case "injector" -> new Injector<>();
            case "jctools" -> new MpmcArrayQueue<>(CAPACITY);
            case "jctools-varhandle" -> new MpmcVarHandleArrayQueue<>(CAPACITY);
            case "jctools-xadd" -> new MpmcUnboundedXaddArrayQueue<>(XADD_CHUNK);
            case "agrona" -> new ManyToManyConcurrentArrayQueue<>(CAPACITY);
            // Other policies take a lock in each offer to wake waiters. No thread waits inside the queue here.
            case "conversant" -> new DisruptorBlockingQueue<>(CAPACITY, SpinPolicy.SPINNING);
            case "clq" -> new ConcurrentLinkedQueue<>();
            case "ltq" -> new LinkedTransferQueue<>();
            case "abq" -> new ArrayBlockingQueue<>(CAPACITY);
            case "lbq" -> new LinkedBlockingQueue<>();
            case "synchronized" -> new SynchronizedDeque<>(CAPACITY);
            case "reentrant-lock" -> new ReentrantLockDeque<>(CAPACITY);
            default -> throw new IllegalArgumentException("no queue is called " + name);
        };
    }
}
