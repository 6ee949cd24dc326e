package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.filch.internal.Busy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The order in which a single worker starts tasks, as the pools document it. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SubmissionOrderTest {

    private static List<Integer> ascending(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    /**
     * Covers thousands of fairness ticks. Some tasks are submitted while the worker is busy, the others while it runs
     * tasks.
     */
    @ParameterizedTest
    @EnumSource(names = {"FIFO", "SHARED", "LIFO", "VIEW_HIGH", "VIEW_LOW"})
    void tasksOfOneExternalThreadStartInOrder(PoolKind kind) throws Exception {
        try (WorkerPool pool = kind.build(1)) {
            ExecutorService service = kind.service(pool);
            Busy busy = Workers.occupy(pool, 1).get(0);
            List<Integer> started = new ArrayList<>();
            for (int i = 0; i < 100_000; i++) {
                int number = i;
                service.execute(() -> started.add(number));
                if (i == 50_000) {
                    busy.end();
                }
            }
            pool.awaitIdle();
            assertEquals(ascending(100_000), started);
        }
    }

    private static List<Integer> startOrderOfSubtasks(PoolKind kind, int subtasks) throws InterruptedException {
        try (WorkerPool pool = kind.build(1)) {
            List<Integer> started = new ArrayList<>();
            pool.execute(() -> {
                for (int i = 0; i < subtasks; i++) {
                    int number = i;
                    pool.execute(() -> started.add(number));
                }
            });
            pool.awaitIdle();
            return started;
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FIFO", "SHARED"})
    void subtasksStartInOrderInFifoMode(PoolKind kind) throws Exception {
        assertEquals(ascending(100_000), startOrderOfSubtasks(kind, 100_000));
    }

    /** Uses fewer tasks than there are choices between two fairness ticks. */
    @ParameterizedTest
    @EnumSource(names = "LIFO")
    void subtasksStartInReverseOrderInLifoMode(PoolKind kind) throws Exception {
        List<Integer> reversed = new ArrayList<>(ascending(20));
        Collections.reverse(reversed);
        assertEquals(reversed, startOrderOfSubtasks(kind, 20));
    }

    /** Some fairness ticks take the oldest task. Between them, the worker takes the newest ones. */
    @ParameterizedTest
    @EnumSource(names = "LIFO")
    void oneFetchIn3904TakesTheOldestTask(PoolKind kind) throws Exception {
        int subtasks = 40_000;
        List<Integer> started = startOrderOfSubtasks(kind, subtasks);
        int oldest = 0;
        int newest = subtasks - 1;
        for (int number : started) {
            if (number == newest) {
                newest--;
            } else {
                assertEquals(oldest, number, "expected the newest or the oldest task");
                oldest++;
            }
        }
        assertEquals(subtasks / 3904.0, oldest, 2, "expected one fetch in 3904 to take the oldest task");
    }
}
