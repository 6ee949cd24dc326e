package dev.filch.internal.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Spin;
import dev.filch.internal.Together;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which task a worker fetches between fairness ticks. {@link FairnessTest} covers the ticks. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StealingQueuesTest {

    /** The first fairness tick is the fetch with this number. */
    private static final int FAIRNESS_INTERVAL = 61;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void fetchesFollowTheOrderOfUrgency(boolean lifo) {
        SourceProbe pool = new SourceProbe(2, lifo);
        pool.push(1, "other's low", Lane.LOW);
        pool.push(1, "other's normal", Lane.NORMAL);
        pool.submit("injected low", Lane.LOW);
        pool.push(0, "own low", Lane.LOW);
        pool.submit("injected normal", Lane.NORMAL);
        pool.push(0, "own normal", Lane.NORMAL);
        pool.push(1, "other's high", Lane.HIGH);
        pool.submit("injected high", Lane.HIGH);
        pool.push(0, "own high", Lane.HIGH);
        assertEquals(List.of("other's high", "injected high", "own high", "own normal", "injected normal",
                "other's normal", "other's low", "injected low", "own low", "null"), pool.fetches(0, 10));
    }

    /** A HIGH task is never kept by the worker that submits it, however busy that worker is. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void highTaskIsSeenByAllWorkersAtTheirNextFetch(boolean lifo) {
        int workers = 4;
        SourceProbe pool = new SourceProbe(workers, lifo);
        for (int worker = 0; worker < workers; worker++) {
            pool.push(worker, "normal" + worker, Lane.NORMAL);
        }
        pool.submit("normal", Lane.NORMAL);
        for (int worker = 1; worker < workers; worker++) {
            pool.push(0, "high" + worker, Lane.HIGH);
        }
        for (int worker = 1; worker < workers; worker++) {
            assertEquals("high" + worker, pool.fetch(worker));
        }
        assertEquals("normal1", pool.fetch(1));
    }

    @Test
    void workerTakesItsNewestTaskFirstIfLifoAndItsOldestIfFifo() {
        for (boolean lifo : new boolean[] {true, false}) {
            SourceProbe pool = new SourceProbe(3, lifo);
            for (int i = 1; i <= 5; i++) {
                pool.push(0, "task" + i, Lane.NORMAL);
            }
            assertEquals(lifo ? List.of("task5", "task4", "task3", "task2", "task1")
                    : List.of("task1", "task2", "task3", "task4", "task5"), pool.fetches(0, 5));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void tasksFromOutsideAreTakenInTheirOrder(boolean lifo) {
        for (Lane lane : Lane.values()) {
            SourceProbe pool = new SourceProbe(1, lifo);
            List<String> names = IntStream.range(0, FAIRNESS_INTERVAL - 1).mapToObj(i -> "task" + i).toList();
            names.forEach(name -> pool.submit(name, lane));
            assertEquals(names, pool.fetches(0, names.size()), lane::toString);
            assertEquals("null", pool.fetch(0));
        }
    }

    /** Lifo is the order of a worker's own tasks. A batch from outside keeps its order. */
    @Test
    void ownTasksComeBeforeTheBatch() {
        SourceProbe pool = new SourceProbe(1, true);
        for (int i = 0; i < 4; i++) {
            pool.submit("task" + i, Lane.NORMAL);
        }
        assertEquals("task0", pool.fetch(0));
        pool.push(0, "own", Lane.NORMAL);
        assertEquals(List.of("own", "task1", "task2", "task3"), pool.fetches(0, 4));
    }

    /** With four workers and two shards, each shard has two workers. */
    @Test
    void workerThatSharesItsShardTakesABatchThatCanBeStolen() {
        SourceProbe pool = new SourceProbe(4, true);
        for (int i = 0; i < 12; i++) {
            pool.submit("task" + i, Lane.NORMAL);
        }
        assertEquals("task0", pool.fetch(0));
        int batch = pool.source.workerVolatile(0).size();
        assertEquals(7, batch, pool.source::describeQueued);
        assertEquals(4, pool.source.normal().size());
        // Another worker empties the shard, and then steals from the first worker's batch.
        Set<String> rest = new HashSet<>(pool.fetches(1, 11));
        assertEquals(IntStream.range(1, 12).mapToObj(i -> "task" + i).collect(Collectors.toSet()), rest);
        assertFalse(pool.source.hasWork());
        assertEquals("null", pool.fetch(0));
    }

    @Test
    void workerAloneAtItsShardTakesNoBatchUnlessAnotherSearches() {
        SourceProbe pool = new SourceProbe(2, true);
        for (int i = 0; i < 12; i++) {
            pool.submit("task" + i, Lane.NORMAL);
        }
        assertEquals(List.of("task0", "task1"), pool.fetches(0, 2));
        assertEquals(0, pool.source.workerVolatile(0).size());
        assertTrue(pool.group.state().beginSearch());
        assertEquals("task2", pool.fetch(0));
        assertEquals(7, pool.source.workerVolatile(0).size());
    }

    /** A submitting thread always uses the same shard, whose worker may never fetch. */
    @Test
    void shardOfAnInactiveWorkerDoesNotStarveBesideABusyShard() throws Exception {
        SourceProbe pool = new SourceProbe(2, true);
        Thread[] submitters = new Thread[2];
        for (int i = 0; i < submitters.length; i++) {
            String name = "of" + i;
            submitters[i] = new Thread(() -> IntStream.range(0, 10 * FAIRNESS_INTERVAL)
                    .forEach(task -> pool.submit(name, Lane.NORMAL)));
        }
        assertEquals(1, submitters[1].getId() - submitters[0].getId(), "expected ids of different shards");
        for (Thread submitter : submitters) {
            submitter.start();
            submitter.join();
        }
        // Worker 1 never fetches.
        Set<String> fetched = new HashSet<>(pool.fetches(0, 4 * FAIRNESS_INTERVAL));
        assertEquals(Set.of("of0", "of1"), fetched);
    }

    /**
     * While a worker moves a batch, the tasks are in no queue, and another worker may find all queues empty and go
     * idle. So the worker wakes another after the move. It also wakes one if it leaves tasks with its victim. If it has
     * taken the only task, it wakes none.
     */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void workerThatMovesABatchWakesAnother(boolean steals) {
        for (int tasks = 1; tasks <= 6; tasks++) {
            SourceProbe pool = new SourceProbe(3, true);
            pool.worker(2).vacate();
            for (int i = 0; i < tasks; i++) {
                if (steals) {
                    pool.push(1, "task", Lane.NORMAL);
                } else {
                    pool.submit("task", Lane.NORMAL);
                }
            }
            assertEquals("task", pool.fetch(0));
            boolean moved = pool.source.workerVolatile(0).size() > 0;
            assertTrue(moved || tasks < 4, "expected a batch to be moved from " + tasks + " tasks");
            boolean wakes = moved || steals && tasks > 1;
            assertEquals(wakes ? "0 idle, 1 searching" : "1 idle, 0 searching", pool.group.state().toString());
            assertEquals(wakes ? 1 : 0, pool.threads.made.size());
        }
    }

    /** A HIGH or LOW task is in no worker's deque, so there is nothing to take back. */
    @ParameterizedTest
    @EnumSource(names = "NORMAL", mode = EnumSource.Mode.EXCLUDE)
    void workerTakesBackOnlyNormalTasks(Lane lane) {
        SourceProbe pool = new SourceProbe(1, true);
        StealingQueues queues = pool.source.workerVolatile(0);
        pool.push(0, "drained", lane);
        assertFalse(queues.takeBack(lane));
        pool.push(0, "own", Lane.NORMAL);
        assertFalse(queues.takeBack(lane));
        assertEquals(1, queues.size(), "expected the worker to keep its own task");
        assertTrue(queues.takeBack(Lane.NORMAL));
    }

    /** A stop without memory may leave older tasks in the deque, which cannot tell them from the pushed one. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void workerTakesNothingBackIfOlderTasksAreLeft(boolean lifo) {
        SourceProbe pool = new SourceProbe(1, lifo);
        pool.push(0, "older", Lane.NORMAL);
        pool.push(0, "pushed", Lane.NORMAL);
        assertFalse(pool.source.workerVolatile(0).takeBack(Lane.NORMAL));
        assertEquals(2, pool.source.workerVolatile(0).size());
        pool.fetch(0);
        assertTrue(pool.source.workerVolatile(0).takeBack(Lane.NORMAL));
        assertEquals(0, pool.source.workerVolatile(0).size());
    }

    @Test
    void stoppedWorkerMovesNoTasks() {
        SourceProbe pool = new SourceProbe(4, true);
        for (int i = 0; i < 4; i++) {
            pool.submit("task", Lane.NORMAL);
            pool.push(1, "other's", Lane.NORMAL);
        }
        pool.worker(0).stop();
        assertEquals("null", String.valueOf(pool.worker(0).next()));
        assertEquals("null", pool.fetch(0), "expected no task, as after a stop between the check and the move");
        assertEquals("queued HIGH 0, NORMAL 4, LOW 0, with workers 4", pool.source.describeQueued());
    }

    /** The worker that pushed the task takes it back, unless the stop has drained it. */
    @Test
    void stoppedWorkerStealsNoSingleTask() {
        SourceProbe pool = new SourceProbe(4, true);
        pool.worker(0).stop();
        pool.push(1, "other's", Lane.NORMAL);
        Set<String> fetched = new HashSet<>(pool.fetches(0, 8 * FAIRNESS_INTERVAL));
        assertEquals(Set.of("null"), fetched);
        assertTrue(pool.source.workerVolatile(1).takeBack(Lane.NORMAL));
    }

    @Test
    void thiefStartsAtAnyVictimAndFindsEachOne() {
        for (int victim = 1; victim < 64; victim++) {
            SourceProbe pool = new SourceProbe(64, true);
            pool.push(victim, "task", Lane.NORMAL);
            assertEquals("task", pool.fetch(0));
            assertEquals(1, pool.worker(0).successfulSteals());
        }
        Set<String> first = new HashSet<>();
        SourceProbe pool = new SourceProbe(4, true);
        for (int i = 0; i < FAIRNESS_INTERVAL - 1; i++) {
            for (int victim = 1; victim < 4; victim++) {
                pool.push(victim, "from" + victim, Lane.NORMAL);
            }
            first.add(pool.fetch(0));
            pool.source.drainTo(new ArrayList<>());
        }
        assertEquals(Set.of("from1", "from2", "from3"), first);
    }

    @Test
    void eachVictimTriedIsAStealAttemptAndNoOtherFetchIs() {
        SourceProbe pool = new SourceProbe(4, true);
        pool.push(0, "own", Lane.NORMAL);
        pool.submit("injected", Lane.NORMAL);
        pool.submit("high", Lane.HIGH);
        pool.fetches(0, 3);
        assertEquals(0, pool.worker(0).stealAttempts());
        assertEquals("null", pool.fetch(0));
        assertEquals(3, pool.worker(0).stealAttempts());
        assertEquals(0, pool.worker(0).successfulSteals());
        pool.push(1, "other's", Lane.NORMAL);
        assertEquals("other's", pool.fetch(0));
        long attempts = pool.worker(0).stealAttempts();
        assertTrue(attempts > 3 && attempts <= 6, () -> "expected 4 to 6 attempts, found " + attempts);
        assertEquals(1, pool.worker(0).successfulSteals());
    }

    /** Two thieves, and one task that only one of them can get. */
    @Test
    void lostRaceIsNoSuccessfulSteal() throws Exception {
        SourceProbe pool = new SourceProbe(3, true);
        int rounds = 200;
        AtomicInteger pushed = new AtomicInteger();
        AtomicInteger fetched = new AtomicInteger();
        List<Integer> stolen = Together.run(2, index -> {
            int count = 0;
            for (int round = 1; round <= rounds; round++) {
                if (index == 0) {
                    pool.push(0, "task", Lane.NORMAL);
                    pushed.set(round);
                }
                while (pushed.get() < round) {
                    Spin.pause();
                }
                count += pool.fetch(1 + index).equals("task") ? 1 : 0;
                fetched.incrementAndGet();
                while (fetched.get() < 2 * round) {
                    Spin.pause();
                }
            }
            return count;
        });
        assertEquals(rounds, stolen.get(0) + stolen.get(1));
        assertEquals((long) stolen.get(0), pool.worker(1).successfulSteals());
        assertEquals((long) stolen.get(1), pool.worker(2).successfulSteals());
    }

    private static TaskFuture<?> claimedFuture(SourceProbe pool) {
        TaskFuture<?> future = new TaskFuture<>(pool.group, () -> null);
        assertTrue(future.claim(Thread.currentThread()));
        return future;
    }

    /** Some of the futures are queued with the time of their submission. */
    @Test
    void newestFuturesAreDiscardedIfClaimed() {
        SourceProbe pool = new SourceProbe(1, true);
        StealingQueues queues = pool.source.workerVolatile(0);
        queues.push(claimedFuture(pool), Lane.NORMAL);
        pool.push(0, "task", Lane.NORMAL);
        queues.push(new TimedTask(claimedFuture(pool), Lane.NORMAL, 0, null), Lane.NORMAL);
        queues.push(claimedFuture(pool), Lane.NORMAL);
        queues.discardClaimed(pool.worker(0));
        assertEquals(2, queues.size());
        assertEquals("task", pool.fetch(0));
        queues.discardClaimed(pool.worker(0));
        assertEquals(0, queues.size());
    }

    /** No thread will fetch such a future, so the discard must count it. */
    @Test
    void discardedFuturesThatWereCancelledBeforeTheirStartAreCounted() {
        SourceProbe pool = new SourceProbe(1, true);
        StealingQueues queues = pool.source.workerVolatile(0);
        TaskFuture<?> cancelled = new TaskFuture<>(pool.group, () -> null);
        cancelled.noteQueued(Lane.NORMAL, pool.group);
        queues.push(cancelled, Lane.NORMAL);
        queues.push(claimedFuture(pool), Lane.NORMAL);
        cancelled.cancel(false);
        queues.discardClaimed(pool.worker(0));
        assertEquals(0, queues.size());
        assertEquals(1, pool.worker(0).executed());
    }

    /** A thief takes the claimed future between the owner's read of it and its pop. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void noOtherTaskIsDiscardedBesideAThief(boolean lifo) throws Exception {
        int tasks = 100_000;
        SourceProbe pool = new SourceProbe(2, lifo);
        AtomicBoolean done = new AtomicBoolean();
        List<Integer> found = Together.run(2, index -> {
            int count = 0;
            if (index == 0) {
                StealingQueues queues = pool.source.workerVolatile(0);
                for (int pushed = 0; pushed < tasks; pushed++) {
                    queues.push(claimedFuture(pool), Lane.NORMAL);
                    pool.push(0, "task", Lane.NORMAL);
                    queues.push(claimedFuture(pool), Lane.NORMAL);
                    queues.discardClaimed(pool.worker(0));
                    count += isTask(queues.next(pool.worker(0)));
                }
                done.set(true);
            } else {
                while (!done.get()) {
                    count += isTask(pool.source.workerVolatile(1).next(pool.worker(1)));
                }
            }
            return count;
        });
        ArrayList<Runnable> left = new ArrayList<>();
        pool.source.drainTo(left);
        int count = left.stream().mapToInt(StealingQueuesTest::isTask).sum();
        assertEquals(tasks, found.get(0) + found.get(1) + count, "expected every task to be fetched or left");
    }

    private static int isTask(Runnable fetched) {
        return fetched instanceof SourceProbe.Named ? 1 : 0;
    }
}
