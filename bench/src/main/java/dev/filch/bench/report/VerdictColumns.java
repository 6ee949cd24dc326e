package dev.filch.bench.report;

import dev.filch.bench.judge.Bar;
import dev.filch.bench.judge.Figure;
import dev.filch.bench.judge.SampleSummary;
import dev.filch.bench.judge.Verdict;
import dev.filch.bench.measure.Statistics;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/** The columns of tables of verdicts, and of what was measured. */
final class VerdictColumns {

    private static final String NOTHING = "-";
    private static final String CPU = "CPU s/M tasks";
    private static final String SLEEPS = "sleeps/1000 tasks";

    private VerdictColumns() {}

    /** How each of these bars came out; {@code cores} are the machine's. */
    static List<Column<Verdict>> verdicts(List<Verdict> verdicts, int cores) {
        boolean before = verdicts.stream().anyMatch(verdict -> verdict.bar().againstBefore());
        boolean interval = verdicts.stream().anyMatch(verdict -> verdict.bar().rule() == Bar.Rule.INTERVAL);
        Column<Verdict> peer =
                Column.text("peer", 27, verdict -> verdict.peer() == null ? NOTHING : verdict.peer().name());
        Column<Verdict> aim = Column.figure("aim", verdict -> limit(verdict.bar(), verdict.bar().aim()));
        return Stream.of(
                        Column.<Verdict>text(
                                "work",
                                41,
                                verdict -> starred(
                                        verdict.bar().work(), verdict.bar().oversubscribed(cores))),
                        Column.<Verdict>text(
                                "age", 7, verdict -> verdict.bar().subject().age()),
                        Column.<Verdict>figure(before ? "now" : "Filch", verdict -> median(verdict.figures())),
                        Column.<Verdict>text(
                                "unit", 4, verdict -> verdict.bar().figure().unit()),
                        before ? null : peer,
                        Column.<Verdict>figure(before ? "before" : "its", verdict -> median(verdict.peerFigures())),
                        Column.<Verdict>figure("ratio", VerdictColumns::value),
                        Column.<Verdict>figure("   range   ", VerdictColumns::range),
                        interval ? Column.<Verdict>figure("95 % interval", VerdictColumns::interval) : null,
                        Column.<Verdict>figure("bar", verdict -> limit(verdict.bar(), verdict.bar().bar())),
                        before ? null : aim,
                        Column.<Verdict>text("verdict", 27, Verdict::words))
                .filter(Objects::nonNull)
                .toList();
    }

    /** What the terminal shows of the pools' costs. */
    static List<Column<SampleSummary>> costs(int cores) {
        return List.of(
                where(cores),
                who(),
                sample("ns", Figure.TIME),
                sample(CPU, Figure.CPU),
                sample(SLEEPS, Figure.SLEEPS));
    }

    /** Medians of all that was measured. */
    static List<Column<SampleSummary>> samples(int cores) {
        return List.of(
                where(cores),
                who(),
                sample("ns", Figure.TIME),
                Column.figure("range", summary -> range(summary.known(Figure.TIME))),
                sample("p50, us", Figure.P50),
                sample("p99, us", Figure.P99),
                sample(CPU, Figure.CPU),
                sample(SLEEPS, Figure.SLEEPS),
                sample("CPU, ms/s", Figure.CPU_SHARE),
                sample("B/op, message or task included", Figure.ALLOCATION),
                sample("failed attempts/op", Figure.FAILURES),
                sample("context switches", Figure.SWITCHES),
                sample("footprint, B", Figure.FOOTPRINT),
                sample("queue times off by, %", Figure.QUEUE_ERROR),
                sample("run times off by, %", Figure.RUN_ERROR));
    }

    private static Column<SampleSummary> where(int cores) {
        return Column.text(
                "where",
                45,
                summary -> starred(summary.task().cell(), summary.task().threads() > cores));
    }

    private static Column<SampleSummary> who() {
        return Column.text("who", 22, summary -> summary.task().contender());
    }

    private static String starred(String text, boolean star) {
        return star ? text + "*" : text;
    }

    private static Column<SampleSummary> sample(String title, Figure figure) {
        return Column.figure(title, summary -> median(summary.known(figure)));
    }

    private static String median(List<Double> figures) {
        return figures.isEmpty() ? NOTHING : Figures.measure(Statistics.median(figures));
    }

    private static String range(List<Double> figures) {
        return figures.isEmpty()
                ? NOTHING
                : Figures.measure(Collections.min(figures)) + " to " + Figures.measure(Collections.max(figures));
    }

    private static String value(Verdict verdict) {
        return verdict.values().isEmpty() ? NOTHING : value(verdict, verdict.value());
    }

    private static String range(Verdict verdict) {
        List<Double> values = verdict.values();
        return values.isEmpty()
                ? NOTHING
                : value(verdict, Collections.min(values)) + " to " + value(verdict, Collections.max(values));
    }

    /** To three digits after the point: the bars that it is for are some hundredths above 1. */
    private static String interval(Verdict verdict) {
        return verdict.interval()
                .map(interval -> String.format(Locale.ROOT, "%.3f to %.3f", interval.low(), interval.high()))
                .orElse(NOTHING);
    }

    /** Amounts are differences, and may be a little below zero. */
    private static String value(Verdict verdict, double value) {
        return verdict.bar().kind() == Bar.Kind.RATIO ? Figures.factor(value) : Figures.amount(value);
    }

    private static String limit(Bar bar, Double limit) {
        return limit == null ? NOTHING : Figures.limit(limit) + (bar.everyFork() ? " each" : "");
    }
}
