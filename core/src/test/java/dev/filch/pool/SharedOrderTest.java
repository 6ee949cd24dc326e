package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Busy;
import dev.filch.internal.Together;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tasks of a {@link SharedQueuePool} start in the order of their submission. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SharedOrderTest {

    private static final int TASKS = 20_000;

    @Test
    void oneWorkerRunsTasksInOrder() throws Exception {
        try (SharedQueuePool pool = new SharedQueuePool(1)) {
            List<Integer> ran = new ArrayList<>();
            for (int i = 0; i < TASKS; i++) {
                int number = i;
                pool.execute(() -> ran.add(number));
            }
            pool.awaitIdle();
            assertEquals(IntStream.range(0, TASKS).boxed().toList(), ran);
        }
    }

    @Test
    void theOrderOfEachSubmitterIsKept() throws Exception {
        try (SharedQueuePool pool = new SharedQueuePool(1)) {
            int submitters = 4;
            int[] last = new int[submitters];
            List<String> disorder = Collections.synchronizedList(new ArrayList<>());
            Together.run(submitters, index -> {
                for (int i = 1; i <= TASKS / submitters; i++) {
                    int number = i;
                    pool.execute(() -> {
                        if (++last[index] != number) {
                            disorder.add(index + ": " + number);
                        }
                    });
                }
                return null;
            });
            pool.awaitIdle();
            assertEquals(List.of(), disorder);
            assertTrue(Arrays.stream(last).allMatch(number -> number == TASKS / submitters));
        }
    }

    @Test
    void aSubtaskRunsAfterAllQueuedTasks() throws Exception {
        try (SharedQueuePool pool = new SharedQueuePool(1)) {
            List<Integer> ran = new ArrayList<>();
            Busy busy = new Busy(() -> pool.execute(() -> ran.add(100)));
            pool.execute(busy);
            busy.awaitStart();
            for (int i = 101; i < 120; i++) {
                int number = i;
                pool.execute(() -> {
                    ran.add(number);
                    pool.execute(() -> ran.add(number + 100));
                });
            }
            busy.end();
            pool.awaitIdle();
            assertEquals(IntStream.concat(IntStream.range(100, 120), IntStream.range(201, 220)).boxed().toList(), ran);
        }
    }

    /**
     * Several workers also take tasks in order, but a worker may be delayed between taking a task and starting it. Any
     * number of later tasks may overtake that task. When a task starts, each other worker can hold at most one earlier
     * task that has not started.
     */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void severalWorkersTakeTasksInOrder(int workers) throws Exception {
        try (SharedQueuePool pool = new SharedQueuePool(workers)) {
            int[] startedAs = new int[TASKS];
            AtomicInteger starts = new AtomicInteger();
            for (int i = 0; i < TASKS; i++) {
                int number = i;
                pool.execute(() -> startedAs[number] = starts.getAndIncrement());
            }
            pool.awaitIdle();
            int[] order = new int[TASKS];
            for (int number = 0; number < TASKS; number++) {
                order[startedAs[number]] = number;
            }
            boolean[] started = new boolean[TASKS];
            int oldest = 0;
            for (int number : order) {
                int late = 0;
                while (oldest < TASKS && started[oldest]) {
                    oldest++;
                }
                for (int earlier = oldest; earlier < number; earlier++) {
                    late += started[earlier] ? 0 : 1;
                }
                assertTrue(late < workers,
                        "expected fewer than " + workers + " earlier tasks not started before task " + number
                        + ": " + late);
                started[number] = true;
            }
        }
    }
}
