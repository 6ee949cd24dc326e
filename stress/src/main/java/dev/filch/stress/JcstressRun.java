package dev.filch.stress;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.function.Consumer;

/**
 * The result of one jcstress process.
 *
 * @param log its output, parsed
 * @param end how it ended
 * @param logFile the file with its whole output
 */
record JcstressRun(JcstressLog log, JcstressProcess.End end, File logFile) {

    /** With the longest preset, a run reports after 50 seconds. */
    static final long SILENCE_SECONDS = 240;

    /**
     * Runs the tests of a pass.
     *
     * @param pass the tests
     * @param mode how long to run them: one of the modes of {@link StressRunner}
     * @param first the first entries of the class path
     * @param report the directory for jcstress' report and for the log
     * @param onLine called after each line of output
     */
    static JcstressRun of(StressPass pass, String mode, List<File> first, File report, Consumer<JcstressLog> onLine)
            throws IOException, InterruptedException {
        Files.createDirectories(report.toPath());
        File logFile = new File(report, "jcstress.log");
        String java = new File(System.getProperty("java.home"), "bin/java").getPath();
        JcstressLog log = new JcstressLog();
        try (PrintStream logStream = new PrintStream(logFile, StandardCharsets.UTF_8)) {
            JcstressProcess.End end = JcstressProcess.run(
                    pass.command(java, mode, first, report), report, logStream, SILENCE_SECONDS, line -> {
                        log.accept(line);
                        onLine.accept(log);
                    });
            return new JcstressRun(log, end, logFile);
        }
    }
}
