package dev.filch.internal.scheduler;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;

/** The queues of a group whose workers are awake but have no threads. The test makes their fetches, one at a time. */
final class SourceProbe {

    /** A task that has a name and does nothing. */
    record Named(String name) implements Runnable {
        @Override
        public void run() {
        }

        @Override
        public String toString() {
            return name;
        }
    }

    final StealingSource source;
    final WorkerGroup group;
    final UnstartedThreads threads = new UnstartedThreads();

    /** Creates the queues for two processors. */
    SourceProbe(int count, boolean lifo) {
        source = new StealingSource(count, lifo, 2);
        group = new WorkerGroup(TestSettings.of(count).factory(threads).build(), source);
        for (int worker = 0; worker < count; worker++) {
            group.takeVacant(Thread.currentThread());
        }
    }

    Worker worker(int index) {
        return group.worker(index);
    }

    void submit(String name, Lane lane) {
        assertTrue(source.offer(new Named(name), lane));
    }

    void push(int worker, String name, Lane lane) {
        assertTrue(source.workerVolatile(worker).push(new Named(name), lane));
    }

    /** Returns a task that was submitted at a time. */
    static TimedTask timed(long time) {
        return timed(new Named("submitted at " + time), time);
    }

    private static TimedTask timed(Runnable task, long time) {
        return new TimedTask(task, Lane.NORMAL, time, null);
    }

    void submitTimed(long time) {
        assertTrue(source.offer(timed(time), Lane.NORMAL));
    }

    void pushTimed(int worker, long time) {
        pushTimed(worker, new Named("submitted at " + time), time);
    }

    void pushTimed(int worker, Runnable task, long time) {
        assertTrue(source.workerVolatile(worker).push(timed(task, time), Lane.NORMAL));
    }

    /** Fetches a task for a worker; returns its name, or "null" if there is none. */
    String fetch(int worker) {
        return String.valueOf(source.workerVolatile(worker).next(worker(worker)));
    }

    List<String> fetches(int worker, int count) {
        return IntStream.range(0, count).mapToObj(i -> fetch(worker)).toList();
    }
}
