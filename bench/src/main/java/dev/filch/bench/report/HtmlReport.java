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

/** The report as one self-contained HTML page, with tables, plots and explanations. */
final class HtmlReport {

    private static final String TITLE = "Filch and its peers";
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
                                text("Started " + report.date() + " with "),
                                code(report.command()),
                                text(". Figures are medians. Measured rounds: " + report.rounds()
                                        + ". Warm-up rounds before them: " + report.warmup() + "."))
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
     * Returns a note if a cell has more threads than cores, since its figures depend on the operating system's
     * scheduler.
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
        return p("This machine has " + cores + " cores. If there are more threads (here: " + String.join(", ", cells)
                        + "), they cannot all run at once. The figures then measure how executors interact with the"
                        + " operating system's scheduler, not how executors scale. Such rows have a star.")
                .withClass("note");
    }

    private DomContent synthetic() {
        if (report.synthetic().isEmpty()) {
            return text("");
        }
        return section(
                h2("Synthetic: tasks that add 0 to 99"),
                p("Producers (P) outside the pool submit the tasks. Consumers (C) are the pool's workers. "
                        + "Every run checked that each task ran exactly once and that its result was right. "
                        + "The \u201cvs\u201d columns say how many times as fast as the named executor each one was."),
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
                p("Only the root comes from outside. The pool's workers submit the other tasks, to their own queues or,"
                        + " if they have none, to the shared queue. Every run checked that each task ran exactly"
                        + " once."),
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
                p("A submitter submits one task to a pool of 2 workers, spins until it has ended, spins for the pause,"
                        + " and submits the next. The time is from just before the submission to the start of the"
                        + " task. CPU is the workers' CPU time per task, including the pause."),
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
                        "%,d class files (%.0f MB) in %,d directories of the image that the JVM runs from. The task of"
                                + " a directory submits the tasks of its children. The task of a file reads the file,"
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
                p(text("All executors found the same. The sum of the files' hashes: "), code(found.digest())),
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
