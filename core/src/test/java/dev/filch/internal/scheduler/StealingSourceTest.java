package dev.filch.internal.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Together;
import dev.filch.queue.Injector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the queues of a group are described, closed and drained. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StealingSourceTest {

    @Test
    void lanesAreCreatedOnFirstUse() {
        StealingSource source = new StealingSource(2, true);
        assertNull(source.laneOpaque(Lane.HIGH));
        assertNull(source.laneOpaque(Lane.LOW));
        assertTrue(source.offer(() -> { }, Lane.LOW));
        assertNull(source.laneOpaque(Lane.HIGH));
        LaneQueues low = source.laneOpaque(Lane.LOW);
        assertTrue(source.offer(() -> { }, Lane.LOW));
        assertEquals(low, source.laneOpaque(Lane.LOW));
        assertEquals(2, low.size());
    }

    @Test
    void closedSourceRefusesTasksFromOutsideAndKeepsItsTasks() {
        SourceProbe pool = new SourceProbe(2, true);
        pool.submit("injected", Lane.LOW);
        pool.source.close();
        pool.source.close();
        for (Lane lane : Lane.values()) {
            assertFalse(pool.source.offer(new SourceProbe.Named("late"), lane));
        }
        for (Lane lane : List.of(Lane.HIGH, Lane.LOW)) {
            assertFalse(pool.source.workerVolatile(0).push(new SourceProbe.Named("late"), lane));
        }
        pool.push(0, "pushed", Lane.NORMAL);
        assertEquals(List.of("pushed", "injected", "null"), pool.fetches(0, 3));
    }

    @Test
    void hasWorkReadsEveryQueue() {
        for (Lane lane : Lane.values()) {
            SourceProbe pool = new SourceProbe(2, true);
            assertFalse(pool.source.hasWork());
            pool.submit("task", lane);
            assertTrue(pool.source.hasWork());
            assertEquals("task", pool.fetch(1));
            assertFalse(pool.source.hasWork());
            for (int worker = 0; worker < 2; worker++) {
                pool.push(worker, "task", lane);
                assertTrue(pool.source.hasWork());
                assertEquals("task", pool.fetch(worker));
                assertFalse(pool.source.hasWork());
            }
        }
    }

    @Test
    void hasWorkReadsBatches() {
        SourceProbe pool = new SourceProbe(2, true);
        int tasks = 4;
        for (int i = 0; i < tasks; i++) {
            pool.submit("task", Lane.NORMAL);
        }
        for (int i = 0; i < tasks; i++) {
            assertTrue(pool.source.hasWork());
            assertEquals("task", pool.fetch(0));
        }
        assertFalse(pool.source.hasWork());
    }

    @Test
    void drainTakesTheMostUrgentLaneFirstAndThenTheWorkersTasks() {
        SourceProbe pool = new SourceProbe(2, true);
        for (Lane lane : new Lane[] {Lane.LOW, Lane.NORMAL, Lane.HIGH}) {
            pool.push(1, lane + " of 1", lane);
            pool.push(0, lane + " of 0", lane);
            pool.submit(lane + " injected", lane);
        }
        assertEquals("queued HIGH 3, NORMAL 1, LOW 3, with workers 2", pool.source.describeQueued());
        ArrayList<Runnable> drained = new ArrayList<>();
        pool.source.drainTo(drained);
        assertEquals("[HIGH of 1, HIGH of 0, HIGH injected, NORMAL injected, LOW of 1, LOW of 0, LOW injected,"
                + " NORMAL of 0, NORMAL of 1]", drained.toString());
        assertFalse(pool.source.hasWork());
        assertEquals("queued HIGH 0, NORMAL 0, LOW 0, with workers 0", pool.source.describeQueued());
    }

    /** Drains a source into a list that cannot grow beyond a size. */
    private static List<Runnable> drain(TaskSource source, int room) {
        ArrayList<Runnable> drained = new ArrayList<>() {
            @Override
            public void ensureCapacity(int size) {
                if (size > room) {
                    throw new OutOfMemoryError("simulated");
                }
            }
        };
        try {
            source.drainTo(drained);
        } catch (OutOfMemoryError full) {
            assertEquals(room, drained.size());
        }
        return drained;
    }

    @Test
    void tasksThatFindNoRoomInTheListStayQueued() {
        SourceProbe pool = new SourceProbe(2, true);
        SharedSource shared = new SharedSource();
        for (int i = 0; i < 6; i++) {
            pool.submit("injected" + i, i < 2 ? Lane.HIGH : Lane.NORMAL);
            pool.push(0, "own" + i, Lane.NORMAL);
            assertTrue(shared.offer(new SourceProbe.Named("shared" + i), Lane.NORMAL));
        }
        List<String> drained = new ArrayList<>();
        for (TaskSource source : List.of(pool.source, shared)) {
            for (int room = 0; source.hasWork(); room++) {
                drain(source, room).forEach(task -> drained.add(task.toString()));
            }
        }
        assertEquals("[injected0, injected1, injected2, injected3, injected4, injected5,"
                + " own0, own1, own2, own3, own4, own5,"
                + " shared0, shared1, shared2, shared3, shared4, shared5]", drained.toString());
    }

    /** Runs code in a thread whose id selects one of two shards. */
    private static <T> T inThreadOfShard(int shard, Callable<T> body) throws Exception {
        return Together.start(run -> {
            Thread thread = Together.platformThread(run);
            while ((thread.getId() & 1) != shard) {
                thread = Together.platformThread(run);
            }
            return thread;
        }, body).join();
    }

    private static void submit(SourceProbe pool, int shard, String name, Lane lane) throws Exception {
        inThreadOfShard(shard, () -> {
            pool.submit(name, lane);
            return null;
        });
    }

    /** A thread's id selects the shard it begins with. Within a lane, the workers' own queues come last. */
    @Test
    void oldestTaskOfAShardOfTheLeastUrgentLaneIsDropped() throws Exception {
        SourceProbe pool = new SourceProbe(2, true);
        submit(pool, 0, "high", Lane.HIGH);
        pool.push(0, "own", Lane.NORMAL);
        submit(pool, 1, "normal", Lane.NORMAL);
        submit(pool, 0, "low 0, first", Lane.LOW);
        submit(pool, 0, "low 0, second", Lane.LOW);
        submit(pool, 1, "low 1", Lane.LOW);
        List<String> dropped = new ArrayList<>();
        for (int shard : new int[] {1, 1, 0, 0, 1, 1, 0}) {
            dropped.add(String.valueOf(inThreadOfShard(shard, pool.source::takeForDiscard)));
        }
        assertEquals(List.of("low 1", "low 0, first", "low 0, second", "normal", "own", "high", "null"), dropped);
    }

    @Test
    void drainTakesBatches() {
        SourceProbe pool = new SourceProbe(2, true);
        for (int i = 0; i < 6; i++) {
            pool.submit("task" + i, Lane.NORMAL);
        }
        assertEquals("task0", pool.fetch(0));
        ArrayList<Runnable> drained = new ArrayList<>();
        pool.source.drainTo(drained);
        assertEquals(5, drained.size());
        assertFalse(pool.source.hasWork());
    }

    private static long oldest(SourceProbe pool) {
        return pool.source.oldestSubmission(Lane.NORMAL);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theOldestTaskMayStandInAWorkersQueue(boolean lifo) {
        SourceProbe pool = new SourceProbe(2, lifo);
        assertEquals(Long.MAX_VALUE, oldest(pool));
        pool.submitTimed(7);
        pool.push(1, "untimed", Lane.NORMAL);
        assertEquals(7, oldest(pool));
        pool.pushTimed(1, 5);
        pool.pushTimed(1, 6);
        pool.pushTimed(0, 4);
        pool.pushTimed(0, 8);
        assertEquals(4, oldest(pool));
        assertEquals(Long.MAX_VALUE, pool.source.oldestSubmission(Lane.HIGH));
        assertEquals(Long.MAX_VALUE, pool.source.oldestSubmission(Lane.LOW));
        pool.fetches(0, 2);
        assertEquals(5, oldest(pool));
        pool.fetches(1, 3);
        assertEquals(7, oldest(pool));
        pool.fetch(0);
        assertEquals(Long.MAX_VALUE, oldest(pool));
    }

    /** Four workers share two shards, so each takes batches. */
    @Test
    void theOldestTaskMayStandInABatch() {
        SourceProbe pool = new SourceProbe(4, true);
        for (int time = 1; time <= 4; time++) {
            pool.submitTimed(time);
        }
        pool.fetch(0);
        assertEquals("queued HIGH 0, NORMAL 0, LOW 0, with workers 3", pool.source.describeQueued());
        assertEquals(2, oldest(pool));
    }

    /** A fairness tick puts a batch of another shard behind the one that is there. */
    @Test
    void theOldestTaskOfABatchNeedNotBeTheFirst() {
        Worker worker = new SourceProbe(1, true).worker(0);
        BatchQueue batch = new BatchQueue();
        assertEquals(Long.MAX_VALUE, batch.oldestSubmission());
        for (long time : new long[] {5, 2}) {
            Injector<Runnable> shard = new Injector<>();
            shard.offer(SourceProbe.timed(0));
            shard.offer(SourceProbe.timed(time));
            batch.takeFrom(shard, 2, worker);
        }
        assertEquals(2, batch.oldestSubmission());
    }

    /** The thief of a long lifo deque takes a batch, and leaves others reserved for all thieves. */
    @Test
    void theOldestTaskMayStandInASharedReservation() {
        SourceProbe pool = new SourceProbe(2, true);
        int tasks = 100;
        for (int time = 0; time < tasks; time++) {
            pool.pushTimed(1, time);
        }
        for (int time = 0; time < tasks / 2; time++) {
            pool.fetch(0);
            assertEquals(time + 1, oldest(pool));
        }
    }

    @Test
    void aTaskThatWillNotStartIsNotTheOldest() {
        SourceProbe pool = new SourceProbe(2, true);
        TaskFuture<Integer> cancelled = new TaskFuture<>(pool.group, () -> 1);
        TaskFuture<Integer> begun = new TaskFuture<>(pool.group, () -> 1);
        pool.pushTimed(0, cancelled, 1);
        pool.pushTimed(0, begun, 2);
        pool.pushTimed(0, 3);
        assertEquals(1, oldest(pool));
        cancelled.cancel(false);
        assertEquals(2, oldest(pool));
        begun.run();
        assertEquals(3, oldest(pool));
    }
}
