package dev.filch.stress.cores.run;

import dev.filch.stress.cores.engine.Costs;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Finds the shipped sets of costs, and those in files. {@link CostFile} describes the format. */
public final class CostSets {

    private static final List<String> NAMES = List.of("server", "xeon", "epyc");

    private static final String RESOURCES = "/dev/filch/stress/cores/costs/";

    private CostSets() {
    }

    /**
     * Returns the names of the shipped sets.
     *
     * @return the names, the default first
     */
    public static List<String> names() {
        return NAMES;
    }

    /**
     * Returns the costs of a shipped set.
     *
     * @param name one of {@link #names}
     * @return the costs
     * @throws IllegalArgumentException if there is no set of that name
     */
    public static Costs byName(String name) {
        return setByName(name).costs();
    }

    /**
     * Reads the costs in a file.
     *
     * @param file its path
     * @return the costs
     * @throws IllegalArgumentException if the file cannot be read, a key is missing or unknown, or its value invalid
     */
    public static Costs read(Path file) {
        return readSet(file).costs();
    }

    /**
     * Finds a set by its name or the path of its file.
     *
     * @param nameOrFile one of {@link #names}, or else a path
     * @return the set
     * @throws IllegalArgumentException if there is no such set, a key is missing or unknown, or its value invalid
     */
    public static CostSet find(String nameOrFile) {
        return NAMES.contains(nameOrFile) ? setByName(nameOrFile) : readSet(Path.of(nameOrFile));
    }

    private static CostSet setByName(String name) {
        if (!NAMES.contains(name)) {
            throw new IllegalArgumentException(
                    "no such costs: '" + name + "'; known costs: " + String.join(", ", NAMES));
        }
        try (InputStream in = CostSets.class.getResourceAsStream(RESOURCES + name + ".json");
                Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            return CostFile.parse(name, reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CostSet readSet(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException(
                    "no such costs or file: '" + file + "'; known costs: " + String.join(", ", NAMES));
        }
        try (Reader reader = Files.newBufferedReader(file)) {
            return CostFile.parse(file.toString(), reader);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read " + file + ": " + e, e);
        }
    }
}
