package dev.filch.bench.compare;

import dev.filch.bench.contender.Contender;
import dev.filch.bench.contender.Contenders;
import dev.filch.bench.measure.Cell;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The settings of a comparison.
 *
 * @param syntheticCells the cells of the synthetic workload; empty to leave it out
 * @param treeCells the cells of tasks that submit tasks; empty to leave them out
 * @param wakeUpCells the cells of wake-ups; empty to leave them out
 * @param realWorkers the numbers of workers for real input; empty to leave it out
 * @param realRoot the directory of the real input
 * @param contenders the executors to run
 * @param warmup the number of rounds before the measurement
 * @param rounds the number of measured rounds
 * @param patience the time without progress after which a run fails
 */
record Settings(
        List<Cell> syntheticCells,
        List<Cell> treeCells,
        List<Cell> wakeUpCells,
        List<Integer> realWorkers,
        Path realRoot,
        List<Contender> contenders,
        int warmup,
        int rounds,
        Duration patience) {

    /** Returns the contenders of the tree, with {@code ForkJoinPool} in both of its modes. */
    List<Contender> treeContenders() {
        return contenders.stream()
                .flatMap(contender -> contender.equals(Contenders.FORK_JOIN)
                        ? Stream.of(contender, Contenders.FORK_JOIN_LIFO)
                        : Stream.of(contender))
                .toList();
    }

    /** Returns the number of runs, including those of the warm-up. */
    int runs() {
        int realContenders = contenders.size() + 1; // plus the sequential one
        return (warmup + rounds)
                * ((syntheticCells.size() + wakeUpCells.size()) * contenders.size()
                        + treeCells.size() * treeContenders().size()
                        + realWorkers.size() * realContenders);
    }
}
