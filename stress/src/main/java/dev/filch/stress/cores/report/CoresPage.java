package dev.filch.stress.cores.report;

import static j2html.TagCreator.code;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.li;
import static j2html.TagCreator.p;
import static j2html.TagCreator.pre;
import static j2html.TagCreator.rawHtml;
import static j2html.TagCreator.section;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.text;
import static j2html.TagCreator.th;
import static j2html.TagCreator.tr;
import static j2html.TagCreator.ul;

import dev.filch.bench.report.Column;
import dev.filch.bench.report.Figures;
import dev.filch.bench.report.HtmlPage;
import dev.filch.bench.report.HtmlTables;
import dev.filch.stress.cores.run.CostUnit;
import dev.filch.stress.cores.run.ValidationRow;
import dev.filch.stress.cores.run.WorkloadName;
import j2html.tags.DomContent;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** The HTML page of a report: plots, tables, validation, costs, and the limits of the simulation. */
final class CoresPage {

    private static final String TITLE = "Filch on many cores (simulated)";

    private final CoresReport report;
    private final CoresPlots plots;

    private CoresPage(CoresReport report) throws IOException {
        this.report = report;
        this.plots = new CoresPlots(report);
    }

    static String of(CoresReport report) throws IOException {
        return new CoresPage(report).page();
    }

    private String page() throws IOException {
        return HtmlPage.of(
                TITLE,
                p(text("Begun " + report.date() + " with "), code(report.command()), text(".")).withClass("faint"),
                p("All figures are simulated: the shipped class files ran on simulated cores, whose cache lines take"
                                + " time to move. No simulation of more than two cores has been compared with"
                                + " hardware. Read the curves as trends.")
                        .withClass("note"),
                p(settings()),
                failureNote(),
                each(Stream.of(Family.values()).toList(), this::family),
                figures(),
                counts(),
                failures(),
                validation(),
                costs(),
                section(
                        h2("Where the simulation ran"),
                        p("The simulated figures do not depend on this machine's speed."),
                        HtmlTables.machine(report.machine())),
                rawHtml(HtmlPage.resource(CoresPage.class, "cores-method.html")));
    }

    private String settings() {
        SimulationSettings settings = report.settings();
        return "Costs: " + report.costs().name() + " (" + report.costs().description() + "). Sockets: "
                + settings.sockets() + ". Threads per core: " + settings.threadsPerCore() + ". Measured: "
                + Texts.time(settings.measuredNanos()) + " of simulated time, after a warm-up of "
                + Texts.time(settings.warmUpNanos()) + "; several time slices if threads share a core. Seed: "
                + settings.seed() + "."
                + (settings.baseline() == null
                        ? ""
                        : " Workloads with @baseline in their names ran on " + settings.baseline() + ".");
    }

    private DomContent failureNote() {
        return report.failures().isEmpty()
                ? text("")
                : p(report.failures().size() + " of " + report.results().size()
                                + " runs failed. The plots omit them; a section below shows the reasons.")
                        .withClass("note");
    }

    private DomContent failures() {
        return report.failures().isEmpty()
                ? text("")
                : section(
                        h2("Runs that failed"),
                        each(report.failures(), failed -> each(
                                h3(failed.point().work() + ", " + failed.point().cores() + " cores, own work "
                                        + Texts.time(failed.point().ownWorkNanos())),
                                pre(failed.failure()))));
    }

    private DomContent family(Family family) {
        List<String> works = report.results().stream()
                .map(result -> result.point().work())
                .filter(family::has)
                .distinct()
                .toList();
        if (works.isEmpty()) {
            return text("");
        }
        List<String> curves = works.stream().filter(work -> WorkloadName.of(work).pair().isEmpty()).toList();
        return section(
                h2(family.title()),
                p(family.explanation() + " A message's waiting time ends when a thread has received it."),
                curves.isEmpty() ? text("") : plots.of(family, curves),
                markNote(),
                h3("Transfers of cache lines for each message, on the most cores"),
                p("A line moves because a thread reads or writes the named variable; the line may hold other variables"
                        + " too. Arrays are named by the method that accesses them."),
                new TransferTable(report).of(works));
    }

    private DomContent counts() {
        return section(
                h2("What threads did for each message"),
                p("On the most cores. A thread is on the path of the innermost method that belongs to a path. The paths"
                        + " of threads that a pool has started begin with \u201cworker\u201d. The nanoseconds sum up"
                        + " all threads while they run."),
                each(report.onMostCores(), run -> each(
                        h3(run.point().work() + ", " + run.point().cores() + " cores, own work "
                                + Texts.time(run.point().ownWorkNanos())),
                        countTable(CountRow.paths(run)),
                        p("The places in the code whose accesses took the most time:"),
                        countTable(CountRow.places(run)))));
    }

    private static DomContent countTable(List<CountRow> rows) {
        List<Column<CountRow>> columns = CoresColumns.counts(0);
        return HtmlTables.scrolling(
                HtmlTables.heading(columns),
                rows.stream().map(row -> HtmlTables.row(columns, row)).toList());
    }

    private DomContent markNote() {
        return report.validation().stream().anyMatch(ValidationRow::isFarOff)
                ? p(Texts.MARK_NOTE).withClass("faint")
                : text("");
    }

    private DomContent figures() {
        List<Column<PointResult>> columns = CoresColumns.results(
                result -> report.marked(
                        result.point().work(), result.point().work(), result.point().ownWorkNanos()),
                0,
                Baselines.of(report.results()));
        return section(
                h2("All figures"),
                p("Simulated. Least and most: the messages of the thread that received the fewest or the most, as a"
                        + " fraction of the mean over all receiving threads."),
                HtmlTables.scrolling(
                        HtmlTables.heading(columns),
                        report.results().stream().map(result -> HtmlTables.row(columns, result)).toList()),
                markNote());
    }

    private DomContent validation() {
        if (report.validation().isEmpty()) {
            return section(h2("Validation"), p("These costs were not compared with real cores in this run."));
        }
        List<Column<ValidationRow>> columns = CoresColumns.validation();
        List<String> missing = report.notValidated();
        return section(
                h2("Validation"),
                p("The same workloads on real cores and on as many simulated ones: " + report.comparison()
                        + ". If the error is negative, the simulation is too fast."),
                HtmlTables.scrolling(
                        HtmlTables.heading(columns),
                        report.validation().stream().map(row -> HtmlTables.row(columns, row)).toList()),
                markNote(),
                missing.isEmpty() ? text("") : p("Not compared: " + String.join(", ", missing) + "."));
    }

    private DomContent costs() {
        return section(
                h2("Costs"),
                p(report.costs().description() + "."),
                table(tbody(each(Stream.of(CostUnit.values()).toList(), this::costRows))).withClass("facts"),
                ul(each(report.costs().sources(), source -> li(source))));
    }

    private DomContent costRows(CostUnit unit) {
        String suffix = unit == CostUnit.NANOSECONDS ? " ns" : "";
        return each(unit.figures(report.costs().costs()), (key, figure) ->
                tr(th(key), td(Figures.limit(figure) + suffix)));
    }
}
