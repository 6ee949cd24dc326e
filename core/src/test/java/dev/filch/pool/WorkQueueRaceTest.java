package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.filch.internal.Seeded;
import dev.filch.internal.Spin;
import dev.filch.internal.Together;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many threads use one work queue. A lost task or wake-up makes these tests hang until they time out. */
@Timeout(100)
class WorkQueueRaceTest {

    private static final Runnable NOTHING = () -> { };

    /** Identifies a task by its producer and its position among that producer's tasks. */
    private record Mark(int producer, int number) {
    }

    @Test
    void eachTaskIsReceivedOnceAndInOrder() throws Exception {
        for (int threads : new int[] {1, 2, 4}) {
            assertReceivedOnceInOrder(Together::platformThread, threads, threads, 60_000);
        }
        assertReceivedOnceInOrder(Together::platformThread, 1, 8, 30_000);
        assertReceivedOnceInOrder(Together::platformThread, 8, 1, 30_000);
    }

    @Test
    void eachTaskIsReceivedOnceAndInOrderByVirtualThreads() throws Exception {
        ThreadFactory virtual = Together.virtualThreads();
        assumeTrue(virtual != null, "virtual threads need Java 21");
        assertReceivedOnceInOrder(virtual, 3, 9, 60_000);
    }

    /** Producers pause at random, so that receivers park repeatedly. Receivers use every method of receiving. */
    private static void assertReceivedOnceInOrder(
            ThreadFactory factory, int producers, int receivers, int tasks) throws Exception {
        WorkQueue queue = new WorkQueue();
        int tasksPerProducer = tasks / producers;
        ThreadLocal<List<Mark>> receivedHere = new ThreadLocal<>();
        Set<Long> ids = ConcurrentHashMap.newKeySet();
        AtomicInteger producing = new AtomicInteger(producers);
        List<List<Mark>> received = Together.run(factory, producers + receivers, index -> {
            List<Mark> marks = new ArrayList<>();
            receivedHere.set(marks);
            SplittableRandom random = Seeded.random("exactly once " + producers + receivers + index);
            if (index < producers) {
                for (int i = 0; i < tasksPerProducer; i++) {
                    Mark mark = new Mark(index, i);
                    assertTrue(ids.add(queue.submit(() -> receivedHere.get().add(mark))));
                    pause(random);
                }
                if (producing.decrementAndGet() == 0) {
                    queue.close();
                }
            } else {
                Task task;
                while ((task = receiveInARandomWay(queue, random)) != null) {
                    task.run();
                }
            }
            return marks;
        });
        Set<Mark> all = new HashSet<>();
        for (List<Mark> marks : received) {
            Map<Integer, Integer> last = new HashMap<>();
            for (Mark mark : marks) {
                assertTrue(all.add(mark), "expected this task only once: " + mark);
                assertTrue(last.getOrDefault(mark.producer(), -1) < mark.number(),
                        () -> "expected the order of the producer: " + mark);
                last.put(mark.producer(), mark.number());
            }
        }
        assertEquals(tasksPerProducer * producers, all.size());
        assertEquals(tasksPerProducer * producers, queue.submitted());
        assertEquals(0, queue.size());
    }

    private static void pause(SplittableRandom random) {
        int spins = random.nextInt(16) == 0 ? random.nextInt(400) : 0;
        for (int i = 0; i < spins; i++) {
            Spin.pause();
        }
    }

    /** Receives a task by a random method. Returns null only if the queue is closed and empty. */
    private static Task receiveInARandomWay(WorkQueue queue, SplittableRandom random) throws InterruptedException {
        while (true) {
            int choice = random.nextInt(8);
            if (choice < 4) {
                return queue.receive();
            }
            if (choice == 4) {
                Thread.currentThread().interrupt();
            }
            Task task = null;
            try {
                task = choice == 7 ? queue.tryReceive() : queue.receive(random.nextInt(20), TimeUnit.MICROSECONDS);
            } catch (InterruptedException e) {
                assertEquals(4, choice);
            }
            if (task != null) {
                return task;
            }
        }
    }

    /** Each task blocks its receiver until all run at once, so a missing wake-up makes this hang. */
    @Test
    void everyTaskWakesAnotherReceiver() throws Exception {
        int receivers = 4;
        int rounds = 2_000;
        WorkQueue queue = new WorkQueue();
        CyclicBarrier all = new CyclicBarrier(receivers + 1);
        Together.run(receivers + 1, index -> {
            for (int round = 0; round < rounds; round++) {
                if (index == receivers) {
                    for (int i = 0; i < receivers; i++) {
                        queue.submit(NOTHING);
                    }
                } else {
                    queue.receive().run();
                }
                all.await();
            }
            return null;
        });
        assertTrue(queue.isEmpty());
    }

    /** A receiver is interrupted at about the time it is notified. If it does not take the task, the other one must. */
    @Test
    void aWakeUpOfAnInterruptedReceiverIsPassedOn() throws Exception {
        SplittableRandom random = Seeded.random("aWakeUpOfAnInterruptedReceiverIsPassedOn");
        for (int round = 0; round < 500; round++) {
            WorkQueue queue = new WorkQueue();
            CountDownLatch taken = new CountDownLatch(1);
            Together.Running<Boolean> uninterrupted = Together.start(() -> receiveAndRun(queue)).awaitParked();
            Together.Running<Boolean> interrupted = Together.start(() -> receiveAndRun(queue)).awaitParked();
            boolean submitFirst = random.nextBoolean();
            if (submitFirst) {
                queue.submit(taken::countDown);
            }
            pause(random);
            interrupted.thread().interrupt();
            pause(random);
            if (!submitFirst) {
                queue.submit(taken::countDown);
            }
            taken.await();
            queue.close();
            interrupted.join();
            uninterrupted.join();
        }
    }

    private static boolean receiveAndRun(WorkQueue queue) {
        try {
            Task task = queue.receive();
            if (task != null) {
                task.run();
            }
            return task != null;
        } catch (InterruptedException e) {
            return false;
        }
    }

    @Test
    void interruptsLoseNoTask() throws Exception {
        int tasks = 30_000;
        int receivers = 3;
        WorkQueue queue = new WorkQueue();
        AtomicInteger interrupts = new AtomicInteger();
        ConcurrentLinkedQueue<Thread> threads = new ConcurrentLinkedQueue<>();
        AtomicBoolean done = new AtomicBoolean();
        List<Integer> counts = Together.run(receivers + 2, index -> {
            SplittableRandom random = Seeded.random("interruptsLoseNoTask" + index);
            int received = 0;
            if (index < receivers) {
                threads.add(Thread.currentThread());
                boolean open = true;
                while (open) {
                    try {
                        Task task = queue.receive();
                        open = task != null;
                        received += open ? 1 : 0;
                    } catch (InterruptedException e) {
                        interrupts.incrementAndGet();
                    }
                }
            } else if (index == receivers) {
                for (int i = 0; i < tasks; i++) {
                    queue.submit(NOTHING);
                    pause(random);
                }
                done.set(true);
                queue.close();
            } else {
                while (!done.get()) {
                    threads.forEach(Thread::interrupt);
                    pause(random);
                }
            }
            return received;
        });
        assertEquals(tasks, counts.stream().mapToInt(n -> n).sum());
        assertTrue(interrupts.get() > 0);
    }

    /** Every task that was accepted is received, and a receiver that gets null finds no task afterwards. */
    @Test
    void everyAcceptedTaskIsReceivedBeforeReceiversFindTheQueueClosed() throws Exception {
        SplittableRandom random = Seeded.random("everyAcceptedTaskIsReceivedBeforeReceiversFindTheQueueClosed");
        int producers = 2;
        int receivers = 2;
        for (int round = 0; round < 500; round++) {
            WorkQueue queue = new WorkQueue();
            int closeAfter = random.nextInt(300);
            AtomicInteger prematureNulls = new AtomicInteger();
            List<Integer> counts = Together.run(producers + receivers + 1, index -> {
                int count = 0;
                if (index < producers) {
                    try {
                        while (true) {
                            queue.submit(NOTHING);
                            count++;
                        }
                    } catch (RejectedExecutionException e) {
                        assertTrue(queue.isClosed());
                    }
                } else if (index < producers + receivers) {
                    while (queue.receive() != null) {
                        count--;
                    }
                    prematureNulls.addAndGet(queue.tryReceive() == null && queue.isClosed() ? 0 : 1);
                } else {
                    for (int i = 0; i < closeAfter; i++) {
                        Spin.pause();
                    }
                    queue.close();
                }
                return count;
            });
            int submitted = counts.get(0) + counts.get(1);
            assertEquals(0, counts.stream().mapToInt(n -> n).sum(), "round " + round);
            assertEquals(0, prematureNulls.get(), "round " + round);
            assertEquals(submitted, queue.submitted(), "round " + round);
            assertNull(queue.tryReceive());
        }
    }

    /** While a receiver is about to park, a last task may be submitted, and the queue is closed. */
    @Test
    void aReceiverAboutToParkSeesTheLastTaskAndTheClose() throws Exception {
        int rounds = 30_000;
        AtomicReference<WorkQueue> shared = new AtomicReference<>();
        List<Integer> tasks = Together.run(2, index -> {
            SplittableRandom random = Seeded.random("aReceiverAboutToParkSeesTheLastTaskAndTheClose");
            WorkQueue queue = null;
            int count = 0;
            for (int round = 0; round < rounds; round++) {
                if (index == 0) {
                    queue = new WorkQueue();
                    shared.set(queue);
                    count += queue.receive() == null ? 0 : 1;
                } else {
                    WorkQueue last = queue;
                    while ((queue = shared.get()) == last) {
                        Spin.pause();
                    }
                    int delay = random.nextInt(150);
                    for (int i = 0; i < delay; i++) {
                        Spin.pause();
                    }
                    if (random.nextBoolean()) {
                        queue.submit(NOTHING);
                        count++;
                    }
                    queue.close();
                }
            }
            return count;
        });
        assertEquals(tasks.get(1), tasks.get(0));
    }
}
