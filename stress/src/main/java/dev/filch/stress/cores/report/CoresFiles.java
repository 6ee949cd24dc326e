package dev.filch.stress.cores.report;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files of a report. */
public final class CoresFiles {

    /** The file with the page for a reader. */
    public static final String HTML = "report.html";

    private static final String CSV = "results.csv";
    private static final String JSON = "results.json";

    private CoresFiles() {
    }

    /**
     * Writes a report as HTML, CSV and JSON.
     *
     * @param report the report
     * @param directory an existing directory
     * @throws IOException if a file cannot be written
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
