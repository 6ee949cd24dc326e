package dev.filch.bench.report;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files that a run of the bars leaves. */
public final class BarsFiles {

    /** For a reader. */
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

    /** Writes a plot as a file of its own. The page tells if this JVM cannot draw. */
    private static void writePlot(BarsPlot plot, Path directory) throws IOException {
        String svg = plot.drawing().svg();
        if (svg != null) {
            Files.writeString(directory.resolve(plot.fileName()), svg);
        }
    }
}
