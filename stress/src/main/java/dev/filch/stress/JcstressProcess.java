package dev.filch.stress;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Runs jcstress in a process of its own and passes on its output. If an actor hangs, jcstress waits for it forever. So
 * this class kills the process if it has printed nothing for a while.
 */
final class JcstressProcess {

    /** How a process ended. */
    enum End {
        SUCCESS,
        FAILURE,
        SILENCE
    }

    private final Process process;
    private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();

    private JcstressProcess(Process process) {
        this.process = process;
    }

    /**
     * Runs a command to its end.
     *
     * @param command the command line
     * @param directory the directory to run it in
     * @param log receives its whole output
     * @param silenceSeconds how long it may print nothing before it is killed
     * @param onLine called with each line of output
     */
    static End run(List<String> command, File directory, PrintStream log, long silenceSeconds, Consumer<String> onLine)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).directory(directory).redirectErrorStream(true).start();
        JcstressProcess running = new JcstressProcess(process);
        Thread killer = new Thread(running::destroy, "end-jcstress");
        Runtime.getRuntime().addShutdownHook(killer);
        try {
            return running.await(log, silenceSeconds, onLine);
        } finally {
            running.destroy();
            Runtime.getRuntime().removeShutdownHook(killer);
        }
    }

    private End await(PrintStream log, long silenceSeconds, Consumer<String> onLine) throws InterruptedException {
        Thread reader = new Thread(this::readLines, "read-jcstress");
        reader.setDaemon(true);
        reader.start();
        while (true) {
            Optional<String> line = lines.poll(silenceSeconds, TimeUnit.SECONDS);
            if (line == null) {
                return End.SILENCE;
            }
            if (line.isEmpty()) {
                return process.waitFor() == 0 ? End.SUCCESS : End.FAILURE;
            }
            log.println(line.get());
            onLine.accept(line.get());
        }
    }

    private void readLines() {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), Charset.defaultCharset()))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(Optional.of(line));
            }
        } catch (IOException e) {
            lines.add(Optional.of("cannot read the output of jcstress: " + e));
        }
        lines.add(Optional.empty());
    }

    private void destroy() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
