package dev.filch.bench.report;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files that the command {@code bars} writes. */
public final class BarsFiles {

    /** The name of the page. */
    public static final String HTML = "report.html";

    private static final String JSON = "results.json";

    private BarsFiles() {}

    /** Writes the report in all its forms into an existing directory. */
    public static void write(BarsReport report, Path directory) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(directory.resolve(JSON))) {
            BarsJson.write(report, out);
        }
        Files.writeString(directory.resolve(HTML), BarsPage.of(report));
        for (SetupReport setup : report.setups()) {
            for (BarsPlot plot : BarsPlot.of(setup)) {
                writePlot(plot, directory);
            }
        }
    }

    /** Writes a plot to its own file. If this JVM cannot draw, there is no file, and the page says so. */
    private static void writePlot(BarsPlot plot, Path directory) throws IOException {
        String svg = plot.drawing().svg();
        if (svg != null) {
            Files.writeString(directory.resolve(plot.fileName()), svg);
        }
    }
}
