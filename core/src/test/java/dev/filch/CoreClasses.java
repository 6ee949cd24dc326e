package dev.filch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The class files of core, as shipped. */
final class CoreClasses {

    static final Path MODULE = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    static final Path DIRECTORY = MODULE.resolve("target/classes");

    private CoreClasses() {
    }

    /** The sorted names of the classes in and below a directory, except package-info and module-info. */
    static List<String> namesIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.map(file -> DIRECTORY.relativize(file).toString())
                    .filter(file -> file.endsWith(".class") && !file.endsWith("-info.class"))
                    .map(file -> file.substring(0, file.length() - ".class".length()).replace('/', '.'))
                    .sorted().toList();
        }
    }
}
