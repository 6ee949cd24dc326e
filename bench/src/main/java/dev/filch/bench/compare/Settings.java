package dev.filch.bench.compare;

import dev.filch.bench.contender.Contender;
import dev.filch.bench.contender.Contenders;
import dev.filch.bench.measure.Cell;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a comparison does.
 *
 * @param syntheticCells where the synthetic workload is measured; empty to leave it out
 * @param treeCells where tasks that submit tasks are measured; empty to leave them out
 * @param wakeUpCells where wake-ups are measured; empty to leave them out
 * @param realWorkers with how many workers the real input is read; empty to leave it out
 * @param realRoot below which directory the real input lies
 * @param contenders who takes part
 * @param warmup how many rounds come first and do not count
 * @param rounds how many rounds count
 * @param patience after how long without progress a run has failed
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

    /** The contenders of the tree: {@code ForkJoinPool} takes part in both of its modes. */
    List<Contender> treeContenders() {
        return contenders.stream()
                .flatMap(contender -> contender.equals(Contenders.FORK_JOIN)
                        ? Stream.of(contender, Contenders.FORK_JOIN_LIFO)
                        : Stream.of(contender))
                .toList();
    }

    /** How many runs there are, the warm-up's included. */
    int runs() {
        int realContenders = contenders.size() + 1; // and the sequential one
        return (warmup + rounds)
                * ((syntheticCells.size() + wakeUpCells.size()) * contenders.size()
                        + treeCells.size() * treeContenders().size()
                        + realWorkers.size() * realContenders);
    }
}
