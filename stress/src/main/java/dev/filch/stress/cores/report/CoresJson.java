package dev.filch.stress.cores.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import dev.filch.bench.report.Machine;
import dev.filch.stress.cores.engine.Event;
import dev.filch.stress.cores.engine.TransferCount;
import dev.filch.stress.cores.run.CostFile;
import dev.filch.stress.cores.run.RunResult;
import dev.filch.stress.cores.run.ValidationRow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes settings, costs and results as JSON, with the transfers by variable. Unknown values are null. */
final class CoresJson {

    private static final Gson GSON = new GsonBuilder().setPrettyPrinting().serializeNulls().create();

    private record Document(
            String origin,
            String date,
            String command,
            Machine simulatedOn,
            SimulationSettings settings,
            String costSet,
            JsonObject costs,
            List<Run> results,
            List<Compared> validation) {
    }

    private record Run(
            String work,
            int cores,
            long ownWorkNanos,
            Long messages,
            Double messagesPerSecond,
            Double nanosPerMessage,
            Integer receivers,
            Double leastShare,
            Double mostShare,
            Double meanWaitNanos,
            Double medianWaitNanos,
            Double p99WaitNanos,
            Double rateToBaseline,
            Double waitToBaseline,
            Map<String, TransferCount> transfers,
            List<Map<String, Object>> pathsPerMessage,
            List<Map<String, Object>> placesPerMessage,
            String failure) {
    }

    private record Compared(
            String work,
            int cores,
            long ownWorkNanos,
            Double realNanos,
            Double simulatedNanos,
            Double error,
            boolean fitted) {
    }

    private CoresJson() {
    }

    static void write(CoresReport report, Appendable out) {
        Baselines baselines = Baselines.of(report.results());
        Document document = new Document(
                Texts.SIMULATED,
                report.date(),
                report.command(),
                report.machine(),
                report.settings(),
                report.costs().name(),
                CostFile.json(report.costs()),
                report.results().stream().map(result -> run(result, baselines)).toList(),
                report.validation().stream().map(CoresJson::compared).toList());
        GSON.toJson(document, out);
    }

    private static Run run(PointResult result, Baselines baselines) {
        Point point = result.point();
        if (result.failed()) {
            return new Run(point.work(), point.cores(), point.ownWorkNanos(),
                    null, null, null, null, null, null, null, null, null, null, null, null, null, null,
                    result.failure());
        }
        RunResult figures = result.result();
        return new Run(
                point.work(),
                point.cores(),
                point.ownWorkNanos(),
                figures.messages(),
                known(figures.perSecond()),
                known(figures.nanosPerMessage()),
                figures.receivers(),
                known(figures.leastShare()),
                known(figures.mostShare()),
                known(figures.meanWaitNanos()),
                known(figures.medianWaitNanos()),
                known(figures.p99WaitNanos()),
                known(baselines.rateRatio(result)),
                known(baselines.waitRatio(result)),
                figures.transfers(),
                CountRow.paths(result).stream().map(CoresJson::counts).toList(),
                CountRow.places(result).stream().map(CoresJson::counts).toList(),
                null);
    }

    private static Map<String, Object> counts(CountRow row) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("name", row.name());
        figures.put("nanos", known(row.nanosPerMessage()));
        figures.put("entries", known(row.entriesPerMessage()));
        for (Event event : Event.values()) {
            figures.put(event.label() + "s", known(row.perMessage(event)));
        }
        return figures;
    }

    private static Compared compared(ValidationRow row) {
        return new Compared(
                row.work(),
                row.cores(),
                row.ownWorkNanos(),
                known(row.realNanos()),
                known(row.simulatedNanos()),
                known(row.error()),
                row.fitted());
    }

    private static Double known(double figure) {
        return Double.isFinite(figure) ? figure : null;
    }
}
