package dev.filch.bench.report;

import static j2html.TagCreator.code;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.p;
import static j2html.TagCreator.pre;
import static j2html.TagCreator.rawHtml;
import static j2html.TagCreator.section;
import static j2html.TagCreator.text;

import dev.filch.bench.judge.SampleSummary;
import dev.filch.bench.judge.Verdict;
import j2html.tags.DomContent;
import j2html.tags.specialized.TrTag;
import java.io.IOException;
import java.util.List;

/** The verdicts, plots by the number of threads, and all figures, as one HTML page. */
final class BarsPage {

    private static final String TITLE = "Filch's queues and pools, and their targets";

    private final BarsReport report;
    private final int cores;
    private final HtmlPlots plots;

    private BarsPage(BarsReport report) throws IOException {
        this.report = report;
        this.cores = report.machine().cores();
        this.plots = new HtmlPlots();
    }

    static String of(BarsReport report) throws IOException {
        return new BarsPage(report).page();
    }

    private String page() throws IOException {
        return HtmlPage.of(
                TITLE,
                p(text("Started " + report.date() + " with "), code(report.command()), text("."))
                        .withClass("faint"),
                p(report.machine().cpu() + ", " + cores + " cores."),
                omission(),
                oversubscription(),
                each(report.setups(), this::setup),
                rawHtml(HtmlPage.resource(BarsPage.class, "bars-method.html")));
    }

    private DomContent oversubscription() {
        if (!report.oversubscribed()) {
            return text("");
        }
        return p("Rows with a star have more threads than this machine has cores. They measure how queues interact"
                        + " with the operating system's scheduler, not how queues scale.")
                .withClass("note");
    }

    private DomContent setup(SetupReport setup) {
        List<Column<SampleSummary>> columns = VerdictColumns.samples(cores);
        return section(
                h2(setup.setup().label()),
                p("Medians of " + setup.rounds() + " forks of each contender. " + comparison()),
                verdicts(setup.verdicts()),
                each(BarsPlot.of(setup), plots::bars),
                h3("All figures"),
                HtmlTables.scrolling(
                        HtmlTables.heading(columns),
                        setup.samples().tasks().stream()
                                .map(task -> new SampleSummary(task, setup.samples(), setup.rounds()))
                                .map(summary -> HtmlTables.row(columns, summary))
                                .toList()),
                each(setup.failures(), failure -> pre(failure)));
    }

    private String comparison() {
        if (report.earlier() == null) {
            return "The ratio is Filch's figure divided by the best peer's figure in the same round: below 1 is faster."
                    + " Rows without a ratio show the amount.";
        }
        return "Before is Filch, with its benchmark, in " + report.earlier().jar() + ". The ratio is the figure now"
                + " divided by the figure before in the same round: below 1 is better.";
    }

    private DomContent omission() {
        return report.earlier() == null || report.earlier().missing().isEmpty()
                ? text("")
                : p(report.earlier().omission()).withClass("note");
    }

    private DomContent verdicts(List<Verdict> verdicts) {
        List<Column<Verdict>> columns = VerdictColumns.verdicts(verdicts, cores);
        return HtmlTables.scrolling(
                HtmlTables.heading(columns),
                verdicts.stream().map(verdict -> coloured(columns, verdict)).toList());
    }

    private static TrTag coloured(List<Column<Verdict>> columns, Verdict verdict) {
        TrTag row = HtmlTables.row(columns, verdict);
        return switch (verdict.outcome()) {
            case HOLDS -> row.withClass("holds");
            case FALLS_SHORT, NOT_MEASURED -> row.withClass("short");
            case NOT_JUDGED -> row;
        };
    }
}
