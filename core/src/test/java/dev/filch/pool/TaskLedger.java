package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Supplier;

/** The fate of each of a number of tasks: accepted or refused, how often started, how often listed. */
final class TaskLedger {

    private static final int PENDING = 0;
    private static final int ACCEPTED = 1;
    private static final int REFUSED = 2;

    private final AtomicInteger ids = new AtomicInteger();
    private final AtomicIntegerArray submissions;
    private final AtomicIntegerArray starts;
    private final AtomicIntegerArray listings;
    private final Map<Object, Integer> idOf = new ConcurrentHashMap<>();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    TaskLedger(int capacity) {
        submissions = new AtomicIntegerArray(capacity);
        starts = new AtomicIntegerArray(capacity);
        listings = new AtomicIntegerArray(capacity);
    }

    /** Whether more tasks may be submitted. */
    boolean hasRoom() {
        return ids.get() < submissions.length() - 64;
    }

    /** Submits a task by one of six methods, selected by a number. Returns false if the task was refused. */
    boolean submit(WorkerPool pool, int method, Runnable body) {
        int id = ids.getAndIncrement();
        Runnable task = new Runnable() {
            @Override
            public void run() {
                starts.incrementAndGet(id);
                threads.add(Thread.currentThread());
                body.run();
            }
        };
        try {
            idOf.put(submittedAs(pool, method, task), id);
            submissions.set(id, ACCEPTED);
            return true;
        } catch (RejectedExecutionException e) {
            submissions.set(id, REFUSED);
            return false;
        }
    }

    /** Submits a task, and returns the object that shutdownNow may list for it. */
    private static Object submittedAs(WorkerPool pool, int method, Runnable task) {
        if (method % 2 == 0) {
            return pool instanceof WorkStealingPool stealing
                    ? stealing.submit(task, priority(method)) : pool.submit(task);
        }
        if (pool instanceof WorkStealingPool stealing) {
            stealing.execute(task, priority(method));
        } else {
            pool.execute(task);
        }
        return task;
    }

    private static int priority(int method) {
        return List.of(100, 255, 0).get(method / 2 % 3);
    }

    /** Records the tasks that shutdownNow has returned. */
    void list(Collection<Runnable> listed) {
        for (Runnable task : listed) {
            listings.incrementAndGet(idOf.get(task));
        }
    }

    /** Records the tasks that shutdownNow has returned, except those submitted without this ledger. */
    void listKnown(Collection<Runnable> listed) {
        list(listed.stream().filter(idOf::containsKey).toList());
    }

    int submitted() {
        return ids.get();
    }

    int started() {
        int started = 0;
        for (int id = 0; id < ids.get(); id++) {
            started += starts.get(id);
        }
        return started;
    }

    int listed() {
        int listed = 0;
        for (int id = 0; id < ids.get(); id++) {
            listed += listings.get(id);
        }
        return listed;
    }

    /** Checks that each accepted task was either started or listed, once, and that no refused task was. */
    void check(Supplier<String> description) {
        for (int id = 0; id < ids.get(); id++) {
            int number = id;
            assertTrue(submissions.get(id) != PENDING,
                    () -> "expected the submission of task " + number + " to have ended: " + description.get());
            assertEquals(submissions.get(id) == ACCEPTED ? 1 : 0, starts.get(id) + listings.get(id),
                    () -> "task " + number + " was started " + starts.get(number) + " times and listed "
                            + listings.get(number) + " times: " + description.get());
        }
    }

    /** Checks that all threads on which tasks ran have ended. */
    void checkThreadsEnded(Supplier<String> description) {
        for (Thread thread : threads) {
            assertTrue(!thread.isAlive(), () -> "expected " + thread + " to have ended: " + description.get());
        }
    }
}
