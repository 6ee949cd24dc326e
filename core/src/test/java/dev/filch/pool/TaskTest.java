package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Spin;
import dev.filch.internal.Together;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TaskTest {

    @Test
    void hasTheSubmittedIdPriorityAndWork() {
        AtomicInteger runs = new AtomicInteger();
        Task task = new Task(7, 255, runs::incrementAndGet);
        assertEquals(7, task.id());
        assertEquals(255, task.priority());
        task.run();
        assertEquals(1, runs.get());
    }

    @Test
    void runsOnlyOnce() {
        AtomicInteger runs = new AtomicInteger();
        Task task = new Task(7, 100, runs::incrementAndGet);
        task.run();
        String message = assertThrows(IllegalStateException.class, task::run).getMessage();
        assertTrue(message.contains("task 7"), message);
        assertEquals(1, runs.get());
    }

    @Test
    void onlyOneOfSeveralThreadsRunsIt() throws Exception {
        int rounds = 5_000;
        int threads = 2;
        AtomicInteger[] runs = new AtomicInteger[rounds];
        Task[] tasks = new Task[rounds];
        for (int i = 0; i < rounds; i++) {
            AtomicInteger count = runs[i] = new AtomicInteger();
            tasks[i] = new Task(i, 100, count::incrementAndGet);
        }
        AtomicInteger refused = new AtomicInteger();
        AtomicInteger arrived = new AtomicInteger();
        Together.run(threads, index -> {
            for (int i = 0; i < rounds; i++) {
                arrived.incrementAndGet();
                while (arrived.get() < (i + 1) * threads) {
                    Spin.pause();
                }
                try {
                    tasks[i].run();
                } catch (IllegalStateException e) {
                    refused.incrementAndGet();
                }
            }
            return null;
        });
        for (int i = 0; i < rounds; i++) {
            assertEquals(1, runs[i].get(), "task " + i);
        }
        assertEquals(rounds, refused.get());
    }

    @Test
    void aSecondRunFailsWhileTheFirstIsInProgress() throws Exception {
        CyclicBarrier meeting = new CyclicBarrier(2);
        Task task = new Task(1, 100, () -> meet(meeting));
        Together.Running<Void> running = Together.<Void>start(() -> {
            task.run();
            return null;
        }).awaitParked();
        assertThrows(IllegalStateException.class, task::run);
        meeting.await();
        running.join();
    }

    private static void meet(CyclicBarrier meeting) {
        try {
            meeting.await();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void propagatesTheExceptionOfItsWorkAndCountsAsRun() {
        RuntimeException thrown = new RuntimeException("from the work");
        Task task = new Task(1, 100, () -> {
            throw thrown;
        });
        assertSame(thrown, assertThrows(RuntimeException.class, task::run));
        assertThrows(IllegalStateException.class, task::run);
    }

    @Test
    void toStringShowsWhetherItHasRun() {
        Task task = new Task(3, 9, new Runnable() {
            @Override
            public void run() {
            }

            @Override
            public String toString() {
                return "some work";
            }
        });
        assertEquals("Task[id=3, priority=9, some work]", task.toString());
        task.run();
        assertEquals("Task[id=3, priority=9, has been run]", task.toString());
    }
}
