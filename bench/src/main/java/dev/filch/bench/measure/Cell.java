package dev.filch.bench.measure;

/**
 * One thing that all contenders are measured at.
 *
 * @param workload {@code synthetic} or {@code real}
 * @param tasks how many tasks
 * @param producers how many threads submit from outside
 * @param consumers how many workers the pools have
 */
public record Cell(String workload, int tasks, int producers, int consumers) {

    /** The cell's threads, as in {@code 4:4}. */
    public String ratio() {
        return producers + ":" + consumers;
    }

    /** Whether its threads cannot all run at once. */
    public boolean oversubscribed(int cores) {
        return producers + consumers > cores;
    }
}
