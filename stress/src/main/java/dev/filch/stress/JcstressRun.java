package dev.filch.stress;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.function.Consumer;

/**
 * What came of one jcstress process.
 *
 * @param log what it printed
 * @param end how it ended
 * @param logFile where all of it is
 */
record JcstressRun(JcstressLog log, JcstressProcess.End end, File logFile) {

    /** The longest preset reports a run after fifty seconds. */
    static final long SILENCE_SECONDS = 240;

    /**
     * Runs the tests of a pass.
     *
     * @param pass what to run
     * @param mode for how long
     * @param first class files that stand before all others
     * @param report where jcstress writes its report, and this its log
     * @param onLine is called after each line
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
