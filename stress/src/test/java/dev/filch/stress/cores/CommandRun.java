package dev.filch.stress.cores;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.filch.bench.CommandLines;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import picocli.CommandLine;

/** A run of the command, with its output and its files. */
final class CommandRun {

    final int exitCode;
    final String printed;
    final String errors;
    private final Path directory;

    CommandRun(CoresCommand command, Path directory, String... options) {
        this.directory = directory;
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = CommandLines.of(command).setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        String[] arguments = new String[options.length + 2];
        System.arraycopy(options, 0, arguments, 0, options.length);
        arguments[options.length] = "--out";
        arguments[options.length + 1] = directory.toString();
        exitCode = line.execute(arguments);
        printed = out.toString();
        errors = err.toString();
    }

    String text(String file) {
        try {
            return Files.readString(directory.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String page() {
        return text("report.html");
    }

    JsonObject json() {
        return JsonParser.parseString(text("results.json")).getAsJsonObject();
    }

    List<CSVRecord> csv() {
        try (Reader in = Files.newBufferedReader(directory.resolve("results.csv"));
                CSVParser parser = CSVFormat.DEFAULT
                        .builder()
                        .setHeader()
                        .setSkipHeaderRecord(true)
                        .get()
                        .parse(in)) {
            return parser.getRecords();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
