package dev.filch.bench.report;

import dev.filch.bench.measure.Cell;
import dev.filch.bench.measure.Cost;
import dev.filch.bench.measure.Latency;
import dev.filch.bench.measure.Result;
import dev.filch.bench.measure.Round;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** The raw figures, one line per measured run. Unknown values are empty. */
final class CsvFile {

    private static final CSVFormat FORMAT = CSVFormat.DEFAULT
            .builder()
            .setRecordSeparator('\n')
            .setHeader(
                    "workload",
                    "tasks",
                    "producers",
                    "workers",
                    "gap_us",
                    "executor",
                    "round",
                    "elapsed_ns",
                    "threads_cpu_ns",
                    "process_cpu_ns",
                    "allocated_bytes",
                    "voluntary_switches",
                    "involuntary_switches",
                    "steals",
                    "utilisation_by_worker",
                    "p50_ns",
                    "p99_ns")
            .get();

    private CsvFile() {}

    static void write(Report report, Appendable out) throws IOException {
        CSVPrinter printer = new CSVPrinter(out, FORMAT);
        List<Result> results = Stream.of(report.synthetic(), report.tree(), report.wakeUps(), report.real())
                .flatMap(List::stream)
                .toList();
        for (Result result : results) {
            for (int i = 0; i < result.rounds().size(); i++) {
                write(result, i, printer);
            }
        }
        printer.flush();
    }

    private static void write(Result result, int index, CSVPrinter printer) throws IOException {
        Cell cell = result.cell();
        Round round = result.rounds().get(index);
        Cost cost = round.cost();
        printer.printRecord(
                cell.workload(),
                cell.tasks(),
                cell.producers(),
                result.workers(),
                cell.gapMicros(),
                result.contender().id(),
                index + 1,
                round.elapsedNanos(),
                cost.threadsCpuNanos(),
                cost.processCpuNanos(),
                cost.allocatedBytes(),
                cost.voluntarySwitches(),
                cost.involuntarySwitches(),
                round.steals(),
                utilisation(round),
                latency(round, Latency::p50Nanos),
                latency(round, Latency::p99Nanos));
    }

    private static Long latency(Round round, Function<Latency, Long> percentile) {
        return round.latency() == null ? null : percentile.apply(round.latency());
    }

    private static String utilisation(Round round) {
        return round.utilisation() == null
                ? null
                : round.utilisation().stream()
                        .map(part -> Figures.measure(part))
                        .collect(Collectors.joining(" "));
    }
}
