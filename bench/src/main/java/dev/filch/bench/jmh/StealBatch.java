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
 * Taking many messages: one by one, or in batches into a deque of one's own. Nobody is in the way. The time is that of
 * one message; a batch is stolen from the deque, {@value #BATCH} at once, and from the injector, whose default is 32.
 *
 * <p>The structures have twice as many messages as are taken, because a batch takes no more than half of them. They are
 * filled up, and the thief's deque is emptied, outside of the clock; {@link #injectorBatchesAndPops} also pops what it
 * has taken, which is what a worker does in the end.
 */
@State(Scope.Thread)
public class StealBatch extends TimedBenchmark {

    private static final int BATCH = 16;

    /** So many that the clock, read before and after, does not count. */
    private static final int TAKEN = 1 << 10;

    /** How old the deques and the injector are. */
    @Param
    public Age age;

    private WorkDeque<Message> victim;
    private Stealer<Message> stealer;
    private Injector<Message> injector;
    private WorkDeque<Message> own;

    /** New structures for each iteration, because young ones age; they grow before they do. */
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

    /** Fills up what was taken from, and empties what was taken into. */
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
        // The injector's size tells how many were taken: this thread is alone.
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
