package dev.filch.stress.cores.report;

import static j2html.TagCreator.each;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.tr;

import dev.filch.bench.report.HtmlTables;
import dev.filch.stress.cores.engine.TransferCount;
import j2html.tags.DomContent;
import j2html.tags.specialized.TrTag;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** The table of transfers per message, by the variable whose line moved. Rare transfers are summed up in one row. */
final class TransferTable {

    /** A variable with fewer transfers per message has no row of its own. */
    private static final double MIN_TRANSFERS = 0.02;

    private static final int MAX_VARIABLES = 8;
    private static final String OTHERS = "all others";

    private final CoresReport report;

    TransferTable(CoresReport report) {
        this.report = report;
    }

    DomContent of(List<String> works) {
        List<Long> ownWorks = report.ownWorks();
        TrTag heading = tr(th("work"), th("cores").withClass("figure"), th("line of"), each(ownWorks, ownWork -> each(
                th("reads, own work " + Texts.time(ownWork)).withClass("figure"),
                th("writes, own work " + Texts.time(ownWork)).withClass("figure"))));
        return HtmlTables.scrolling(heading, works.stream().flatMap(this::rows).toList());
    }

    private Stream<TrTag> rows(String work) {
        Map<Long, PointResult> points = new LinkedHashMap<>();
        report.onMostCores().stream()
                .filter(result -> result.point().work().equals(work))
                .forEach(result -> points.put(result.point().ownWorkNanos(), result));
        List<String> variables = variables(points);
        List<TrTag> rows = new ArrayList<>();
        for (String variable : variables) {
            rows.add(row(work, variable, points, List.of(variable)));
        }
        List<String> others = points.values().stream()
                .flatMap(point -> point.result().transfers().keySet().stream())
                .distinct()
                .filter(variable -> !variables.contains(variable))
                .toList();
        if (!others.isEmpty()) {
            rows.add(row(work, OTHERS, points, others));
        }
        if (!rows.isEmpty()) {
            rows.get(0).withClass("group");
        }
        return rows.stream();
    }

    /** Returns the variables with the most transfers per message, in descending order. */
    private static List<String> variables(Map<Long, PointResult> points) {
        Map<String, Double> most = new LinkedHashMap<>();
        points.values().forEach(point -> point.result().transfers().forEach((variable, count) ->
                most.merge(variable, (double) count.sum() / point.result().messages(), Math::max)));
        return most.entrySet().stream()
                .filter(entry -> entry.getValue() >= MIN_TRANSFERS)
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(MAX_VARIABLES)
                .map(Map.Entry::getKey)
                .toList();
    }

    private TrTag row(String work, String name, Map<Long, PointResult> points, List<String> variables) {
        boolean farOff = points.keySet().stream().anyMatch(ownWork -> report.isFarOff(work, ownWork));
        int cores = points.values().iterator().next().point().cores();
        return tr(
                td(farOff ? work + Texts.MARK : work),
                td(String.valueOf(cores)).withClass("figure"),
                td(name),
                each(report.ownWorks(), ownWork -> each(
                        figure(points.get(ownWork), variables, TransferCount::reads),
                        figure(points.get(ownWork), variables, TransferCount::writes))));
    }

    private static DomContent figure(PointResult point, List<String> variables, ToLongFunction<TransferCount> part) {
        if (point == null) {
            return td();
        }
        long sum = 0;
        for (String variable : variables) {
            TransferCount count = point.result().transfers().get(variable);
            sum += count == null ? 0 : part.applyAsLong(count);
        }
        return td(Texts.factor((double) sum / point.result().messages())).withClass("figure");
    }
}
