package dev.filch.bench.report;

import static j2html.TagCreator.img;
import static j2html.TagCreator.p;

import dev.filch.bench.measure.Result;
import j2html.tags.DomContent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** The report's plots as images within the page. If this JVM cannot draw, the page says so instead. */
public final class HtmlPlots {

    private static final String PREFIX = "data:image/svg+xml;base64,";

    /** Installs the font of the plots. */
    public HtmlPlots() throws IOException {
        ChartFont.install();
    }

    DomContent bars(
            String title,
            String xAxis,
            List<Result> results,
            Function<Result, String> group,
            ToDoubleFunction<Result> value) {
        return image(title, () -> Charts.grouped(title, xAxis, results, group, value));
    }

    DomContent bars(BarsPlot plot) {
        return image(plot.title(), plot.drawing());
    }

    /** Returns a plot of lines by the number of cores. */
    public DomContent lines(LinePlot plot) {
        return image(plot.title(), () -> LineCharts.of(plot));
    }

    /** Returns a plot of the workers' utilisation in one cell. */
    DomContent utilisation(List<Result> cell) {
        String title = "Percent of the time inside tasks, for each of "
                + cell.get(0).cell().consumers() + " workers";
        return image(title, () -> Charts.byWorker(title, cell));
    }

    private static DomContent image(String title, Supplier<String> svg) {
        return image(title, Drawing.of(svg));
    }

    private static DomContent image(String title, Drawing drawing) {
        if (drawing.svg() == null) {
            return p("(No plot of: " + title + ". This JVM cannot draw: " + drawing.failure() + ")")
                    .withClass("faint");
        }
        byte[] bytes = drawing.svg().getBytes(StandardCharsets.UTF_8);
        return img().withAlt(title).withSrc(PREFIX + Base64.getEncoder().encodeToString(bytes));
    }
}
