package dev.filch.bench.judge;

/**
 * What a figure is compared with: another task's figure, times {@code factor}.
 *
 * @param name for a reader
 * @param task whose figure
 * @param factor scales it
 * @param more is added to it
 */
public record Peer(String name, Task task, double factor, double more) {

    static Peer of(Task task) {
        return new Peer(task.contender(), task, 1, 0);
    }

    double of(double figure) {
        return factor * figure + more;
    }
}
