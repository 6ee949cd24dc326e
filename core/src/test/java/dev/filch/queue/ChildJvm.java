package dev.filch.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openjdk.jol.info.ClassLayout;

/** Runs a main class of the tests in another JVM: the same executable with other flags. */
public final class ChildJvm {

    private static final long SECONDS = 60;

    private ChildJvm() {
    }

    /** Returns the output of the child; fails unless it ends in time and with exit code 0. */
    public static String run(Class<?> main, List<String> flags, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.add("-cp");
        command.add(classPath());
        command.add(main.getName());
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile("filch-child", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            try {
                if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                    fail("expected the child to end in time: " + command + "\n" + Files.readString(output));
                }
            } finally {
                process.destroyForcibly();
            }
            String printed = Files.readString(output);
            assertEquals(0, process.exitValue(), () -> command + "\n" + printed);
            return printed;
        } finally {
            Files.delete(output);
        }
    }

    private static String classPath() {
        return Stream.of(MpmcRing.class, ChildJvm.class, ClassLayout.class)
                .map(ChildJvm::root)
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** The directory or the jar that a class was loaded from; a patched module has several. */
    private static String root(Class<?> loaded) {
        String file = loaded.getName().replace('.', '/') + ".class";
        String url = loaded.getResource('/' + file).toString();
        String root = url.replaceFirst("^jar:", "").replaceFirst("!?/" + file + "$", "");
        try {
            return Path.of(new URI(root)).toString();
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
