package dev.filch.internal.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Together;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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
}
