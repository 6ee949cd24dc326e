package dev.filch.stress.scenario;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes the jcstress tests of the {@link ScenarioTable}. The build runs this before it compiles the tests. */
public final class Generator {

    static final String PACKAGE = "dev.filch.stress.queue";

    private Generator() {}

    /**
     * Writes the sources that have changed, and deletes those whose state is no longer in the table.
     *
     * @param args the directory of the sources
     * @throws IOException if they cannot be written
     */
    public static void main(String[] args) throws IOException {
        Path directory = Path.of(args[0]).resolve(PACKAGE.replace('.', '/'));
        Files.createDirectories(directory);
        Map<String, String> sources = sources(ScenarioTable.rows());
        for (Map.Entry<String, String> source : sources.entrySet()) {
            Path file = directory.resolve(source.getKey());
            if (!Files.exists(file) || !Files.readString(file).equals(source.getValue())) {
                Files.writeString(file, source.getValue());
            }
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                if (!sources.containsKey(file.getFileName().toString())) {
                    Files.delete(file);
                }
            }
        }
    }

    /** The sources by the names of their files. */
    static Map<String, String> sources(List<Row> rows) {
        Map<State, List<Row>> byState = new LinkedHashMap<>();
        Set<String> names = new HashSet<>();
        for (Row row : rows) {
            if (!names.add(row.state().className() + "." + row.name())) {
                throw new IllegalArgumentException("another row has the name of " + row);
            }
            byState.computeIfAbsent(row.state(), any -> new ArrayList<>()).add(row);
        }
        Map<String, String> sources = new LinkedHashMap<>();
        byState.forEach((state, ofState) ->
                sources.put(state.className() + ".java", TestWriter.source(PACKAGE, state, ofState)));
        return sources;
    }
}
