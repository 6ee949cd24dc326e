package dev.filch.bench.report;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files that a comparison writes. */
public final class ReportFiles {

    /** The name of the page. */
    public static final String HTML = "report.html";

    private static final String CSV = "results.csv";
    private static final String JSON = "results.json";

    private ReportFiles() {}

    /** Writes the report in all its forms into an existing directory. */
    public static void write(Report report, Path directory) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(directory.resolve(CSV))) {
            CsvFile.write(report, out);
        }
        try (BufferedWriter out = Files.newBufferedWriter(directory.resolve(JSON))) {
            JsonFile.write(report, out);
        }
        Files.writeString(directory.resolve(HTML), HtmlReport.of(report));
    }
}
