package dev.filch.internal.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Together;
import dev.filch.queue.Injector;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LaneQueuesTest {

    private static Runnable task(String name) {
        return new SourceProbe.Named(name);
    }

    /** Submits a task to a shard, from a thread whose id selects that shard. */
    private static void submitTo(int shard, int shards, LaneQueues queues, String name) throws InterruptedException {
        Thread thread;
        do {
            thread = Together.platformThread(() -> queues.offer(task(name)));
        } while ((int) thread.getId() % shards != shard);
        thread.start();
        thread.join();
    }

    private static LaneQueues withATaskInEachShard(int shards) throws InterruptedException {
        LaneQueues queues = new LaneQueues(shards);
        for (int shard = 0; shard < shards; shard++) {
            submitTo(shard, shards, queues, "in" + shard);
        }
        return queues;
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "3, 2", "4, 4", "7, 4", "16, 16", "64, 16"})
    void numberOfShardsIsAPowerOfTwoUpToTheParallelism(int parallelism, int shards) throws Exception {
        LaneQueues queues = new LaneQueues(parallelism);
        for (int shard = 0; shard < shards; shard++) {
            submitTo(shard, shards, queues, "in" + shard);
        }
        Set<Injector<Runnable>> seen = new HashSet<>();
        for (int first = 0; first < 2 * shards; first++) {
            seen.add(queues.shardWithWork(first));
        }
        assertEquals(shards, seen.size());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 16})
    void threadAlwaysSubmitsToTheSameShard(int parallelism) {
        LaneQueues queues = new LaneQueues(parallelism);
        List<Runnable> tasks = IntStream.range(0, 100).mapToObj(i -> task("task" + i)).toList();
        for (Runnable task : tasks) {
            assertTrue(queues.offer(task));
        }
        List<Runnable> polled = new ArrayList<>();
        for (int first = 0; first < 100; first++) {
            polled.add(queues.poll(first));
        }
        assertEquals(tasks, polled, "expected the order of submission, whichever shard a poll begins with");
        assertNull(queues.poll(0));
    }

    @Test
    void pollBeginsWithTheGivenShardAndWrapsAround() throws Exception {
        int shards = 4;
        for (int first = 0; first < 2 * shards; first++) {
            LaneQueues queues = withATaskInEachShard(shards);
            for (int i = 0; i < shards; i++) {
                assertEquals("in" + (first + i) % shards, String.valueOf(queues.poll(first)));
            }
            assertNull(queues.poll(first));
        }
    }

    /** Callers count up to select the first shard, and the count may overflow. */
    @Test
    void firstShardMayBeAnyNumber() throws Exception {
        for (int first : new int[] {Integer.MAX_VALUE, Integer.MIN_VALUE, -1}) {
            LaneQueues queues = withATaskInEachShard(4);
            assertEquals("in" + Math.floorMod(first, 4), String.valueOf(queues.poll(first)));
            assertSame(queues.shardWithWork(first + 1), queues.shardWithWork(first));
        }
    }

    @Test
    void sizeIsTheNumberOfQueuedTasks() throws Exception {
        LaneQueues queues = new LaneQueues(4);
        assertTrue(queues.isEmpty());
        assertNull(queues.shardWithWork(0));
        submitTo(3, 4, queues, "task");
        assertFalse(queues.isEmpty());
        assertEquals(1, queues.size());
        assertEquals(1, queues.shardWithWork(0).size());
    }

    @Test
    void closedQueuesRefuseTasksAndCanBeDrained() throws Exception {
        int shards = 4;
        LaneQueues queues = withATaskInEachShard(shards);
        queues.close();
        queues.close();
        for (int shard = 0; shard < shards; shard++) {
            submitTo(shard, shards, queues, "late");
        }
        assertEquals(shards, queues.size());
        ArrayList<Runnable> drained = new ArrayList<>();
        queues.drainTo(drained);
        assertEquals("[in0, in1, in2, in3]", drained.toString());
        assertTrue(queues.isEmpty());
    }

    @Test
    void closedLaneIsEmptyAndRefusesTasks() {
        assertFalse(LaneQueues.CLOSED_LANE.offer(task("late")));
        assertTrue(LaneQueues.CLOSED_LANE.isEmpty());
    }
}
