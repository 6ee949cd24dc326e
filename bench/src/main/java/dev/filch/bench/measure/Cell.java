package dev.filch.bench.measure;

/**
 * A workload and its parameters, at which all contenders are measured.
 *
 * @param workload {@code synthetic}, {@code tree}, {@code wake-up} or {@code real}
 * @param tasks the number of tasks
 * @param producers the number of threads that submit from outside; 0 if the workers submit the tasks
 * @param consumers the number of the pools' workers
 * @param gapMicros the producer's pause before each task
 */
public record Cell(String workload, int tasks, int producers, int consumers, int gapMicros) {

    /** Creates a cell whose producers do not pause. */
    public Cell(String workload, int tasks, int producers, int consumers) {
        this(workload, tasks, producers, consumers, 0);
    }

    /** Returns the cell's threads, as in {@code 4:4}. */
    public String ratio() {
        return producers + ":" + consumers;
    }

    /** Returns whether it has more threads than cores. */
    public boolean oversubscribed(int cores) {
        return producers + consumers > cores;
    }
}
