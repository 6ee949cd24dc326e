package dev.filch.bench.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Plots of lines by the number of cores, on a logarithmic axis. */
final class LineCharts {

    private static final List<Color> COLOURS =
            Stream.concat(Charts.COLOURS.stream(), Stream.of(Color.BLACK, Charts.OTHER)).toList();
    private static final List<Marker> MARKERS =
            List.of(SeriesMarkers.CIRCLE, SeriesMarkers.SQUARE, SeriesMarkers.TRIANGLE_UP, SeriesMarkers.DIAMOND);

    private static final BasicStroke SOLID = stroke(2, null);
    private static final BasicStroke DASHED = stroke(1, new float[] {6, 5});
    private static final int MARKER_SIZE = 7;

    /** In pixels; leaves one tick at each doubling from 1 to 128 cores, and none between. */
    private static final int TICK_DISTANCE = 90;

    private LineCharts() {}

    private static BasicStroke stroke(float width, float[] dashes) {
        return new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, dashes, 0);
    }

    static String of(LinePlot plot) {
        XYChart chart = new XYChartBuilder()
                .width(Charts.WIDTH)
                .height(Charts.HEIGHT)
                .title(plot.title())
                .xAxisTitle("cores")
                .yAxisTitle(plot.yAxis())
                .build();
        Charts.applyCommonStyle(chart.getStyler());
        chart.getStyler().setMarkerSize(MARKER_SIZE);
        chart.getStyler().setXAxisTickMarkSpacingHint(TICK_DISTANCE).setYAxisLogarithmic(plot.logarithmic());
        if (!plot.logarithmic()) {
            chart.getStyler().setYAxisMin(0.0);
        }
        chart.setCustomXAxisTickLabelsFormatter(LineCharts::cores);
        Set<String> inLegend = new HashSet<>();
        for (LinePlot.Line line : plot.lines()) {
            add(chart, line, plot.logarithmic(), inLegend.add(line.name()));
        }
        return Charts.svg(chart);
    }

    private static void add(XYChart chart, LinePlot.Line line, boolean onlyPositive, boolean inLegend) {
        SortedMap<Integer, Double> values = new TreeMap<>(line.values());
        values.values().removeIf(value -> !Double.isFinite(value) || onlyPositive && value <= 0);
        if (values.isEmpty()) {
            return;
        }
        String id = inLegend ? line.name() : line.name() + " " + chart.getSeriesMap().size();
        XYSeries series = chart.addSeries(
                id,
                values.keySet().stream().map(LineCharts::log2).toList(),
                new ArrayList<>(values.values()));
        Color colour = COLOURS.get(line.look() % COLOURS.size());
        series.setLineColor(colour).setLineStyle(line.dashed() ? DASHED : SOLID);
        Marker marker = MARKERS.get(line.look() / COLOURS.size() % MARKERS.size());
        series.setMarkerColor(colour).setMarker(line.dashed() ? SeriesMarkers.NONE : marker);
        series.setShowInLegend(inLegend);
    }

    private static double log2(int cores) {
        return Math.log(cores) / Math.log(2);
    }

    /** Returns the label of a tick. Ticks between powers of two have none. */
    private static String cores(double log2) {
        return log2 == Math.rint(log2) && log2 >= 0 ? String.valueOf(1L << (int) log2) : " ";
    }
}
