package dev.filch.bench.report;

import static j2html.TagCreator.code;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.p;
import static j2html.TagCreator.rawHtml;
import static j2html.TagCreator.section;
import static j2html.TagCreator.text;

import dev.filch.bench.measure.Latency;
import dev.filch.bench.measure.Result;
import dev.filch.bench.real.ScanSummary;
import j2html.tags.DomContent;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** The report as one HTML page that needs nothing beside itself: tables, plots, and what they are about. */
final class HtmlReport {

    private static final String TITLE = "Filch beside its rivals";
    private static final double MEGABYTE = 1 << 20;

    private final Report report;
    private final int cores;
    private final HtmlTables tables;
    private final HtmlPlots plots;

    private HtmlReport(Report report) throws IOException {
        this.report = report;
        this.cores = report.machine().cores();
        this.tables = new HtmlTables(cores);
        this.plots = new HtmlPlots();
    }

    static String of(Report report) throws IOException {
        return new HtmlReport(report).page();
    }

    private String page() throws IOException {
        return HtmlPage.of(
                TITLE,
                p(
                                text("Begun " + report.date() + " with "),
                                code(report.command()),
                                text(". Figures are medians; measured rounds: " + report.rounds()
                                        + ", rounds of warm-up before them: " + report.warmup() + "."))
                        .withClass("faint"),
                oversubscription(),
                section(h2("At a glance"), p("Milliseconds; less is better."), tables.glance(report)),
                synthetic(),
                tree(),
                wakeUps(),
                real(),
                section(h2("The machine"), HtmlTables.machine(report.machine())),
                rawHtml(HtmlPage.resource(HtmlReport.class, "method.html")));
    }

    /**
     * Says so where there are more threads than cores; such figures tell more about the operating system's scheduler.
     */
    private DomContent oversubscription() {
        List<String> cells = report.cells().stream()
                .map(results -> results.get(0).cell())
                .filter(cell -> cell.oversubscribed(cores))
                .map(HtmlTables::threads)
                .distinct()
                .toList();
        if (cells.isEmpty()) {
            return text("");
        }
        return p("This machine has " + cores + " cores. With more threads than that (here: " + String.join(", ", cells)
                        + ") they cannot all run at once, and the figures measure how executors and the operating"
                        + " system's scheduler get on with each other, not how executors scale. Such rows are marked"
                        + " with a star.")
                .withClass("note");
    }

    private DomContent synthetic() {
        if (report.synthetic().isEmpty()) {
            return text("");
        }
        return section(
                h2("Synthetic: tasks that add 0 to 99"),
                p("Producers (P) outside the pool submit the tasks, consumers (C) are the pool's workers. "
                        + "Every run checked that each task ran exactly once and that its result was right. "
                        + "The columns named \u201cvs\u201d say how many times as fast an executor was as that one."),
                each(report.syntheticByTasks(), this::syntheticOfOneSize));
    }

    private DomContent syntheticOfOneSize(List<Result> results) {
        String tasks = Figures.count(results.get(0).cell().tasks());
        return section(
                h3(tasks + " tasks"),
                plots.bars(
                        "Million tasks per second (more is better): " + tasks + " tasks",
                        "producers : consumers",
                        results,
                        HtmlReport::ratio,
                        result -> result.tasksPerSecond() / 1e6),
                plots.bars(
                        "CPU seconds per million tasks (less is better): " + tasks + " tasks",
                        "producers : consumers",
                        results,
                        HtmlReport::ratio,
                        result -> result.cpuSecondsPerMillion().orElse(0)),
                tables.synthetic(results));
    }

    private DomContent tree() {
        if (report.tree().isEmpty()) {
            return text("");
        }
        return section(
                h2("Tree: tasks that submit two tasks each"),
                p("Only the root comes from outside, the other tasks from the pool's workers. Every run checked that"
                        + " each task ran exactly once. A pool without queues of the workers' own puts the tasks into"
                        + " its shared one."),
                plots.bars(
                        "Million tasks per second (more is better): tree",
                        "workers",
                        report.tree(),
                        HtmlReport::workers,
                        result -> result.tasksPerSecond() / 1e6),
                tables.tree(report.tree()));
    }

    private DomContent wakeUps() {
        if (report.wakeUps().isEmpty()) {
            return text("");
        }
        return section(
                h2("Wake-up: one task at a time"),
                p("A submitter hands a pool of 2 workers one task, spins until it has ended, spins through the pause,"
                        + " and hands over the next. The time is from just before the submission to the start of the"
                        + " task; CPU is what the workers burn for each task, the pause included."),
                plots.bars(
                        "Median wake-up in microseconds (less is better)",
                        "pause in microseconds",
                        report.wakeUps(),
                        result -> Figures.count(result.cell().gapMicros()),
                        result -> result.medianLatencyMicros(Latency::p50Nanos).orElse(0)),
                HtmlTables.wakeUps(report.wakeUps()));
    }

    private DomContent real() {
        if (report.real().isEmpty()) {
            return text("");
        }
        ScanSummary found = report.findings();
        return section(
                h2("Real input: the class files of this JDK"),
                p(String.format(
                        Locale.ROOT,
                        "%,d class files (%.0f MB) in %,d directories of the image that the JVM runs from. A task for"
                                + " each directory submits the tasks of its children; a task for each file reads it,"
                                + " hashes it (SHA-256), and parses its constant pool for the classes that it refers"
                                + " to.",
                        found.files(),
                        found.bytes() / MEGABYTE,
                        found.directories())),
                plots.bars(
                        "Milliseconds (less is better)",
                        "workers",
                        report.real(),
                        HtmlReport::workers,
                        Result::medianMillis),
                each(Report.byCell(report.real()), plots::utilisation),
                tables.real(report.real(), found.files()),
                p(text("All of them found the same. The sum of the files' hashes: "), code(found.digest())),
                h3("The classes that most class files refer to"),
                tables.mostReferenced(found));
    }

    private static String ratio(Result result) {
        return result.cell().ratio();
    }

    private static String workers(Result result) {
        return String.valueOf(result.cell().consumers());
    }
}
