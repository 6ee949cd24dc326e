package dev.filch.bench.report;

import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

import dev.filch.bench.contender.Contender;
import dev.filch.bench.measure.Cell;
import dev.filch.bench.measure.Result;
import dev.filch.bench.real.ScanSummary;
import dev.filch.bench.synthetic.SyntheticWorkload;
import dev.filch.bench.synthetic.TreeWorkload;
import j2html.tags.DomContent;
import j2html.tags.specialized.TdTag;
import j2html.tags.specialized.ThTag;
import j2html.tags.specialized.TrTag;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The report's tables. */
public final class HtmlTables {

    private final int cores;

    HtmlTables(int cores) {
        this.cores = cores;
    }

    /** Returns the median times: a row per cell, a column per executor, with the fastest marked. */
    DomContent glance(Report report) {
        List<Contender> contenders =
                contenders(report.cells().stream().flatMap(List::stream).toList());
        return scrolling(
                tr(th("workload"), th("threads"), each(contenders, contender -> figureHead(contender.label()))),
                report.cells().stream().map(cell -> glanceRow(cell, contenders)).toList());
    }

    private TrTag glanceRow(List<Result> results, List<Contender> contenders) {
        Cell cell = results.get(0).cell();
        Contender fastest = results.stream()
                .min(Comparator.comparingDouble(Result::medianMillis))
                .orElseThrow()
                .contender();
        return tr(
                td(name(cell)),
                td(threads(cell) + (cell.oversubscribed(cores) ? "*" : "")),
                each(contenders, contender -> {
                    String millis = results.stream()
                            .filter(result -> result.contender().equals(contender))
                            .findFirst()
                            .map(result -> Figures.measure(result.medianMillis()))
                            .orElse("");
                    TdTag entry = figure(millis);
                    return contender.equals(fastest) ? entry.withClass("figure best") : entry;
                }));
    }

    private static String name(Cell cell) {
        return switch (cell.workload()) {
            case SyntheticWorkload.NAME -> Figures.count(cell.tasks()) + " tasks";
            case TreeWorkload.NAME -> "tree of " + Figures.count(cell.tasks()) + " tasks";
            default -> "real input";
        };
    }

    /** Returns the numbers of a cell's threads, without producers if no tasks come from outside. */
    static String threads(Cell cell) {
        return cell.producers() == 0 ? "workers: " + cell.consumers() : cell.ratio();
    }

    DomContent synthetic(List<Result> results) {
        return results(ResultColumns.syntheticInReport(cores, contenders(results)), results);
    }

    private static List<Contender> contenders(List<Result> results) {
        return results.stream().map(Result::contender).distinct().toList();
    }

    DomContent tree(List<Result> results) {
        return results(ResultColumns.treeInReport(cores, contenders(results)), results);
    }

    static DomContent wakeUps(List<Result> results) {
        return results(ResultColumns.wakeUpsInReport(), results);
    }

    DomContent real(List<Result> results, int files) {
        return results(ResultColumns.realInReport(cores, files), results);
    }

    private static DomContent results(List<Column<Row>> columns, List<Result> results) {
        return scrolling(
                heading(columns),
                Report.byCell(results).stream()
                        .flatMap(cell -> cell.stream().map(result -> resultRow(columns, new Row(result, cell))))
                        .toList());
    }

    private static TrTag resultRow(List<Column<Row>> columns, Row row) {
        TrTag line = row(columns, row);
        boolean first = row.result().equals(row.cell().get(0));
        return first ? line.withClass("group") : line;
    }

    /** Returns the heading of a table with these columns. */
    public static <R> TrTag heading(List<Column<R>> columns) {
        return tr(each(columns, column -> column.text() ? th(column.title()) : figureHead(column.title())));
    }

    /** Returns a row of such a table. */
    public static <R> TrTag row(List<Column<R>> columns, R row) {
        return tr(each(columns, column -> {
            String content = column.value().apply(row);
            return column.text() ? td(content) : figure(content);
        }));
    }

    /** Returns a table of the machine's properties. */
    public static DomContent machine(Machine machine) {
        Map<String, String> facts = machine.facts();
        return table(tbody(each(facts, (name, fact) -> tr(th(name), td(fact))))).withClass("facts");
    }

    DomContent mostReferenced(ScanSummary found) {
        return scrolling(
                tr(th("class"), figureHead("class files")),
                found.mostReferenced().stream()
                        .map(reference -> tr(td(reference.name()), figure(Figures.count(reference.count()))))
                        .toList());
    }

    /** Returns a table that scrolls sideways if the page is narrower. */
    public static DomContent scrolling(TrTag heading, List<TrTag> rows) {
        return div(table(thead(heading), tbody(each(rows, row -> row)))).withClass("scroll");
    }

    private static ThTag figureHead(String title) {
        return th(title).withClass("figure");
    }

    private static TdTag figure(String figure) {
        return td(figure).withClass("figure");
    }
}
