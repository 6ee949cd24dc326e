package dev.filch.bench.bars;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.openjdk.jmh.runner.BenchmarkList;

/** Writes jars that contain only a list of benchmarks. */
final class EarlierJars {

    private EarlierJars() {}

    /** Writes a jar with an edited copy of this program's list of benchmarks. */
    static Path write(Path jar, UnaryOperator<String> edit) throws IOException {
        String name = BenchmarkList.BENCHMARK_LIST;
        try (InputStream list = BenchmarkList.class.getResourceAsStream(name);
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new ZipEntry(name.substring(1)));
            String lines = new String(list.readAllBytes(), StandardCharsets.UTF_8);
            out.write(edit.apply(lines).getBytes(StandardCharsets.UTF_8));
        }
        return jar;
    }

    /** Returns an edit that removes the lines that contain the text. */
    static UnaryOperator<String> without(String text) {
        return list -> {
            StringBuilder kept = new StringBuilder();
            list.lines().filter(line -> !line.contains(text)).forEach(line -> kept.append(line).append('\n'));
            return kept.toString();
        };
    }
}
