package dev.filch.stress.cores.report;

import dev.filch.stress.cores.engine.Event;
import dev.filch.stress.cores.engine.TransferCount;
import dev.filch.stress.cores.run.RunResult;
import dev.filch.stress.cores.run.RunSettings;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Writes a CSV line for each run. Unknown values are empty. */
final class CoresCsv {

    private static final List<String> BEFORE_EVENTS = List.of(
            "origin",
            "costs",
            "seed",
            "work",
            "cores",
            "sockets",
            "threads",
            "own_work_ns",
            "measured_ns",
            "messages",
            "messages_per_second",
            "ns_per_message",
            "receivers",
            "least_share",
            "most_share",
            "wait_mean_ns",
            "wait_p50_ns",
            "wait_p99_ns",
            "read_transfers",
            "write_transfers");

    private static final List<String> AFTER_EVENTS = List.of("rate_to_baseline", "wait_to_baseline", "failure");

    private static final List<String> EVENTS = Stream.of(Event.values())
            .map(event -> event.label().replace(' ', '_') + "s_per_message")
            .toList();

    private static final CSVFormat FORMAT = CSVFormat.DEFAULT
            .builder()
            .setRecordSeparator('\n')
            .setHeader(Stream.of(BEFORE_EVENTS, EVENTS, AFTER_EVENTS).flatMap(List::stream).toArray(String[]::new))
            .get();

    /** The number of columns that describe the run, not its result. */
    private static final int POINT_COLUMNS = BEFORE_EVENTS.indexOf("messages");

    private static final MathContext DIGITS = new MathContext(6);

    private CoresCsv() {
    }

    static void write(CoresReport report, Appendable out) throws IOException {
        CSVPrinter printer = new CSVPrinter(out, FORMAT);
        Baselines baselines = Baselines.of(report.results());
        for (PointResult result : report.results()) {
            printPoint(report, result, printer);
            if (result.failed()) {
                printFailure(result, printer);
            } else {
                printFigures(result.result(), printer);
                print(printer, figure(baselines.rateRatio(result)), figure(baselines.waitRatio(result)), null);
            }
            printer.println();
        }
        printer.flush();
    }

    private static void printPoint(CoresReport report, PointResult result, CSVPrinter printer) throws IOException {
        RunSettings settings = report.settings().of(result.point(), report.costs().costs());
        print(
                printer,
                "simulated",
                report.costs().name(),
                settings.seed(),
                result.point().work(),
                settings.cores(),
                settings.sockets(),
                settings.threads(),
                settings.ownWorkNanos(),
                settings.measuredNanos());
    }

    private static void printFigures(RunResult result, CSVPrinter printer) throws IOException {
        print(
                printer,
                result.messages(),
                figure(result.perSecond()),
                figure(result.nanosPerMessage()),
                result.receivers(),
                figure(result.leastShare()),
                figure(result.mostShare()),
                figure(result.meanWaitNanos()),
                figure(result.medianWaitNanos()),
                figure(result.p99WaitNanos()),
                sum(result, TransferCount::reads),
                sum(result, TransferCount::writes));
        for (Event event : Event.values()) {
            printer.print(figure(result.perMessage(event)));
        }
    }

    private static void printFailure(PointResult result, CSVPrinter printer) throws IOException {
        int unknown = FORMAT.getHeader().length - POINT_COLUMNS - 1;
        print(printer, new Object[unknown]);
        print(printer, result.failureSummary());
    }

    private static void print(CSVPrinter printer, Object... values) throws IOException {
        for (Object value : values) {
            printer.print(value);
        }
    }

    private static String figure(double value) {
        return Double.isFinite(value) ? new BigDecimal(value, DIGITS).stripTrailingZeros().toPlainString() : null;
    }

    private static long sum(RunResult result, ToLongFunction<TransferCount> count) {
        return result.transfers().values().stream().mapToLong(count).sum();
    }
}
