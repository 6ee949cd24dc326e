package dev.filch.bench.measure;

/**
 * One thing that all contenders are measured at.
 *
 * @param workload {@code synthetic}, {@code tree}, {@code wake-up} or {@code real}
 * @param tasks how many tasks
 * @param producers how many threads submit from outside; 0 where tasks come from the workers
 * @param consumers how many workers the pools have
 * @param gapMicros how long the producer pauses before each task
 */
public record Cell(String workload, int tasks, int producers, int consumers, int gapMicros) {

    /** Where producers do not pause. */
    public Cell(String workload, int tasks, int producers, int consumers) {
        this(workload, tasks, producers, consumers, 0);
    }

    /** The cell's threads, as in {@code 4:4}. */
    public String ratio() {
        return producers + ":" + consumers;
    }

    /** Whether its threads cannot all run at once. */
    public boolean oversubscribed(int cores) {
        return producers + consumers > cores;
    }
}
