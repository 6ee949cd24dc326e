package dev.filch.bench.jmh;

import dev.filch.queue.Injector;
import dev.filch.queue.Stealer;
import dev.filch.queue.WorkDeque;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Takes many messages, one by one or in batches into the thread's own deque, without contention. The time is that of
 * one message. Batches from the deque have {@value #BATCH} messages; batches from the injector have its default of 32.
 *
 * <p>The structures hold twice as many messages as are taken, because a batch takes at most half of them. They are
 * refilled, and the thief's deque is emptied, outside the measured time. Only {@link #injectorBatchesAndPops} also
 * measures the pops, as a worker would do them.
 */
@State(Scope.Thread)
public class StealBatch extends TimedBenchmark {

    private static final int BATCH = 16;

    /** Enough that the two clock reads do not matter. */
    private static final int TAKEN = 1 << 10;

    /** The age of the deques and the injector. */
    @Param
    public Age age;

    private WorkDeque<Message> victim;
    private Stealer<Message> stealer;
    private Injector<Message> injector;
    private WorkDeque<Message> own;

    /** Creates new structures for each iteration, because young ones age. They grow before they age. */
    @Setup(Level.Iteration)
    public void create() {
        victim = WorkDeque.lifo();
        stealer = victim.stealer();
        injector = new Injector<>();
        own = WorkDeque.lifo();
        for (int i = 0; i < TAKEN; i++) {
            own.push(new Message(i));
        }
        restore();
        age.impose();
    }

    /** Refills the sources, and empties the destination. */
    @Setup(Level.Invocation)
    public void restore() {
        popAll();
        for (int i = victim.size(); i < 2 * TAKEN; i++) {
            victim.push(new Message(i));
        }
        for (int i = injector.size(); i < 2 * TAKEN; i++) {
            injector.offer(new Message(i));
        }
    }

    private int popAll() {
        int popped = 0;
        while (own.pop() != null) {
            popped++;
        }
        return popped;
    }

    /** Steals from the deque one by one. */
    @Benchmark
    @OperationsPerInvocation(TAKEN)
    public void dequeSingly(Blackhole blackhole) {
        for (int taken = 0; taken < TAKEN; taken++) {
            blackhole.consume(stealer.steal());
        }
    }

    /** Steals from the deque in batches. */
    @Benchmark
    @OperationsPerInvocation(TAKEN)
    public void dequeBatches() {
        int taken = 0;
        while (taken < TAKEN) {
            taken += stealer.stealBatchWithLimit(own, BATCH);
        }
    }

    /** Polls the injector. */
    @Benchmark
    @OperationsPerInvocation(TAKEN)
    public void injectorSingly(Blackhole blackhole) {
        for (int taken = 0; taken < TAKEN; taken++) {
            blackhole.consume(injector.poll());
        }
    }

    /** Moves batches out of the injector. */
    @Benchmark
    @OperationsPerInvocation(TAKEN)
    public void injectorBatches(Blackhole blackhole) {
        // The injector's size shows how many were taken, since there are no other threads.
        while (injector.size() > TAKEN) {
            blackhole.consume(injector.stealBatchAndPop(own));
        }
    }

    /** Moves batches out of the injector, and pops each before the next. */
    @Benchmark
    @OperationsPerInvocation(TAKEN)
    public void injectorBatchesAndPops(Blackhole blackhole) {
        int taken = 0;
        while (taken < TAKEN) {
            blackhole.consume(injector.stealBatchAndPop(own));
            taken += 1 + popAll();
        }
    }
}
