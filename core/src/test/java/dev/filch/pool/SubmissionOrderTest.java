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

/** The order in which one worker starts tasks, as the pools document it. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SubmissionOrderTest {

    private static List<Integer> ascending(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    /** Long enough for thousands of fairness ticks; some tasks are submitted before the worker is free, some beside it. */
    @ParameterizedTest
    @EnumSource(names = {"FIFO", "SHARED", "LIFO", "VIEW_HIGH", "VIEW_LOW"})
    void whatOneThreadSubmitsFromOutsideStartsInOrder(PoolKind kind) throws Exception {
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

    private static List<Integer> startsOfChildren(PoolKind kind, int children) throws InterruptedException {
        try (WorkerPool pool = kind.build(1)) {
            List<Integer> started = new ArrayList<>();
            pool.execute(() -> {
                for (int i = 0; i < children; i++) {
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
    void whatATaskSubmitsStartsInOrderInTheFifoForm(PoolKind kind) throws Exception {
        assertEquals(ascending(100_000), startsOfChildren(kind, 100_000));
    }

    /** Fewer than the choices between two fairness ticks. */
    @ParameterizedTest
    @EnumSource(names = "LIFO")
    void theLifoFormReversesWhatATaskSubmits(PoolKind kind) throws Exception {
        List<Integer> reversed = new ArrayList<>(ascending(20));
        Collections.reverse(reversed);
        assertEquals(reversed, startsOfChildren(kind, 20));
    }

    /** Fairness takes an oldest task now and then; between these the newest ones come. */
    @ParameterizedTest
    @EnumSource(names = "LIFO")
    void fairnessTakesTheOldestTaskOnceInEach3904Fetches(PoolKind kind) throws Exception {
        int children = 40_000;
        List<Integer> started = startsOfChildren(kind, children);
        int oldest = 0;
        int newest = children - 1;
        for (int number : started) {
            if (number == newest) {
                newest--;
            } else {
                assertEquals(oldest, number, "neither the newest nor the oldest");
                oldest++;
            }
        }
        assertEquals(children / 3904.0, oldest, 2, "tasks taken as the oldest");
    }
}
