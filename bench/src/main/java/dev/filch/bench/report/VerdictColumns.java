package dev.filch.bench.report;

import dev.filch.bench.judge.Figure;
import dev.filch.bench.judge.SampleSummary;
import dev.filch.bench.judge.Target;
import dev.filch.bench.judge.Verdict;
import dev.filch.bench.measure.Statistics;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/** The columns of tables of verdicts and of samples. */
final class VerdictColumns {

    private static final String NOTHING = "-";
    private static final String CPU = "CPU s/M tasks";
    private static final String SLEEPS = "sleeps/1000 tasks";

    private VerdictColumns() {}

    /** Returns the columns for verdicts; {@code cores} are the machine's. */
    static List<Column<Verdict>> verdicts(List<Verdict> verdicts, int cores) {
        boolean before = verdicts.stream().anyMatch(verdict -> verdict.target().againstBefore());
        boolean interval = verdicts.stream().anyMatch(verdict -> verdict.target().rule() == Target.Rule.INTERVAL);
        Column<Verdict> peer =
                Column.text("peer", 27, verdict -> verdict.peer() == null ? NOTHING : verdict.peer().name());
        Column<Verdict> stretch = Column.figure(
                "stretch", verdict -> limit(verdict.target(), verdict.target().stretch()));
        return Stream.of(
                        Column.<Verdict>text(
                                "work",
                                41,
                                verdict -> starred(
                                        verdict.target().work(), verdict.target().oversubscribed(cores))),
                        Column.<Verdict>text(
                                "age", 7, verdict -> verdict.target().subject().age()),
                        Column.<Verdict>figure(before ? "now" : "Filch", verdict -> median(verdict.figures())),
                        Column.<Verdict>text(
                                "unit", 4, verdict -> verdict.target().figure().unit()),
                        before ? null : peer,
                        Column.<Verdict>figure(before ? "before" : "peer's", verdict -> median(verdict.peerFigures())),
                        Column.<Verdict>figure("ratio", VerdictColumns::value),
                        Column.<Verdict>figure("   range   ", VerdictColumns::range),
                        interval ? Column.<Verdict>figure("95 % interval", VerdictColumns::interval) : null,
                        Column.<Verdict>figure("target", verdict -> limit(verdict.target(), verdict.target().limit())),
                        before ? null : stretch,
                        Column.<Verdict>text("verdict", 29, Verdict::words))
                .filter(Objects::nonNull)
                .toList();
    }

    /** Returns the terminal's columns for the pools' costs. */
    static List<Column<SampleSummary>> costs(int cores) {
        return List.of(
                benchmark(cores),
                contender(),
                sample("ns", Figure.TIME),
                sample(CPU, Figure.CPU),
                sample(SLEEPS, Figure.SLEEPS));
    }

    /** Returns the columns for the medians of all figures. */
    static List<Column<SampleSummary>> samples(int cores) {
        return List.of(
                benchmark(cores),
                contender(),
                sample("ns", Figure.TIME),
                Column.figure("range", summary -> range(summary.known(Figure.TIME))),
                sample("p50, us", Figure.P50),
                sample("p99, us", Figure.P99),
                sample(CPU, Figure.CPU),
                sample(SLEEPS, Figure.SLEEPS),
                sample("CPU, ms/s", Figure.CPU_SHARE),
                sample("B/op, with message or task", Figure.ALLOCATION),
                sample("failed attempts/op", Figure.FAILURES),
                sample("context switches", Figure.SWITCHES),
                sample("footprint, B", Figure.FOOTPRINT),
                sample("error of queue times, %", Figure.QUEUE_ERROR),
                sample("error of run times, %", Figure.RUN_ERROR));
    }

    private static Column<SampleSummary> benchmark(int cores) {
        return Column.text(
                "benchmark",
                45,
                summary -> starred(summary.task().cell(), summary.task().threads() > cores));
    }

    private static Column<SampleSummary> contender() {
        return Column.text("contender", 22, summary -> summary.task().contender());
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

    /** Returns three decimal places, because the limits are only some hundredths above 1. */
    private static String interval(Verdict verdict) {
        return verdict.interval()
                .map(interval -> String.format(Locale.ROOT, "%.3f to %.3f", interval.low(), interval.high()))
                .orElse(NOTHING);
    }

    /** Amounts are differences, and may be slightly negative. */
    private static String value(Verdict verdict, double value) {
        return verdict.target().kind() == Target.Kind.RATIO ? Figures.factor(value) : Figures.amount(value);
    }

    private static String limit(Target target, Double limit) {
        return limit == null ? NOTHING : Figures.limit(limit) + (target.everyFork() ? " each" : "");
    }
}
