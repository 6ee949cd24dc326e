package dev.filch.bench.bars;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.bench.bars.JvmByPath.Jvm;
import dev.filch.bench.jmh.HandOff;
import dev.filch.bench.judge.Collector;
import dev.filch.bench.judge.Effort;
import dev.filch.bench.judge.Figure;
import dev.filch.bench.judge.Setup;
import dev.filch.bench.judge.Task;
import dev.filch.bench.measure.RunFailure;
import dev.filch.bench.pool.TinyTasks;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ForksTest {

    private static final Setup SETUP = new Setup(Jvm.running().program(), "this", Collector.PARALLEL);

    /** Agrona's queue needs a flag, which the benchmark must set. */
    private static Task handOff(String batch) {
        return new Task(
                "agrona",
                HandOff.class.getName() + ".pass",
                Map.of("impl", "agrona", "threads", "1", "batch", batch, "age", "YOUNG", "messages", "20000"),
                new Effort(1, 2, 0));
    }

    @Test
    void aForkReturnsFigures() throws RunFailure {
        Map<Figure, Double> figures = Forks.run(handOff("1"), SETUP);

        assertTrue(figures.get(Figure.TIME) > 0, figures::toString);
        assertTrue(figures.get(Figure.TIME) < 1e6, () -> "expected figures of a message, not of the shot: " + figures);
        assertEquals(16, figures.get(Figure.ALLOCATION), 8, "the bytes of the message");
    }

    @Test
    void aShotOfAPoolReturnsItsOwnFigures() throws RunFailure {
        Task tiny = new Task(
                "fork-join",
                TinyTasks.class.getName() + ".run",
                Map.of("impl", "fork-join", "threads", "1", "tasks", "20000"),
                new Effort(1, 2, 0));

        Map<Figure, Double> figures = Forks.run(tiny, SETUP);

        assertTrue(figures.get(Figure.TIME) > 0, figures::toString);
        assertTrue(figures.get(Figure.CPU) > 0, figures::toString);
        assertTrue(
                figures.get(Figure.ALLOCATION) < 1_000,
                () -> "expected figures of a task, not of the shot: " + figures);
        assertFalse(figures.containsKey(Figure.P50), figures::toString);
    }

    @Test
    void aFailureContainsJmhsOutput() {
        RunFailure failure = assertThrows(RunFailure.class, () -> Forks.run(handOff("32"), SETUP));

        assertTrue(failure.getMessage().contains("agrona has no batches"), failure::getMessage);
    }

    private static Task tinyFrom(Path jar) {
        return new Task(
                "before",
                TinyTasks.class.getName() + ".run",
                Map.of("impl", "fork-join", "threads", "1", "tasks", "20000"),
                new Effort(0, 1, 0),
                jar.toString());
    }

    /** Writes an empty jar whose manifest names this program's class path. */
    private static Path naming(String classPath, Path jar) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes()
                .put(
                        Attributes.Name.CLASS_PATH,
                        Stream.of(classPath.split(File.pathSeparator))
                                .map(entry -> Path.of(entry).toUri().toString())
                                .collect(Collectors.joining(" ")));
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        return jar;
    }

    @Test
    void theForksClassPathIsTheEarlierJar(@TempDir Path directory) throws RunFailure, IOException {
        String own = System.getProperty("java.class.path");

        Map<Figure, Double> figures = Forks.run(tinyFrom(naming(own, directory.resolve("old.jar"))), SETUP);

        assertTrue(figures.get(Figure.TIME) > 0, figures::toString);
        assertEquals(own, System.getProperty("java.class.path"));
        Path missing = directory.resolve("missing.jar");
        assertThrows(RunFailure.class, () -> Forks.run(tinyFrom(missing), SETUP), "the jar does not exist");
        assertEquals(own, System.getProperty("java.class.path"), "the class path is restored after a failure");
    }
}
