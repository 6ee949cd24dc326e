package dev.filch.stress.cores;

import dev.filch.stress.Main;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs the command again in a JVM whose heap has its full size and all its pages from the start. Measurements of real
 * queues need such a heap, because a page fault can cost more than a queue operation.
 */
final class FixedHeap {

    private static final String PROPERTY = "filch.cores.fixedHeap";

    private FixedHeap() {
    }

    /** Whether {@link #rerun} has started this JVM. */
    static boolean isFixed() {
        return Boolean.getBoolean(PROPERTY);
    }

    /** Runs the command in a new JVM, and returns its exit code. */
    static int rerun(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms2g", "-Xmx2g", "-Xmn1600m", "-XX:+AlwaysPreTouch", "-XX:+UseG1GC",
                "--add-exports", "java.base/jdk.internal.vm=ALL-UNNAMED",
                "-D" + PROPERTY + "=true",
                "-cp", System.getProperty("java.class.path"),
                Main.class.getName(), "cores"));
        command.addAll(arguments);
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}
