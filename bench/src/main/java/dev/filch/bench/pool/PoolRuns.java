package dev.filch.bench.pool;

import dev.filch.bench.contender.Contender;
import dev.filch.bench.jmh.Flags;
import dev.filch.bench.measure.Cell;
import dev.filch.bench.measure.Interleaved;
import dev.filch.bench.measure.Result;
import dev.filch.bench.measure.RunFailure;
import dev.filch.bench.measure.Session;
import dev.filch.bench.synthetic.SyntheticWorkload;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The base of benchmarks of executors. One invocation is one run on a new pool. The run reads the clock itself and
 * checks that every task ran exactly once: read the figures that it records, not the score.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5)
@Measurement(iterations = 10)
@Fork(
        value = 3,
        jvmArgsAppend = {Flags.HEAP_START, Flags.HEAP_MAX, Flags.YOUNG, Flags.TOUCH})
public abstract class PoolRuns {

    private static final int WARM_UP_TASKS = Integer.getInteger("filch.warmUpTasks", 1_000_000);
    private static final Cell BUSY = new Cell(SyntheticWorkload.NAME, WARM_UP_TASKS, 2, 2);
    private static final int BUSY_RUNS = 3;

    /** The time without progress after which a run fails. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    PoolRuns() {}

    /** Runs the executor until it is compiled. Otherwise benchmarks of few tasks would measure the interpreter. */
    @Setup(Level.Trial)
    public void warmUp() throws RunFailure, InterruptedException {
        beforeWarmUp();
        measure(BUSY, BUSY_RUNS, contender -> SyntheticWorkload.run(contender, BUSY, PATIENCE));
    }

    /** Uses a pool. */
    @FunctionalInterface
    interface Use {
        void of(Session session) throws RunFailure, InterruptedException;
    }

    /** Returns the executor. */
    abstract Contender contender();

    /** Called before the warm-up of a fork. Does nothing by default. */
    void beforeWarmUp() throws RunFailure, InterruptedException {}

    /** Runs the executor {@code runs} times, without any other. */
    final Result measure(Cell cell, int runs, Interleaved.Run run) throws RunFailure, InterruptedException {
        return Interleaved.measure(cell, List.of(contender()), 0, runs, run, () -> {})
                .get(0);
    }

    /** Opens a pool, starts its workers, lets them park, uses the pool, and waits for its end. */
    final void usePool(int workers, Use use) throws RunFailure, InterruptedException {
        Session session = new Session(contender(), workers, PATIENCE);
        try {
            session.assemble(() -> {});
            System.gc();
            session.settle();
            use.of(session);
        } finally {
            session.stop();
        }
        session.awaitEnd();
    }
}
