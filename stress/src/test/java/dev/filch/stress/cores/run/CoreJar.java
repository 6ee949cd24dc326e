package dev.filch.stress.cores.run;

import dev.filch.pool.WorkStealingPool;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** Writes jars with the classes of core that this JVM runs. */
public final class CoreJar {

    private CoreJar() {
    }

    /** Writes a jar with the entries that the predicate accepts. */
    public static void write(Path jar, Predicate<String> isIncluded) throws IOException {
        Path location = location();
        if (Files.isDirectory(location)) {
            copy(location, jar, isIncluded);
            return;
        }
        try (FileSystem files = FileSystems.newFileSystem(location)) {
            copy(files.getPath("/"), jar, isIncluded);
        }
    }

    private static Path location() {
        try {
            return Path.of(WorkStealingPool.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void copy(Path root, Path jar, Predicate<String> isIncluded) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(root)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out)) {
            for (Path file : files) {
                String name = root.relativize(file).toString().replace('\\', '/');
                if (isIncluded.test(name)) {
                    entries.putNextEntry(new JarEntry(name));
                    Files.copy(file, entries);
                    entries.closeEntry();
                }
            }
        }
    }
}
