package dev.filch.bench.report;

import dev.filch.bench.contender.Contender;
import dev.filch.bench.contender.Contenders;
import dev.filch.bench.measure.Result;
import java.awt.Color;
import java.awt.Font;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;

/** The plots, as SVG documents. Their text is drawn as outlines, so they look the same everywhere. */
final class Charts {

    static final int WIDTH = 980;
    static final int HEIGHT = 380;
    private static final String FONT = Font.SANS_SERIF;

    /** Colours that colour-blind readers can distinguish (after Okabe and Ito). Filch's come first. */
    static final List<Color> COLOURS = Stream.of(0x0072B2, 0x56B4E9, 0xD55E00, 0xE69F00, 0xCC79A7, 0x009E73)
            .map(Color::new)
            .toList();

    static final Color OTHER = new Color(0x999999);

    private static final String DOCTYPE = "<!DOCTYPE[^>]*>\\s*";
    private static final String DIGITS_BEYOND_TWO = "(\\.\\d\\d)\\d+";

    private Charts() {}

    /** Draws groups of bars, with one bar per contender in each group. */
    static String grouped(
            String title,
            String xAxis,
            List<Result> results,
            Function<Result, String> group,
            ToDoubleFunction<Result> value) {
        Map<Contender, Map<String, Double>> series = new LinkedHashMap<>();
        results.forEach(result -> series.computeIfAbsent(result.contender(), contender -> new LinkedHashMap<>())
                .put(group.apply(result), value.applyAsDouble(result)));
        CategoryChart chart = chart(title, xAxis);
        series.forEach((contender, values) -> addSeries(chart, contender.label(), values, colour(contender)));
        return svg(chart);
    }

    /** Draws groups of bars from figures by series, then by group. Every series has every group. */
    static String grouped(String title, String xAxis, Map<String, Map<String, Double>> series) {
        CategoryChart chart = chart(title, xAxis);
        Iterator<Color> colours = Stream.concat(COLOURS.stream(), Stream.generate(() -> OTHER))
                .iterator();
        series.forEach((name, values) -> addSeries(chart, name, values, colours.next()));
        return svg(chart);
    }

    private static void addSeries(CategoryChart chart, String name, Map<String, Double> values, Color colour) {
        chart.addSeries(name, new ArrayList<>(values.keySet()), new ArrayList<>(values.values()))
                .setFillColor(colour);
    }

    /** Draws a group of bars for each result, with one bar per worker. */
    static String byWorker(String title, List<Result> results) {
        List<String> names =
                results.stream().map(result -> result.contender().label()).toList();
        int max = results.stream()
                .mapToInt(result -> result.medianUtilisation().size())
                .max()
                .orElse(0);
        CategoryChart chart = chart(title, "");
        chart.getStyler().setXAxisLabelRotation(20);
        for (int rank = 0; rank < max; rank++) {
            int worker = rank;
            List<Double> percents = results.stream()
                    .map(result -> percent(result.medianUtilisation(), worker))
                    .toList();
            chart.addSeries("worker " + (worker + 1), names, percents).setFillColor(shade(worker, max));
        }
        return svg(chart);
    }

    /** A contender has the same colour in every plot. */
    private static Color colour(Contender contender) {
        int index = Contenders.ALL.indexOf(contender);
        return index < 0 ? OTHER : COLOURS.get(index % COLOURS.size());
    }

    /** Workers have greys from dark to light. */
    private static Color shade(int worker, int workers) {
        float brightness = 0.35f + 0.45f * worker / workers;
        return Color.getHSBColor(0, 0, brightness);
    }

    /** Returns a worker's utilisation in percent; 0 if the executor has fewer workers. */
    private static double percent(List<Double> utilisation, int worker) {
        return worker < utilisation.size() ? 100 * utilisation.get(worker) : 0;
    }

    private static CategoryChart chart(String title, String xAxis) {
        CategoryChart chart = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .xAxisTitle(xAxis)
                .build();
        chart.getStyler().setAvailableSpaceFill(0.85).setOverlapped(false);
        applyCommonStyle(chart.getStyler());
        return chart;
    }

    /** Sets the style that all plots share. */
    static void applyCommonStyle(AxesChartStyler styler) {
        styler.setYAxisDecimalPattern("#,##0.###");
        styler.setLegendPosition(Styler.LegendPosition.OutsideE)
                .setLegendBorderColor(Color.WHITE)
                .setChartBackgroundColor(Color.WHITE)
                .setPlotBorderVisible(false)
                .setChartTitleBoxVisible(false)
                .setChartTitleFont(new Font(FONT, Font.BOLD, 15))
                .setLegendFont(new Font(FONT, Font.PLAIN, 12));
    }

    /** Returns the SVG document without its DTD and with two decimal places, which makes it shorter. */
    static String svg(Chart<?, ?> chart) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            VectorGraphicsEncoder.saveVectorGraphic(chart, bytes, VectorGraphicsFormat.SVG);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toString(StandardCharsets.UTF_8).replaceFirst(DOCTYPE, "").replaceAll(DIGITS_BEYOND_TWO, "$1");
    }
}
