package dev.filch.bench.contender;

/**
 * An executor that takes part in the comparison.
 *
 * @param id what {@code --contenders} calls it, and the raw figures
 * @param label what tables and plots call it
 * @param locked whether its queue stands behind a lock, so that speed-ups over it are of interest
 * @param mostWorkers how many workers it has at the most
 * @param opener starts one
 */
public record Contender(String id, String label, boolean locked, int mostWorkers, Opener opener) {

    /** An executor with any number of workers. */
    public Contender(String id, String label, boolean locked, Opener opener) {
        this(id, label, locked, Integer.MAX_VALUE, opener);
    }

    /** How many workers it has where so many are asked for. */
    public int workers(int asked) {
        return Math.min(asked, mostWorkers);
    }

    /** Starts an executor with the given number of workers, whose threads the roster makes. */
    @FunctionalInterface
    public interface Opener {
        Pool open(Roster roster, int workers);
    }
}
