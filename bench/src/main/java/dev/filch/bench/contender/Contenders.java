package dev.filch.bench.contender;

import dev.filch.pool.PoolBuilder;
import dev.filch.pool.SharedQueuePool;
import dev.filch.pool.WorkStealingPool;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** The executors that are compared: Filch's two, and those that people use instead. */
public final class Contenders {

    /** {@code ForkJoinPool} in its mode for tasks from outside: a worker takes its own oldest task first. */
    public static final Contender FORK_JOIN =
            new Contender("fork-join", "ForkJoinPool (async)", false, Contenders::forkJoinAsync);

    /** All contenders, Filch's first. */
    public static final List<Contender> ALL = List.of(
            new Contender("filch-stealing", "Filch WorkStealingPool", false, Contenders::filchStealing),
            new Contender("filch-shared", "Filch SharedQueuePool", false, Contenders::filchShared),
            new Contender(
                    "synchronized",
                    "ArrayDeque + synchronized",
                    true,
                    (roster, workers) -> new YieldingPool(new SynchronizedDeque<>(), roster, workers)),
            new Contender(
                    "reentrant-lock",
                    "ArrayDeque + ReentrantLock",
                    true,
                    (roster, workers) -> new YieldingPool(new ReentrantLockDeque<>(), roster, workers)),
            new Contender("thread-pool", "ThreadPoolExecutor + LBQ", true, Contenders::threadPool),
            FORK_JOIN);

    /** One thread without a shared queue. It is the baseline for speed-ups on real input. */
    public static final Contender SEQUENTIAL = new Contender(
            "sequential", "one thread, no pool", false, 1, (roster, workers) -> new SequentialPool(roster));

    /** The mode of {@code ForkJoinPool} for tasks that submit tasks: a worker takes its own newest task first. */
    public static final Contender FORK_JOIN_LIFO =
            new Contender("fork-join-lifo", "ForkJoinPool (lifo)", false, Contenders::forkJoinLifo);

    /** Filch's stealing pool whose workers take their own oldest task first. */
    public static final Contender FILCH_FIFO =
            new Contender("filch-fifo", "Filch WorkStealingPool (fifo)", false, Contenders::filchFifo);

    private Contenders() {}

    /** Returns the contender with an id: one of {@link #ALL}, {@link #FORK_JOIN_LIFO} or {@link #FILCH_FIFO}. */
    public static Optional<Contender> byId(String id) {
        return Stream.concat(ALL.stream(), Stream.of(FORK_JOIN_LIFO, FILCH_FIFO))
                .filter(contender -> contender.id().equals(id))
                .findFirst();
    }

    /** Returns {@code filch-stealing} or {@code filch-shared} with other settings. */
    public static Contender filch(String id, Consumer<PoolBuilder<?>> settings) {
        Contender plain = byId(id).orElseThrow(() -> new IllegalArgumentException("no executor is called " + id));
        Contender.Opener opener =
                switch (id) {
                    case "filch-stealing" -> (roster, workers) -> {
                        WorkStealingPool.Builder builder = WorkStealingPool.builder().lifo();
                        settings.accept(builder);
                        return filchStealing(builder, roster, workers);
                    };
                    case "filch-shared" -> (roster, workers) -> {
                        SharedQueuePool.Builder builder = SharedQueuePool.builder();
                        settings.accept(builder);
                        return filchShared(builder, roster, workers);
                    };
                    default -> throw new IllegalArgumentException(id + " has no settings");
                };
        return new Contender(id, plain.label(), plain.locked(), plain.maxWorkers(), opener);
    }

    private static Pool filchStealing(Roster roster, int workers) {
        return filchStealing(WorkStealingPool.builder().lifo(), roster, workers);
    }

    private static Pool filchFifo(Roster roster, int workers) {
        return filchStealing(WorkStealingPool.builder().fifo(), roster, workers);
    }

    /** Builds the pool without a thread factory, as most users do: then it recognises its own threads faster. */
    private static Pool filchStealing(WorkStealingPool.Builder builder, Roster roster, int workers) {
        WorkStealingPool pool = builder.workers(workers)
                .daemon(true)
                .uncaughtExceptionHandler(roster)
                .build();
        return new ServicePool(pool, pool::successfulSteals);
    }

    private static Pool filchShared(Roster roster, int workers) {
        return filchShared(SharedQueuePool.builder(), roster, workers);
    }

    private static Pool filchShared(SharedQueuePool.Builder builder, Roster roster, int workers) {
        SharedQueuePool pool = builder.workers(workers)
                .daemon(true)
                .uncaughtExceptionHandler(roster)
                .build();
        return new ServicePool(pool, null);
    }

    private static Pool threadPool(Roster roster, int workers) {
        return new ServicePool(
                new ThreadPoolExecutor(workers, workers, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), roster),
                null);
    }

    private static Pool forkJoinAsync(Roster roster, int workers) {
        return forkJoin(roster, workers, true);
    }

    private static Pool forkJoinLifo(Roster roster, int workers) {
        return forkJoin(roster, workers, false);
    }

    private static Pool forkJoin(Roster roster, int workers, boolean async) {
        ForkJoinPool pool = new ForkJoinPool(workers, roster, roster, async);
        return new ServicePool(pool, pool::getStealCount);
    }

    /** An {@code ExecutorService} as a pool; {@code stealCount} is null if it does not steal. */
    private record ServicePool(ExecutorService service, LongSupplier stealCount) implements Pool {

        @Override
        public void execute(Runnable task) {
            service.execute(task);
        }

        @Override
        public void stop() {
            service.shutdown();
        }

        @Override
        public OptionalLong steals() {
            return stealCount == null ? OptionalLong.empty() : OptionalLong.of(stealCount.getAsLong());
        }
    }
}
