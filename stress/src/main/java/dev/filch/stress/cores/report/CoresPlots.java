package dev.filch.stress.cores.report;

import static j2html.TagCreator.each;

import dev.filch.bench.report.HtmlPlots;
import dev.filch.bench.report.LinePlot;
import dev.filch.bench.report.LinePlot.Line;
import j2html.tags.DomContent;
import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** The plots of throughput and waiting time over the number of cores. */
final class CoresPlots {

    private final CoresReport report;
    private final HtmlPlots plots = new HtmlPlots();

    CoresPlots(CoresReport report) throws IOException {
        this.report = report;
    }

    /** Returns the plots of a family: throughput and waiting time, for each own-work time. */
    DomContent of(Family family, List<String> works) {
        return each(report.ownWorks(), ownWork -> {
            String title = family.title() + ", own work " + Texts.time(ownWork) + " (simulated): ";
            return each(
                    plots.lines(new LinePlot(
                            title + "throughput (more is better)",
                            "million messages per second",
                            false,
                            throughput(family, works, ownWork))),
                    waiting(family, works, ownWork, title));
        });
    }

    private List<Line> throughput(Family family, List<String> works, long ownWork) {
        return works.stream()
                .map(work -> line(family, works, work, ownWork, false, PointResult::millionsPerSecond))
                .toList();
    }

    private DomContent waiting(Family family, List<String> works, long ownWork, String title) {
        List<Line> lines = works.stream()
                .flatMap(work -> Stream.of(
                        line(family, works, work, ownWork, false, point -> point.result().medianWaitNanos()),
                        line(family, works, work, ownWork, true, point -> point.result().p99WaitNanos())))
                .filter(line -> line.values().values().stream().anyMatch(Double::isFinite))
                .toList();
        return lines.isEmpty()
                ? each()
                : plots.lines(new LinePlot(
                        title + "waiting time, median (solid) and p99 (dashed)", "nanoseconds", true, lines));
    }

    private Line line(
            Family family,
            List<String> works,
            String work,
            long ownWork,
            boolean dashed,
            ToDoubleFunction<PointResult> value) {
        SortedMap<Integer, Double> values = new TreeMap<>();
        report.results().stream()
                .filter(result -> result.point().work().equals(work) && result.point().ownWorkNanos() == ownWork)
                .filter(result -> !result.failed())
                .forEach(result -> values.put(result.point().cores(), value.applyAsDouble(result)));
        String name = report.marked(family.label(work), work, ownWork);
        return new Line(name, works.indexOf(work), dashed, values);
    }
}
