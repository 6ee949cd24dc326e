package dev.filch.bench.contender;

/**
 * An executor that takes part in the comparison.
 *
 * @param id its name in {@code --contenders} and in raw figures
 * @param label its name in tables and plots
 * @param locked whether a lock guards its queue, so that tables show speed-ups over it
 * @param maxWorkers the largest number of workers
 * @param opener starts an executor
 */
public record Contender(String id, String label, boolean locked, int maxWorkers, Opener opener) {

    /** Creates a contender with any number of workers. */
    public Contender(String id, String label, boolean locked, Opener opener) {
        this(id, label, locked, Integer.MAX_VALUE, opener);
    }

    /** Returns the number of workers if {@code wanted} are wanted. */
    public int workers(int wanted) {
        return Math.min(wanted, maxWorkers);
    }

    /** Starts an executor with a number of workers, whose threads the roster creates. */
    @FunctionalInterface
    public interface Opener {
        Pool open(Roster roster, int workers);
    }
}
