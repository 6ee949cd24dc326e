package dev.filch.bench.compare;

import dev.filch.bench.contender.Contender;
import dev.filch.bench.measure.Cell;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a comparison does.
 *
 * @param syntheticCells where the synthetic workload is measured; empty to leave it out
 * @param realWorkers with how many workers the real input is read; empty to leave it out
 * @param realRoot below which directory the real input lies
 * @param contenders who takes part
 * @param warmup how many rounds come first and do not count
 * @param rounds how many rounds count
 * @param patience after how long without progress a run has failed
 */
record Settings(
        List<Cell> syntheticCells,
        List<Integer> realWorkers,
        Path realRoot,
        List<Contender> contenders,
        int warmup,
        int rounds,
        Duration patience) {

    /** How many runs there are, the warm-up's included. */
    int runs() {
        int realContenders = contenders.size() + 1; // and the sequential one
        return (warmup + rounds) * (syntheticCells.size() * contenders.size() + realWorkers.size() * realContenders);
    }
}
