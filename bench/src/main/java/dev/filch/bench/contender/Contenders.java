package dev.filch.bench.contender;

import dev.filch.pool.SharedQueuePool;
import dev.filch.pool.WorkStealingPool;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** The executors that are compared: Filch's two, and what people use instead. */
public final class Contenders {

    /** All of them, Filch's first. */
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
            new Contender("fork-join", "ForkJoinPool (async)", false, Contenders::forkJoin));

    /** One thread and no queue to share: what the others' speed-up is measured against on real input. */
    public static final Contender SEQUENTIAL = new Contender(
            "sequential", "one thread, no pool", false, 1, (roster, workers) -> new SequentialPool(roster));

    private Contenders() {}

    private static Pool filchStealing(Roster roster, int workers) {
        WorkStealingPool pool = WorkStealingPool.builder()
                .workers(workers)
                .threadFactory(roster)
                .uncaughtExceptionHandler(roster)
                .build();
        return new ServicePool(pool, pool::successfulSteals);
    }

    private static Pool filchShared(Roster roster, int workers) {
        return new ServicePool(
                SharedQueuePool.builder()
                        .workers(workers)
                        .threadFactory(roster)
                        .uncaughtExceptionHandler(roster)
                        .build(),
                null);
    }

    private static Pool threadPool(Roster roster, int workers) {
        return new ServicePool(
                new ThreadPoolExecutor(workers, workers, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), roster),
                null);
    }

    private static Pool forkJoin(Roster roster, int workers) {
        boolean async = true;
        ForkJoinPool pool = new ForkJoinPool(workers, roster, roster, async);
        return new ServicePool(pool, pool::getStealCount);
    }

    /** An {@code ExecutorService} in the race; {@code stealCount} is null where there is nothing to steal. */
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
