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

/** Many threads at one work queue. A lost task or wake-up makes these tests hang, and fail by their timeout. */
@Timeout(100)
class WorkQueueRaceTest {

    private static final Runnable NOTHING = () -> { };

    /** What a task says of itself when it is run. */
    private record Mark(int producer, int number) {
    }

    @Test
    void eachTaskIsReceivedOnceAndInOrder() throws Exception {
        for (int threads : new int[] {1, 2, 4}) {
            exactlyOnceInOrder(Together::platformThread, threads, threads, 60_000);
        }
        exactlyOnceInOrder(Together::platformThread, 1, 8, 30_000);
        exactlyOnceInOrder(Together::platformThread, 8, 1, 30_000);
    }

    @Test
    void eachTaskIsReceivedOnceAndInOrderByVirtualThreads() throws Exception {
        ThreadFactory virtual = Together.virtualThreads();
        assumeTrue(virtual != null, "virtual threads need Java 21");
        exactlyOnceInOrder(virtual, 3, 9, 60_000);
    }

    /** Producers pause at random, so that receivers park again and again; receivers wait in every way there is. */
    private static void exactlyOnceInOrder(
            ThreadFactory factory, int producers, int receivers, int tasks) throws Exception {
        WorkQueue queue = new WorkQueue();
        int each = tasks / producers;
        ThreadLocal<List<Mark>> receivedHere = new ThreadLocal<>();
        Set<Long> ids = ConcurrentHashMap.newKeySet();
        AtomicInteger producing = new AtomicInteger(producers);
        List<List<Mark>> received = Together.run(factory, producers + receivers, index -> {
            List<Mark> marks = new ArrayList<>();
            receivedHere.set(marks);
            SplittableRandom random = Seeded.random("exactly once " + producers + receivers + index);
            if (index < producers) {
                for (int i = 0; i < each; i++) {
                    Mark mark = new Mark(index, i);
                    assertTrue(ids.add(queue.submit(() -> receivedHere.get().add(mark))));
                    pause(random);
                }
                if (producing.decrementAndGet() == 0) {
                    queue.close();
                }
            } else {
                Task task;
                while ((task = receiveSomehow(queue, random)) != null) {
                    task.run();
                }
            }
            return marks;
        });
        Set<Mark> all = new HashSet<>();
        for (List<Mark> marks : received) {
            Map<Integer, Integer> last = new HashMap<>();
            for (Mark mark : marks) {
                assertTrue(all.add(mark), "twice: " + mark);
                assertTrue(last.getOrDefault(mark.producer(), -1) < mark.number(), "not in order: " + mark);
                last.put(mark.producer(), mark.number());
            }
        }
        assertEquals(each * producers, all.size());
        assertEquals(each * producers, queue.submitted());
        assertEquals(0, queue.size());
    }

    private static void pause(SplittableRandom random) {
        int spins = random.nextInt(16) == 0 ? random.nextInt(400) : 0;
        for (int i = 0; i < spins; i++) {
            Spin.pause();
        }
    }

    /** A task; null only if the queue is closed and drained. */
    private static Task receiveSomehow(WorkQueue queue, SplittableRandom random) throws InterruptedException {
        while (true) {
            int way = random.nextInt(8);
            if (way < 4) {
                return queue.receive();
            }
            if (way == 4) {
                Thread.currentThread().interrupt();
            }
            Task task = null;
            try {
                task = way == 7 ? queue.tryReceive() : queue.receive(random.nextInt(20), TimeUnit.MICROSECONDS);
            } catch (InterruptedException e) {
                assertEquals(4, way);
            }
            if (task != null) {
                return task;
            }
        }
    }

    /** Each task holds its receiver until all run at once: with a wake-up too few this hangs. */
    @Test
    void everyTaskWakesAReceiverOfItsOwn() throws Exception {
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

    /** A receiver is interrupted about when it is notified: if it does not take the task, the other one must. */
    @Test
    void anInterruptPassesTheWakeUpOn() throws Exception {
        SplittableRandom random = Seeded.random("anInterruptPassesTheWakeUpOn");
        for (int round = 0; round < 500; round++) {
            WorkQueue queue = new WorkQueue();
            CountDownLatch taken = new CountDownLatch(1);
            Together.Running<Boolean> stays = Together.start(() -> runsATask(queue)).awaitParked();
            Together.Running<Boolean> goes = Together.start(() -> runsATask(queue)).awaitParked();
            boolean submitFirst = random.nextBoolean();
            if (submitFirst) {
                queue.submit(taken::countDown);
            }
            pause(random);
            goes.thread().interrupt();
            pause(random);
            if (!submitFirst) {
                queue.submit(taken::countDown);
            }
            taken.await();
            queue.close();
            goes.join();
            stays.join();
        }
    }

    private static boolean runsATask(WorkQueue queue) {
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

    /** Whoever was told an id finds its task received; whoever is told null finds that there is nothing more. */
    @Test
    void closeRacesWithSubmissions() throws Exception {
        SplittableRandom random = Seeded.random("closeRacesWithSubmissions");
        int producers = 2;
        int receivers = 2;
        for (int round = 0; round < 500; round++) {
            WorkQueue queue = new WorkQueue();
            int closeAfter = random.nextInt(300);
            AtomicInteger nullsTooEarly = new AtomicInteger();
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
                    nullsTooEarly.addAndGet(queue.tryReceive() == null && queue.isClosed() ? 0 : 1);
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
            assertEquals(0, nullsTooEarly.get(), "round " + round);
            assertEquals(submitted, queue.submitted(), "round " + round);
            assertNull(queue.tryReceive());
        }
    }

    /** A last task comes, or none, and the queue is closed, while a receiver is somewhere on its way to park. */
    @Test
    void whoIsAboutToParkSeesTheLastTaskAndTheClose() throws Exception {
        int rounds = 30_000;
        AtomicReference<WorkQueue> shared = new AtomicReference<>();
        List<Integer> tasks = Together.run(2, index -> {
            SplittableRandom random = Seeded.random("whoIsAboutToParkSeesTheLastTaskAndTheClose");
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
