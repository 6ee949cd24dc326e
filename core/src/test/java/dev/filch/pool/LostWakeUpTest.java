package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.filch.internal.Seeded;
import dev.filch.internal.Spin;
import dev.filch.internal.Together;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Submits tasks one at a time, at every stage of a worker's way to sleep. Each task must run although nothing else
 * happens in the pool that might wake a worker. A lost wake-up makes the test hang.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LostWakeUpTest {

    /** About as long as a worker searches before it sleeps. */
    private static final int MAX_PAUSES = 3000;

    static Stream<Arguments> poolsOfFewWorkers() {
        return Stream.of(PoolKind.SHARED, PoolKind.LIFO, PoolKind.FIFO, PoolKind.VIEW_HIGH, PoolKind.FOREIGN_THREADS)
                .flatMap(kind -> Stream.of(1, 2, 4).map(workers -> Arguments.of(kind, workers)));
    }

    private static void pause(SplittableRandom random) {
        int pauses = random.nextInt(4) == 0 ? 0 : random.nextInt(MAX_PAUSES);
        for (int i = 0; i < pauses; i++) {
            Spin.pause();
        }
    }

    @ParameterizedTest
    @MethodSource("poolsOfFewWorkers")
    void aSingleTaskFromOutsideRuns(PoolKind kind, int workers) throws Exception {
        SplittableRandom random = Seeded.random("LostWakeUpTest.outside");
        try (WorkerPool pool = kind.build(workers)) {
            Executor executor = kind.service(pool);
            Semaphore ran = new Semaphore(0);
            for (int i = 0; i < 3000; i++) {
                executor.execute(ran::release);
                ran.acquire();
                pause(random);
            }
            Workers.awaitAsleep(pool);
            assertEquals(3000, pool.completedTasks());
        }
    }

    /** Several submitters at a time, so that a worker is needed while another is being woken or stops searching. */
    @ParameterizedTest
    @MethodSource("poolsOfFewWorkers")
    void tasksOfIndependentSubmittersRun(PoolKind kind, int workers) throws Exception {
        SplittableRandom seeds = Seeded.random("LostWakeUpTest.submitters");
        SplittableRandom[] randoms = {seeds.split(), seeds.split(), seeds.split()};
        try (WorkerPool pool = kind.build(workers)) {
            Executor executor = kind.service(pool);
            Together.run(3, index -> {
                Semaphore ran = new Semaphore(0);
                for (int i = 0; i < 1000; i++) {
                    executor.execute(ran::release);
                    ran.acquire();
                    pause(randoms[index]);
                }
                return null;
            });
            Workers.awaitAsleep(pool);
        }
    }

    /** Each task submits the next and keeps running for a while. Its own worker or another must run the next. */
    @ParameterizedTest
    @MethodSource("poolsOfFewWorkers")
    void aChainOfTasksRuns(PoolKind kind, int workers) throws Exception {
        SplittableRandom random = Seeded.random("LostWakeUpTest.chain");
        try (WorkerPool pool = kind.build(workers)) {
            chain(new Executor[] {kind.service(pool)}, 5000, random);
            Workers.awaitAsleep(pool);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aChainThroughTwoPoolsRuns(PoolKind kind) throws Exception {
        SplittableRandom random = Seeded.random("LostWakeUpTest.twoPools");
        try (WorkerPool pool = kind.build(2); WorkerPool other = PoolKind.LIFO.build(1)) {
            chain(new Executor[] {kind.service(pool), other}, 4000, random);
            Workers.awaitAsleep(pool);
            Workers.awaitAsleep(other);
        }
    }

    private static void chain(Executor[] executors, int length, SplittableRandom seeds) throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        int[] links = new int[1];
        Runnable link = new Runnable() {
            @Override
            public void run() {
                int number = ++links[0];
                SplittableRandom random = seeds.split();
                if (number == length) {
                    ended.countDown();
                    return;
                }
                executors[number % executors.length].execute(this);
                pause(random);
            }
        };
        executors[0].execute(link);
        ended.await();
        assertEquals(length, links[0]);
    }

    /** A worker waits until the task in its own queue has run, so another worker must steal it. */
    @ParameterizedTest
    @EnumSource
    void noTaskIsStrandedInTheQueueOfABlockedWorker(PoolKind kind) throws Exception {
        SplittableRandom random = Seeded.random("LostWakeUpTest.stranded");
        for (int workers : new int[] {2, 4}) {
            try (WorkerPool pool = kind.build(workers)) {
                Executor executor = kind.service(pool);
                for (int round = 0; round < 1000; round++) {
                    CountDownLatch ended = new CountDownLatch(1);
                    executor.execute(() -> nested(executor, workers - 1, ended));
                    ended.await();
                    pause(random);
                }
                Workers.awaitAsleep(pool);
            }
        }
    }

    /** Waits for a subtask, which does the same, until all workers except one wait. */
    private static void nested(Executor executor, int depth, CountDownLatch ended) {
        CountDownLatch inner = new CountDownLatch(1);
        if (depth == 0) {
            ended.countDown();
            return;
        }
        executor.execute(() -> nested(executor, depth - 1, inner));
        Together.await(inner);
        ended.countDown();
    }

    /**
     * One worker submits a task and spins until it has run, while the other worker goes to sleep. Without the fence
     * between the push and the read of the sleepers, each misses the other's write, about once in half a million times
     * on an idle x86.
     */
    @ParameterizedTest
    @EnumSource(names = {"LIFO", "VIEW_HIGH"})
    void aTaskOfASpinningWorkerWakesTheOther(PoolKind kind) throws Exception {
        SplittableRandom random = Seeded.random("LostWakeUpTest.watches");
        AtomicBoolean stop = new AtomicBoolean();
        try (WorkerPool pool = kind.build(2)) {
            Executor executor = kind.service(pool);
            executor.execute(() -> {
                AtomicInteger ran = new AtomicInteger();
                Runnable task = () -> ran.set(ran.get() + 1);
                for (int i = 1; i <= 200_000; i++) {
                    for (int pauses = random.nextInt(60); pauses > 0; pauses--) {
                        Spin.pause();
                    }
                    executor.execute(task);
                    while (ran.get() < i && !stop.get()) {
                        Spin.pause();
                    }
                }
            });
            try {
                pool.awaitIdle();
            } finally {
                stop.set(true);
            }
            assertEquals(200_001, pool.completedTasks());
        }
    }

    /** One worker gets a batch of tasks that wait for each other. Every worker must come to run one of them. */
    @ParameterizedTest
    @EnumSource
    void allWorkersTakePartInABatch(PoolKind kind) throws Exception {
        SplittableRandom random = Seeded.random("LostWakeUpTest.batch");
        int workers = 4;
        try (WorkerPool pool = kind.build(workers)) {
            Executor executor = kind.service(pool);
            for (int round = 0; round < 500; round++) {
                CountDownLatch met = new CountDownLatch(workers);
                AtomicInteger done = new AtomicInteger();
                Runnable meeting = () -> {
                    met.countDown();
                    Together.await(met);
                    done.incrementAndGet();
                };
                if (round % 2 == 0) {
                    for (int i = 0; i < workers; i++) {
                        executor.execute(meeting);
                    }
                } else {
                    executor.execute(() -> {
                        for (int i = 1; i < workers; i++) {
                            executor.execute(meeting);
                        }
                        meeting.run();
                    });
                }
                met.await();
                pool.awaitIdle();
                assertEquals(workers, done.get());
                pause(random);
            }
            Workers.awaitAsleep(pool);
        }
    }

    /**
     * Go's runtime lost wake-ups when a search ended while many workers were needed. Here, a burst of tasks arrives
     * while all workers sleep.
     */
    @ParameterizedTest
    @EnumSource(names = {"LIFO", "FIFO"})
    void aWokenWorkerWakesTheNext(PoolKind kind) throws Exception {
        int workers = 8;
        try (WorkerPool pool = kind.build(workers)) {
            for (int round = 0; round < 200; round++) {
                Workers.awaitAsleep(pool);
                CountDownLatch met = new CountDownLatch(workers);
                Runnable[] tasks = new Runnable[workers];
                Arrays.fill(tasks, (Runnable) () -> {
                    met.countDown();
                    Together.await(met);
                });
                for (Runnable task : tasks) {
                    pool.execute(task);
                }
                met.await();
            }
            Workers.awaitAsleep(pool);
        }
    }
}
