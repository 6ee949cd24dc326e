package dev.filch.bench.bars;

import dev.filch.bench.judge.Task;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The bench jar of an earlier state, with the list of its benchmarks. */
final class EarlierJar {

    private static final String LIST = BenchmarkList.BENCHMARK_LIST.substring(1); // a path from the root
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    private final Path path;
    private final Map<String, BenchmarkListEntry> benchmarks;

    private EarlierJar(Path path, String list) {
        this.path = path;
        benchmarks = BenchmarkList.fromString(list)
                .getAll(OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT), List.of())
                .stream()
                .collect(Collectors.toMap(BenchmarkListEntry::getUsername, Function.identity()));
    }

    /** Reads the list of a jar's benchmarks. */
    static EarlierJar read(Path path) throws IOException {
        try (ZipFile file = new ZipFile(path.toFile())) {
            ZipEntry entry = file.getEntry(LIST);
            if (entry == null) {
                throw new IOException("it has no benchmarks");
            }
            try (InputStream list = file.getInputStream(entry)) {
                return new EarlierJar(path, new String(list.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
    }

    /** Reads the jar that an option's argument names. */
    static final class ByPath implements ITypeConverter<EarlierJar> {

        @Override
        public EarlierJar convert(String text) {
            Path path = Path.of(text);
            try {
                if (Files.isRegularFile(path)) {
                    return read(path.toAbsolutePath());
                }
            } catch (IOException e) {
                throw new TypeConversionException("'" + text + "' is not a bench jar: " + e.getMessage());
            }
            throw new TypeConversionException("'" + text + "' is not a bench jar: there is no such file");
        }
    }

    /** Returns the class path of the forks that run it. */
    String classPath() {
        return path.toString();
    }

    /** Returns its name for a reader. */
    String name() {
        return path.getFileName().toString();
    }

    /** Returns whether it has the task's benchmark, with all parameters and their values. */
    boolean has(Task task) {
        BenchmarkListEntry benchmark = benchmarks.get(task.benchmark());
        return benchmark != null
                && task.parameters().entrySet().stream().allMatch(parameter -> has(benchmark, parameter));
    }

    /** A parameter may have any number as its value, but only the words that the benchmark lists. */
    private static boolean has(BenchmarkListEntry benchmark, Map.Entry<String, String> parameter) {
        String[] values = benchmark.getParams().orElse(Map.of()).get(parameter.getKey());
        return values != null
                && (NUMBER.matcher(parameter.getValue()).matches()
                        || List.of(values).contains(parameter.getValue()));
    }
}
