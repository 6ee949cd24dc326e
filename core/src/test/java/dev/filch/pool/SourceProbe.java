package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;

/** The queues of a pool whose workers have no threads: the test makes their choices, one at a time. */
final class SourceProbe {

    /** A task that does nothing but have a name. */
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
    final Crew crew;
    final Worker[] workers;

    SourceProbe(int count, boolean lifo) {
        source = new StealingSource(count, lifo);
        PoolSettings settings = new PoolSettings(count, "test", true, null, null, false);
        crew = new Crew(settings, source, index -> WorkerMetrics.untimed());
        workers = crew.workers();
    }

    void submit(String name, Lane lane) {
        assertTrue(source.offer(new Named(name), lane));
    }

    void push(int worker, String name, Lane lane) {
        source.push(workers[worker], new Named(name), lane);
    }

    /** What a worker chooses, as text: null is "null". */
    String choice(int worker) {
        return String.valueOf(source.next(workers[worker]));
    }

    List<String> choices(int worker, int count) {
        return IntStream.range(0, count).mapToObj(i -> choice(worker)).toList();
    }
}
