package dev.filch.stress.cores.report;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files that simulated runs leave. */
public final class CoresFiles {

    /** For a reader. */
    public static final String HTML = "report.html";

    private static final String CSV = "results.csv";
    private static final String JSON = "results.json";

    private CoresFiles() {
    }

    /**
     * Writes the report in all its forms.
     *
     * @param report what to write
     * @param directory an existing directory
     * @throws IOException if that fails
     */
    public static void write(CoresReport report, Path directory) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(directory.resolve(CSV))) {
            CoresCsv.write(report, out);
        }
        try (BufferedWriter out = Files.newBufferedWriter(directory.resolve(JSON))) {
            CoresJson.write(report, out);
        }
        Files.writeString(directory.resolve(HTML), CoresPage.of(report));
    }
}
