package dev.filch.bench.bars;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Finds a JVM by the path of its executable or its JDK. */
final class JvmByPath implements ITypeConverter<JvmByPath.Jvm> {

    private static final Path PROGRAM = Path.of("bin", "java");
    private static final String VERSION = "JAVA_VERSION=";

    /** The path of a JVM's executable, and its Java version. */
    record Jvm(String program, String version) {

        static Jvm running() {
            Path home = Path.of(System.getProperty("java.home"));
            return new Jvm(home.resolve(PROGRAM).toString(), System.getProperty("java.version"));
        }
    }

    @Override
    public Jvm convert(String text) {
        Path path = Path.of(text);
        Path program = Files.isDirectory(path) ? path.resolve(PROGRAM) : path;
        if (!Files.isRegularFile(program) || !Files.isExecutable(program)) {
            throw new TypeConversionException("'" + text + "' is neither a JVM nor the directory of a JDK");
        }
        return new Jvm(program.toAbsolutePath().toString(), version(program));
    }

    /** Returns the version in the JDK's release file, or the path if there is no such file. */
    private static String version(Path program) {
        try {
            Path home = program.toRealPath().getParent().getParent();
            try (Stream<String> lines = Files.lines(home.resolve("release"))) {
                return lines.filter(line -> line.startsWith(VERSION))
                        .map(line -> line.substring(VERSION.length()).replace("\"", ""))
                        .findFirst()
                        .orElse(program.toString());
            }
        } catch (IOException e) {
            return program.toString();
        }
    }
}
